// Tiles, each by the cheaper way that is right for it.
#include "core/field_average.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/lanes.h"
#include "core/tilted_mean.h"

namespace tiltscape {
namespace {

constexpr double flat_below = 1e-7;  ///< t·range from which on F_t differs from the mean by less than 1e-7 of the range
/// A smooth tile's t·range, so that e^{t f} neither overflows nor loses its small terms, and its t·|∂f| per cell, so
/// that e^{t f} is well interpolated.
constexpr double smooth_range = 60.0, smooth_step = 0.7;
constexpr float empty_sum = -1e38F;  ///< finite, so that differences are

/// Always a whole vector: Eigen takes the ends of longer arrays one by one, rounded in another way, and where these
/// begin hangs on the address.
using Eight = Eigen::Map<Eigen::Array<float, 8, 1>>;
using ConstEight = Eigen::Map<const Eigen::Array<float, 8, 1>>;

std::size_t at(int row, int width, int column = 0) {
  return static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(column);
}

void add_row(float* to, const float* row, float weight, int width) {
  for (int c = 0; c < width; c += 8) store(to + c, multiply_add(load(row + c), all(weight), load(to + c)));
}
void add_rows(float* to, const float* row, const float* other, float weight, int width) {
  for (int c = 0; c < width; c += 8)
    store(to + c, multiply_add(load(row + c) + load(other + c), all(weight), load(to + c)));
}

/// (1 − e^{−2z})/(2z) = e^{−z} sinh(z)/z within 7 %, and exact to second order; z ≥ 0. The mean of e^{ax} over [−h, h]
/// is e^{z} times this, z = |a|h.
Lanes mean_of_exponential(Lanes z) {
  return (z + 3.0F) / multiply_add(multiply_add(z, all(2.0F), all(4.0F)), z, all(3.0F));
}

/// Σ wᵢ e^{t vᵢ} as the largest v and the sum in its units.
struct LogSum {
  Lanes t;
  explicit LogSum(double tilt) : t(all(static_cast<float>(tilt))) {}
  void add(Lanes& value, Lanes& weight, Lanes v, Lanes w) const {
    const Lanes above = value - v, e = exp_of_negative(-t * magnitude(above));
    weight = by_sign(above, multiply_add(weight, e, w), multiply_add(w, e, weight));
    value = larger(value, v);
  }
  Lanes mean(Lanes z) const { return mean_of_exponential(t * z); }
};

/// Its limit t = ∞: the largest.
struct Largest {
  explicit Largest(double) {}
  void add(Lanes& value, Lanes&, Lanes v, Lanes) const { value = larger(value, v); }
  Lanes mean(Lanes) const { return all(1.0F); }
};

}  // namespace

FieldAverage::Tile FieldAverage::tile_of(int number) const {
  const int column = number % tiles_x() * tile, row = number / tiles_x() * tile;
  return {column, row, std::min(tile, field_.columns - column), std::min(tile, field_.rows - row)};
}

bool FieldAverage::is_steep(int number, double t) const {
  if (!(t * field_.range > flat_below)) return false;
  const Tile part = tile_of(number);
  const int x = footprint_.reach_x, y = footprint_.reach_y;
  const auto e = field_.extremes(part.column - x, part.row - y, part.width + 2 * x, part.height + 2 * y);
  return !(t * (e.high - e.low) <= smooth_range && t * e.step <= smooth_step);
}

int FieldAverage::steep_tiles(double t) const {
  int steep = 0;
  for (int number = 0; number < tiles(); ++number) steep += is_steep(number, t) ? 1 : 0;
  return steep;
}

void FieldAverage::average(int number, double t, int member, std::vector<float>& out) {
  const Tile part = tile_of(number);
  Scratch& scratch = scratch_[static_cast<std::size_t>(member)];
  const double scale = t * field_.range;
  if (!(scale > flat_below))  // also 0 · ∞
    smooth(part, 0.0, scratch, out);
  else if (scale > maximum_above)
    steep<Largest>(part, std::numeric_limits<double>::infinity(), scratch, out);
  else if (is_steep(number, t))
    steep<LogSum>(part, t, scratch, out);
  else
    smooth(part, t, scratch, out);
}

// (e^{t f} − 1)/t above the tile's least f: the mean itself for t → 0, and nothing cancels.
void FieldAverage::smooth(const Tile& part, double t, Scratch& scratch, std::vector<float>& out) const {
  const int reach_x = footprint_.reach_x, reach_y = footprint_.reach_y, width = part.padded();
  const int around = width + 2 * reach_x, rows = part.height + 2 * reach_y;
  const auto tilt = static_cast<float>(t);
  const float low = field_.extremes(part.column - reach_x, part.row - reach_y, part.width + 2 * reach_x, rows).low;
  scratch.value.resize(at(rows, around) + 8);
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < part.width + 2 * reach_x; c += 8) {
      const ConstEight f(&field_.f[field_.index(part.column - reach_x + c, part.row - reach_y + r)]);
      Eight value(&scratch.value[at(r, around, c)]);
      if (t == 0.0)
        value = f - low;
      else
        value = ((f - low) * tilt).expm1() / tilt;
    }
  }
  scratch.sum.assign(at(part.height, width), 0.0F);
  scratch.run.assign(at(rows, width), 0.0F);
  const Footprint::Runs& runs = footprint_.smooth;
  for (std::size_t w = 0; w < runs.along.size(); ++w) {
    for (int r = 0; r < rows; ++r) {
      const float* middle = &scratch.value[at(r, around, reach_x)];
      if (w == 0)
        add_row(&scratch.run[at(r, width)], middle, runs.along[0], width);
      else
        add_rows(&scratch.run[at(r, width)], middle - w, middle + w, runs.along[w], width);
    }
    for (const auto& [dy, weight] : runs.rows[w]) {
      for (int r = 0; r < part.height; ++r) {
        const float* up = &scratch.run[at(r + reach_y + dy, width)];
        if (dy == 0)
          add_row(&scratch.sum[at(r, width)], up, weight, width);
        else
          add_rows(&scratch.sum[at(r, width)], up, &scratch.run[at(r + reach_y - dy, width)], weight, width);
      }
    }
  }
  for (int r = 0; r < part.height; ++r) {
    for (const auto& [dx, dy, weight] : footprint_.taps)
      add_row(&scratch.sum[at(r, width)], &scratch.value[at(r + reach_y + dy, around, reach_x + dx)], weight, width);
    for (int c = 0; c < width; c += 8) {
      Eight sum(&scratch.sum[at(r, width, c)]);
      if (t == 0.0)
        sum += low;
      else
        sum = (sum * tilt).log1p() / tilt + low;
    }
    std::copy_n(&scratch.sum[at(r, width)], part.width, &out[at(part.row + r, field_.columns, part.column)]);
  }
}

