// Directions of a device's generator, kept and drawn again in tiles; the CPU's generator stands in for a GPU's.
#include "core/models/device_directions.h"

#include <ATen/ATen.h>

#include <cmath>

#include "tests/models/support.h"

namespace tiltscape {
namespace {

constexpr std::uint64_t seed = 5, step = 12;

at::TensorOptions doubles() { return at::TensorOptions(at::kDouble); }

struct Shape {
  std::int64_t d;
  int k;
};
/// Tiles of 32 rows, of 10 rows, and of parts of a row.
constexpr std::array<Shape, 3> shapes{{{2410, 40}, {400'000, 11}, {1'300'001, 2}}};
constexpr std::array laws{Law::gaussian, Law::sphere, Law::rademacher};

double largest(const at::Tensor& differences) { return differences.abs().max().item<double>(); }

TEST(DeviceDirections, AnyPartDrawnAgainIsThatOfTheKeptRow) {
  struct Part {
    int i;
    std::int64_t first, size;
  };
  for (const auto& [d, k] : shapes)
    for (const Law law : laws) {
      const at::Tensor kept = device_directions(law, seed, step, k, d, doubles());
      DirectionsDrawnOnDevice drawn(seed, doubles());
      drawn.begin({law, k, step}, d);
      for (const auto& [i, first, size] : {Part{k - 1, d / 3, d / 2}, {0, 0, d}, {k - 1, d - 1, 1}}) {
        at::Tensor added = at::ones({size}, doubles()), perturbed = at::empty({size}, doubles());
        drawn.add_part(i, 0.5, first, added);
        drawn.perturb(at::ones({d}, doubles()), i, 0.5, first, perturbed);
        const at::Tensor expected = kept[i].narrow(0, first, size).mul(0.5).add_(1);
        EXPECT_LT(largest(added - expected), 1e-13);
        EXPECT_LT(largest(perturbed - expected), 1e-13);
      }
    }
}

TEST(DeviceDirections, AMoveIsTheSumOfTheKeptRows) {
  for (const auto& [d, k] : shapes) {
    const at::Tensor kept = device_directions(Law::sphere, seed, step, k, d, doubles());
    std::vector<double> c(static_cast<std::size_t>(k));
    for (std::size_t i = 0; i < c.size(); ++i) c[i] = 0.01 * std::sin(1.0 + static_cast<double>(i));
    const at::Tensor moved = at::mv(kept.t(), at::tensor(c, at::kDouble));
    DirectionsDrawnOnDevice drawn(seed, doubles());
    drawn.begin({Law::sphere, k, step}, d);
    FlatTensor x(at::ones({d}, doubles()));
    const double squares = moved.square().sum().item<double>();
    EXPECT_NEAR(drawn.move(x, c), squares, 1e-12 * squares);
    EXPECT_LT(largest(x.values() - moved - 1), 1e-13);
    c[0] = 1e200;
    const at::Tensor before = x.values().clone();
    EXPECT_FALSE(std::isfinite(drawn.move(x, c)));
    EXPECT_TRUE(x.values().equal(before)) << "a move that is not finite leaves x";
  }
}

TEST(DeviceDirections, RowsDependOnSeedStepAndNumberAlone) {
  for (const auto& [d, k] : shapes) {
    const at::Tensor all = device_directions(Law::gaussian, seed, step, k, d, doubles());
    EXPECT_TRUE(all.narrow(0, 0, k - 1).equal(device_directions(Law::gaussian, seed, step, k - 1, d, doubles())));
    for (const auto& [other_seed, other_step] : {std::pair{seed + 1, step}, {seed, step + 1}})
      EXPECT_GT(
          (all - device_directions(Law::gaussian, other_seed, other_step, k, d, doubles())).abs().mean().item<double>(),
          1.0);  // E|a − b| of independent normals is 2/√π
    EXPECT_LT(std::abs(at::dot(all[0], all[1]).item<double>()), 6 * std::sqrt(static_cast<double>(d)));
  }
}

TEST(DeviceDirections, ColumnsOfDifferentTilesDiffer) {
  const std::int64_t half = 1'000'000, tile = std::int64_t{1} << 20;
  const at::Tensor row = device_directions(Law::gaussian, seed, step, 1, tile + half, doubles())[0];
  EXPECT_LT(std::abs(at::dot(row.narrow(0, 0, half), row.narrow(0, tile, half)).item<double>()), 6 * std::sqrt(1e6));
  EXPECT_NEAR(row.square().mean().item<double>(), 1.0, 4 * std::sqrt(2 / 2e6));
}

}  // namespace
}  // namespace tiltscape
