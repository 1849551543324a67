// Probes by law from their counters.
#include "core/curvature/probes.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

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

Vector antithetic_sums(const LossFunction& loss, const Vector& x, double s, const Probes& probes) {
  std::vector<double> losses;
  return for_probes(probes, x.size(), [&](const Matrix& u, Eigen::Ref<Vector> values) {
    Matrix points(u.rows(), 2 * u.cols());
    points.leftCols(u.cols()) = (s * u).colwise() + x;
    points.rightCols(u.cols()) = (-s * u).colwise() + x;
    losses.resize(static_cast<std::size_t>(points.cols()));
    loss.values(points, losses);
    const Eigen::Map<const Vector> all(losses.data(), points.cols());
    values = all.head(u.cols()) + all.tail(u.cols());
  });
}

}  // namespace tiltscape