template <class Sum>
void FieldAverage::steep(const Tile& part, double t, Scratch& scratch, std::vector<float>& out) const {
  const Sum sum(t);
  scratch.sum.assign(at(part.height, part.padded()), empty_sum);
  scratch.sum_weight.assign(scratch.sum.size(), 0.0F);
  add_whole_cells(part, sum, scratch);
  add_patches(part, sum, scratch);
  for (int r = 0; r < part.height; ++r) {
    for (int c = 0; c < part.padded() && !std::isinf(t); c += 8) {
      Eight largest(&scratch.sum[at(r, part.padded(), c)]);
      largest += ConstEight(&scratch.sum_weight[at(r, part.padded(), c)]).log() / static_cast<float>(t);
    }
    std::copy_n(&scratch.sum[at(r, part.padded())], part.width, &out[at(part.row + r, field_.columns, part.column)]);
  }
}

template <class Sum>
void FieldAverage::add_whole_cells(const Tile& part, const Sum& sum, Scratch& scratch) const {
  const Footprint::Runs& runs = footprint_.whole;
  const int reach_x = footprint_.reach_x, reach_y = footprint_.reach_y, width = part.padded();
  const int around = width + 2 * reach_x, rows = part.height + 2 * reach_y;
  if (runs.along.empty()) return;
  scratch.value.resize(at(rows, around) + 8);
  scratch.weight.resize(scratch.value.size());
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < part.width + 2 * reach_x; c += 8) {
      const std::size_t i = field_.index(part.column - reach_x + c, part.row - reach_y + r);
      const Lanes x = 0.5F * magnitude(load(&field_.fx[i])), y = 0.5F * magnitude(load(&field_.fy[i]));
      const Lanes bend = load(&field_.fxx[i]) + load(&field_.fyy[i]);
      store(&scratch.value[at(r, around, c)], multiply_add(bend, all(1.0F / 24.0F), load(&field_.f[i])) + x + y);
      store(&scratch.weight[at(r, around, c)], sum.mean(x) * sum.mean(y));
    }
  }
  scratch.run.assign(at(rows, width), empty_sum);
  scratch.run_weight.assign(scratch.run.size(), 0.0F);
  const auto last = std::find_if(runs.rows.rbegin(), runs.rows.rend(), [](const auto& row) { return !row.empty(); });
  for (std::size_t w = 0; w < static_cast<std::size_t>(runs.rows.rend() - last); ++w) {
    const Lanes along = all(runs.along[w]);
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < width; c += 8) {
        const std::size_t to = at(r, width, c), from = at(r, around, c + reach_x);
        Lanes value = load(&scratch.run[to]), weight = load(&scratch.run_weight[to]);
        sum.add(value, weight, load(&scratch.value[from + w]), along * load(&scratch.weight[from + w]));
        if (w > 0) sum.add(value, weight, load(&scratch.value[from - w]), along * load(&scratch.weight[from - w]));
        store(&scratch.run[to], value);
        store(&scratch.run_weight[to], weight);
      }
    }
    for (const auto& [dy, row_weight] : runs.rows[w]) {
      for (int r = 0; r < part.height; ++r) {
        for (int c = 0; c < width; c += 8) {
          const std::size_t to = at(r, width, c), up = at(r + reach_y + dy, width, c);
          const std::size_t down = at(r + reach_y - dy, width, c);
          Lanes value = load(&scratch.sum[to]), weight = load(&scratch.sum_weight[to]);
          sum.add(value, weight, load(&scratch.run[up]), row_weight * load(&scratch.run_weight[up]));
          if (dy > 0) sum.add(value, weight, load(&scratch.run[down]), row_weight * load(&scratch.run_weight[down]));
          store(&scratch.sum[to], value);
          store(&scratch.sum_weight[to], weight);
        }
      }
    }
  }
}

