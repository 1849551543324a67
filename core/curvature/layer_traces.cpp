// Quadratic forms by stretches of coordinates.
#include "core/curvature/layer_traces.h"

namespace tiltscape {

std::vector<Estimate> layer_traces(Hessian& hessian, const std::vector<Layer>& layers, const Probes& probes) {
  const std::uint64_t before = hessian.products();
  Matrix samples(probes.count, std::ssize(layers));
  Eigen::Index row = 0;
  for_probes(probes, hessian.dimension(), [&](const Matrix& v, Eigen::Ref<Vector> values) {
    const Matrix products = hessian.times(v);
    for (Eigen::Index i = 0; i < samples.cols(); ++i) {
      const Layer& layer = layers[static_cast<std::size_t>(i)];
      samples.col(i).segment(row, v.cols()) =
          quadratic_forms(v.middleRows(layer.first, layer.size), products.middleRows(layer.first, layer.size));
    }
    row += v.cols();
    values.setZero();
  });
  std::vector<Estimate> traces;
  for (Eigen::Index i = 0; i < samples.cols(); ++i)
    traces.push_back(estimate_of(samples.col(i), probes, hessian.products() - before));
  return traces;
}

}  // namespace tiltscape
