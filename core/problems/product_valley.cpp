// The product valley h(y, z) = ½(y·z − 1)²: minima of every sharpness, connected.
#include <algorithm>
#include <cmath>

#include "core/problems/common.h"
#include "core/problems/registry.h"
#include "core/random.h"

namespace tiltscape::problems {
namespace {

/// x = (y, z), 2d unknowns. With p = y·z, r = p − 1, a = ∇p = (z, y) and J swapping the halves: H = aaᵀ + rJ, tr H = S
/// = ‖y‖² + ‖z‖².
class ProductValley final : public Problem {
 public:
  explicit ProductValley(Eigen::Index dimension) : d_(dimension) {}

  Eigen::Index dimension() const override { return 2 * d_; }
  double value(const Eigen::Ref<const Vector>& x) const override { return h(x.data(), 2 * d_); }
  void values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const override {
    for_columns(points, out, h);
  }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> g) const override {
    const double r = product(x) - 1.0;
    g.head(d_) = r * x.tail(d_);
    g.tail(d_) = r * x.head(d_);
    return 0.5 * r * r;
  }
  void hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> result) const override {
    const double r = product(x) - 1.0;
    const double along = dot(x.data() + d_, v.data(), d_) + dot(x.data(), v.data() + d_, d_);
    result.head(d_) = along * x.tail(d_) + r * v.tail(d_);
    result.tail(d_) = along * x.head(d_) + r * v.head(d_);
  }
  double trace(const Eigen::Ref<const Vector>& x) const override { return dot(x.data(), x.data(), 2 * d_); }
  // On the span of a's symmetric and antisymmetric parts H is 2 × 2 with trace S; elsewhere its eigenvalues are ±r,
  // never larger, since S/2 ≥ |p| gives λ ≥ |p| + |r + p| ≥ |r|.
  double lambda_max(const Eigen::Ref<const Vector>& x) const override {
    const double p = product(x);
    const double half = 0.5 * trace(x);
    return half + std::sqrt((2.0 * p - 1.0) * (2.0 * p - 1.0) + std::max(0.0, (half - p) * (half + p)));
  }
  std::string rescaling() const override { return "y → αy, z → z/α"; }
  Vector rescaled(const Eigen::Ref<const Vector>& x, double alpha) const override {
    Vector other(2 * d_);
    other << alpha * x.head(d_), x.tail(d_) / alpha;
    return other;
  }
  // The start of Figure 1 (d = 100): NumPy's seed 13, y then z.
  Vector default_start() const override {
    NumpyLegacy numpy(13);
    Vector x(2 * d_);
    for (double& entry : x) entry = numpy.gaussian();
    return x;
  }
  std::vector<Minimum> minima() const override {
    return {{pair(1.0, 1.0, 0.0), 0.0, "flat minimum; so is every y = z with ‖y‖ = 1"}};
  }
  std::string coordinate_name(Eigen::Index i) const override {
    const char* name = i < d_ ? "y" : "z";
    return d_ == 1 ? name : subscripted(name, i % d_);
  }
  std::optional<double> growth() const override { return faster_than_quadratic; }
  std::vector<Chart> charts() const override;

 private:
  static double h(const double* x, Eigen::Index n) {
    const double r = dot(x, x + n / 2, n / 2) - 1.0;
    return 0.5 * r * r;
  }
  double product(const Eigen::Ref<const Vector>& x) const { return dot(x.data(), x.data() + d_, d_); }
  /// y = (y0, 0, …), z = (z0, z1, 0, …).
  Vector pair(double y0, double z0, double z1) const {
    Vector x = Vector::Zero(2 * d_);
    x[0] = y0;
    x[d_] = z0;
    if (d_ > 1) x[d_ + 1] = z1;
    return x;
  }

  Eigen::Index d_;
};

