// tiltscape render: a scene at a step, drawn into a PNG file without a display.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <thread>

#include "app/commands/commands.h"
#include "app/export/png.h"
#include "app/platform/gui.h"
#include "app/platform/headless.h"
#include "app/workbench.h"
#include "core/bad_input.h"

namespace tiltscape {
namespace {

Canvas canvas(const RenderOptions& options) {
  const auto bad = BadInput("--size " + options.size + ": not a size; write WIDTHxHEIGHT, such as 1600x1000");
  const std::size_t x = options.size.find('x');
  if (x == std::string::npos) throw bad;
  const char* const text = options.size.data();
  int width = 0, height = 0;
  const auto first = std::from_chars(text, text + x, width);
  const auto second = std::from_chars(text + x + 1, text + options.size.size(), height);
  const bool whole = first.ptr == text + x && second.ptr == text + options.size.size() && first.ec == std::errc{} &&
                     second.ec == std::errc{};
  if (!whole || width < 64 || height < 64 || width > 16384 || height > 16384) throw bad;
  return {.width = static_cast<float>(width),
          .height = static_cast<float>(height),
          .scale = static_cast<float>(options.scale)};
}

Theme theme(const std::string& word, const std::string& from_scene) {
  try {
    return theme_named(word.empty() ? from_scene : word);
  } catch (const BadInput& error) {
    throw BadInput("--theme " + word + ": " + error.what());
  }
}

/// A panel's name is the view's with a capital; "" is the whole window.
std::string panel_of(const std::string& view) {
  const std::vector<std::string> views = {"window", "landscape",     "curves", "experiment",
                                          "step",   "perturbations", "slice",  "minimisers"};
  if (std::ranges::count(views, view) == 0) throw BadInput(unknown("view", view, views));
  if (view == "window") return {};
  std::string panel = view;
  panel[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(panel[0])));
  return panel;
}

bool arrived(const Laboratory& lab, std::optional<std::uint64_t> at) {
  if (!lab.error().empty()) throw BadInput(lab.error());
  if (lab.loading() || lab.runs().empty()) return false;
  for (const RunView& run : lab.runs())
    if (run.snapshot.status == Status::running && (!at || run.snapshot.step < *at || run.trajectory.empty()))
      return false;
  return true;
}

}  // namespace

int render_command(const RenderOptions& options) {
  const Canvas size = canvas(options);
  const std::string panel = panel_of(options.view);
  const std::filesystem::path out(options.out);
  if (out.extension() != ".png")
    throw BadInput(options.out + ": cannot write this kind of picture; the name must end in .png");
  const auto folder = out.has_parent_path() ? out.parent_path() : std::filesystem::path(".");
  if (!std::filesystem::is_directory(folder))
    throw BadInput(options.out + ": there is no folder " + folder.string() + "; make it first");
  Scene scene = options.load();
  const Theme colours = theme(options.theme, scene.view.theme);
  const auto at = options.at ? options.at : scene.view.at;
  scene.view.speed = 0;

  Channel<int> bell;  // outlives the threads that ring it
  const Headless context;
  Gui gui(colours);
  Workbench workbench(std::move(scene), {}, std::max(1U, std::thread::hardware_concurrency()),
                      [&bell] { bell.send(0); });
  if (at) {
    workbench.lab().play(false);
    workbench.lab().restart();  // a run may have gone further than `at` before it was paused
    workbench.lab().advance(*at);
  }
  while (!arrived(workbench.lab(), at)) {
    bell.receive();
    workbench.take();
  }
  const auto frame = [&] { panel.empty() ? workbench.frame() : workbench.frame_of(panel); };
  Image image = picture(gui, size, frame);
  while (!workbench.settled(panel)) {
    bell.receive();
    workbench.take();
    image = picture(gui, size, frame, 1);
  }
  write_png(out, picture(gui, size, frame));
  if (const auto end = workbench.lab().furthest_step(); at && end < *at)
    fmt::print(stderr, "{}: shows step {}, where the runs end; there is no step {}\n", out.string(), end, *at);
  return 0;
}

}  // namespace tiltscape
