// The Styblinski–Tang function: 2^d minima, one deep and the others not.
#include "core/problems/registry.h"
#include "core/problems/separable.h"

namespace tiltscape::problems {
namespace {

struct StyblinskiTangTerm {
  static constexpr double low = -2.9035340277711771, low_value = -39.166165703771415;
  static constexpr double high = 2.746802770990837, high_value = -25.029446655283943;

  static double value(double x) {
    const double x2 = x * x;
    return 0.5 * ((x2 - 16.0) * x2 + 5.0 * x);
  }
  static double slope(double x) { return (2.0 * x * x - 16.0) * x + 2.5; }
  static double bend(double x) { return 6.0 * x * x - 16.0; }

  static constexpr std::array start = {0.0, 0.0};
  static constexpr double growth = faster_than_quadratic;
  static constexpr double limit = 5.0;
  static constexpr double view_limit = 5.0;
  static std::vector<Minimum> minima(Eigen::Index d) {
    const auto n = static_cast<double>(d);
    Minimum mixed{Vector::Constant(d, low), (n - 1.0) * low_value + high_value, "local minimum"};
    mixed.x[0] = high;
    std::vector<Minimum> list{{Vector::Constant(d, low), n * low_value, "global minimum"}, std::move(mixed)};
    if (d == 2) list.push_back({Eigen::Vector2d(low, high), low_value + high_value, "local minimum"});
    list.push_back({Vector::Constant(d, high), n * high_value, "shallowest minimum"});
    return list;
  }
};

}  // namespace

ProblemEntry styblinski_tang() {
  return {
      .name = "styblinski-tang",
      .title = "Styblinski–Tang",
      .formula = "f = ½ Σ (xᵢ⁴ − 16xᵢ² + 5xᵢ)",
      .help = "Every coordinate chooses between a deep sharp well and a shallow flat one: depth and flatness disagree.",
      .citation = "M. A. Styblinski and T.-S. Tang, Experiments in nonconvex optimization, Neural Networks 3, 1990",
      .parameters = {dimension_parameter(2, 10000, 2, "Number of coordinates.")},
      .make = make_separable<StyblinskiTangTerm>};
}

}  // namespace tiltscape::problems
