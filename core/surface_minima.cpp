// Basins by flooding from below (the merge tree of sublevel sets), on blocks of cells, each with the least value that
// its lowest cell's parabola has within the cell.
#include "core/surface_minima.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace tiltscape {
namespace {

constexpr double farthest = 0.75;  ///< from a cell's centre, in cells, where its parabola is trusted

/// The parabola through a cell and its eight neighbours.
struct Parabola {
  Eigen::Vector2d slope;
  Eigen::Matrix2d bend;

  Parabola(const Grid& grid, int column, int row) {
    const auto f = [&](int dx, int dy) { return static_cast<double>(grid.at(column + dx, row + dy)); };
    slope << 0.5 * (f(1, 0) - f(-1, 0)), 0.5 * (f(0, 1) - f(0, -1));
    const double across = 0.25 * (f(1, 1) - f(-1, 1) - f(1, -1) + f(-1, -1));
    bend << f(1, 0) - 2.0 * f(0, 0) + f(-1, 0), across, across, f(0, 1) - 2.0 * f(0, 0) + f(0, -1);
  }
  /// Where it is least along a unit vector, from the centre; 0 where it does not bend upwards.
  double least_along(const Eigen::Vector2d& direction) const {
    const double curvature = direction.dot(bend * direction);
    return curvature > 0.0 ? std::clamp(-slope.dot(direction) / curvature, -farthest, farthest) : 0.0;
  }
  double below_centre(const Eigen::Vector2d& offset) const { return -offset.dot(slope + 0.5 * bend * offset); }
  /// How much lower it gets along the steepest direction: across a valley that is narrower than a few cells.
  double depth() const {
    const double steepness = slope.norm();
    if (!(steepness > 0.0)) return 0.0;
    const Eigen::Vector2d direction = slope / steepness;
    return below_centre(least_along(direction) * direction);
  }
  /// The least point within the cell, in cells from its centre.
  Eigen::Vector2d lowest() const {
    Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> solver;
    solver.computeDirect(bend);
    Eigen::Vector2d offset = Eigen::Vector2d::Zero();
    for (const Eigen::Index i : {0, 1})
      offset += least_along(solver.eigenvectors().col(i)) * solver.eigenvectors().col(i);
    return offset;
  }
};

/// How far off a parabola is where the surface has a crease, as a maximum of functions has: there second differences
/// grow with the step like |x|, not like x².
double crease(const Grid& grid, int column, int row) {
  const double here = static_cast<double>(grid.at(column, row));
  double most = 0.0;
  for (const auto& [x, y] : {std::pair{1, 0}, {0, 1}, {1, 1}, {1, -1}}) {
    const auto bend = [&, x = x, y = y](int step) {
      const int u = step * x, v = step * y;
      if (std::min(column, grid.columns - 1 - column) < std::abs(u) || std::min(row, grid.rows - 1 - row) < std::abs(v))
        return std::numeric_limits<double>::quiet_NaN();
      return static_cast<double>(grid.at(column + u, row + v)) + static_cast<double>(grid.at(column - u, row - v)) -
             2.0 * here;
    };
    const double excess = 4.0 * bend(1) - bend(2);
    if (excess > most) most = excess;  // never beside holes
  }
  return 0.4 * most;  // |x| between two cells: its parabola is 0.375 too high, the excess is 1
}

/// The least point of the parabolas of a cell and those around it.
SurfaceMinimum refined(const Grid& grid, int column, int row) {
  SurfaceMinimum best{{}, std::numeric_limits<double>::infinity()};
  for (int r = std::max(1, row - 2); r <= std::min(grid.rows - 2, row + 2); ++r) {
    for (int c = std::max(1, column - 2); c <= std::min(grid.columns - 2, column + 2); ++c) {
      const Parabola parabola(grid, c, r);
      const Eigen::Vector2d offset = parabola.lowest();
      const double value = static_cast<double>(grid.at(c, r)) - parabola.below_centre(offset);
      if (value < best.value) best = {grid.centre(c, r) + offset.cwiseProduct(grid.cell()), value};
    }
  }
  return best;
}

struct Block {
  double low = 0.0;         ///< least value within
  double doubt = 0.0;       ///< how far off that may be
  int column = 0, row = 0;  ///< of the lowest cell
  bool wall = true;         ///< touches an end of the grid
};

class Basins {
 public:
  Basins(const Grid& grid, const std::vector<char>& allowed) : grid_(grid), allowed_(allowed) {
    size_ = std::max(1, std::max(grid.columns, grid.rows) / 128);
    blocks_x_ = (grid.columns + size_ - 1) / size_;
    blocks_y_ = (grid.rows + size_ - 1) / size_;
    for (int y = 0; y < blocks_y_; ++y)
      for (int x = 0; x < blocks_x_; ++x) blocks_.push_back(block_at(x * size_, y * size_));
  }

