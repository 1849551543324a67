// Random probes that stay the same along a run, so that estimates at different steps share their randomness.
#pragma once

#include <cstdint>

#include "core/loss_function.h"
#include "core/random.h"

namespace tiltscape {

/// Streams of Purpose::measure by what they are for. They stand where other streams have the step, beyond any step.
enum class ProbeFamily : std::uint64_t { trace = std::uint64_t{1} << 48, sketch, spectrum, lanczos, frobenius, ascent };

/// How many probes a pilot takes: items 0 … 29. Values come from the items after it.
constexpr Eigen::Index pilot_probes = 30;

/// Which independent probes: item `first` + i of the seed is probe i, whatever `count` is.
struct Probes {
  Eigen::Index count = 100;
  std::uint64_t seed = 0;
  Law law = Law::rademacher;  ///< any but orthogonal, whose columns are not independent
  std::uint32_t first = pilot_probes;
  ProbeFamily family = ProbeFamily::trace;

  /// Whether probe i is the same vector in both, for all i that both have.
  bool shared_with(const Probes& other) const {
    return seed == other.seed && law == other.law && first == other.first && family == other.family;
  }
};

/// Probes begin, begin + 1 … into the columns of `out` (d × n). Throws std::invalid_argument for orthogonal ones.
void fill_probes(const Probes& probes, Eigen::Index begin, Eigen::Ref<Matrix> out);

/// uᵢᵀpᵢ for the columns of u and p = Hu (d × n).
inline Vector quadratic_forms(const Matrix& u, const Matrix& products) {
  return u.cwiseProduct(products).colwise().sum().transpose();
}

/// How many columns of d numbers are asked for together: at most 64, and 8 MB.
Eigen::Index block_columns(Eigen::Index d);

/// Calls evaluate(u, values) for blocks u (d × n) of the probes, and collects the n values each writes.
template <class Evaluate>
Vector for_probes(const Probes& probes, Eigen::Index d, Evaluate evaluate) {
  Vector values(probes.count);
  for (Eigen::Index i = 0; i < probes.count; i += block_columns(d)) {
    Matrix u(d, std::min(block_columns(d), probes.count - i));
    fill_probes(probes, i, u);
    evaluate(u, values.segment(i, u.cols()));
  }
  return values;
}

/// f(x + su) + f(x − su) for each probe u: 2 evaluations a probe.
Vector antithetic_sums(const LossFunction& loss, const Vector& x, double s, const Probes& probes);

}  // namespace tiltscape
