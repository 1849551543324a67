// Sums over coordinates, f(x) = Σ φ(xᵢ), in any dimension: φ and its derivatives become a problem.
#pragma once

#include "core/problems/common.h"

namespace tiltscape::problems {

/// `Term` gives, all static: value(x), slope(x), bend(x) (φ, φ′, φ″), start, growth, limit (the domain is
/// [−limit, limit]^d), view_limit, and minima(dimension) with the global one first.
template <class Term>
class Separable final : public Problem {
 public:
  explicit Separable(Eigen::Index dimension) : dimension_(dimension) {}

  Eigen::Index dimension() const override { return dimension_; }
  double value(const Eigen::Ref<const Vector>& x) const override { return sum(x.data(), dimension_); }
  void values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const override {
    for_columns(points, out, sum);
  }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> g) const override {
    for (Eigen::Index i = 0; i < dimension_; ++i) g[i] = Term::slope(x[i]);
    return value(x);
  }
  void hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override {
    for (Eigen::Index i = 0; i < dimension_; ++i) product[i] = Term::bend(x[i]) * v[i];
  }
  double trace(const Eigen::Ref<const Vector>& x) const override { return x.unaryExpr(&Term::bend).sum(); }
  double lambda_max(const Eigen::Ref<const Vector>& x) const override {
    return x.unaryExpr(&Term::bend).template maxCoeff<Eigen::PropagateNaN>();
  }
  Vector default_start() const override {
    Vector x(dimension_);
    for (Eigen::Index i = 0; i < dimension_; ++i) x[i] = Term::start[static_cast<std::size_t>(i % 2)];
    return x;
  }
  std::vector<Minimum> minima() const override { return Term::minima(dimension_); }
  std::optional<double> growth() const override { return Term::growth; }
  Matrix domain() const override { return cube(dimension_, -Term::limit, Term::limit); }
  std::vector<Chart> charts() const override {
    constexpr double v = Term::view_limit;
    return {first_two(minima().front().x, {{{-v, v}, {-v, v}}})};
  }

 private:
  static double sum(const double* p, Eigen::Index d) {
    double total = 0.0;
    for (Eigen::Index i = 0; i < d; ++i) total += Term::value(p[i]);
    return total;
  }

  Eigen::Index dimension_;
};

template <class Term>
std::shared_ptr<const Problem> make_separable(const Settings& settings, std::uint64_t) {
  return std::make_shared<const Separable<Term>>(dimension_of(settings, 2));
}

}  // namespace tiltscape::problems
