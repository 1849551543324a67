// Probes by law from their counters.
#include "core/curvature/probes.h"

#include <algorithm>
#include <stdexcept>

namespace tiltscape {

void fill_probes(const Probes& probes, Eigen::Index begin, Eigen::Ref<Matrix> out) {
  if (probes.law == Law::orthogonal) throw std::invalid_argument("orthogonal probes are not independent");
  const Stream first{.seed = probes.seed,
                     .purpose = Purpose::measure,
                     .step = static_cast<std::uint64_t>(probes.family),
                     .item = probes.first + static_cast<std::uint32_t>(begin)};
  if (probes.law == Law::gaussian || probes.law == Law::sphere) fill_gaussian_columns(first, out);
  shape_directions(probes.law, first, out);
}

Eigen::Index block_columns(Eigen::Index d) {
  return std::clamp<Eigen::Index>((Eigen::Index{1} << 20) / std::max<Eigen::Index>(d, 1), 1, 64);
}

}  // namespace tiltscape
