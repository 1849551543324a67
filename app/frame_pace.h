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

  /// The user did something: the next frames are due now (three, since ImGui settles over frames).
  void input() { owed_ = 3; }
  /// The runs have news: a frame is due once the last one has been paid for.
  void news() { news_ = true; }
  /// Something on screen is to be finished within a moment.
  void again_soon();
  bool due() const { return owed_ > 0 || (news_ && Clock::now() >= next_) || Clock::now() >= again_; }
  /// How long to wait for events: until a frame is due, or long when none is.
  double seconds_until_next() const;

  void begin();      ///< input has been handled, the frame's work starts
  void submitted();  ///< the frame's commands are with OpenGL
  void shown();      ///< the frame is on screen

  struct Timing {
    double work_ms;   ///< the UI thread's own CPU time from input to submitted draw
    double frame_ms;  ///< wall time of the frame with rendering
  };
  const std::vector<Timing>& timings() const { return timings_; }
  void forget_timings() { timings_.clear(); }

 private:
  int owed_ = 3;
  bool news_ = false;
  Clock::time_point next_{}, began_{}, again_ = Clock::time_point::max();
  double cpu_began_ = 0.0;
  std::vector<Timing> timings_;
};

}  // namespace tiltscape
