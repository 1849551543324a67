// Surfaces of f and of its tilted averages over a chart, as grids for pictures.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/crew.h"
#include "core/grid.h"
#include "core/neighbourhood.h"
#include "core/run.h"
#include "core/surface_minima.h"

namespace tiltscape {

/// loss is f; the others are F_t over a neighbourhood: at the request's t, at t = 0, at t = ∞, and F_t − f.
enum class SurfaceKind { loss, tilted, mean, worst_case, difference };

template <>
struct Choices<SurfaceKind> {
  static constexpr std::array names = {"loss", "tilted", "mean", "worst-case", "difference"};
};

/// What a surface is drawn of. Surfaces of the same object share evaluations.
struct SurfaceSubject {
  std::shared_ptr<const Problem> problem;  ///< empty for models
  Chart chart;                             ///< of models: a plane with orthonormal axes
  /// f at points of the chart, NaN where there is none: used where there is no problem.
  std::function<void(std::span<const Eigen::Vector2d>, std::span<double>)> plane_losses;
};

/// `chart` counts the experiment's charts; `experiment` need not outlive the subject. Empty where there is no such
/// chart.
std::shared_ptr<const SurfaceSubject> surface_subject(const Experiment& experiment, std::size_t chart);
/// Of any chart of the experiment's points, a plane's for example.
std::shared_ptr<const SurfaceSubject> surface_subject(const Experiment& experiment, const Chart& chart);

struct SurfaceRequest {
  std::shared_ptr<const SurfaceSubject> subject;
  SurfaceKind kind = SurfaceKind::loss;
  /// A second average over the same neighbourhood. f needs no asking for, and has none beside it: ask for the average.
  std::optional<SurfaceKind> beside{};
  double tilt = 1.0;  ///< of `tilted` and `difference`: 0 to ∞
  double rho = 0.1;   ///< of all but `loss`, as the next two
  Neighbourhood neighbourhood = Neighbourhood::ball;
  Average average = Average::full;  ///< models are averaged in the plane in any case
  Bounds bounds{};
  std::uint64_t id = 0;  ///< the sender's own; comes back with the answer

  /// The t that such a surface averages with: 0 for the mean, ∞ for the worst case.
  double effective_tilt(SurfaceKind of) const;
  double effective_tilt() const { return effective_tilt(kind); }
  /// In two dimensions both are the same.
  bool in_plane() const;
  /// Of the neighbourhood, in the problem's units; 0 for the loss.
  double radius() const;
  bool operator==(const SurfaceRequest&) const = default;
};

struct Surface {
  SurfaceRequest request;
  Grid grid;      ///< what was asked for; empty where `reason` says why
  Grid loss;      ///< f itself, on the same cells
  Grid beside{};  ///< the second average, on the same cells; empty where none was asked for
  /// Local minima inside the bounds and the problem's domain, the deepest first; see `minima_of`.
  std::vector<SurfaceMinimum> minima, loss_minima, beside_minima;
  double radius = 0.0;  ///< the request's
  std::string note;     ///< "estimated from 512 samples of the ball in 200 dimensions"
  std::string reason;
  bool refined = false;  ///< no finer one follows
};

struct SurfacePlan;
class FieldGrid;
class NodeGrid;

/// Makes surfaces, and keeps the evaluations of the last few: in the plane another t, neighbourhood or kind costs no
/// evaluation, in more dimensions another t. For one thread, and starts another.
class SurfaceMaker {
 public:
  using Done = std::function<void(Surface)>;
  using Stale = std::function<bool()>;

  SurfaceMaker();
  ~SurfaceMaker();

  /// Hands over a coarse surface at once where the fine one takes a while, then finer ones, the last `refined`.
  /// Returns early when `stale` says so; what was evaluated by then is kept for the next call.
  void make(
      const SurfaceRequest& request, const Done& done, const Stale& stale = [] { return false; });
  /// The refined one alone: for pictures and tests.
  Surface make_refined(const SurfaceRequest& request);

 private:
  FieldGrid& loss(const SurfaceRequest& request, const SurfacePlan& plan, std::size_t level);
  FieldGrid& field(const SurfaceRequest& request, const SurfacePlan& plan, std::size_t level);
  NodeGrid& nodes(const SurfaceRequest& request, const SurfacePlan& plan, std::size_t level);
  void make_loss(const SurfaceRequest& request, const SurfacePlan& plan, const Done& done, const Stale& stale);
  void make_in_plane(const SurfaceRequest& request, const SurfacePlan& plan, const Done& done, const Stale& stale);
  void make_in_space(const SurfaceRequest& request, const SurfacePlan& plan, const Done& done, const Stale& stale);

  Crew crew_;
  static constexpr std::size_t levels = 2;  ///< coarse first
  std::array<std::unique_ptr<FieldGrid>, levels> loss_, fields_;
  std::array<std::unique_ptr<NodeGrid>, levels> nodes_;
};

}  // namespace tiltscape
