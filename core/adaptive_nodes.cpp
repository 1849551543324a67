// Best first: the cell that may hold the largest value is halved first, so that cells far below it are seen to be.
#include "core/adaptive_nodes.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/polar_cells.h"

namespace tiltscape {
namespace {

constexpr double tolerance = 1e-3;           ///< of a Legendre series' last coefficients; the error is about its square
constexpr double as_good_as_infinite = 1e7;  ///< t · range
constexpr std::size_t most_cells = 20'000;

bool below(const PolarCell& a, const PolarCell& b) { return a.bound() < b.bound(); }

class Refinement {
 public:
  explicit Refinement(const PolarCells& cells) : cells_(cells) {}

  std::optional<AdaptiveNodes> run(double t) {
    if (!start(t)) return std::nullopt;
    for (std::size_t halved = 0; !open_.empty();) {
      std::ranges::pop_heap(open_, below);
      const PolarCell cell = std::move(open_.back());
      open_.pop_back();
      const auto axis = roughest(cell);
      if (!axis) {
        keep(cell);
        continue;
      }
      if (++halved > most_cells) return std::nullopt;
      for (const bool upper : {false, true}) {
        PolarCell half{.low = cell.low, .high = cell.high};
        (upper ? half.low : half.high)[*axis] = 0.5 * (cell.low[*axis] + cell.high[*axis]);
        if (!add(std::move(half))) return std::nullopt;
      }
    }
    double sum = 0.0;
    for (const double weight : nodes_.weights) sum += weight;
    for (double& weight : nodes_.weights) weight /= sum;
    nodes_.tilt = tilt_;
    return std::move(nodes_);
  }

 private:
  bool add(PolarCell cell) {
    if (!cells_.fill(cell)) return false;
    maximum_ = std::max(maximum_, cell.maximum);
    open_.push_back(std::move(cell));
    std::ranges::push_heap(open_, below);
    return true;
  }

  bool start(double t) {
    for (PolarCell& cell : cells_.whole())
      if (!add(std::move(cell))) return false;
    double size = 0.0;
    for (const PolarCell& cell : open_) {
      range_ = std::max(range_, maximum_ - cell.maximum + cell.range);
      size = std::max(size, std::abs(cell.maximum) + cell.range);
    }
    noise_ = 1e-13 * size;
    range_ = std::max(range_, noise_);
    if (range_ == 0.0) t = 0.0, range_ = 1.0;
    tilt_ = std::isinf(t) ? as_good_as_infinite / range_ : t;
    return true;
  }

  /// Of the axes along which the series of e^{tf} has not died away, the one along which f varies most at its largest
  /// value; none where the cell is resolved or counts for nothing.
  std::optional<std::size_t> roughest(const PolarCell& cell) const {
    if (!(cell.range > noise_)) return std::nullopt;
    const double share = std::exp(std::min(0.0, tilt_ * (cell.bound() - maximum_)));
    if (share < tolerance * tolerance) return std::nullopt;
    PolarCells::Values g;  // (e^{t(f − max)} − 1)/(t · range) for small t, so that t → 0 is f itself
    const double scale = std::min(1.0, tilt_ * range_);
    for (std::size_t i = 0; i < cells_.nodes(); ++i) {
      const double down = cell.values[i] - cell.maximum;
      g[i] = scale < 1e-9 ? down / range_ : std::expm1(tilt_ * down) / scale;
    }
    const auto top = static_cast<std::size_t>(std::ranges::max_element(cell.values) - cell.values.begin());
    std::optional<std::size_t> worst;
    double most = -1.0;
    for (std::size_t axis = 0; axis < cells_.axes(); ++axis) {
      if (cells_.tail(g, axis) * share <= tolerance) continue;
      const double varies = cell.maximum - PolarCells::least_beside(cell.values, top, axis);
      if (varies > most) {
        most = varies;
        worst = axis;
      }
    }
    return worst;
  }

  void keep(const PolarCell& cell) {
    nodes_.points.insert(nodes_.points.end(), cell.points.begin(), cell.points.end());
    nodes_.weights.insert(nodes_.weights.end(), cell.weights.begin(), cell.weights.end());
    nodes_.values.insert(nodes_.values.end(), cell.values.begin(), cell.values.end());
  }

  PolarCells cells_;
  std::vector<PolarCell> open_;  ///< a heap
  double maximum_ = -INFINITY, range_ = 0.0, noise_ = 0.0, tilt_ = 0.0;
  AdaptiveNodes nodes_;
};

}  // namespace

std::optional<AdaptiveNodes> adaptive_nodes(const Problem& problem, const Vector& x, Neighbourhood neighbourhood,
                                            double rho, double t) {
  return Refinement(PolarCells(problem, x, neighbourhood, rho)).run(t);
}

}  // namespace tiltscape
