// What the landscapes share: fast loops over columns, the parameter `dimension`, charts of the first two coordinates.
#pragma once

#include <limits>
#include <string>
#include <utility>

#include "core/problem.h"

namespace tiltscape::problems {

using Box2 = std::array<std::array<double, 2>, 2>;

/// f(column, rows) of every column into `out`. Where rows = 2 and the columns are adjacent (probes and surfaces of
/// plane functions) the compiler sees both numbers as constants, unrolls f and vectorises over columns.
template <class Function>
void for_columns(const Eigen::Ref<const Matrix>& points, std::span<double> out, Function&& f) {
  const double* p = points.data();
  double* to = out.data();
  const Eigen::Index n = points.cols();
  const Eigen::Index rows = points.rows();
  const Eigen::Index stride = points.outerStride();
  if (rows == 2 && stride == 2) {
    for (Eigen::Index i = 0; i < n; ++i) to[i] = f(p + 2 * i, Eigen::Index{2});
  } else {
    for (Eigen::Index i = 0; i < n; ++i) to[i] = f(p + stride * i, rows);
  }
}

/// Σ aᵢbᵢ in an order that depends on n alone (Eigen's depends on alignment), so that a value is the same bits wherever
/// its point lies in memory.
double dot(const double* a, const double* b, Eigen::Index n);

Parameter dimension_parameter(std::int64_t low, std::int64_t high, std::int64_t fallback, std::string help);

/// `Problem::growth` where some direction has a cubic or a higher power.
inline constexpr double faster_than_quadratic = std::numeric_limits<double>::infinity();

/// The setting `dimension`, or `fallback`.
Eigen::Index dimension_of(const Settings& settings, Eigen::Index fallback);

/// The box [low, high]^d.
Matrix cube(Eigen::Index dimension, double low, double high);

/// Of one coordinate: nothing depends on the second axis.
Chart line_chart(const std::string& label, const Box2& bounds);

/// The first two coordinates by their default names, the others held at `minimum`.
Chart first_two(const Vector& minimum, const Box2& bounds);

}  // namespace tiltscape::problems
