// What the tests of surfaces share.
#pragma once

#include <atomic>
#include <limits>
#include <memory>
#include <string>

#include "core/surface.h"
#include "tests/core/numbers.h"
#include "tests/core/problem_of.h"

namespace tiltscape {

inline std::shared_ptr<const SurfaceSubject> subject_of(std::shared_ptr<const Problem> problem, std::size_t chart = 0) {
  auto subject = std::make_shared<SurfaceSubject>();
  subject->chart = problem->charts().at(chart);
  subject->problem = std::move(problem);
  return subject;
}

inline SurfaceRequest request_of(std::shared_ptr<const SurfaceSubject> subject, SurfaceKind kind, double tilt,
                                 double rho, Neighbourhood neighbourhood = Neighbourhood::ball) {
  SurfaceRequest request;
  request.bounds = subject->chart.bounds;
  request.subject = std::move(subject);
  request.kind = kind;
  request.tilt = tilt;
  request.rho = rho;
  request.neighbourhood = neighbourhood;
  return request;
}

/// A function of the plane, drawn on [−1, 1]²; counts what is asked of it.
class PlaneFunction final : public Problem {
 public:
  using Function = double (*)(double, double);
  explicit PlaneFunction(Function f) : f_(f) {}

  Eigen::Index dimension() const override { return 2; }
  double value(const Eigen::Ref<const Vector>& x) const override {
    ++*evaluations;
    return f_(x[0], x[1]);
  }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> g) const override {
    g.setZero();
    return value(x);
  }
  void hessian_times(const Eigen::Ref<const Vector>&, const Eigen::Ref<const Vector>&,
                     Eigen::Ref<Vector> product) const override {
    product.setZero();
  }
  Vector default_start() const override { return Vector::Zero(2); }
  std::vector<Minimum> minima() const override { return {}; }
  std::vector<Chart> charts() const override {
    return {axis_plane(Vector::Zero(2), 0, 1, {"x", "y"}, {{{-1.0, 1.0}, {-1.0, 1.0}}})};
  }

  std::shared_ptr<std::atomic<long>> evaluations = std::make_shared<std::atomic<long>>(0);

 private:
  Function f_;
};

}  // namespace tiltscape
