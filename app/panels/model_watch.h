// What the models of the runs answer where they are, found out beside the runs: asks for it, drops what is overtaken,
// and knows of which step each answer is.
#pragma once

#include <vector>

#include "app/laboratory.h"
#include "core/latest_worker.h"
#include "core/predictions.h"

namespace tiltscape {

/// An answer, and of whom it is.
struct ModelAnswer {
  RunId run = 0;              ///< the selected run, of which all is known
  std::vector<RunId> runs{};  ///< of each of the boundaries, the selected one first
  std::uint64_t generation = 0, step = 0;
  double aspect = 1.0;
  InputBox box{};
  Predictions predictions{};
};

class ModelWatch {
 public:
  /// `wake` is called from another thread when there is an answer.
  explicit ModelWatch(std::function<void()> wake);

  /// Takes what has come and asks for more: in each frame in which the panel is seen. While runs play, the next answer
  /// waits as long as the last one took.
  /// `aspect`: of the picture of the plane of inputs, width over height.
  void follow(const Laboratory& lab, const RunView& run, const Snapshot& step, double aspect);

  /// What is known of this run; null where nothing is.
  const ModelAnswer* answer() const { return answered_ ? &answer_ : nullptr; }
  bool settled() const { return settled_; }

 private:
  using Worker = LatestWorker<PredictionRequest, Predictions>;

  Worker worker_;
  ModelAnswer asked_{}, answer_{};
  std::uint64_t last_ = 0;  ///< number of what was asked last
  bool waiting_ = false, answered_ = false, settled_ = true;
  double finished_ = 0.0;  ///< when the last answer came, in seconds of ImGui's clock
};

}  // namespace tiltscape
