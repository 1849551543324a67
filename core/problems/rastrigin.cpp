// Rastrigin's function: a bowl under a regular lattice of minima.
#include <cmath>
#include <numbers>

#include "core/problems/registry.h"
#include "core/problems/separable.h"

namespace tiltscape::problems {
namespace {

struct RastriginTerm {
  static constexpr double pi = std::numbers::pi;

  // 10 − 10 cos 2πx as 20 sin² πx: exact at the minimum.
  static double value(double x) {
    const double sine = std::sin(pi * x);
    return x * x + 20.0 * sine * sine;
  }
  static double slope(double x) { return 2.0 * x + 20.0 * pi * std::sin(2.0 * pi * x); }
  static double bend(double x) { return 2.0 + 40.0 * pi * pi * std::cos(2.0 * pi * x); }

  static constexpr std::array start = {3.3, -2.3};  // ours: the literature starts at random
  static constexpr double growth = 2.0;
  static constexpr double limit = 5.12;
  static constexpr double view_limit = 5.12;
  static std::vector<Minimum> minima(Eigen::Index d) {
    Minimum nearest{Vector::Zero(d), 0.99495905709329139, "local minimum, one of many"};
    nearest.x[0] = 0.9949586376523348;
    return {{Vector::Zero(d), 0.0, "global minimum"}, std::move(nearest)};
  }
};

}  // namespace

ProblemEntry rastrigin() {
  return {.name = "rastrigin",
          .title = "Rastrigin",
          .formula = "f = 10d + Σ (xᵢ² − 10 cos 2πxᵢ)",
          .help =
              "A bowl under a lattice of minima one apart: shows smoothing at its clearest, as ρ nears the spacing the "
              "averaged surface turns into the bowl and the tilted one does not.",
          .citation = "L. A. Rastrigin, Systems of Extremal Control, Nauka, 1974",
          .parameters = {dimension_parameter(2, 10000, 2, "Number of coordinates.")},
          .make = make_separable<RastriginTerm>};
}

}  // namespace tiltscape::problems
