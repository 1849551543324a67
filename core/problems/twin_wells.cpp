// Twin wells with the same Hessian trace (20) and different largest eigenvalue (18 and 10).
#include <algorithm>

#include "core/problems/plane_problem.h"
#include "core/problems/registry.h"

namespace tiltscape::problems {
namespace {

struct TwinWells {
  static constexpr double s = 0.05;

  static double left(double x, double y) { return (x + 1.0) * (x + 1.0) + 9.0 * (y * y); }
  static double right(double x, double y) { return 5.0 * ((x - 1.0) * (x - 1.0) + y * y); }

  // −s log(e^{−a/s} + e^{−b/s}) with the smaller of a, b taken out, so that nothing underflows.
  static double value(double x, double y) {
    const double a = left(x, y);
    const double b = right(x, y);
    return std::min(a, b) - s * std::log1p(std::exp(-std::abs(a - b) / s));
  }
  static Jet jet(double x, double y) {
    const double p = 1.0 / (1.0 + std::exp((left(x, y) - right(x, y)) / s));  // weight of the left well
    const double q = 1.0 / (1.0 + std::exp((right(x, y) - left(x, y)) / s));
    const double ax = 2.0 * (x + 1.0), ay = 18.0 * y;
    const double bx = 10.0 * (x - 1.0), by = 10.0 * y;
    const double mix = p * q / s;
    return {p * ax + q * bx, p * ay + q * by, 2.0 * p + 10.0 * q - mix * (ax - bx) * (ax - bx),
            -mix * (ax - bx) * (ay - by), 18.0 * p + 10.0 * q - mix * (ay - by) * (ay - by)};
  }
  static constexpr std::array start = {0.1, 0.8};  // near the ridge between the wells
  static constexpr double growth = 10.0;           ///< f is about min(a, b): 5|x|² where |y| > |x|, less elsewhere
  static constexpr Box2 domain = {{{-4.0, 4.0}, {-3.0, 3.0}}};
  static constexpr Box2 view = {{{-2.2, 2.2}, {-1.4, 1.4}}};
  static std::vector<Minimum> minima() {
    return {plane_minimum(-1.0, 0.0, 0.0, "sharp in one direction"), plane_minimum(1.0, 0.0, 0.0, "round")};
  }
};

}  // namespace

ProblemEntry twin_wells() {
  return {.name = "twin-wells",
          .title = "Twin wells",
          .formula = "f = −s log(exp(−a/s) + exp(−b/s)), a = (x + 1)² + 9y², b = 5(x − 1)² + 5y², s = 0.05",
          .help =
              "Two wells with the same trace 20 and largest eigenvalues 18 and 10: the mean ranks them equal, the "
              "tilted surface does not.",
          .citation = "Tiltscape's own",
          .parameters = {},
          .make = make_plane<TwinWells>};
}

}  // namespace tiltscape::problems
