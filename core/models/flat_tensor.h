// The parameters of a model as optimizers see them: one flat tensor on its device that copies like a value, with the
// operations of core/vector_operations.h. (A bare at::Tensor shares its storage when copied, and at:: has a norm of its
// own.)
#pragma once

#include <ATen/ATen.h>

namespace tiltscape {

class FlatTensor {
 public:
  FlatTensor() = default;
  /// Takes over a tensor of one dimension that nobody else writes to.
  explicit FlatTensor(at::Tensor values) : values_(std::move(values)) {}
  FlatTensor(const FlatTensor& other) : values_(other.copy()) {}
  FlatTensor(FlatTensor&&) noexcept = default;
  FlatTensor& operator=(const FlatTensor& other);
  FlatTensor& operator=(FlatTensor&&) noexcept = default;
  ~FlatTensor() = default;

  /// Undefined until assigned.
  const at::Tensor& values() const { return values_; }

 private:
  at::Tensor copy() const { return values_.defined() ? values_.clone() : at::Tensor(); }

  at::Tensor values_;
};

double norm(const FlatTensor& a);
/// to ← from, in place where the shapes agree
void assign(FlatTensor& to, const FlatTensor& from);
/// y ← y + c x
void axpy(double c, const FlatTensor& x, FlatTensor& y);
/// y ← a x + b y
void axpby(double a, const FlatTensor& x, double b, FlatTensor& y);
/// y ← a x² + b y, coordinate by coordinate
void square_axpby(double a, const FlatTensor& x, double b, FlatTensor& y);
/// y ← x ⊙ y
void multiply(const FlatTensor& x, FlatTensor& y);
/// to ← |x| + c
void absolute(const FlatTensor& x, double c, FlatTensor& to);
/// to ← m/(√v + c)
void over_root(const FlatTensor& m, const FlatTensor& v, double c, FlatTensor& to);
/// to ← 0, as long as `like`
void set_zero(FlatTensor& to, const FlatTensor& like);
/// 0 for one that was never assigned
std::size_t dimension(const FlatTensor& x);

}  // namespace tiltscape
