// The parameters that are followed, and sums of differences.
#include "core/models/drift.h"

#include <ATen/ATen.h>

#include <vector>

#include "core/random.h"

namespace tiltscape {
namespace {

/// One of each of `most` stretches of d places, always the same.
at::Tensor drawn_places(std::int64_t d) {
  std::vector<double> within(static_cast<std::size_t>(Drift::most));
  fill_uniform({.seed = 0, .purpose = Purpose::measure}, within);
  std::vector<std::int64_t> places;
  const double stretch = static_cast<double>(d) / static_cast<double>(Drift::most);
  for (std::size_t i = 0; i < within.size(); ++i)
    places.push_back(static_cast<std::int64_t>((static_cast<double>(i) + within[i]) * stretch));
  return at::tensor(places, at::kLong);
}

}  // namespace

at::Tensor Drift::followed(const at::Tensor& x) const {
  return (places_.defined() ? x.index_select(0, places_) : x).to(at::kDouble);
}

void Drift::before(const at::Tensor& x) {
  if (x.numel() > most && !places_.defined()) places_ = drawn_places(x.numel()).to(x.device());
  before_ = followed(x).clone();
}

void Drift::after(const at::Tensor& x) {
  const at::Tensor left = followed(x) - before_;
  sum_ = sum_.defined() ? sum_ + left : left;
  before_.reset();
}

double Drift::relative(const at::Tensor& x) const {
  return sum_.defined() ? (sum_.norm() / followed(x).norm()).item<double>() : 0.0;
}

}  // namespace tiltscape
