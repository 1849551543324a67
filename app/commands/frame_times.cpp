// Four runs at full speed on the welcome scene while the tilt moves; then six, paused, in two and three dimensions;
// four at full speed on a surface that is averaged in the plane; then the landscape drawn anew in full resolution.
#include "app/commands/frame_times.h"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <functional>
#include <memory>
#include <thread>

#include "app/frame_pace.h"
#include "app/gl/framebuffer.h"
#include "app/platform/gui.h"
#include "app/platform/headless.h"
#include "app/platform/window.h"
#include "app/workbench.h"
#include "core/models/experiment.h"

namespace tiltscape {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto phase = std::chrono::seconds(5);
constexpr std::size_t enough = 200;  ///< frames, for their 99th percentile to be more than the longest of them
constexpr float width = 1600, height = 1000;

/// A scene without an end, as fast as it goes.
Scene endless(const char* name) {
  return load_scene(name, {{"stop", "{ steps = 400000000 }"}, {"record_every", "10"}, {"view.speed", "0"}});
}

/// Steps a second of the slowest run when nothing else is going on: `tiltscape run --jobs 1`, but with the runs kept
/// together as in the window, so that both speeds are of the same mix of methods.
double alone(const Scene& scene) {
  Runner runner(make_experiment, {.workers = 1, .together = true, .playing = true, .notify = {}});
  runner.send(command::Load{.scene = scene, .generation = 1, .seeds = 1});
  std::vector<std::uint64_t> steps;
  const auto began = Clock::now();
  while (Clock::now() < began + phase) {
    const auto update = runner.wait();
    if (const auto* loaded = std::get_if<update::Loaded>(&*update)) steps.resize(loaded->runs.size());
    if (const auto* progress = std::get_if<update::Progress>(&*update))
      steps[progress->run - 1] = progress->snapshot.step;
  }
  return static_cast<double>(*std::ranges::min_element(steps)) /
         std::chrono::duration<double>(Clock::now() - began).count();
}

std::uint64_t slowest(const Laboratory& lab) {
  std::uint64_t step = std::numeric_limits<std::uint64_t>::max();
  for (const RunView& run : lab.runs()) step = std::min(step, run.snapshot.step);
  return lab.runs().empty() ? 0 : step;
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

void print(const char* what, const FramePace& pace) {
  std::vector<double> work, frame;
  for (const auto& timing : pace.timings()) {
    work.push_back(timing.work_ms);
    frame.push_back(timing.frame_ms);
  }
  fmt::print(
      "{:<14} {} frames: work of the UI thread median {:.1f} ms, 99 % {:.1f} ms; whole frame median {:.0f} ms, 95 % "
      "{:.0f} ms\n",
      what, work.size(), percentile(work, 0.5), percentile(work, 0.99), percentile(frame, 0.5),
      percentile(frame, 0.95));
}

/// Where frames go: a real window, or a framebuffer of the same size.
class Stage {
 public:
  explicit Stage(bool display) {
    if (display) {
      window_ =
          std::make_unique<Window>("Tiltscape: frame times", Extent{static_cast<int>(width), static_cast<int>(height)});
      gui_ = std::make_unique<Gui>(Theme::dark, *window_);
    } else {
      headless_ = std::make_unique<Headless>();
      target_ = gl::Framebuffer(static_cast<int>(width), static_cast<int>(height));
      gui_ = std::make_unique<Gui>(Theme::dark);
    }
  }
  void wait(double seconds, Channel<int>& bell) {
    if (window_)
      window_->wait(seconds);
    else if (seconds > 0)
      bell.receive_until(Clock::now() +
                         std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds)));
    bell.drain();
  }
  void begin() { window_ ? gui_->begin() : gui_->begin({.width = width, .height = height}); }
  void draw() {
    gui_->end();
    if (!window_) target_.bind();
    const Extent pixels = window_ ? window_->pixels() : Extent{static_cast<int>(width), static_cast<int>(height)};
    gui_->clear_and_draw(pixels.width, pixels.height);
  }
  void show() {
    if (window_) window_->swap();
    glFinish();
  }

 private:
  std::unique_ptr<Headless> headless_;
  std::unique_ptr<Window> window_;
  gl::Framebuffer target_;
  std::unique_ptr<Gui> gui_;
};

/// Frames as the window draws them, with the tilt swept to and fro as by a hand, for a phase or longer.
void sweep(Stage& stage, Workbench& workbench, Channel<int>& bell, FramePace& pace, std::size_t frames = 0) {
  pace.forget_timings();
  const auto began = Clock::now();
  while (Clock::now() < began + phase || pace.timings().size() < frames) {
    pace.news();
    stage.wait(pace.seconds_until_next(), bell);
    const bool draws = pace.due();
    if (draws) pace.begin();
    workbench.take();
    if (!draws) continue;
    stage.begin();
    const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
    workbench.lab().change_tilt(std::pow(10.0, std::sin(2 * seconds)));
    workbench.frame();
    stage.draw();
    pace.submitted();
    stage.show();
    pace.shown();
    pace.set_rest(workbench.runs_at_full_speed() ? 1.25 : 0.2);
  }
}

