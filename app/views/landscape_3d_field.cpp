// Sampling a grid at the vertices, and walking along a ray from cell to cell.
#include "app/views/landscape_3d_field.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/views/axes.h"
#include "app/views/filled_field.h"

namespace tiltscape {
namespace {

constexpr double deepest = 1e-6;
constexpr double room_below = 0.1;  ///< of the box's height
constexpr double box_height = 0.42, longest_proportion = 1.8;

/// Weights of four neighbours, the first of them at `first`.
struct Tap {
  int first = 0;
  std::array<float, 4> value{};  ///< Catmull–Rom
  std::array<float, 4> known{};  ///< cubic B-spline
};

/// For `size` points from low to high, in cells from the grid's edge.
std::vector<Tap> taps(double low, double high, int size, int columns) {
  std::vector<Tap> result;
  for (int i = 0; i < size; ++i) {
    const double at = std::clamp(low + (high - low) * i / (size - 1), 0.0, static_cast<double>(columns)) - 0.5;
    const double cell = std::floor(at);
    const auto t = static_cast<float>(at - cell), s = 1.0F - t;
    result.push_back({static_cast<int>(cell) - 1 + FilledField::margin,
                      {t * (-0.5F + t * (1.0F - 0.5F * t)), 1.0F + t * t * (-2.5F + 1.5F * t),
                       t * (0.5F + t * (2.0F - 1.5F * t)), t * t * (-0.5F + 0.5F * t)},
                      {s * s * s / 6.0F, (4.0F + t * t * (3.0F * t - 6.0F)) / 6.0F,
                       (4.0F + s * s * (3.0F * s - 6.0F)) / 6.0F, t * t * t / 6.0F}});
  }
  return result;
}

/// Along rows first, then across them.
std::vector<float> sampled(const std::vector<float>& values, int columns, int rows, const std::vector<Tap>& across,
                           const std::vector<Tap>& upwards, std::array<float, 4> Tap::*weights) {
  std::vector<float> narrow;
  narrow.reserve(across.size() * static_cast<std::size_t>(rows));
  for (int r = 0; r < rows; ++r) {
    const float* const row = values.data() + static_cast<std::ptrdiff_t>(r) * columns;
    for (const Tap& tap : across) {
      const float* const v = row + std::min(tap.first, columns - 4);
      const auto& w = tap.*weights;
      narrow.push_back(w[0] * v[0] + w[1] * v[1] + w[2] * v[2] + w[3] * v[3]);
    }
  }
  std::vector<float> result;
  result.reserve(across.size() * upwards.size());
  const std::size_t width = across.size();
  for (const Tap& tap : upwards) {
    const float* const v = narrow.data() + static_cast<std::size_t>(std::min(tap.first, rows - 4)) * width;
    const auto& w = tap.*weights;
    for (std::size_t c = 0; c < width; ++c)
      result.push_back(w[0] * v[c] + w[1] * v[width + c] + w[2] * v[2 * width + c] + w[3] * v[3 * width + c]);
  }
  return result;
}

}  // namespace

HeightScale::HeightScale(const ColourScale& colours)
    : logarithmic_(colours.kind() == ColourScaleKind::log),
      low_(colours.low()),
      high_(colours.high()),
      base_(colours.base()) {
  if (logarithmic_) low_ = std::max(low_, base_ + (high_ - base_) * deepest);
}

double HeightScale::operator()(double value) const {
  if (!(high_ > low_)) return 0.5;
  if (!logarithmic_) return std::clamp((value - low_) / (high_ - low_), 0.0, 1.0);
  if (!(value > low_)) return 0.0;
  return std::min(1.0, std::log((value - base_) / (low_ - base_)) / std::log((high_ - base_) / (low_ - base_)));
}

std::vector<double> HeightScale::round_values(int wanted) const {
  if (!logarithmic_) return linear_ticks(low_, high_, wanted);
  std::vector<double> values = log_ticks(low_ - base_, high_ - base_, wanted);
  for (double& value : values) value += base_;
  return values;
}

ReliefField::ReliefField(const Grid& grid, const Bounds& shown, const ColourScale& scale, int size) : size_(size) {
  const FilledField filled = filled_field(grid);
  const auto axis_taps = [&](std::size_t axis, int cells) {
    const double cell = (grid.bounds[axis][1] - grid.bounds[axis][0]) / cells;
    return taps((shown[axis][0] - grid.bounds[axis][0]) / cell, (shown[axis][1] - grid.bounds[axis][0]) / cell,
                colours_a_side(), cells);
  };
  const auto across = axis_taps(0, grid.columns), upwards = axis_taps(1, grid.rows);
  const auto values = sampled(filled.values, filled.columns, filled.rows, across, upwards, &Tap::value);
  gaps_ = filled.gaps;
  std::vector<float> known;
  if (gaps_) known = sampled(filled.known, filled.columns, filled.rows, across, upwards, &Tap::known);
  colours_.reserve(values.size());
  for (const float value : values) colours_.push_back(static_cast<float>(scale.place(static_cast<double>(value))));
  const HeightScale heights(scale);
  vertices_.reserve(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
  for (int r = 0; r < size; ++r)
    for (int c = 0; c < size; ++c) {
      const auto i = static_cast<std::size_t>(detail * (r * colours_a_side() + c));
      vertices_.push_back(
          {.height = static_cast<float>(heights(static_cast<double>(values[i]))), .known = gaps_ ? known[i] : 1.0F});
    }
  for (int r = 0; r < size; ++r)
    for (int c = 0; c < size; ++c) {
      const int left = std::max(c - 1, 0), right = std::min(c + 1, size - 1);
      const int below = std::max(r - 1, 0), above = std::min(r + 1, size - 1);
      const auto steps = static_cast<float>(size - 1);
      Vertex& vertex =
          vertices_[static_cast<std::size_t>(r) * static_cast<std::size_t>(size) + static_cast<std::size_t>(c)];
      vertex.slope[0] = (at(right, r).height - at(left, r).height) * steps / static_cast<float>(right - left);
      vertex.slope[1] = (at(c, above).height - at(c, below).height) * steps / static_cast<float>(above - below);
    }
}

double ReliefField::height(const Eigen::Vector2d& p) const {
  if (size_ < 2 || !(p.minCoeff() >= 0.0) || !(p.maxCoeff() <= 1.0)) return NAN;
  const Eigen::Vector2d cells = p * (size_ - 1);
  const int c = std::min(static_cast<int>(cells[0]), size_ - 2), r = std::min(static_cast<int>(cells[1]), size_ - 2);
  const double u = cells[0] - c, v = cells[1] - r;
  const Vertex &low = at(c, r), &high = at(c + 1, r + 1), &third = u > v ? at(c + 1, r) : at(c, r + 1);
  // on the triangle: low, then along the longer of u and v, then to high
  const double first = 1.0 - std::max(u, v), last = std::min(u, v), middle = 1.0 - first - last;
  const auto mixed = [&](float Vertex::*of) {
    return first * static_cast<double>(low.*of) + middle * static_cast<double>(third.*of) +
           last * static_cast<double>(high.*of);
  };
  return mixed(&Vertex::known) < 0.5 ? NAN : mixed(&Vertex::height);
}

std::optional<double> ReliefField::hit_in_cell(const Ray& ray, int column, int row, double from, double to) const {
  // Over either triangle the surface is a plane, so the ray's height above it is linear along the ray.
  const double slack = 1e-9;
  std::optional<double> first;
  const Vertex &low = at(column, row), &high = at(column + 1, row + 1);
  for (const bool lower : {true, false}) {
    const Vertex& third = lower ? at(column + 1, row) : at(column, row + 1);
    const double a = static_cast<double>(lower ? third.height - low.height : high.height - third.height);
    const double b = static_cast<double>(lower ? high.height - third.height : third.height - low.height);
    const Eigen::Vector3d o(ray.origin[0] * (size_ - 1) - column, ray.origin[1] * (size_ - 1) - row, ray.origin[2]);
    const Eigen::Vector3d d(ray.direction[0] * (size_ - 1), ray.direction[1] * (size_ - 1), ray.direction[2]);
    const double above = o[2] - (static_cast<double>(low.height) + a * o[0] + b * o[1]);
    const double rate = d[2] - (a * d[0] + b * d[1]);
    if (rate == 0.0) continue;
    const double s = -above / rate;
    if (!(s >= from - slack) || !(s <= to + slack)) continue;
    const double u = o[0] + s * d[0], v = o[1] + s * d[1];
    if (lower ? u < v - slack : u > v + slack) continue;
    if (!first || s < *first) first = s;
  }
  if (!first) return first;
  const Eigen::Vector2d there = (ray.origin + *first * ray.direction).head<2>().cwiseMax(0.0).cwiseMin(1.0);
  return std::isnan(height(there)) ? std::nullopt : first;
}

std::optional<Eigen::Vector3d> ReliefField::hit(const Ray& ray) const {
  if (size_ < 2) return std::nullopt;
  double from = 0.0, to = std::numeric_limits<double>::infinity();  // the part of the ray within the unit cube
  for (Eigen::Index i = 0; i < 3; ++i) {
    const double slack = i == 2 ? 1e-9 : 0.0;
    if (ray.direction[i] == 0.0) {
      if (ray.origin[i] < -slack || ray.origin[i] > 1.0 + slack) return std::nullopt;
      continue;
    }
    const double a = (-slack - ray.origin[i]) / ray.direction[i], b = (1.0 + slack - ray.origin[i]) / ray.direction[i];
    from = std::max(from, std::min(a, b));
    to = std::min(to, std::max(a, b));
  }
  if (!(from <= to)) return std::nullopt;
  const int cells = size_ - 1;
  const Eigen::Vector3d entry = ray.origin + from * ray.direction;
  std::array<int, 2> cell{}, step{};
  std::array<double, 2> next{}, stride{};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const auto i = static_cast<Eigen::Index>(axis);
    cell[axis] = std::clamp(static_cast<int>(std::floor(entry[i] * cells)), 0, cells - 1);
    const double rate = ray.direction[i] * cells;
    step[axis] = rate > 0.0 ? 1 : -1;
    stride[axis] = rate == 0.0 ? std::numeric_limits<double>::infinity() : 1.0 / std::abs(rate);
    const double edge = static_cast<double>(cell[axis] + (rate > 0.0 ? 1 : 0)) / cells;
    next[axis] = rate == 0.0 ? std::numeric_limits<double>::infinity() : (edge - ray.origin[i]) / ray.direction[i];
  }
  for (double s = from; s <= to;) {
    const std::size_t axis = next[0] < next[1] ? 0 : 1;
    const double end = std::min(next[axis], to);
    if (const auto found = hit_in_cell(ray, cell[0], cell[1], s, end)) return ray.origin + *found * ray.direction;
    s = next[axis];
    next[axis] += stride[axis];
    cell[axis] += step[axis];
    if (cell[axis] < 0 || cell[axis] >= cells) break;
  }
  return std::nullopt;
}

ReliefBox::ReliefBox(const Bounds& bounds) : bounds_(bounds) {
  const double width = bounds[0][1] - bounds[0][0], depth = bounds[1][1] - bounds[1][0];
  const double proportion = std::clamp(depth / width, 1.0 / longest_proportion, longest_proportion);
  sides_ = {std::min(1.0, 1.0 / proportion), std::min(1.0, proportion), 0.0};
  sides_[2] = box_height * std::sqrt(sides_[0] * sides_[1]);
}

double ReliefBox::ground() const { return sides_[2] * (2.0 * room_below - 1.0); }

Eigen::Vector3d ReliefBox::scale() const { return {2.0 * sides_[0], 2.0 * sides_[1], sides_[2] - ground()}; }

Eigen::Vector3d ReliefBox::from_unit(const Eigen::Vector3d& p) const {
  return Eigen::Vector3d(-sides_[0], -sides_[1], ground()) + p.cwiseProduct(scale());
}

Ray ReliefBox::to_unit(const Ray& ray) const {
  const Eigen::Vector3d low(-sides_[0], -sides_[1], ground());
  return {(ray.origin - low).cwiseQuotient(scale()), ray.direction.cwiseQuotient(scale())};
}

Eigen::Vector2d ReliefBox::unit(const Eigen::Vector2d& p) const {
  return {(p[0] - bounds_[0][0]) / (bounds_[0][1] - bounds_[0][0]),
          (p[1] - bounds_[1][0]) / (bounds_[1][1] - bounds_[1][0])};
}

Eigen::Vector2d ReliefBox::data(const Eigen::Vector2d& p) const {
  return {bounds_[0][0] + p[0] * (bounds_[0][1] - bounds_[0][0]),
          bounds_[1][0] + p[1] * (bounds_[1][1] - bounds_[1][0])};
}

Eigen::Vector3d ReliefBox::place(const Eigen::Vector2d& at, double height) const {
  const Eigen::Vector2d u = unit(at);
  return from_unit({u[0], u[1], height});
}

}  // namespace tiltscape
