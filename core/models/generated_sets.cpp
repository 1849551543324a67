// Two moons, circles, spirals, a checkerboard: a point of the shape, then noise.
#include "core/models/generated_sets.h"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "core/random.h"

namespace tiltscape {
namespace {

using std::numbers::pi;

struct Labelled {
  std::array<double, 2> at;
  std::int64_t label;
};

/// Half circles of radius 1 (as scikit-learn's make_moons), their middle at 0.
Labelled moon(std::int64_t i, double u) {
  const double angle = pi * u;
  if (i % 2 == 0) return {{std::cos(angle) - 0.5, std::sin(angle) - 0.25}, 0};
  return {{0.5 - std::cos(angle), 0.25 - std::sin(angle)}, 1};
}

/// Radii 1 and ½.
Labelled circle(std::int64_t i, double u) {
  const double radius = i % 2 == 0 ? 1.0 : 0.5, angle = 2.0 * pi * u;
  return {{radius * std::cos(angle), radius * std::sin(angle)}, i % 2};
}

/// Three arms of two thirds of a turn each.
Labelled spiral(std::int64_t i, double u) {
  const double radius = 0.1 + 1.1 * u, angle = 2.0 * pi * (static_cast<double>(i % 3) / 3.0 + 2.0 / 3.0 * u);
  return {{radius * std::cos(angle), radius * std::sin(angle)}, i % 3};
}

/// 4×4 squares on [−1, 1]².
Labelled square(double u, double v) {
  const auto column = static_cast<std::int64_t>(4.0 * u), row = static_cast<std::int64_t>(4.0 * v);
  return {{2.0 * u - 1.0, 2.0 * v - 1.0}, (column + row) % 2};
}

Labelled point(DataName data, std::int64_t i, double u, double v) {
  switch (data) {
    case DataName::two_moons:
      return moon(i, u);
    case DataName::circles:
      return circle(i, u);
    case DataName::spirals:
      return spiral(i, u);
    case DataName::checkerboard:
      return square(u, v);
    default:
      throw std::logic_error("nobody generates " + std::string(choice_name(data)));
  }
}

}  // namespace

Examples generated(const DataParameters& parameters, std::uint64_t seed) {
  const std::int64_t n = parameters.examples;
  at::Tensor places = at::empty({n, 2}, at::kDouble), noise = at::empty_like(places);
  at::Tensor labels = at::empty({n}, at::kLong);
  auto* place = places.data_ptr<double>();
  auto* label = labels.data_ptr<std::int64_t>();
  fill_uniform({.seed = seed, .purpose = Purpose::examples}, {place, static_cast<std::size_t>(2 * n)});
  fill_gaussian({.seed = seed, .purpose = Purpose::examples, .item = 1},
                {noise.data_ptr<double>(), static_cast<std::size_t>(2 * n)});
  for (std::int64_t i = 0; i < n; ++i) {
    const Labelled made = point(parameters.data, i, place[2 * i], place[2 * i + 1]);
    place[2 * i] = made.at[0];
    place[2 * i + 1] = made.at[1];
    label[i] = made.label;
  }
  return {places.add_(noise, parameters.noise), labels};
}

Examples sums(std::int64_t modulus) {
  const at::Tensor numbers = at::arange(modulus, at::kLong);
  const at::Tensor a = numbers.repeat_interleave(modulus), b = numbers.repeat({modulus});
  return {at::stack({a, b, at::full_like(a, modulus)}, 1).to(at::kDouble), (a + b).remainder(modulus)};
}

}  // namespace tiltscape
