// A valley of minima along x on which trace and largest eigenvalue are least at different points.
#include <cmath>

#include "core/problems/common.h"
#include "core/problems/registry.h"

namespace tiltscape::problems {
namespace {

/// f = ½[p(x) y² + q(x) z²], p = 4 + x, q = 4 − 1.5x + 0.1x². Beyond x = 3.469 q < 0 and f is unbounded below: the
/// domain ends before.
class SharpnessValley final : public Problem {
 public:
  Eigen::Index dimension() const override { return 3; }
  double value(const Eigen::Ref<const Vector>& x) const override { return f(x.data(), 3); }
  void values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const override {
    for_columns(points, out, f);
  }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> g) const override {
    g[0] = 0.5 * (x[1] * x[1] + q_slope(x[0]) * x[2] * x[2]);
    g[1] = p(x[0]) * x[1];
    g[2] = q(x[0]) * x[2];
    return value(x);
  }
  void hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override {
    const double xy = x[1];
    const double xz = q_slope(x[0]) * x[2];
    product[0] = 0.1 * x[2] * x[2] * v[0] + xy * v[1] + xz * v[2];
    product[1] = xy * v[0] + p(x[0]) * v[1];
    product[2] = xz * v[0] + q(x[0]) * v[2];
  }
  double trace(const Eigen::Ref<const Vector>& x) const override { return 0.1 * x[2] * x[2] + p(x[0]) + q(x[0]); }
  Vector default_start() const override { return Eigen::Vector3d(2.5, 0.5, 0.5); }
  std::vector<Minimum> minima() const override {
    return {{Eigen::Vector3d(2.5, 0.0, 0.0), 0.0, "least trace"}, {Vector::Zero(3), 0.0, "least λ_max"}};
  }
  Matrix domain() const override {
    Matrix box = Problem::domain();
    box.row(0) << -1.5, 3.2;
    return box;
  }
  std::optional<double> growth() const override { return faster_than_quadratic; }
  std::vector<Chart> charts() const override {
    constexpr Box2 bounds = {{{-1.5, 3.2}, {-1.4, 1.4}}};
    Chart xy = axis_plane(Vector::Zero(3), 0, 1, {"x", "y"}, bounds);
    xy.name = "x–y plane, z = 0";
    xy.note = "z = 0 in the surface";
    Chart xz = axis_plane(Vector::Zero(3), 0, 2, {"x", "z"}, bounds);
    xz.name = "x–z plane, y = 0";
    xz.note = "y = 0 in the surface";
    return {std::move(xy), std::move(xz)};
  }

 private:
  static double p(double x) { return 4.0 + x; }
  static double q(double x) { return 4.0 - 1.5 * x + 0.1 * x * x; }
  static double q_slope(double x) { return -1.5 + 0.2 * x; }
  static double f(const double* x, Eigen::Index) { return 0.5 * (p(x[0]) * x[1] * x[1] + q(x[0]) * x[2] * x[2]); }
};

}  // namespace

ProblemEntry sharpness_valley() {
  return {
      .name = "sharpness-valley",
      .title = "Sharpness valley",
      .formula = "f = ½[(4 + x)y² + (4 − 1.5x + 0.1x²)z²]",
      .help =
          "Every point y = z = 0 is a minimum; the trace is least at x = 2.5 and λ_max at x = 0, and the tilt moves "
          "the minimum that is found from one to the other.",
      .citation = "Tiltscape's own",
      .parameters = {},
      .make = [](const Settings&, std::uint64_t) { return std::make_shared<const SharpnessValley>(); }};
}

}  // namespace tiltscape::problems