  /// Lowest cells of the basins that are deeper than their doubt.
  std::vector<Block> deep() {
    std::vector<int> order(blocks_.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, {}, [this](int b) { return blocks_[at(b)].low; });
    parent_.assign(blocks_.size() + 1, -1);
    const int outside = static_cast<int>(blocks_.size());
    parent_.back() = outside;
    std::vector<Block> found;
    for (const int here : order) {
      parent_[at(here)] = here;
      const Block& block = blocks_[at(here)];
      const auto join = [&](int other) {
        if (parent_[at(other)] < 0) return;
        int lower = root(other), higher = root(here);
        if (lower == higher) return;
        if (higher == outside || (lower != outside && blocks_[at(higher)].low < blocks_[at(lower)].low))
          std::swap(lower, higher);
        const Block& lowest = blocks_[at(higher)];
        if (block.low - lowest.low > 2.0 * (block.doubt + lowest.doubt) && !lowest.wall) found.push_back(lowest);
        parent_[at(higher)] = lower;
      };
      const int x = here % blocks_x_, y = here / blocks_x_;
      for (int v = std::max(0, y - 1); v <= std::min(blocks_y_ - 1, y + 1); ++v)
        for (int u = std::max(0, x - 1); u <= std::min(blocks_x_ - 1, x + 1); ++u) join(v * blocks_x_ + u);
      if (block.wall) join(outside);
    }
    return found;
  }

 private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  bool is_shut(std::size_t cell) const {
    return std::isnan(grid_.values[cell]) || (!allowed_.empty() && allowed_[cell] == 0);
  }
  bool open(int column, int row) const {
    if (column < 0 || row < 0 || column >= grid_.columns || row >= grid_.rows) return false;
    return !is_shut(grid_.index(column, row));
  }
  bool beside_wall(int column, int row) const {
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx)
        if (!open(column + dx, row + dy)) return true;
    return false;
  }

  Block block_at(int left, int below) const {
    Block block;
    block.low = std::numeric_limits<double>::infinity();
    bool closed = false;
    for (int row = below; row < std::min(below + size_, grid_.rows); ++row) {
      std::size_t i = grid_.index(left, row);
      for (int column = left; column < std::min(left + size_, grid_.columns); ++column, ++i) {
        if (is_shut(i)) {
          closed = true;
        } else if (grid_.values[i] < block.low) {
          block.low = grid_.values[i];
          block.column = column;
          block.row = row;
        }
      }
    }
    if (!std::isfinite(block.low)) return block;
    const bool at_edge = beside_wall(block.column, block.row);
    block.wall =
        closed || at_edge || left == 0 || below == 0 || left + size_ >= grid_.columns || below + size_ >= grid_.rows;
    block.doubt = 1e-6 * std::abs(block.low);
    if (!at_edge) {
      const double depth = Parabola(grid_, block.column, block.row).depth();
      block.low -= depth;
      block.doubt += 0.1 * depth + crease(grid_, block.column, block.row);
    }
    return block;
  }
  int root(int block) {
    while (parent_[at(block)] != block) block = parent_[at(block)] = parent_[at(parent_[at(block)])];
    return block;
  }

  const Grid& grid_;
  const std::vector<char>& allowed_;
  int size_ = 1, blocks_x_ = 0, blocks_y_ = 0;
  std::vector<Block> blocks_;
  std::vector<int> parent_;  ///< −1: not flooded yet; the last is what lies outside
};

}  // namespace

std::vector<SurfaceMinimum> minima_of(const Grid& grid, const std::vector<char>& allowed, std::size_t most) {
  std::vector<SurfaceMinimum> minima;
  if (grid.columns < 3 || grid.rows < 3) return minima;
  for (const Block& block : Basins(grid, allowed).deep()) minima.push_back(refined(grid, block.column, block.row));
  std::ranges::sort(minima, {}, &SurfaceMinimum::value);
  std::vector<SurfaceMinimum> apart;
  for (const SurfaceMinimum& minimum : minima) {
    const auto near = [&](const SurfaceMinimum& deeper) {
      return ((minimum.at - deeper.at).array() / grid.cell().array()).matrix().norm() < 3.0;
    };
    if (apart.size() < most && std::ranges::none_of(apart, near)) apart.push_back(minimum);
  }
  return apart;
}

}  // namespace tiltscape
