// Himmelblau's function: four equal minima of different curvature.
#include "core/problems/plane_problem.h"
#include "core/problems/registry.h"

namespace tiltscape::problems {
namespace {

struct Himmelblau {
  static double value(double x, double y) {
    const double a = x * x + y - 11.0;
    const double b = x + y * y - 7.0;
    return a * a + b * b;
  }
  static Jet jet(double x, double y) {
    const double a = x * x + y - 11.0;
    const double b = x + y * y - 7.0;
    return {4.0 * x * a + 2.0 * b, 2.0 * a + 4.0 * y * b, 4.0 * a + 8.0 * x * x + 2.0, 4.0 * (x + y),
            2.0 + 4.0 * b + 8.0 * y * y};
  }
  static constexpr std::array start = {0.0, 0.0};
  static constexpr double growth = faster_than_quadratic;
  static constexpr Box2 domain = {{{-6.0, 6.0}, {-6.0, 6.0}}};
  static constexpr Box2 view = {{{-5.0, 5.0}, {-5.0, 5.0}}};
  static std::vector<Minimum> minima() {
    return {plane_minimum(3.0, 2.0, 0.0, "global minimum"),
            plane_minimum(-2.8051180869527449, 3.131312518250573, 0.0, "global minimum"),
            plane_minimum(-3.7793102533777469, -3.2831859912861694, 0.0, "global minimum"),
            plane_minimum(3.5844283403304917, -1.8481265269644036, 0.0, "global minimum")};
  }
};

}  // namespace

ProblemEntry himmelblau() {
  return {.name = "himmelblau",
          .title = "Himmelblau",
          .formula = "f = (x² + y − 11)² + (x + y² − 7)²",
          .help = "Four minima with the same value and different curvature: where a method ends shows what it prefers.",
          .citation = "D. M. Himmelblau, Applied Nonlinear Programming, McGraw-Hill, 1972",
          .parameters = {},
          .make = make_plane<Himmelblau>};
}

}  // namespace tiltscape::problems