/// Bounds hold a standard normal start: y·z and B have standard deviation √d, S has mean 2d and deviation 2√d.
std::vector<Chart> ProductValley::charts() const {
  const auto n = static_cast<double>(d_);
  const std::array<double, 2> spread = {-3.0 * std::sqrt(n), 3.0 * std::sqrt(n)};
  const std::array<double, 2> traces = {0.0, 2.0 * n + 8.0 * std::sqrt(n)};
  const std::array<double, 2> lengths = {0.0, std::sqrt(n) + 3.0};
  const std::string s = "S = ‖y‖² + ‖z‖² = trace";
  // f, λ_max and every F_t are functions of (y·z, S), being functions of ‖y + z‖ and ‖y − z‖: any point with them will
  // do.
  Chart product_and_trace{
      "y·z and S",
      {"y·z", s},
      "no point has S < 2|y·z|",
      {spread, traces},
      [valley = *this](const Vector& x) { return Eigen::Vector2d(valley.product(x), valley.trace(x)); },
      [valley = *this](const Eigen::Vector2d& at) -> std::optional<Vector> {
        if (!(std::abs(at[0]) <= 0.5 * at[1])) return std::nullopt;
        const double sum = std::sqrt(at[1] + 2.0 * at[0]);
        const double difference = std::sqrt(at[1] - 2.0 * at[0]);
        return valley.pair(0.5 * (sum + difference), 0.5 * (sum - difference), 0.0);
      }};
  Chart lengths_chart{"‖y‖ and ‖z‖",
                      {"‖y‖", "‖z‖"},
                      "surface for y parallel to z; the runs' loss also depends on the angle",
                      {lengths, lengths},
                      [d = d_](const Vector& x) { return Eigen::Vector2d(x.head(d).norm(), x.tail(d).norm()); },
                      [valley = *this](const Eigen::Vector2d& at) -> std::optional<Vector> {
                        if (!(at[0] >= 0.0 && at[1] >= 0.0)) return std::nullopt;
                        return valley.pair(at[0], at[1], 0.0);
                      }};
  if (d_ == 1) return {std::move(product_and_trace), std::move(lengths_chart)};  // B and y·z = 1 determine S
  Chart imbalance{"B and S",
                  {"B = (‖y‖² − ‖z‖²)/2", s},
                  "surface on the valley y·z = 1, where S² ≥ 4(B² + 1)",
                  {spread, traces},
                  [d = d_](const Vector& x) {
                    const double y2 = x.head(d).squaredNorm();
                    const double z2 = x.tail(d).squaredNorm();
                    return Eigen::Vector2d(0.5 * (y2 - z2), y2 + z2);
                  },
                  [valley = *this](const Eigen::Vector2d& at) -> std::optional<Vector> {
                    const double y2 = 0.5 * at[1] + at[0];
                    const double z2 = 0.5 * at[1] - at[0];
                    if (!(y2 > 0.0 && z2 > 0.0 && y2 * z2 >= 1.0)) return std::nullopt;
                    return valley.pair(std::sqrt(y2), 1.0 / std::sqrt(y2), std::sqrt((y2 * z2 - 1.0) / y2));
                  }};
  return {std::move(product_and_trace), std::move(lengths_chart), std::move(imbalance)};
}

}  // namespace

ProblemEntry product_valley() {
  return {
      .name = "product-valley",
      .title = "Product valley",
      .formula = "h(y, z) = ½(y·z − 1)²",
      .help =
          "Minima of every sharpness, connected, the flattest at y = z, ‖y‖ = 1 with trace 2: gradient descent stays "
          "where it arrives, zeroth-order methods drift to the flat end.",
      .citation = "L. Zhang et al., Zeroth-Order Optimization Finds Flat Minima, arXiv 2506.05454, Example 2.1",
      .parameters = {dimension_parameter(1, 10000, 100, "Length of y and of z; there are 2d unknowns.")},
      .gaussian_start = true,
      .make = [](const Settings& settings, std::uint64_t) {
        return std::make_shared<const ProductValley>(dimension_of(settings, 100));
      }};
}

}  // namespace tiltscape::problems
