// Initial parameters and filters from a model's pieces.
#include "core/models/model.h"

#include "core/models/layers.h"

namespace tiltscape {

at::Tensor Model::initial(std::uint64_t seed, const at::TensorOptions& options) const {
  at::Tensor x = at::empty({dimension()}, options);
  std::vector<double> weights;
  std::int64_t first = 0;
  std::size_t layer = 0;
  for (const Piece& piece : pieces()) {
    at::Tensor part = x.narrow(0, first, piece.size());
    first += piece.size();
    if (piece.fan == 0) {
      part.fill_(piece.constant);
      continue;
    }
    weights.resize(static_cast<std::size_t>(piece.size()));
    fill_weights(seed, layer++, piece.fan, weights);
    part.copy_(at::from_blob(weights.data(), {piece.size()}, at::kDouble));
  }
  return x;
}

std::vector<Filter> Model::filters() const {
  std::vector<Filter> filters;
  Eigen::Index at = 0;
  for (const Piece& piece : pieces()) {
    for (std::int64_t row = 0; row < piece.rows && piece.fan > 0; ++row)
      filters.push_back({at + row * piece.columns, piece.columns});
    at += piece.size();
  }
  return filters;
}

}  // namespace tiltscape
