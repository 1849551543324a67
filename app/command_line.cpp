// The command line of DESIGN: [SCENE], run, render, reproduce, list, doctor.
#include "app/command_line.h"

#include <fmt/format.h>

#include <cstdio>
#include <limits>

#include "app/command_line_checks.h"
#include "app/commands/commands.h"
#include "core/bad_input.h"
#include "core/library_error.h"
#include "core/scene_parts.h"
#include "core/version.h"

namespace tiltscape {
namespace {

using scene_toml::most_cost, scene_toml::most_steps;
constexpr std::uint64_t most_seed = std::numeric_limits<std::int64_t>::max();

void add_scene_options(CLI::App& app, SceneOptions& options) {
  app.add_option("--set", options.set, "Change a key of the scene: PATH=VALUE, such as run.0.tilt=8")
      ->take_all()
      ->allow_extra_args(false)
      ->type_name("PATH=VALUE");
  app.add_option("--seed", options.seed, "Seed of the scene")->check(whole(most_seed))->type_name("N");
  app.add_option("--device", options.device, "cpu, or cuda: an NVIDIA GPU, for models")->check(named());
}

void add_length_options(CLI::App& app, SceneOptions& options) {
  auto* steps = app.add_option("--steps", options.steps, "Stop every run after N steps")
                    ->check(whole(most_steps))
                    ->type_name("N");
  app.add_option("--cost", options.cost, "Stop every run after N forward passes")
      ->check(whole(most_cost))
      ->type_name("N")
      ->excludes(steps);
}

void add_run_options(CLI::App& app, RunOptions& run) {
  app.add_option("SCENE", run.scene, "A scene file or a name of the gallery")->required();
  add_scene_options(app, run);
  add_length_options(app, run);
  app.add_option("--out", run.out, "Folder for records.csv, summary.json, scene.toml and parameters.npy")
      ->check(named())
      ->type_name("DIR");
  app.add_option("--seeds", run.seeds, "Run seed … seed + N − 1")->check(CLI::Range(1, 100000))->type_name("N");
  app.add_option("--jobs", run.jobs, "Runs at the same time (default: one a core)")
      ->check(CLI::Range(1, 4096))
      ->type_name("N");
  app.add_flag("--json", run.json, "Print the summary as JSON");
}

void add_render_options(CLI::App& app, RenderOptions& render) {
  app.add_option("SCENE", render.scene, "A scene file or a name of the gallery")->required();
  app.add_option("-o,--out", render.out, "The picture; ends in .png")->required()->type_name("FILE");
  add_scene_options(app, render);
  add_length_options(app, render);
  app.add_option("--at", render.at, "The step shown (default: the scene's view.at, or the end)")
      ->check(whole(most_steps))
      ->type_name("STEP");
  app.add_option("--view", render.view, "window, or a panel: landscape, curves, slice …")->type_name("VIEW");
  app.add_option("--size", render.size, "Width and height in points")->type_name("WxH");
  app.add_option("--scale", render.scale, "Pixels a point")->check(picture_scale());
  app.add_option("--theme", render.theme, "dark, light or print")->type_name("T");
}

/// The release build uses AVX2: say so plainly where it is missing, instead of dying of an illegal instruction.
bool processor_is_old() {
#if defined(__AVX2__)
  return !__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma");
#else
  return false;
#endif
}

/// On one line, whatever names hold that people typed.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    line += byte < 0x20 || byte == 0x7f ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  return line;
}

/// A full disk behind standard output is a failure, not a success.
int printed(int status) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return status;
  throw BadInput("tiltscape: standard output cannot be written");
}

}  // namespace

int run_command_line(int argc, char** argv) {
  if (processor_is_old()) {
    fmt::print(stderr,
               "tiltscape: this build needs a processor with AVX2 and FMA; build it with -march=native instead\n");
    return 2;
  }
  CLI::App app{"Tiltscape: what kind of minimum does an optimizer find, and why?", "tiltscape"};
  app.set_version_flag("--version", fmt::format("tiltscape {}", version));
  app.set_help_flag("-h,--help", "Print this help");
  app.failure_message([](const CLI::App* failed, const CLI::Error& error) {
    const bool extras = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
    return fmt::format("tiltscape: {}; see tiltscape --help\n",
                       one_line(extras ? unexpected(*failed) : std::string(error.what())));
  });

  SceneOptions window;
  app.add_option("SCENE", window.scene, "A scene file or a name of the gallery (tiltscape list scenes)");
  add_scene_options(app, window);

  RunOptions run;
  CLI::App* run_app = app.add_subcommand("run", "Run a scene to its end, without a window");
  add_run_options(*run_app, run);
  RenderOptions render;
  CLI::App* render_app = app.add_subcommand("render", "Draw a scene into a PNG file, without a display");
  add_render_options(*render_app, render);

  ReproduceOptions reproduce;
  CLI::App* reproduce_app =
      app.add_subcommand("reproduce", "Run a published figure again and compare its numbers (tiltscape list)");
  reproduce_app->add_option("NAME", reproduce.name, "Such as flat-minima-2")->required();
  reproduce_app->add_option("--out", reproduce.out, "Folder for the results of its runs, and reproduction.csv")
      ->check(named())
      ->type_name("DIR");
  reproduce_app->add_option("--data", reproduce.data, "Folder of the data files that it needs")
      ->check(named())
      ->type_name("DIR");

  std::string what;
  bool json = false;
  CLI::App* list_app = app.add_subcommand(
      "list", "List problems, optimizers, laws, estimators, measures, scenes, papers or reproductions");
  list_app->add_option("WHAT", what, "What to list; everything otherwise");
  list_app->add_flag("--json", json, "As JSON");

  bool frames = false;
  CLI::App* doctor_app = app.add_subcommand("doctor", "Versions, devices, graphics, memory; with --frames frame times");
  doctor_app->add_flag("--frames", frames,
                       "Measure frame times of the welcome scene and the runs' speed beside a window");

  try {
    check_command(app, argc, argv);
    app.parse(argc, argv);
    refuse_words_before(app);
    if (run_app->parsed()) return printed(run_command(run));
    if (render_app->parsed()) return render_command(render);
    if (reproduce_app->parsed()) return printed(reproduce_command(reproduce));
    if (list_app->parsed()) return printed(list_command(what, json));
    if (doctor_app->parsed()) return printed(doctor_command(frames));
    return window_command(window);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const BadInput& error) {
    fmt::print(stderr, "{}\n", one_line(error.what()));
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "tiltscape: {}\n", one_line(library_error(error)));
    return 2;
  }
}

}  // namespace tiltscape
