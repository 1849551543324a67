// Rosenbrock's function, chained in d dimensions: a curved valley with a tridiagonal Hessian.
#include <algorithm>
#include <cmath>

#include "core/problems/common.h"
#include "core/problems/registry.h"

namespace tiltscape::problems {
namespace {

/// Largest eigenvalue of a symmetric tridiagonal matrix: bisection on the number of eigenvalues below s (Sturm
/// sequence), to the last bit of s.
double largest_tridiagonal(const Vector& diagonal, const Vector& beside) {
  const Eigen::Index n = diagonal.size();
  double low = diagonal.maxCoeff();
  double high = low;
  for (Eigen::Index i = 0; i < n; ++i) {
    const double radius = (i > 0 ? std::abs(beside[i - 1]) : 0.0) + (i + 1 < n ? std::abs(beside[i]) : 0.0);
    high = std::max(high, diagonal[i] + radius);
  }
  if (!std::isfinite(high - low)) return high;
  const auto all_below = [&](double s) {
    double pivot = diagonal[0] - s;
    for (Eigen::Index i = 1; i < n && pivot < 0.0; ++i) pivot = diagonal[i] - s - beside[i - 1] * beside[i - 1] / pivot;
    return pivot < 0.0;
  };
  for (double middle = low + (high - low) / 2; middle > low && middle < high; middle = low + (high - low) / 2)
    (all_below(middle) ? high : low) = middle;
  return high;
}

class Rosenbrock final : public Problem {
 public:
  explicit Rosenbrock(Eigen::Index dimension) : dimension_(dimension) {}

  Eigen::Index dimension() const override { return dimension_; }
  double value(const Eigen::Ref<const Vector>& x) const override { return sum(x.data(), dimension_); }
  void values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const override {
    for_columns(points, out, sum);
  }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> g) const override {
    g.setZero();
    for (Eigen::Index i = 0; i + 1 < dimension_; ++i) {
      const double a = x[i + 1] - x[i] * x[i];
      g[i] += -400.0 * x[i] * a - 2.0 * (1.0 - x[i]);
      g[i + 1] += 200.0 * a;
    }
    return value(x);
  }
  void hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override {
    const auto [diagonal, beside] = hessian(x);
    product = diagonal.cwiseProduct(v);
    product.head(dimension_ - 1) += beside.cwiseProduct(v.tail(dimension_ - 1));
    product.tail(dimension_ - 1) += beside.cwiseProduct(v.head(dimension_ - 1));
  }
  double trace(const Eigen::Ref<const Vector>& x) const override { return hessian(x).first.sum(); }
  double lambda_max(const Eigen::Ref<const Vector>& x) const override {
    const auto [diagonal, beside] = hessian(x);
    return largest_tridiagonal(diagonal, beside);
  }
  Vector default_start() const override {
    Vector x(dimension_);
    for (Eigen::Index i = 0; i < dimension_; ++i) x[i] = i % 2 == 0 ? -1.2 : 1.0;
    return x;
  }
  std::vector<Minimum> minima() const override { return {{Vector::Ones(dimension_), 0.0, "global minimum"}}; }
  Matrix domain() const override { return cube(dimension_, -5.0, 10.0); }
  std::optional<double> growth() const override { return faster_than_quadratic; }
  std::vector<Chart> charts() const override {
    return {first_two(Vector::Ones(dimension_), {{{-2.0, 2.0}, {-1.0, 3.0}}})};
  }

 private:
  static double sum(const double* x, Eigen::Index d) {
    double total = 0.0;
    for (Eigen::Index i = 0; i + 1 < d; ++i) {
      const double a = x[i + 1] - x[i] * x[i];
      const double b = 1.0 - x[i];
      total += 100.0 * (a * a) + b * b;
    }
    return total;
  }
  /// Diagonal (d) and subdiagonal (d − 1).
  std::pair<Vector, Vector> hessian(const Eigen::Ref<const Vector>& x) const {
    Vector diagonal = Vector::Zero(dimension_);
    Vector beside(dimension_ - 1);
    for (Eigen::Index i = 0; i + 1 < dimension_; ++i) {
      diagonal[i] += 1200.0 * x[i] * x[i] - 400.0 * x[i + 1] + 2.0;
      diagonal[i + 1] += 200.0;
      beside[i] = -400.0 * x[i];
    }
    return {std::move(diagonal), std::move(beside)};
  }

  Eigen::Index dimension_;
};

}  // namespace

ProblemEntry rosenbrock() {
  return {
      .name = "rosenbrock",
      .title = "Rosenbrock",
      .formula = "f = Σ 100(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)²",
      .help =
          "A narrow curved valley, flat along its floor: reaching it is easy, following it is what separates methods.",
      .citation =
          "H. H. Rosenbrock, An automatic method for finding the greatest or least value of a function, "
          "Computer Journal 3, 1960",
      .parameters = {dimension_parameter(2, 10000, 2, "Number of coordinates; consecutive ones are coupled.")},
      .make = [](const Settings& settings, std::uint64_t) {
        return std::make_shared<const Rosenbrock>(dimension_of(settings, 2));
      }};
}

}  // namespace tiltscape::problems
