// Surfaces of f and of its tilted averages over a chart, as grids for pictures.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/describe.h"
#include "core/run.h"

namespace tiltscape {

using Bounds = std::array<std::array<double, 2>, 2>;  ///< [axis][low, high]

/// Values at cell centres, row by row from the lowest second coordinate; NaN where there is no point.
struct Grid {
  int columns = 0, rows = 0;
  Bounds bounds{};
  std::vector<float> values;

  bool empty() const { return values.empty(); }
  float at(int column, int row) const {
    return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)];
  }
  Eigen::Vector2d centre(int column, int row) const;
  /// Linear between cell centres, constant beyond the outermost; NaN outside the bounds and beside a NaN.
  double interpolate(const Eigen::Vector2d& at) const;
};

/// loss is f; the others are F_t over the ball of radius ρ√d around each point, d the problem's whole dimension: at the
/// request's t, at t = 0 and at t = ∞.
enum class SurfaceKind { loss, tilted, mean, worst_case };

template <>
struct Choices<SurfaceKind> {
  static constexpr std::array names = {"loss", "tilted", "mean", "worst-case"};
};

/// What a surface is drawn of. Surfaces of the same object share evaluations.
struct SurfaceSubject {
  std::shared_ptr<const Problem> problem;  ///< empty for models
  Chart chart;
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
  double tilt = 1.0;  ///< of `tilted`: 0 to ∞
  double rho = 0.1;   ///< of all but `loss`
  Bounds bounds{};
  std::uint64_t id = 0;  ///< the sender's own; comes back with the answer

  /// The t that is averaged with: 0 for the mean, ∞ for the worst case.
  double effective_tilt() const;
};

struct SurfaceMinimum {
  Eigen::Vector2d at;
  double value = 0.0;
};

struct Surface {
  SurfaceRequest request;
  Grid grid;  ///< what was asked for; empty where `reason` says why
  Grid loss;  ///< f itself, on the same cells
  /// Lowest point inside the bounds and the problem's domain; nothing where the lowest is at their edge.
  std::optional<SurfaceMinimum> minimum;
  double radius = 0.0;  ///< ρ√d; 0 for the loss
  std::string note;     ///< "estimated from 512 samples of the ball in 200 dimensions"
  std::string reason;
  bool refined = false;  ///< no finer one follows
};

/// Lowest cell, refined by the parabola through its neighbours. Cells where `allowed` (empty: all) is 0 do not count.
std::optional<SurfaceMinimum> minimum_of(const Grid& grid, const std::vector<char>& allowed = {});

class NodeGrid;

/// Makes surfaces, and keeps the evaluations of the last few so that another t costs no evaluation. For one thread.
class SurfaceMaker {
 public:
  SurfaceMaker();
  ~SurfaceMaker();
  SurfaceMaker(SurfaceMaker&&) noexcept;
  SurfaceMaker& operator=(SurfaceMaker&&) noexcept;

  /// Hands over a coarse surface at once where the fine one needs evaluations, then finer ones, the last `refined`.
  /// Returns early when `stale` says so; what was evaluated by then is kept for the next call.
  void make(
      const SurfaceRequest& request, const std::function<void(Surface)>& done,
      const std::function<bool()>& stale = [] { return false; });
  /// The refined one alone: for pictures and tests.
  Surface make_refined(const SurfaceRequest& request);

 private:
  NodeGrid& level(const SurfaceRequest& request, std::size_t number);

  std::vector<std::unique_ptr<NodeGrid>> loss_, averaged_;  ///< by level, coarse first
};

}  // namespace tiltscape
