// A matrix in single precision whose products are computed in double: half of the memory to read, which is what such
// products take.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tiltscape {

/// Row by row. Products are sums in an order that depends on the shape alone.
class FloatRows {
 public:
  FloatRows() = default;
  FloatRows(std::int64_t rows, std::int64_t columns)
      : rows_(rows), columns_(columns), numbers_(static_cast<std::size_t>(rows * columns)) {}

  std::int64_t rows() const { return rows_; }
  std::int64_t columns() const { return columns_; }
  std::span<float> row(std::int64_t i) { return std::span(numbers_).subspan(first(i), width()); }
  std::span<const float> row(std::int64_t i) const { return std::span(numbers_).subspan(first(i), width()); }

  /// M v into `out` (rows).
  void times(std::span<const double> v, std::span<double> out) const;
  /// Mᵀ c into `out` (columns).
  void transposed_times(std::span<const double> c, std::span<double> out) const;
  /// The columns at `indices`, in their order.
  FloatRows columns_at(std::span<const std::int64_t> indices) const;

 private:
  std::size_t width() const { return static_cast<std::size_t>(columns_); }
  std::size_t first(std::int64_t i) const { return static_cast<std::size_t>(i) * width(); }

  std::int64_t rows_ = 0, columns_ = 0;
  std::vector<float> numbers_{};
};

}  // namespace tiltscape
