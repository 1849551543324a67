// Attention of a stack of models: heads that mix positions of sequences.
#pragma once

#include <ATen/ATen.h>

namespace tiltscape {

/// Mixtures of values (models × width × queries × n) by softmax(qᵀk/√(width of a head)) over the keys (Vaswani et al.
/// 2017, section 3.2). Queries (models × width × queries × n), keys and values (models × width × length × n) have head
/// after head in their width. `hidden` says which keys nobody looks at (booleans, n or 1 × queries or 1 × length);
/// undefined where all are seen. Twice differentiable.
at::Tensor attended(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values, std::int64_t heads,
                    const at::Tensor& hidden);

}  // namespace tiltscape
