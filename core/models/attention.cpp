// Attention as batched products, one for each model, head and example: LibTorch's own attention has no second
// derivative.
#include "core/models/attention.h"

#include <cmath>

namespace tiltscape {
namespace {

/// models × width × length × n as (models · heads · n) × length × size of a head, or with the last two the other way
/// round.
at::Tensor by_example(const at::Tensor& a, std::int64_t heads, bool transposed) {
  const std::int64_t models = a.size(0), size = a.size(1) / heads, length = a.size(2), n = a.size(3);
  const at::Tensor split = a.view({models, heads, size, length, n});
  if (transposed) return split.permute({0, 1, 4, 2, 3}).reshape({models * heads * n, size, length});
  return split.permute({0, 1, 4, 3, 2}).reshape({models * heads * n, length, size});
}

}  // namespace

at::Tensor attended(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values, std::int64_t heads,
                    const at::Tensor& hidden) {
  constexpr double far_below = -1e30;  // e to the power of it is 0, and no infinity enters derivatives
  const std::int64_t models = queries.size(0), width = queries.size(1), asked = queries.size(2), n = queries.size(3);
  const double scale = 1 / std::sqrt(static_cast<double>(width / heads));
  at::Tensor weights = at::bmm(by_example(queries * scale, heads, false), by_example(keys, heads, true));
  if (hidden.defined()) {
    const auto shape = weights.sizes().vec();
    weights = weights.view({models * heads, n, asked, keys.size(2)}).masked_fill(hidden, far_below).view(shape);
  }
  const at::Tensor mixed = at::bmm(weights.softmax(2), by_example(values, heads, false));
  return mixed.view({models, heads, n, asked, width / heads}).permute({0, 1, 4, 3, 2}).reshape(queries.sizes());
}

}  // namespace tiltscape
