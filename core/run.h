// A run: problem + optimizer + parameters + seed + state; a pure function of these, advanced n steps at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/classifier.h"
#include "core/kept_points.h"
#include "core/problem.h"
#include "core/record.h"
#include "core/scene.h"

namespace tiltscape {

/// How far a run is. It has diverged at step s
/// - where a loss or slope is not finite that the update from x_s asks for (at x_s, or where it probes),
/// - where x_s is not finite,
/// - where x_s is so far out that x_s ± ρu is x_s to rounding,
/// - where x_s is the start or the end and f(x_s) is not finite.
/// All of this is of the run alone: how often it is recorded changes neither its status nor the step. A record on the
/// way whose loss is not finite is left out; the next update decides.
/// It was interrupted where someone ended it, and failed where an error did (no memory, a device lost).
enum class Status { running, done, diverged, interrupted, failed };
std::string to_string(Status status);
/// Whether it cannot go on, whatever its end becomes.
inline bool is_final(Status status) { return status != Status::running && status != Status::done; }

/// One look at a run's latest step, for the landscape and the step panel.
struct Snapshot {
  std::uint64_t step = 0;  ///< number of updates done; what follows describes the last of them
  Status status = Status::running;
  /// "diverged at step 312: f is infinite there", "left the domain −1.5 ≤ x₁ ≤ 3.2 at step 40"; empty when all is well.
  std::string message{};
  Counts counts{};
  double loss = 0.0;
  Settings settings{};  ///< as they were in that step, schedules evaluated
  double length = 0.0, estimate_norm = 0.0, effective_samples = 0.0, tilt_spread = 0.0;
  double rho = 0.0;
  Vector before{};                        ///< the point the step was taken from; empty for models
  std::shared_ptr<const Vector> point{};  ///< the point after the step, of models too
  std::size_t probed = 0;                 ///< points: 2k
  std::vector<std::uint32_t> pairs{};     ///< counted from 0: the at most 512 heaviest, of which the rest speaks
  /// Their points (plus, then minus) in every chart: [chart][point] = (a, b).
  std::vector<std::vector<std::array<float, 2>>> points{};
  /// The same in the chart that Run::show named, and that chart; empty where none was.
  std::vector<std::array<float, 2>> shown_points{};
  std::shared_ptr<const Chart> shown{};
  std::vector<float> weights{}, losses{};                ///< a point; the weights of all `probed` sum to 1
  std::vector<float> sample_weights{}, sample_losses{};  ///< of methods that look at single points; weights sum to 1
};

/// Fixed facts of a run.
struct RunInfo {
  std::string label{};
  RunSpec spec{};  ///< complete settings
  std::uint64_t seed = 0;
  Columns columns{};
  Stop stop{};
  std::uint64_t record_every = 1;
  std::string device = "cpu";              ///< by name, as results tell it
  std::vector<std::string> coordinates{};  ///< for people: what the first eight columns x0 … are called; none of models
};

class Run {
 public:
  virtual ~Run() = default;

  const RunInfo& info() const { return info_; }
  std::uint64_t step() const { return step_; }
  Status status() const { return status_; }
  const std::string& message() const { return message_; }
  double seconds() const { return seconds_; }
  /// All changes so far: the scene's and those made since.
  const std::vector<Change>& changes() const { return changes_; }
  /// Points of the way so far.
  const KeptPoints& kept() const { return kept_; }

  /// Takes up to `steps` steps, appending records (record 0 comes with the first call). Ends early when the run ends.
  virtual void advance(std::uint64_t steps, Records& records) = 0;
  /// Applies settings from the next step on and notes it as a change; a run that was done takes them when it goes on.
  virtual void change(const Settings& settings) = 0;
  /// Ends the run where it is and writes its last record.
  virtual void interrupt(Records& records) = 0;
  /// Moves the end of a run that has not diverged or been interrupted. One that was done goes on, and its last record
  /// becomes what it is in a run that never ended there: it is retracted and, where one is due, written again.
  virtual void set_stop(const Stop& stop, Records& records) = 0;
  virtual Snapshot snapshot() const = 0;
  /// x in full.
  virtual Vector point() const = 0;
  /// Another chart that snapshots show the probed points in; empty: none. Changes nothing of the run itself.
  void show(std::shared_ptr<const Chart> chart) { shown_ = std::move(chart); }
  /// An independent copy: what a checkpoint is.
  virtual std::unique_ptr<Run> clone() const = 0;

 protected:
  explicit Run(RunInfo info) : info_(std::move(info)), changes_(info_.spec.changes) {}
  Run(const Run&) = default;

  RunInfo info_;
  std::vector<Change> changes_;
  std::uint64_t step_ = 0;
  Status status_ = Status::running;
  std::string message_;
  double seconds_ = 0.0;
  KeptPoints kept_;
  std::shared_ptr<const Chart> shown_;
};

/// The runs of a scene, with what they share.
struct Experiment {
  Scene scene{};
  std::shared_ptr<const Problem> problem{};        ///< empty for models
  std::shared_ptr<const LossFunction> loss{};      ///< the problem itself; of models the loss of the scene's seed
  std::shared_ptr<const Classifier> classifier{};  ///< of models, of the scene's seed
  std::vector<Chart> charts{};
  std::vector<std::unique_ptr<Run>> runs{};
};

/// The experiment of a landscape scene; core/models/experiment.h has the one for every scene. `seeds` repeats each run
/// with seed, seed + 1, … Throws BadInput.
Experiment make_landscape_experiment(const Scene& scene, std::uint64_t seeds = 1);
/// The same on the scene's problem, which was made already.
Experiment make_experiment_on(std::shared_ptr<const Problem> problem, const Scene& scene, std::uint64_t seeds);

/// What every run of a scene is told, in the order of the scene, then by seed.
std::vector<RunInfo> run_infos(const Scene& scene, std::uint64_t seeds);

}  // namespace tiltscape
