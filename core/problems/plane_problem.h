// Functions of two variables: value, first and second derivatives in one struct become a problem.
#pragma once

#include <cmath>

#include "core/problems/common.h"

namespace tiltscape::problems {

/// First and second derivatives at a point.
struct Jet {
  double fx, fy, fxx, fxy, fyy;
};

/// `F` gives, all static: value(x, y), jet(x, y), start, minima(), growth, and the boxes domain and view
/// ([axis][low, high]).
template <class F>
class PlaneProblem final : public Problem {
 public:
  Eigen::Index dimension() const override { return 2; }
  double value(const Eigen::Ref<const Vector>& x) const override { return F::value(x[0], x[1]); }
  void values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const override {
    for_columns(points, out, [](const double* p, Eigen::Index) { return F::value(p[0], p[1]); });
  }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> g) const override {
    const Jet j = F::jet(x[0], x[1]);
    g[0] = j.fx;
    g[1] = j.fy;
    return F::value(x[0], x[1]);
  }
  void hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override {
    const Jet j = F::jet(x[0], x[1]);
    product[0] = j.fxx * v[0] + j.fxy * v[1];
    product[1] = j.fxy * v[0] + j.fyy * v[1];
  }
  double trace(const Eigen::Ref<const Vector>& x) const override {
    const Jet j = F::jet(x[0], x[1]);
    return j.fxx + j.fyy;
  }
  double lambda_max(const Eigen::Ref<const Vector>& x) const override {
    const Jet j = F::jet(x[0], x[1]);
    return 0.5 * (j.fxx + j.fyy) + std::hypot(0.5 * (j.fxx - j.fyy), j.fxy);
  }
  Vector default_start() const override { return Eigen::Vector2d(F::start[0], F::start[1]); }
  std::vector<Minimum> minima() const override { return F::minima(); }
  std::optional<double> growth() const override { return F::growth; }
  Matrix domain() const override {
    Matrix box(2, 2);
    box << F::domain[0][0], F::domain[0][1], F::domain[1][0], F::domain[1][1];
    return box;
  }
  std::vector<Chart> charts() const override { return {first_two(Vector::Zero(2), F::view)}; }
};

inline Minimum plane_minimum(double x, double y, double value, std::string label) {
  return {Eigen::Vector2d(x, y), value, std::move(label)};
}

template <class F>
std::shared_ptr<const Problem> make_plane(const Settings&, std::uint64_t) {
  return std::make_shared<const PlaneProblem<F>>();
}

}  // namespace tiltscape::problems
