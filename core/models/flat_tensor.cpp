// Operations on flat tensors.
#include "core/models/flat_tensor.h"

namespace tiltscape {

FlatTensor& FlatTensor::operator=(const FlatTensor& other) {
  if (this == &other) return *this;
  const bool in_place = values_.defined() && other.values_.defined() && values_.sizes() == other.values_.sizes() &&
                        values_.options().type_equal(other.values_.options());
  if (in_place) {
    values_.copy_(other.values_);
  } else {
    values_ = other.copy();
  }
  return *this;
}

double norm(const FlatTensor& a) { return a.values().norm().item<double>(); }

void assign(FlatTensor& to, const FlatTensor& from) { to = from; }

void axpy(double c, const FlatTensor& x, FlatTensor& y) { y.values().add_(x.values(), c); }

void axpby(double a, const FlatTensor& x, double b, FlatTensor& y) { y.values().mul_(b).add_(x.values(), a); }

void square_axpby(double a, const FlatTensor& x, double b, FlatTensor& y) {
  y.values().mul_(b).addcmul_(x.values(), x.values(), a);
}

void multiply(const FlatTensor& x, FlatTensor& y) { y.values().mul_(x.values()); }

void absolute(const FlatTensor& x, double c, FlatTensor& to) {
  assign(to, x);
  to.values().abs_().add_(c);
}

void over_root(const FlatTensor& m, const FlatTensor& v, double c, FlatTensor& to) {
  assign(to, v);
  to.values().sqrt_().add_(c).reciprocal_().mul_(m.values());
}

void set_zero(FlatTensor& to, const FlatTensor& like) {
  if (dimension(to) != dimension(like)) assign(to, like);
  to.values().zero_();
}

std::size_t dimension(const FlatTensor& x) {
  return x.values().defined() ? static_cast<std::size_t>(x.values().numel()) : 0;
}

}  // namespace tiltscape
