// The six-hump camel-back function: six minima in three symmetric pairs.
#include "core/problems/plane_problem.h"
#include "core/problems/registry.h"

namespace tiltscape::problems {
namespace {

struct SixHumpCamel {
  static double value(double x, double y) {
    const double x2 = x * x;
    const double y2 = y * y;
    return (4.0 - 2.1 * x2 + x2 * x2 / 3.0) * x2 + x * y + (4.0 * y2 - 4.0) * y2;
  }
  static Jet jet(double x, double y) {
    const double x2 = x * x;
    const double y2 = y * y;
    return {x * (8.0 - 8.4 * x2 + 2.0 * x2 * x2) + y, x + y * (16.0 * y2 - 8.0), 8.0 - 25.2 * x2 + 10.0 * x2 * x2, 1.0,
            48.0 * y2 - 8.0};
  }
  static constexpr std::array start = {-1.0, 0.2};  // ours: the literature has none
  static constexpr double growth = faster_than_quadratic;
  static constexpr Box2 domain = {{{-3.0, 3.0}, {-2.0, 2.0}}};
  static constexpr Box2 view = {{{-2.0, 2.0}, {-1.2, 1.2}}};
  static std::vector<Minimum> minima() {
    std::vector<Minimum> list;
    for (const double sign : {1.0, -1.0}) {
      list.push_back(plane_minimum(sign * 0.089842013100318062, sign * -0.71265640302073963, -1.0316284534898774,
                                   "global minimum"));
      list.push_back(
          plane_minimum(sign * 1.7036067149699808, sign * -0.79608356867262512, -0.21546382438371764, "local minimum"));
      list.push_back(
          plane_minimum(sign * 1.6071047529201972, sign * 0.56865145488413137, 2.1042503103112583, "local minimum"));
    }
    return list;
  }
};

}  // namespace

ProblemEntry six_hump_camel() {
  return {.name = "six-hump-camel",
          .title = "Six-hump camel",
          .formula = "f = (4 − 2.1x² + x⁴/3)x² + xy + (4y² − 4)y²",
          .help = "Six minima on three levels: shows how large a perturbation must be to step over a ridge.",
          .citation = "L. C. W. Dixon and G. P. Szegö (eds.), Towards Global Optimisation 2, North-Holland, 1978",
          .parameters = {},
          .make = make_plane<SixHumpCamel>};
}

}  // namespace tiltscape::problems
