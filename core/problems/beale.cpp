// Beale's function: one minimum in a flat, curved valley between steep walls.
#include "core/problems/plane_problem.h"
#include "core/problems/registry.h"

namespace tiltscape::problems {
namespace {

struct Beale {
  static constexpr std::array targets = {1.5, 2.25, 2.625};

  static double value(double x, double y) {
    const double a = targets[0] - x * (1.0 - y);
    const double b = targets[1] - x * (1.0 - y * y);
    const double c = targets[2] - x * (1.0 - y * y * y);
    return a * a + b * b + c * c;
  }
  // Residuals rᵢ = cᵢ − x(1 − yⁱ); f = Σ rᵢ².
  static Jet jet(double x, double y) {
    const std::array powers = {y, y * y, y * y * y};
    const std::array slopes = {1.0, 2.0 * y, 3.0 * y * y};
    const std::array bends = {0.0, 2.0, 6.0 * y};
    Jet j{};
    for (std::size_t i = 0; i < 3; ++i) {
      const double r = targets[i] - x * (1.0 - powers[i]);
      const double rx = powers[i] - 1.0;
      const double ry = x * slopes[i];
      j.fx += 2.0 * r * rx;
      j.fy += 2.0 * r * ry;
      j.fxx += 2.0 * rx * rx;
      j.fxy += 2.0 * (rx * ry + r * slopes[i]);
      j.fyy += 2.0 * (ry * ry + r * x * bends[i]);
    }
    return j;
  }
  static constexpr std::array start = {1.0, 1.0};  // Moré, Garbow & Hillstrom 1981
  static constexpr double growth = faster_than_quadratic;
  static constexpr Box2 domain = {{{-4.5, 4.5}, {-4.5, 4.5}}};
  static constexpr Box2 view = domain;
  static std::vector<Minimum> minima() { return {plane_minimum(3.0, 0.5, 0.0, "global minimum")}; }
};

}  // namespace

ProblemEntry beale() {
  return {
      .name = "beale",
      .title = "Beale",
      .formula = "f = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
      .help =
          "A long flat valley beside walls that rise as the sixth power: step sizes that suit one fail on the other.",
      .citation =
          "E. M. L. Beale, On an iterative method for finding a local minimum of a function of more than one "
          "variable, Princeton, 1958; start: Moré, Garbow & Hillstrom, ACM TOMS 7, 1981",
      .parameters = {},
      .make = make_plane<Beale>};
}

}  // namespace tiltscape::problems
