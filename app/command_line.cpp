// The command line of DESIGN: [SCENE], run, render, list, doctor.
#include "app/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "core/bad_input.h"
#include "core/version.h"

namespace tiltscape {
namespace {

/// CLI11 takes "-1" for a huge whole number.
const CLI::Validator whole(
    [](const std::string& text) {
      const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
      return digits ? std::string() : text + " is not a whole number";
    },
    "", "whole");
const CLI::Validator named([](const std::string& text) { return std::string(text.empty() ? "the name is empty" : ""); },
                           "", "named");

void add_scene_options(CLI::App& app, SceneOptions& options) {
  app.add_option("--set", options.set, "Change a key of the scene: PATH=VALUE, such as run.0.tilt=8")
      ->take_all()
      ->allow_extra_args(false)
      ->type_name("PATH=VALUE");
  app.add_option("--seed", options.seed, "Seed of the scene")->check(whole)->type_name("N");
  app.add_option("--device", options.device, "cpu");
}

void add_length_options(CLI::App& app, SceneOptions& options) {
  auto* steps = app.add_option("--steps", options.steps, "Stop every run after N steps")->check(whole)->type_name("N");
  app.add_option("--cost", options.cost, "Stop every run after N forward passes")
      ->check(whole)
      ->type_name("N")
      ->excludes(steps);
}

/// The release build uses AVX2: say so plainly where it is missing, instead of dying of an illegal instruction.
bool processor_is_old() {
#if defined(__AVX2__)
  return !__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma");
#else
  return false;
#endif
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
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return fmt::format("tiltscape: {}; see tiltscape --help\n", error.what());
  });

  SceneOptions window;
  app.add_option("SCENE", window.scene, "A scene file or a name of the gallery (tiltscape list scenes)");
  add_scene_options(app, window);

  RunOptions run;
  CLI::App* run_app = app.add_subcommand("run", "Run a scene to its end, without a window");
  run_app->add_option("SCENE", run.scene, "A scene file or a name of the gallery")->required();
  add_scene_options(*run_app, run);
  add_length_options(*run_app, run);
  run_app->add_option("--out", run.out, "Folder for records.csv, summary.json and scene.toml")
      ->check(named)
      ->type_name("DIR");
  run_app->add_option("--seeds", run.seeds, "Run seed … seed + N − 1")->check(CLI::Range(1, 100000))->type_name("N");
  run_app->add_option("--jobs", run.jobs, "Runs at the same time (default: one a core)")
      ->check(CLI::Range(1, 4096))
      ->type_name("N");
  run_app->add_flag("--json", run.json, "Print the summary as JSON");

  RenderOptions render;
  CLI::App* render_app = app.add_subcommand("render", "Draw a scene into a PNG file, without a display");
  render_app->add_option("SCENE", render.scene, "A scene file or a name of the gallery")->required();
  render_app->add_option("-o,--out", render.out, "The picture; ends in .png")->required()->type_name("FILE");
  add_scene_options(*render_app, render);
  add_length_options(*render_app, render);
  render_app->add_option("--at", render.at, "The step shown (default: the scene's view.at, or the end)")
      ->check(whole)
      ->type_name("STEP");
  render_app->add_option("--view", render.view, "window, landscape or curves")->type_name("VIEW");
  render_app->add_option("--size", render.size, "Width and height in points")->type_name("WxH");
  render_app->add_option("--scale", render.scale, "Pixels a point")->check(CLI::Range(0.25, 8.0));
  render_app->add_option("--theme", render.theme, "dark, light or print")->type_name("T");

  std::string what;
  bool json = false;
  CLI::App* list_app =
      app.add_subcommand("list", "List problems, optimizers, laws, estimators, measures, scenes or papers");
  list_app->add_option("WHAT", what, "What to list; everything otherwise");
  list_app->add_flag("--json", json, "As JSON");

  bool frames = false;
  CLI::App* doctor_app = app.add_subcommand("doctor", "Versions, devices, graphics, memory; with --frames frame times");
  doctor_app->add_flag("--frames", frames,
                       "Measure frame times of the welcome scene and the runs' speed beside a window");

  try {
    app.parse(argc, argv);
    if (run_app->parsed()) return run_command(run);
    if (render_app->parsed()) return render_command(render);
    if (list_app->parsed()) return list_command(what, json);
    if (doctor_app->parsed()) return doctor_command(frames);
    return window_command(window);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const BadInput& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "tiltscape: {}\n", error.what());
    return 2;
  }
}

}  // namespace tiltscape