/// Milliseconds of a frame by the clock, and of all processors together; medians.
struct FrameCost {
  double wall, processor;
};

/// While `change` does something before each.
FrameCost frame_cost(Stage& stage, Workbench& workbench, const std::function<void(int)>& change) {
  std::vector<double> times, processor;
  for (int i = 0; i < 31; ++i) {
    change(i);
    const auto began = Clock::now();
    const std::clock_t processor_began = std::clock();
    stage.begin();
    workbench.frame();
    stage.draw();
    stage.show();
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count());
    processor.push_back(1e3 * static_cast<double>(std::clock() - processor_began) / CLOCKS_PER_SEC);
  }
  return {percentile(times, 0.5), percentile(processor, 0.5)};
}

/// Four runs at full speed while the tilt moves, over 512² cells of f that are averaged anew for each: what costs most.
void in_plane(Stage& stage, Channel<int>& bell, bool display) {
  Workbench workbench(
      endless("twin-wells"), {}, std::max(2U, std::thread::hardware_concurrency()) - 1,
      [&bell, display] { display ? Window::wake() : bell.send(0); }, is_software_rendering());
  FramePace pace;
  sweep(stage, workbench, bell, pace);  // loads, first surfaces
  sweep(stage, workbench, bell, pace, enough);
  print("playing, 512²", pace);
}

/// Six runs paused at step 2000, nothing economised: how much longer a frame takes that draws the landscape.
void redraws(Stage& stage, Channel<int>& bell, bool display, const char* name, const char* mode, const char* beside) {
  Scene scene = load_scene("tilt-chooses-the-minimum", {{"view.speed", "0"}});
  scene.view.mode = mode;
  scene.view.surface = "tilted";
  scene.view.beside = beside;
  for (const std::uint64_t i : {0U, 1U}) {  // six paths
    scene.runs.push_back(scene.runs[i]);
    scene.runs.back().label.clear();
    scene.runs.back().seed = i + 1;
  }
  Workbench workbench(scene, {}, 1, [&bell, display] { display ? Window::wake() : bell.send(0); });
  Laboratory& lab = workbench.lab();
  lab.play(false);
  lab.restart();
  lab.advance(2000);
  while (lab.loading() || slowest(lab) < 2000 || !workbench.settled("Landscape")) {
    stage.wait(1.0, bell);
    workbench.take();
    stage.begin();
    workbench.frame();
    stage.draw();
    stage.show();
  }
  const FrameCost idle = frame_cost(stage, workbench, [](int) {});
  const FrameCost full =
      frame_cost(stage, workbench, [&lab](int i) { lab.view().colormap = i % 2 == 0 ? "viridis" : "tilt"; });
  fmt::print(
      "{:<14} frame {:.0f} ms with the landscape drawn anew in full, {:.0f} ms without; {:.0f} and {:.0f} ms of all "
      "processors\n",
      fmt::format("redraw {}", name), full.wall, idle.wall, full.processor, idle.processor);
}

}  // namespace

void print_frame_times(bool display) {
  const Scene scene = endless("tilt-chooses-the-minimum");
  const double free_speed = alone(scene);
  Channel<int> bell;
  Stage stage(display);
  Workbench workbench(
      scene, {}, std::max(2U, std::thread::hardware_concurrency()) - 1,
      [&bell, display] { display ? Window::wake() : bell.send(0); }, is_software_rendering());
  FramePace pace;
  sweep(stage, workbench, bell, pace);  // loads, first surfaces
  const std::uint64_t first = slowest(workbench.lab());
  const auto began = Clock::now();
  sweep(stage, workbench, bell, pace, enough);
  const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
  workbench.take();
  const double speed = static_cast<double>(slowest(workbench.lab()) - first) / seconds;
  print("playing", pace);
  fmt::print("{:<14} {:.3g} steps a second beside {}, {:.3g} alone with one job: {:.0f} %\n", "speed", speed,
             display ? "the window" : "the pictures", free_speed, 100 * speed / free_speed);
  for (const char* optimizer : {"zest", "zo"}) workbench.lab().add_run(optimizer);  // six paths
  sweep(stage, workbench, bell, pace);
  workbench.lab().play(false);
  for (const auto& [mode, name] : {std::pair{"2d", "paused, 2-D"}, std::pair{"3d", "paused, 3-D"}}) {
    workbench.lab().view().mode = mode;
    sweep(stage, workbench, bell, pace);  // the first frame in a mode compiles its shaders
    sweep(stage, workbench, bell, pace);
    print(name, pace);
  }
  in_plane(stage, bell, display);
  redraws(stage, bell, display, "2-D", "2d", "");
  redraws(stage, bell, display, "3-D", "3d", "");
  redraws(stage, bell, display, "3-D twice", "3d", "loss");  // f under Fₜ
}

}  // namespace tiltscape
