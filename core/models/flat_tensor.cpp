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

}  // namespace tiltscape
