// Directions drawn on a GPU, where copying them over would take longer than a step.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>

#include "core/models/step_directions.h"

namespace tiltscape {

/// k directions (k × d) of a step, of a law that draws parts, on the device of `options`. Row i is a function of
/// (seed, step, i, d) and of the device, whatever k is; not the CPU's row. LibTorch's generator of the device (Philox),
/// seeded by ours, fills a tile of rows and columns at a time.
at::Tensor device_directions(Law law, std::uint64_t seed, std::uint64_t step, std::int64_t k, std::int64_t d,
                             const at::TensorOptions& options);

/// The rows of device_directions drawn again for each use, a tile at a time.
class DirectionsDrawnOnDevice final : public DrawnDirections {
 public:
  DirectionsDrawnOnDevice(std::uint64_t seed, const at::TensorOptions& options);
  void perturb(const at::Tensor& x, int i, double c, std::int64_t first, at::Tensor& out) override;
  void add_part(int i, double c, std::int64_t first, at::Tensor& to) override;

 private:
  void changed() override;
  /// Tile `column` of the rows that uᵢ is among, scaled; uᵢ's row of it.
  at::Tensor row_of_tile(std::int64_t i, std::int64_t column);
  /// Calls visit(place in uᵢ's part, numbers) for all of the part.
  template <class Visit>
  void for_part(int i, std::int64_t first, std::int64_t size, Visit visit);

  std::uint64_t seed_;
  at::TensorOptions options_;
  at::Generator generator_;
  at::Tensor scales_;  ///< of each row, a column; undefined where they are 1
  at::Tensor buffer_, tile_;
  std::int64_t rows_at_ = -1, column_at_ = -1;  ///< what tile_ is of
};

}  // namespace tiltscape
