// Four rows at a time, so that the vector is read once for them, four doubles at once.
#include "core/features/float_rows.h"

#include <immintrin.h>

#include <algorithm>
#include <array>

namespace tiltscape {
namespace {

using Four = double __attribute__((vector_size(32)));

Four load(const double* from) { return _mm256_loadu_pd(from); }
Four widened(const float* from) { return _mm256_cvtps_pd(_mm_loadu_ps(from)); }
Four multiply_add(Four a, Four b, Four c) { return _mm256_fmadd_pd(a, b, c); }

constexpr std::size_t four = 4;

/// Inner products of `Rows` rows from `m` on with v.
template <std::size_t Rows>
void dots(const float* m, std::span<const double> v, double* out) {
  const std::size_t n = v.size(), even = n - n % (2 * four);
  std::array<std::array<Four, 2>, Rows> sums{};
  for (std::size_t j = 0; j < even; j += 2 * four)
    for (std::size_t r = 0; r < Rows; ++r) {
      const float* row = m + r * n + j;
      sums[r][0] = multiply_add(widened(row), load(v.data() + j), sums[r][0]);
      sums[r][1] = multiply_add(widened(row + four), load(v.data() + j + four), sums[r][1]);
    }
  for (std::size_t r = 0; r < Rows; ++r) {
    const Four sum = sums[r][0] + sums[r][1];
    out[r] = sum[0] + sum[1] + (sum[2] + sum[3]);
    for (std::size_t j = even; j < n; ++j) out[r] += static_cast<double>(m[r * n + j]) * v[j];
  }
}

/// out ← out + Σ c_r (row r), over some columns of `Rows` rows that lie `width` apart.
template <std::size_t Rows>
void add_rows(const float* m, std::size_t width, const double* c, std::span<double> out) {
  const std::size_t even = out.size() - out.size() % four;
  for (std::size_t j = 0; j < even; j += four) {
    Four sum = load(out.data() + j);
    for (std::size_t r = 0; r < Rows; ++r) sum = multiply_add(widened(m + r * width + j), Four{} + c[r], sum);
    _mm256_storeu_pd(out.data() + j, sum);
  }
  for (std::size_t j = even; j < out.size(); ++j)
    for (std::size_t r = 0; r < Rows; ++r) out[j] += static_cast<double>(m[r * width + j]) * c[r];
}

}  // namespace

void FloatRows::times(std::span<const double> v, std::span<double> out) const {
  const auto rows = static_cast<std::size_t>(rows_);
  std::size_t i = 0;
  for (; i + four <= rows; i += four) dots<four>(numbers_.data() + i * width(), v, out.data() + i);
  for (; i < rows; ++i) dots<1>(numbers_.data() + i * width(), v, out.data() + i);
}

void FloatRows::transposed_times(std::span<const double> c, std::span<double> out) const {
  constexpr std::size_t block = 1024;  // of results, which stay in the first cache
  const auto rows = static_cast<std::size_t>(rows_);
  for (std::size_t at = 0; at < width(); at += block) {
    const auto some = out.subspan(at, std::min(block, width() - at));
    std::ranges::fill(some, 0.0);
    std::size_t i = 0;
    for (; i + four <= rows; i += four) add_rows<four>(numbers_.data() + i * width() + at, width(), c.data() + i, some);
    for (; i < rows; ++i) add_rows<1>(numbers_.data() + i * width() + at, width(), c.data() + i, some);
  }
}

FloatRows FloatRows::columns_at(std::span<const std::int64_t> indices) const {
  FloatRows some(rows_, std::ssize(indices));
  for (std::int64_t i = 0; i < rows_; ++i) {
    const auto from = row(i);
    std::ranges::transform(indices, some.row(i).begin(),
                           [&](std::int64_t j) { return from[static_cast<std::size_t>(j)]; });
  }
  return some;
}

}  // namespace tiltscape
