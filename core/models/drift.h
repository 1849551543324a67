// How far parameters that are perturbed in place and restored have come away from what they would be.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace tiltscape {

/// (x + ρu) − 2ρu + ρu is x to rounding. What rounding leaves is added up as a vector, over a run: exactly for up to
/// `most` parameters, else over that many of them, one drawn in each stretch. So many numbers are kept, and read twice
/// a step. Copies like a value.
class Drift {
 public:
  static constexpr std::int64_t most = 65'536;

  /// x (d) as it is before a step's perturbations, and as it is restored after them.
  void before(const at::Tensor& x);
  void after(const at::Tensor& x);
  /// ‖Σ (restored − x)‖/‖x‖ at this x; 0 where nothing was restored.
  double relative(const at::Tensor& x) const;

 private:
  at::Tensor followed(const at::Tensor& x) const;

  at::Tensor places_;  ///< undefined: all
  at::Tensor before_;
  at::Tensor sum_;  ///< in double; never changed in place, so that copies may share it
};

}  // namespace tiltscape
