// One dimension of a landscape: f, F_t and the quadratic model along a line through a point.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/describe.h"
#include "core/neighbourhood.h"
#include "core/problem.h"

namespace tiltscape {

/// towards the start; down the gradient; along the last step; along the Hessian's strongest eigenvector; along one axis
/// of coordinates; along a direction drawn at random; towards any other point.
enum class SliceDirection { start, gradient, step, curvature, axis, random, towards };

template <>
struct Choices<SliceDirection> {
  static constexpr std::array names = {"start", "gradient", "step", "curvature", "axis", "random", "towards"};
};

struct SliceRequest {
  std::shared_ptr<const LossFunction> loss{};
  std::shared_ptr<const Problem> problem{};  ///< the same for landscapes; empty for models, which have no F_t here
  Vector x{}, before{}, start{};             ///< the point, the one before the last step, the run's first; may be empty
  SliceDirection direction = SliceDirection::gradient;
  Eigen::Index axis = 0;
  std::uint64_t seed = 0;
  Vector target{};          ///< of `towards`; empty where it is not known
  bool reaches = true;      ///< the line goes as far as the target and marks it; else it only leads that way
  std::string name{};       ///< the sender's own, of the target: one of the same name may have moved
  double half_width = 0.0;  ///< of the line; 0: a few radii, and as far as the start or target that it leads to
  Neighbourhood neighbourhood = Neighbourhood::ball;
  double rho = 0.0, tilt = 0.0;  ///< of F_t; ρ = 0: none
  std::uint64_t id = 0;          ///< the sender's own; comes back with the answer
};

/// A place that the line leads to, and f there.
struct SliceMark {
  double s = 0.0, value = 0.0;
};

/// Values at x + s · direction.
struct SliceCurve {
  std::vector<double> s, values;
};

struct Slice {
  SliceRequest request{};
  std::string reason{};  ///< why there is no line: the run is at its start, the gradient is 0 …; empty where there is
  Vector direction{};    ///< unit
  double half_width = 0.0;
  SliceCurve loss{};                                 ///< NaN where f is not finite
  SliceCurve tilted{};                               ///< empty where `tilted_note` says why
  std::string tilted_note{};                         ///< over what F_t is averaged, or why it is missing
  double value = 0.0, slope = 0.0, curvature = 0.0;  ///< f, dᵀ∇f and dᵀHd at x
  std::optional<SliceMark> mark{};                   ///< the start or target, where the line leads to it
  bool complete = false;                             ///< F_t, where there is one, is here, too

  /// f + s dᵀ∇f + s²/2 dᵀHd.
  double quadratic(double s) const { return value + s * (slope + 0.5 * s * curvature); }
};

/// Hands over f and its model at once and, where there is an F_t, everything a moment later.
void make_slice(
    const SliceRequest& request, const std::function<void(Slice)>& done,
    const std::function<bool()>& stale = [] { return false; });

}  // namespace tiltscape
