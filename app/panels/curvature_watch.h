// The curvature where a run is, measured beside the runs: asks for it, drops what is overtaken, and knows of which step
// each answer is.
#pragma once

#include <string>
#include <vector>

#include "app/laboratory.h"
#include "core/curvature/report.h"
#include "core/latest_worker.h"

namespace tiltscape {

/// What the user chose to measure with.
struct CurvatureChoice {
  std::string method = "auto";  ///< of the trace; auto: exact where that is quick, else Hutch++
  double relative_error = 0.02;
  std::uint64_t budget = 2000;
  double alpha = 1.0;  ///< of the rescaled point beside
  bool operator==(const CurvatureChoice&) const = default;
};

class CurvatureWatch {
 public:
  /// `wake` is called from another thread when there is an answer.
  explicit CurvatureWatch(std::function<void()> wake);

  /// Takes what has come and asks for more: in each frame in which the panel is seen. While runs play, a measurement
  /// goes on although its step is past, and the next one waits as long as it took, so that at most half of the time is
  /// spent on them. While they stand still, one of another step is given up.
  void follow(const Laboratory& lab, const RunView& run, const Snapshot& step, const CurvatureChoice& choice);

  /// What is known, of this run or of none: an answer in full, or what is there of the first one.
  const CurvatureReport* report() const { return shown_.answered ? &shown_.report : nullptr; }
  /// Of which step that is, and with which ρ and t.
  std::uint64_t step() const { return shown_.step; }
  double rho() const { return shown_.rho; }
  double tilt() const { return shown_.tilt; }
  /// What is there of the next answer, while another one is shown; and of which step.
  const CurvatureReport* under_way() const;
  std::uint64_t next_step() const { return asked_.step; }
  /// Nothing is on its way.
  bool settled() const { return settled_; }

 private:
  using Worker = LatestWorker<CurvatureRequest, CurvatureReport>;

  /// What is asked for and, once it has come, the answer.
  struct Asked {
    std::uint64_t number = 0, generation = 0, step = 0;
    RunId run = 0;
    CurvatureChoice choice{};
    double rho = 0.0, tilt = 0.0;
    bool answered = false;
    CurvatureReport report{};

    bool same_subject(const Asked& other) const {
      return generation == other.generation && run == other.run && choice == other.choice && rho == other.rho &&
             tilt == other.tilt;
    }
  };

  void take();
  void ask(const Laboratory& lab, Asked next, const Vector& x);

  Worker worker_;
  Asked asked_, shown_;
  /// When the last answer was complete, and when the step changed that is looked at; in seconds of ImGui's clock.
  double finished_ = 0.0, moved_ = 0.0;
  std::uint64_t seen_step_ = 0;
  bool settled_ = true;
};

}  // namespace tiltscape
