// When to draw: at once after input, soon after news from the runs, never without either; and how long frames took.
#pragma once

#include <chrono>
#include <vector>

namespace tiltscape {

/// Whether the current OpenGL context draws on the processor.
bool is_software_rendering();

class FramePace {
 public:
  using Clock = std::chrono::steady_clock;

  /// The user did something: frames are due (three, since ImGui settles over frames).
  void input() { owed_ = 3; }
  /// The runs have news: a frame is due.
  void news() { news_ = true; }
  /// Something on screen is to be finished within a moment.
  void again_soon(double seconds = 0.3);
  /// After each frame the runs get `share` times what it took before the next one begins: all of a software-rendered
  /// frame is taken from runs at full speed, little from runs that wait for their pace.
  void set_rest(double share) { rest_ = share; }
  bool due() const { return Clock::now() >= due_at(); }
  /// How long to wait for events: until a frame is due, or long when none is.
  double seconds_until_next() const;

  void begin();      ///< input has come in, a frame will be drawn: the work for it starts
  void submitted();  ///< the frame's commands are with OpenGL
  void shown();      ///< the frame is on screen

  struct Timing {
    double work_ms;   ///< the UI thread's own CPU time from input to submitted draw, taking the runs' news included
    double frame_ms;  ///< wall time of the frame with rendering
  };
  const std::vector<Timing>& timings() const { return timings_; }
  void forget_timings() { timings_.clear(); }

 private:
  Clock::time_point due_at() const;

  int owed_ = 3;
  bool news_ = false;
  double rest_ = 0.0;
  Clock::time_point next_{}, began_{}, again_ = Clock::time_point::max();
  double cpu_began_ = 0.0;
  std::vector<Timing> timings_;
};

}  // namespace tiltscape
