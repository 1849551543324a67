// Ackley's function: a cone-shaped minimum in a rippled plain.
#include <cmath>
#include <limits>
#include <numbers>

#include "core/problems/common.h"
#include "core/problems/registry.h"

namespace tiltscape::problems {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// f has a kink at the origin, its minimum: there the gradient is returned as 0 (a subgradient), the curvature as +∞
/// and Hessian products as NaN.
class Ackley final : public Problem {
 public:
  explicit Ackley(Eigen::Index dimension) : dimension_(dimension), n_(static_cast<double>(dimension)) {}

  Eigen::Index dimension() const override { return dimension_; }
  double value(const Eigen::Ref<const Vector>& x) const override { return f(x.data(), dimension_); }
  void values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const override {
    for_columns(points, out, f);
  }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> g) const override {
    const Parts at(x, n_);
    if (at.r == 0.0) {
      g.setZero();
    } else {
      for (Eigen::Index i = 0; i < dimension_; ++i)
        g[i] = (4.0 * at.cone * x[i] / at.r + 2.0 * pi * at.ripple * std::sin(2.0 * pi * x[i])) / n_;
    }
    return value(x);
  }
  // H = diag(D) + α xxᵀ − e^g ssᵀ, s = 2π sin(2πx)/d.
  void hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override {
    const Parts at(x, n_);
    const double along = at.alpha(n_) * x.dot(v);
    const Vector s = (2.0 * pi * x.array()).sin() * (2.0 * pi / n_);
    product = diagonal(x, at).cwiseProduct(v) + along * x - at.ripple * s.dot(v) * s;
  }
  double trace(const Eigen::Ref<const Vector>& x) const override {
    const Parts at(x, n_);
    if (at.r == 0.0) return infinity;
    const double s2 = ((2.0 * pi * x.array()).sin() * (2.0 * pi / n_)).square().sum();
    return diagonal(x, at).sum() + at.alpha(n_) * x.squaredNorm() - at.ripple * s2;
  }
  double lambda_max(const Eigen::Ref<const Vector>& x) const override {
    return x.isZero(0.0) ? infinity : Problem::lambda_max(x);
  }
  Vector default_start() const override {  // ours: the literature starts at random
    Vector x(dimension_);
    for (Eigen::Index i = 0; i < dimension_; ++i) x[i] = i % 2 == 0 ? 3.4 : -2.6;
    return x;
  }
  std::vector<Minimum> minima() const override {
    std::vector<Minimum> list{{Vector::Zero(dimension_), 0.0, "global minimum, a kink"}};
    if (dimension_ == 2)
      list.push_back({Eigen::Vector2d(0.95216654595017167, 0.0), 2.5799275570298722, "local minimum, one of many"});
    return list;
  }
  Matrix domain() const override { return cube(dimension_, -32.768, 32.768); }
  std::optional<double> growth() const override { return 0.0; }
  std::vector<Chart> charts() const override {
    return {first_two(Vector::Zero(dimension_), {{{-5.0, 5.0}, {-5.0, 5.0}}})};
  }

 private:
  struct Parts {
    double r;       ///< √(Σx²/d)
    double cone;    ///< exp(−r/5)
    double ripple;  ///< exp(mean cos 2πx)
    Parts(const Eigen::Ref<const Vector>& x, double n)
        : r(std::sqrt(x.squaredNorm() / n)),
          cone(std::exp(-0.2 * r)),
          ripple(std::exp((2.0 * pi * x.array()).cos().mean())) {}
    double alpha(double n) const { return -cone * (0.8 / (r * r) + 4.0 / (r * r * r)) / (n * n); }
  };
  // 1 − exp(·) by expm1 and mean cos 2πx − 1 = −2 mean sin² πx: exact zero, and full precision near it.
  static double f(const double* x, Eigen::Index d) {
    double squares = 0.0;
    double sines = 0.0;
    for (Eigen::Index i = 0; i < d; ++i) {
      const double sine = std::sin(pi * x[i]);
      squares += x[i] * x[i];
      sines += sine * sine;
    }
    const auto n = static_cast<double>(d);
    return -20.0 * std::expm1(-0.2 * std::sqrt(squares / n)) - std::numbers::e * std::expm1(-2.0 * sines / n);
  }
  Vector diagonal(const Eigen::Ref<const Vector>& x, const Parts& at) const {
    return ((2.0 * pi * x.array()).cos() * (4.0 * pi * pi * at.ripple) + 4.0 * at.cone / at.r) / n_;
  }

  Eigen::Index dimension_;
  double n_;
};

}  // namespace

ProblemEntry ackley() {
  return {
      .name = "ackley",
      .title = "Ackley",
      .formula = "f = 20 − 20 exp(−0.2 √(Σxᵢ²/d)) + e − exp(Σ cos(2πxᵢ)/d)",
      .help = "Ripples on a plain around a kink, where curvature is infinite: shows what a Hessian trace cannot see.",
      .citation = "D. H. Ackley, A Connectionist Machine for Genetic Hillclimbing, Kluwer, 1987",
      .parameters = {dimension_parameter(2, 1000, 2, "Number of coordinates.")},
      .make = [](const Settings& settings, std::uint64_t) {
        return std::make_shared<const Ackley>(dimension_of(settings, 2));
      }};
}

}  // namespace tiltscape::problems
