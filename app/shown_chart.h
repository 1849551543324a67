// What the landscape is drawn in: one of the problem's charts, or a plane that is made of the runs in the background.
#pragma once

#include <optional>
#include <string>

#include "app/loss_comparison.h"
#include "app/traced_paths.h"
#include "core/latest_worker.h"
#include "core/plane_job.h"

namespace tiltscape {

class Laboratory;

/// The runs whose paths a replay outlines better than their records and the points they keep do: the cheapest first, as
/// many as took `longest_replay` together.
std::vector<Replay> replays_of(const std::vector<RunView>& runs);

class ShownChart {
 public:
  /// `wake` is called from another thread when something is finished.
  ShownChart(const Runner::MakeExperiment& make, const std::function<void()>& wake);

  /// Takes what is finished and asks for what is missing: before each frame.
  void update(const Laboratory& lab);
  /// Asks for the losses where the selected run is at the step shown: when it is known what step that is.
  void compare(const Laboratory& lab);
  /// A plane that the scene asks for follows the runs, made again whenever they have done twice as many steps, until
  /// somebody remakes it.
  void follow();
  /// The plane is made of the runs as they are now, and stays.
  void remake();

  /// Never empty once an experiment is loaded: while a plane is being made, what was shown before.
  const std::shared_ptr<const Chart>& chart() const { return chart_; }
  /// Its place in the experiment's charts; nothing where it is a plane that was made.
  std::optional<std::size_t> own() const { return own_; }
  bool making() const { return job_ != answered_; }
  /// Why the plane that is wanted could not be made; empty where it could.
  const std::string& reason() const { return reason_; }
  /// How far the runs were when the plane was made.
  std::uint64_t made_at() const { return made_at_; }
  /// Nothing is being computed that a picture waits for.
  bool settled() const { return !making() && !replaying_ && comparison_.settled(); }

  TracedPaths& paths() { return paths_; }
  /// The points that a step probed, in this chart; empty while a new plane is not known to the run yet.
  std::span<const std::array<float, 2>> probed(const Snapshot& snapshot) const;

  /// What the picture says of a run's way through it.
  struct Facts {
    std::string path{};                      ///< "every record", "replayed", "241 kept points"
    std::optional<double> explained{};       ///< share of the path's variance that lies in the plane
    std::optional<double> distance{};        ///< off the plane at the step shown, where it is known
    double extent = 0.0;                     ///< largest distance of the path from its start
    const ComparedLosses* losses = nullptr;  ///< at the step shown; null until they are known
  };
  /// Nothing where the picture holds all there is: two dimensions, or a loss that depends on the coordinates alone.
  std::optional<Facts> facts(const Laboratory& lab);

 private:
  /// What a made plane belongs to.
  struct Space {
    ProblemSpec problem{};
    std::uint64_t seed = 0;
    bool operator==(const Space&) const = default;
  };

  void find_point(const Laboratory& lab);
  void show(std::shared_ptr<const Chart> chart, std::optional<std::size_t> own);
  void show_own(const Laboratory& lab);
  void take();
  void ask(const Laboratory& lab);

  LatestWorker<PlaneJob, PlaneAnswer> worker_;
  LossComparison comparison_;
  TracedPaths paths_;
  std::shared_ptr<const Chart> chart_;
  std::optional<std::size_t> own_;
  std::shared_ptr<const Vector> point_;  ///< of the selected run at the step shown; null where it is not known (yet)
  std::optional<Space> space_;           ///< of chart_
  std::optional<PlaneSpec> made_;        ///< what the latest job makes; nothing when another one is wanted
  std::uint64_t job_ = 0, answered_ = 0, made_at_ = 0;
  bool replaying_ = false, follows_ = true;
  std::string reason_;
};

}  // namespace tiltscape