template <class Sum>
void FieldAverage::add_patches(const Tile& part, const Sum& sum, Scratch& scratch) const {
  const auto stride = static_cast<std::ptrdiff_t>(field_.stride);
  for (int r = 0; r < part.height; ++r) {
    for (int c = 0; c < part.width; c += 8) {
      const std::size_t to = at(r, part.padded(), c);
      const auto centre = static_cast<std::ptrdiff_t>(field_.index(part.column + c, part.row + r));
      Lanes value = load(&scratch.sum[to]), weight = load(&scratch.sum_weight[to]);
      for (const Footprint::Patch& patch : footprint_.patches) {
        const auto i = static_cast<std::size_t>(centre + patch.row * stride + patch.column);
        const Lanes fx = load(&field_.fx[i]), fy = load(&field_.fy[i]);
        const Lanes half = magnitude(multiply_add(all(patch.along_x), fx, patch.along_y * fy));
        Lanes v = load(&field_.f[i]) + half;
        v = multiply_add(all(patch.x), fx, v);
        v = multiply_add(all(patch.y), fy, v);
        v = multiply_add(all(patch.xx), load(&field_.fxx[i]), v);
        v = multiply_add(all(patch.xy), load(&field_.fxy[i]), v);
        v = multiply_add(all(patch.yy), load(&field_.fyy[i]), v);
        sum.add(value, weight, v, patch.weight * sum.mean(half));
      }
      store(&scratch.sum[to], value);
      store(&scratch.sum_weight[to], weight);
    }
  }
}

}  // namespace tiltscape
