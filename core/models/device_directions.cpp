// Blocks of rows from the device's generator.
#include "core/models/device_directions.h"

#include <ATen/Context.h>

#include <cmath>

#include "core/random.h"

namespace tiltscape {
namespace {

/// Rows that are drawn together: what one call of the generator fills depends on how many numbers it fills.
constexpr std::int64_t block_rows = 32;

/// A key for the device's generator, from a stream of ours.
std::uint64_t key(const Stream& stream) {
  const auto words = philox(stream, 0);
  return std::uint64_t{words[0]} << 32U | words[1];
}

}  // namespace

bool drawn_on_device(Law law) { return law == Law::gaussian || law == Law::sphere || law == Law::rademacher; }

at::Tensor device_directions(Law law, std::uint64_t seed, std::uint64_t step, std::int64_t k, std::int64_t d,
                             const at::TensorOptions& options) {
  const std::int64_t blocks = (k + block_rows - 1) / block_rows;
  const at::Tensor rows = at::empty({blocks * block_rows, d}, options);
  at::Generator generator = at::globalContext()
                                .getAcceleratorHooksInterface(options.device().type())
                                .getNewGenerator(options.device().index());
  for (std::int64_t block = 0; block < blocks; ++block) {
    generator.set_current_seed(
        key({.seed = seed, .purpose = Purpose::direction, .step = step, .item = static_cast<std::uint32_t>(block)}));
    at::Tensor some = rows.narrow(0, block * block_rows, block_rows);
    if (law == Law::rademacher)
      some.random_(0, 2, generator).mul_(2).sub_(1);
    else
      some.normal_(0, 1, generator);
    if (law == Law::sphere) some.mul_(some.norm(2, {1}, true).reciprocal_().mul_(std::sqrt(static_cast<double>(d))));
  }
  return rows.narrow(0, 0, k);
}

}  // namespace tiltscape
