// What steps of models do with directions that are rows of a matrix. On the CPU in loops of our own: a call of LibTorch
// takes two microseconds there, as long as all of this in a small model.
#pragma once

#include <ATen/ATen.h>

#include <span>

namespace tiltscape {

/// out ← x + c u; vectors of one length and type.
void add_scaled(const at::Tensor& x, double c, const at::Tensor& u, at::Tensor& out);
/// plusᵢ ← x + c uᵢ and minusᵢ ← x − c uᵢ; rows u, plus and minus are k × d.
void add_and_subtract(const at::Tensor& x, double c, const at::Tensor& u, at::Tensor& plus, at::Tensor& minus);
/// x ← x + Σ cᵢuᵢ in place; returns ‖Σ cᵢuᵢ‖². x stays as it is where that is not finite. c is rounded to its type.
double add_combination(const at::Tensor& u, std::span<const double> c, const at::Tensor& x);

}  // namespace tiltscape
