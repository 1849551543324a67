// The convolutions of a stack of models are one batched product of kernels and neighbourhoods, examples last: a grouped
// convolution of so few channels takes several times as long.
#include "core/models/cnn.h"

#include "core/models/layers.h"

namespace tiltscape {
namespace {

/// Of every pixel (models × channels × side × side × n) the 3×3 around it, 0 beyond the edges: models × 9 × channels ×
/// side × side × n, in the order of a kernel's rows.
at::Tensor neighbourhoods(const at::Tensor& a) {
  const at::Tensor padded = at::constant_pad_nd(a, {0, 0, 1, 1, 1, 1});
  std::vector<at::Tensor> shifted;
  for (std::int64_t row = 0; row < 3; ++row)
    for (std::int64_t column = 0; column < 3; ++column)
      shifted.push_back(padded.narrow(2, row, a.size(2)).narrow(3, column, a.size(3)));
  return at::stack(shifted, 1);
}

}  // namespace

std::string Cnn::architecture() const {
  std::string text = fmt::format("{0}×{0}", facts_.side);
  for (int block = 0; block < shape_.blocks; ++block) text += fmt::format(" → {}@3×3", shape_.out(block));
  return text + fmt::format(" → {}, {}, means of 2×2", outputs(), choice_name(shape_.activation));
}

std::vector<Piece> Cnn::pieces() const {
  std::vector<Piece> pieces;
  for (int block = 0; block < shape_.blocks; ++block) {
    const std::int64_t in = shape_.in(block), out = shape_.out(block);
    pieces.insert(pieces.end(), {{out, 9 * in, fan_of(shape_.activation, 9 * in, 9 * out)}, {1, out}});
  }
  pieces.insert(pieces.end(),
                {{outputs(), features(), fan_of(shape_.activation, features(), outputs())}, {1, outputs()}});
  return pieces;
}

at::Tensor Cnn::scores(ParameterBlocks& blocks, const at::Tensor& inputs) const {
  const std::int64_t models = blocks.models(), n = inputs.size(0), side = facts_.side;
  at::Tensor a = inputs.t().reshape({1, 1, side, side, n});  // models (the first block sees the same) × … × n
  for (int block = 0; block < shape_.blocks; ++block) {
    const std::int64_t in = shape_.in(block), out = shape_.out(block), now = side >> block;
    const at::Tensor kernels =
        blocks.next(9 * in * out).reshape({models, out, in, 9}).transpose(2, 3).reshape({models, out, 9 * in});
    const at::Tensor patches = neighbourhoods(a).reshape({a.size(0), 9 * in, now * now * n});
    a = at::baddbmm(blocks.next(out).unsqueeze(2), kernels, patches.expand({models, 9 * in, now * now * n}));
    a = activated(shape_.activation, a).view({models, out, now / 2, 2, now / 2, 2, n}).mean({3, 5});
  }
  return affine(blocks, outputs(), a.reshape({models, features(), n}));
}

std::vector<Layer> Cnn::layers() const {
  std::vector<Layer> layers;
  Eigen::Index at = 0;
  const auto add = [&](const std::string& name, std::int64_t size) {
    layers.push_back({name, at, size});
    at += size;
  };
  for (int block = 0; block < shape_.blocks; ++block)
    add(fmt::format("conv {}: {} → {}", block + 1, shape_.in(block), shape_.out(block)),
        shape_.out(block) * (9 * shape_.in(block) + 1));
  add(fmt::format("affine: {} → {}", features(), outputs()), outputs() * (features() + 1));
  return layers;
}

std::int64_t Cnn::activations() const {
  std::int64_t sum = outputs();
  for (int block = 0; block < shape_.blocks; ++block) {
    const std::int64_t side = facts_.side >> block;
    sum += side * side * (9 * shape_.in(block) + 2 * shape_.out(block));
  }
  return sum;
}

}  // namespace tiltscape
