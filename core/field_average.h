// F_t on every cell of a field, from the values in it.
#pragma once

#include <array>

#include "core/field.h"
#include "core/footprint.h"

namespace tiltscape {

/// Averages of one field over one footprint (both outlive it), tile by tile; `member` (below `members`) says whose
/// scratch memory is used, so that as many threads may work at once.
///
/// Where f changes little from cell to cell, sums of e^{t f} over rows grow and shrink by a cell at a time, and the
/// boundary is that of f's cubic interpolation. Where it is steep, sums keep their largest term apart (log-sum-exp), so
/// that no t·range over- or underflows; each cell stands for the integral of e^{t f} over it with f's first and second
/// derivatives, and the neighbourhood's boundary is cut into patches.
class FieldAverage {
 public:
  static constexpr int tile = 64;  ///< cells a side
  static constexpr int members = 2;

  FieldAverage(const Field& field, const Footprint& footprint) : field_(field), footprint_(footprint) {}

  int tiles() const { return tiles_x() * tiles_y(); }
  /// Whether f changes much from cell to cell for this t: such a tile takes about eight times as long.
  bool is_steep(int number, double t) const;
  int steep_tiles(double t) const;
  /// Writes F_t − base into the tile's cells of `out` (columns × rows). 0 ≤ t ≤ ∞.
  void average(int number, double t, int member, std::vector<float>& out);

 private:
  struct Tile {
    int column, row, width, height;
    int padded() const { return (width + 7) / 8 * 8; }
  };
  /// Planes over the tile (sums) and over what its averages reach (values).
  struct Scratch {
    std::vector<float> value, weight, run, run_weight, sum, sum_weight;
  };

  int tiles_x() const { return (field_.columns + tile - 1) / tile; }
  int tiles_y() const { return (field_.rows + tile - 1) / tile; }
  Tile tile_of(int number) const;
  void smooth(const Tile& tile, double t, Scratch& scratch, std::vector<float>& out) const;
  template <class Sum>
  void steep(const Tile& tile, double t, Scratch& scratch, std::vector<float>& out) const;
  template <class Sum>
  void add_whole_cells(const Tile& tile, const Sum& sum, Scratch& scratch) const;
  template <class Sum>
  void add_patches(const Tile& tile, const Sum& sum, Scratch& scratch) const;

  const Field& field_;
  const Footprint& footprint_;
  std::array<Scratch, members> scratch_;
};

}  // namespace tiltscape
