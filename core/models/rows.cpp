// Loops over rows.
#include "core/models/rows.h"

#include <ATen/Dispatch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace tiltscape {
namespace {

/// Σ cᵢuᵢ into `sum` (d): so few entries at a time that they stay near the processor.
template <class T>
void combine(const T* u, std::span<const double> c, std::span<T> sum) {
  constexpr std::size_t most = 1024;
  for (std::size_t first = 0; first < sum.size(); first += most) {
    const auto part = sum.subspan(first, std::min(most, sum.size() - first));
    std::ranges::fill(part, T{0});
    for (std::size_t i = 0; i < c.size(); ++i) {
      const auto factor = static_cast<T>(c[i]);
      const T* const row = u + i * sum.size() + first;
      for (std::size_t j = 0; j < part.size(); ++j) part[j] += factor * row[j];
    }
  }
}

/// In an order that depends on the length alone.
template <class T>
double squared_norm(std::span<const T> v) {
  constexpr std::size_t lanes = 8;
  std::array<double, lanes> sums{};
  std::size_t j = 0;
  for (; j + lanes <= v.size(); j += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const auto entry = static_cast<double>(v[j + lane]);
      sums[lane] += entry * entry;
    }
  double sum = 0.0;
  for (; j < v.size(); ++j) sum += static_cast<double>(v[j]) * static_cast<double>(v[j]);
  for (const double some : sums) sum += some;
  return sum;
}

}  // namespace

void add_scaled(const at::Tensor& x, double c, const at::Tensor& u, at::Tensor& out) {
  if (!x.is_cpu()) {
    at::add_out(out, x, u, c);
    return;
  }
  AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "add_scaled", [&] {
    const auto* const from = x.const_data_ptr<scalar_t>();
    const auto* const along = u.const_data_ptr<scalar_t>();
    auto* const to = out.mutable_data_ptr<scalar_t>();
    const auto factor = static_cast<scalar_t>(c);
    const std::int64_t d = x.numel();
    for (std::int64_t j = 0; j < d; ++j) to[j] = from[j] + factor * along[j];
  });
}

void add_and_subtract(const at::Tensor& x, double c, const at::Tensor& u, at::Tensor& plus, at::Tensor& minus) {
  if (!x.is_cpu()) {
    at::add_out(plus, x, u, c);
    at::sub_out(minus, x, u, c);
    return;
  }
  AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "add_and_subtract", [&] {
    const auto* const from = x.const_data_ptr<scalar_t>();
    const auto* along = u.const_data_ptr<scalar_t>();
    auto *up = plus.mutable_data_ptr<scalar_t>(), *down = minus.mutable_data_ptr<scalar_t>();
    const auto factor = static_cast<scalar_t>(c);
    const std::int64_t rows = u.size(0), d = u.size(1);
    for (std::int64_t i = 0; i < rows; ++i, along += d, up += d, down += d)
      for (std::int64_t j = 0; j < d; ++j) {
        const scalar_t step = factor * along[j];
        up[j] = from[j] + step;
        down[j] = from[j] - step;
      }
  });
}

double add_combination(const at::Tensor& u, std::span<const double> c, const at::Tensor& x) {
  double squares = 0.0;
  if (!x.is_cpu()) {
    const at::Tensor coefficients =
        at::from_blob(const_cast<double*>(c.data()), {std::ssize(c)}, at::kDouble).to(x.options(), true);
    const at::Tensor sum = at::mv(u.t(), coefficients);
    squares = at::dot(sum, sum).item<double>();
    if (std::isfinite(squares)) x.add_(sum);
    return squares;
  }
  AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "add_combination", [&] {
    std::vector<scalar_t> sum(static_cast<std::size_t>(x.numel()));
    combine(u.const_data_ptr<scalar_t>(), c, std::span(sum));
    squares = squared_norm(std::span<const scalar_t>(sum));
    auto* const to = x.mutable_data_ptr<scalar_t>();
    if (std::isfinite(squares))
      for (std::size_t j = 0; j < sum.size(); ++j) to[j] += sum[j];
  });
  return squares;
}

}  // namespace tiltscape
