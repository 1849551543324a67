// tiltscape render: a scene at a step, drawn into a PNG file without a display.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <thread>

#include "app/commands/commands.h"
#include "app/commands/progress_line.h"
#include "app/export/png.h"
#include "app/panels/panel.h"
#include "app/platform/gui.h"
#include "app/platform/headless.h"
#include "app/workbench.h"
#include "core/bad_input.h"

namespace tiltscape {
namespace {

/// In points. The window's panels cannot be laid out below some size, and cannot be read well before that.
struct Smallest {
  int width, height;
};
constexpr Smallest smallest_window{static_cast<int>(smallest_shell.x), static_cast<int>(smallest_shell.y)};
constexpr Smallest smallest_panel{160, 120};
constexpr int most_pixels = 16384;

/// A side of "WxH": −1 where it is no whole number, more than `most_pixels` where it is a huge one.
int side(std::string_view text) {
  int points = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), points);
  if (end != text.data() + text.size() || text.empty() || text[0] == '-') return -1;
  return error == std::errc::result_out_of_range ? most_pixels + 1 : points;
}

Canvas canvas(const RenderOptions& options, bool window) {
  const auto bad = [&](const std::string& what) { return BadInput("--size " + options.size + ": " + what); };
  const std::size_t x = options.size.find('x');
  const int width = x == std::string::npos ? -1 : side(std::string_view(options.size).substr(0, x));
  const int height = x == std::string::npos ? -1 : side(std::string_view(options.size).substr(x + 1));
  if (width < 0 || height < 0) throw bad("not a size; write WIDTHxHEIGHT, such as 1600x1000");
  const auto [least_width, least_height] = window ? smallest_window : smallest_panel;
  if (width < least_width || height < least_height)
    throw bad(fmt::format("too small for {}; write WIDTHxHEIGHT of at least {}x{}", window ? "the window" : "the view",
                          least_width, least_height));
  if (std::max(width, height) * options.scale > most_pixels)
    throw bad(fmt::format("too large; WIDTHxHEIGHT times --scale may be at most {0}x{0}", most_pixels));
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

/// A view in small letters and in one word. A panel's own name will do, too.
std::string view_named(std::string name) {
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return c == ' ' ? '-' : static_cast<char>(std::tolower(c)); });
  return name;
}

/// The panel that a view shows; "" is the whole window.
std::string panel_of(const std::string& view) {
  std::vector<std::string> views = {"window"};
  if (view == "window") return {};
  for (const auto& panel : make_panels([] {}, false)) {
    if (view_named(panel->name()) == view_named(view)) return panel->name();
    views.push_back(view_named(panel->name()));
  }
  throw BadInput(unknown("view", view, views));
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
  const Canvas size = canvas(options, options.view == "window");
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
  const std::string panel = panel_of(options.view);  // panels are made in a context
  Gui gui(colours);
  Workbench workbench(std::move(scene), {}, std::max(1U, std::thread::hardware_concurrency()),
                      [&bell] { bell.send(0); });
  workbench.shows_notices = false;
  if (at) {
    workbench.lab().play(false);
    workbench.lab().restart();  // a run may have gone further than `at` before it was paused
    workbench.lab().advance(*at);
  }
  ProgressLine line;
  line.show("making the problem, and the plane that is drawn");
  try {
    while (!arrived(workbench.lab(), at)) {
      bell.receive();
      if (!workbench.lab().loading()) line.show(fmt::format("step {}", workbench.lab().furthest_step()));
      workbench.take();
    }
  } catch (const BadInput& error) {
    throw options.placed(error);
  }
  const auto frame = [&] { panel.empty() ? workbench.frame() : workbench.frame_of(panel); };
  Image image = picture(gui, size, frame);
  while (!workbench.settled(panel)) {
    bell.receive();
    line.show("computing what is shown");
    workbench.take();
    image = picture(gui, size, frame, 1);
  }
  write_png(out, picture(gui, size, frame));
  if (const auto end = workbench.lab().furthest_step(); at && end < *at)
    fmt::print(stderr, "{}: shows step {}, where the runs end; there is no step {}\n", out.string(), end, *at);
  const bool all_ended_early =
      std::ranges::all_of(workbench.lab().runs(), [](const RunView& run) { return is_final(run.snapshot.status); });
  return all_ended_early ? 1 : 0;
}

}  // namespace tiltscape
