// A quadratic bowl of given condition, rotated by seed, in O(d) per product.
#include <cmath>

#include "core/plane.h"
#include "core/problems/common.h"
#include "core/problems/registry.h"
#include "core/random.h"

namespace tiltscape::problems {
namespace {

constexpr Eigen::Index reflections = 4;

/// f = ½ xᵀQΛQᵀx; Λ geometric from 1/condition to 1, Q a product of reflections I − 2nnᵀ in seeded directions n.
class Quadratic final : public Problem {
 public:
  Quadratic(Eigen::Index dimension, double condition, std::uint64_t seed)
      : eigenvalues_(dimension), normals_(dimension, reflections) {
    for (Eigen::Index i = 0; i < dimension; ++i) {
      const double fraction = dimension > 1 ? static_cast<double>(i) / static_cast<double>(dimension - 1) : 1.0;
      eigenvalues_[i] = std::pow(condition, fraction - 1.0);
    }
    roots_ = eigenvalues_.cwiseSqrt();
    for (Eigen::Index j = 0; j < reflections; ++j) {
      const Stream stream{seed, Purpose::problem, 0, static_cast<std::uint32_t>(j)};
      fill_gaussian(stream, {normals_.col(j).data(), static_cast<std::size_t>(dimension)});
      normals_.col(j).normalize();
    }
    if (dimension == 2)
      for (Eigen::Index i = 0; i < 2; ++i) plane_.row(i) = eigenvector(i).transpose();
  }

  Eigen::Index dimension() const override { return eigenvalues_.size(); }
  double value(const Eigen::Ref<const Vector>& x) const override {
    double result = 0.0;
    values(x, {&result, 1});
    return result;
  }
  void values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const override {
    if (dimension() == 2) {
      const double a = eigenvalues_[0], b = eigenvalues_[1];
      for_columns(points, out, [a, b, q = plane_](const double* p, Eigen::Index) {
        const double u = q(0, 0) * p[0] + q(0, 1) * p[1];
        const double v = q(1, 0) * p[0] + q(1, 1) * p[1];
        return 0.5 * (a * u * u + b * v * v);
      });
      return;
    }
    Vector rotated(dimension());
    for_columns(points, out, [&](const double* p, Eigen::Index d) {
      rotated = Eigen::Map<const Vector>(p, d);
      to_eigenbasis(rotated);
      rotated.array() *= roots_.array();
      return 0.5 * dot(rotated.data(), rotated.data(), d);
    });
  }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> g) const override {
    hessian_times(x, x, g);
    return value(x);
  }
  void hessian_times(const Eigen::Ref<const Vector>&, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override {
    product = v;
    to_eigenbasis(product);
    product.array() *= eigenvalues_.array();
    from_eigenbasis(product);
  }
  double trace(const Eigen::Ref<const Vector>&) const override { return eigenvalues_.sum(); }
  double lambda_max(const Eigen::Ref<const Vector>&) const override { return eigenvalues_[dimension() - 1]; }

  /// At distance 1 from the minimum along every eigenvector.
  Vector default_start() const override {
    Vector x = Vector::Ones(dimension());
    from_eigenbasis(x);
    return x;
  }
  std::vector<Minimum> minima() const override { return {{Vector::Zero(dimension()), 0.0, "global minimum"}}; }
  std::optional<double> growth() const override { return eigenvalues_[dimension() - 1]; }
  std::vector<Chart> charts() const override;

 private:
  void to_eigenbasis(Eigen::Ref<Vector> x) const {
    for (Eigen::Index j = 0; j < reflections; ++j) reflect(x, j);
  }
  void from_eigenbasis(Eigen::Ref<Vector> x) const {
    for (Eigen::Index j = reflections; j-- > 0;) reflect(x, j);
  }
  void reflect(Eigen::Ref<Vector> x, Eigen::Index j) const {
    x -= 2.0 * dot(normals_.col(j).data(), x.data(), dimension()) * normals_.col(j);
  }
  Vector eigenvector(Eigen::Index i) const {
    Vector x = Vector::Unit(dimension(), i);
    from_eigenbasis(x);
    return x;
  }

  Vector eigenvalues_;
  Vector roots_;           ///< √ of the eigenvalues
  Matrix normals_;         ///< d × reflections, unit columns
  Eigen::Matrix2d plane_;  ///< Qᵀ where d = 2
};

std::vector<Chart> Quadratic::charts() const {
  constexpr Box2 bounds = {{{-2.5, 2.5}, {-2.5, 2.5}}};
  if (dimension() == 1) return {line_chart("x", bounds)};
  std::vector<Chart> list{first_two(Vector::Zero(dimension()), bounds)};
  if (dimension() == 2) return list;
  Chart eigen = plane_chart(spanned(Vector::Zero(dimension()), eigenvector(0), eigenvector(dimension() - 1)),
                            "flattest and steepest direction",
                            {"flattest direction, λ = 1/condition", "steepest direction, λ = 1"},
                            "surface with the other directions at the minimum");
  eigen.bounds = bounds;
  list.push_back(std::move(eigen));
  return list;
}

Parameter condition_parameter() {
  return {.name = "condition",
          .title = "Condition number",
          .symbol = "κ",
          .help = "Ratio of the largest eigenvalue, 1, to the smallest.",
          .low = 1.0,
          .high = 1e12,
          .slider_low = 1.0,
          .slider_high = 1e4,
          .scale = Scale::log,
          .fallback = 10.0};
}

}  // namespace

ProblemEntry quadratic() {
  return {.name = "quadratic",
          .title = "Quadratic",
          .formula = "f = ½ Σ λᵢqᵢ², q = x rotated, λᵢ geometric from 1/κ to 1",
          .help = "The one landscape with closed forms for everything: the place to check an estimator or a step size.",
          .citation = "textbook; closed forms of its tilted surface in Tiltscape's docs/mathematics.md",
          .parameters = {dimension_parameter(1, 10000, 2, "Number of coordinates."), condition_parameter()},
          .gaussian_start = true,
          .make = [](const Settings& settings, std::uint64_t seed) {
            return std::make_shared<const Quadratic>(dimension_of(settings, 2), settings.real("condition", 0, 10.0),
                                                     seed);
          }};
}

}  // namespace tiltscape::problems
