// Lines through a point. F_t comes from the oracle in two and three dimensions and from samples beyond.
#include "core/slice.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "core/abandoned.h"
#include "core/bad_input.h"
#include "core/plane_makers.h"
#include "core/quadrature.h"
#include "core/random.h"
#include "core/tilted_mean.h"
#include "core/tilted_oracle.h"

namespace tiltscape {
namespace {

constexpr int landscape_points = 241, model_points = 61, tilted_points = 61;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The eigenvector of the eigenvalue that is largest in magnitude; 0 where there is none.
Vector strongest_eigenvector(const SliceRequest& request, const std::function<bool()>& stale) {
  const Eigen::Index d = request.x.size();
  try {
    const AbandonedLoss loss(*request.loss, stale);
    return curvature_plane(loss, request.x, Vector::Zero(d), "this point").plane->axes.col(0);
  } catch (const BadInput&) {  // the Hessian is 0 or not finite
    return Vector::Zero(d);
  }
}

/// Not yet of unit length; 0 where there is no such direction, and why.
struct Chosen {
  Vector direction;
  const char* reason;
};

Chosen chosen(const SliceRequest& request, const Vector& gradient, const std::function<bool()>& stale) {
  const Eigen::Index d = request.x.size();
  switch (request.direction) {
    case SliceDirection::start:
      if (request.start.size() != d) return {Vector::Zero(d), "the start is not kept"};
      return {request.start - request.x, "the run is at its start"};
    case SliceDirection::gradient:
      return {-gradient, "the gradient is 0 here"};
    case SliceDirection::step:
      if (request.before.size() != d) return {Vector::Zero(d), "the point before the step is not kept"};
      return {request.x - request.before, "no step was taken, or it had no length"};
    case SliceDirection::curvature:
      return {strongest_eigenvector(request, stale), "the Hessian is 0 or not finite here"};
    case SliceDirection::axis:
      return {Vector::Unit(d, std::clamp<Eigen::Index>(request.axis, 0, d - 1)), ""};
    case SliceDirection::towards:
      if (request.target.size() != d) return {Vector::Zero(d), "that point is not known"};
      return {request.target - request.x, "the run is at that point"};
    case SliceDirection::random:
      break;
  }
  return {gaussian_direction({.seed = request.seed, .purpose = Purpose::plane, .item = 3}, d), ""};
}

/// The point that the line leads to; null where it leads to none.
const Vector* end_of(const SliceRequest& request) {
  if (request.direction == SliceDirection::start) return &request.start;
  return request.direction == SliceDirection::towards && request.reaches ? &request.target : nullptr;
}

double width_of(const SliceRequest& request) {
  if (request.half_width > 0.0) return request.half_width;
  const double radius = request.rho * neighbourhood_radius(request.neighbourhood, request.x.size());
  const double near = std::max(3.0 * radius, 1e-3 * request.x.norm());
  const Vector* end = end_of(request);
  const double far = end != nullptr ? 1.2 * (*end - request.x).norm() : 0.0;
  const double width = std::max(near, far);
  return width > 0.0 ? width : 1.0;
}

SliceCurve places(double half_width, int count) {
  SliceCurve curve;
  for (int i = 0; i < count; ++i) curve.s.push_back(half_width * (2.0 * i / (count - 1) - 1.0));
  return curve;
}

SliceCurve losses(const Slice& slice) {
  SliceCurve curve = places(slice.half_width, slice.request.problem != nullptr ? landscape_points : model_points);
  const auto n = static_cast<Eigen::Index>(curve.s.size());
  const Matrix points =
      (slice.direction * Eigen::Map<const Vector>(curve.s.data(), n).transpose()).colwise() + slice.request.x;
  curve.values.resize(curve.s.size());
  slice.request.loss->values(points, curve.values);
  for (double& value : curve.values)
    if (!std::isfinite(value)) value = nan;
  return curve;
}

std::string name_of(const SliceRequest& request, Eigen::Index d) {
  const double radius = request.rho * neighbourhood_radius(request.neighbourhood, d);
  const char* name = request.neighbourhood == Neighbourhood::ball     ? "ball of radius"
                     : request.neighbourhood == Neighbourhood::sphere ? "sphere of radius"
                                                                      : "Gaussian cut at";
  return fmt::format("the {}-D {} {:.3g}", d, name, radius);
}

/// F_t along the line; false when `stale` stopped it.
bool add_tilted(Slice& slice, const std::function<bool()>& stale) {
  const SliceRequest& request = slice.request;
  const Eigen::Index d = request.x.size();
  SliceCurve curve = places(slice.half_width, tilted_points);
  const auto add = [&](const std::function<double(const Vector&)>& value) {
    for (const double s : curve.s) {
      if (stale()) return false;
      curve.values.push_back(value(request.x + s * slice.direction));
    }
    slice.tilted = std::move(curve);
    return true;
  };
  slice.tilted_note = name_of(request, d);
  if (TiltedOracle::missing(request.problem.get()).empty()) {
    const TiltedOracle oracle(request.problem, request.neighbourhood, request.rho);
    return add([&](const Vector& x) { return oracle.value(x, request.tilt).value_or(nan); });
  }
  const Nodes nodes = neighbourhood_nodes(request.neighbourhood, d);
  const Matrix offsets = request.rho * nodes.radius * nodes.points;
  const std::span<const double> weights(nodes.weights.data(), static_cast<std::size_t>(nodes.weights.size()));
  std::vector<double> values(weights.size());
  Matrix points(offsets.rows(), offsets.cols());
  if (nodes.sampled) slice.tilted_note = fmt::format("{} samples of ", weights.size()) + slice.tilted_note;
  return add([&](const Vector& x) {
    points = offsets.colwise() + x;
    request.problem->values(points, values);
    return tilted_mean(values, weights, request.tilt);
  });
}

}  // namespace

void make_slice(const SliceRequest& request, const std::function<void(Slice)>& done,
                const std::function<bool()>& stale) try {
  Slice slice{.request = request};
  const auto end = [&] {
    slice.complete = true;
    done(slice);
  };
  const Eigen::Index d = request.x.size();
  Vector gradient(d), product(d);
  slice.value = request.loss->gradient(request.x, gradient);
  const Chosen direction = chosen(request, gradient, stale);
  const double length = direction.direction.norm();
  if (!(length > 0.0) || !std::isfinite(length)) {
    slice.reason = direction.reason;
    return end();
  }
  slice.direction = direction.direction / length;
  slice.half_width = width_of(request);
  if (const Vector* reached = end_of(request)) slice.mark = {length, request.loss->value(*reached)};
  slice.slope = slice.direction.dot(gradient);
  request.loss->hessian_times(request.x, slice.direction, product);
  slice.curvature = slice.direction.dot(product);
  slice.loss = losses(slice);
  if (request.problem == nullptr || !(request.rho > 0.0)) {
    slice.tilted_note = request.problem != nullptr ? "there is no ρ" : "a model's average takes too many passes";
    return end();
  }
  done(slice);
  if (add_tilted(slice, stale)) end();
} catch (const Abandoned&) {  // nobody waits
}

}  // namespace tiltscape
