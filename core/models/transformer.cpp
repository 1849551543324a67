// Sequences pass as one wide matrix, examples last; in the last block of a decoder only the position that is read asks.
#include "core/models/transformer.h"

#include <fmt/format.h>

#include "core/models/attention.h"
#include "core/models/layers.h"

namespace tiltscape {
namespace {

std::string counted(int count, const char* what) { return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s"); }

/// Sequences as the model reads them.
class Reader {
 public:
  /// n × length
  Reader(const at::Tensor& inputs, bool padded, Attention attention)
      : tokens_(inputs.t().to(at::kLong)), attention_(attention) {
    if (padded) padding_ = tokens_.eq(0);
  }

  const at::Tensor& tokens() const { return tokens_; }  ///< length × n
  std::int64_t length() const { return tokens_.size(0); }
  std::int64_t size() const { return tokens_.size(1); }

  /// Keys that no query sees (n or 1 × queries or 1 × length); of a lone query at the place that is read, or of all.
  at::Tensor hidden(bool alone) const {
    at::Tensor hidden;
    if (padding_.defined()) hidden = padding_.t().unsqueeze(1);
    if (alone || attention_ == Attention::encoder) return hidden;
    const at::Tensor later = at::ones({length(), length()}, tokens_.options().dtype(at::kBool)).triu(1);
    return hidden.defined() ? hidden.logical_or(later) : later;
  }

  /// Of a (models × width × length × n) the last position that is no padding, or the mean of all that are none: models
  /// × width × 1 × n.
  at::Tensor read(const at::Tensor& a) const {
    const bool last = attention_ == Attention::decoder;
    if (!padding_.defined()) return last ? a.narrow(2, length() - 1, 1) : a.mean(2, true);
    const at::Tensor seen = padding_.logical_not(), count = seen.sum(0).clamp_min(1);
    if (last) return a.gather(2, (count - 1).view({1, 1, 1, size()}).expand({a.size(0), a.size(1), 1, size()}));
    return (a * seen.to(a.scalar_type())).sum(2, true) / count;
  }

 private:
  at::Tensor tokens_, padding_;
  Attention attention_;
};

/// Token and place: models × width × length × n.
at::Tensor embed(ParameterBlocks& blocks, const Reader& reader, std::int64_t tokens, std::int64_t width) {
  const std::int64_t models = blocks.models();
  const at::Tensor rows =
      reader.tokens() + at::arange(models, reader.tokens().options()).mul_(tokens).view({models, 1, 1});
  const at::Tensor a =
      at::embedding(blocks.next(tokens * width).reshape({models * tokens, width}), rows).permute({0, 3, 1, 2});
  const at::Tensor places = blocks.next(reader.length() * width).view({models, reader.length(), width});
  return a.contiguous() + places.transpose(1, 2).unsqueeze(3);
}

/// An affine layer at every position.
at::Tensor affine_at_each(ParameterBlocks& blocks, std::int64_t out, const at::Tensor& a) {
  return affine(blocks, out, a.reshape({a.size(0), a.size(1), -1})).view({a.size(0), out, a.size(2), a.size(3)});
}

}  // namespace

std::string Transformer::architecture() const {
  return fmt::format("{} tokens × {} → {} wide, {}, {} → {}, {}, {}{}", facts_.tokens, length(), shape_.width,
                     counted(shape_.blocks, "block"), counted(shape_.heads, "head"), outputs(),
                     choice_name(shape_.activation), choice_name(shape_.attention),
                     shape_.norm == Norm::layer ? ", layer norm" : "");
}

std::vector<Piece> Transformer::pieces() const {
  const std::int64_t width = shape_.width, hidden = shape_.hidden();
  std::vector<Piece> pieces = {{facts_.tokens, width, 2 * width}, {length(), width, 2 * width}};
  const auto normalisation = [&] {
    if (shape_.norm == Norm::layer) pieces.insert(pieces.end(), {{1, width, 0, 1.0}, {1, width}});
  };
  const auto affine = [&](std::int64_t in, std::int64_t out, std::int64_t fan) {
    pieces.insert(pieces.end(), {{out, in, fan}, {1, out}});
  };
  for (int block = 0; block < shape_.blocks; ++block) {
    normalisation();
    affine(width, width, 2 * width);      // queries
    affine(width, 2 * width, 2 * width);  // keys and values
    affine(width, width, 2 * width);
    normalisation();
    affine(width, hidden, fan_of(shape_.activation, width, hidden));
    affine(hidden, width, fan_of(shape_.activation, hidden, width));
  }
  normalisation();
  affine(width, outputs(), width + outputs());
  return pieces;
}

at::Tensor Transformer::scores(ParameterBlocks& blocks, const at::Tensor& inputs) const {
  const Reader reader(inputs, facts_.padded, shape_.attention);
  const std::int64_t width = shape_.width;
  const auto normal = [&](const at::Tensor& a) { return shape_.norm == Norm::layer ? normalised(blocks, a) : a; };
  at::Tensor a = embed(blocks, reader, facts_.tokens, width);
  for (int block = 1; block <= shape_.blocks; ++block) {
    const bool alone = block == shape_.blocks && shape_.attention == Attention::decoder;
    at::Tensor b = normal(a);
    const at::Tensor queries = affine_at_each(blocks, width, alone ? reader.read(b) : b);
    b = affine_at_each(blocks, 2 * width, b);
    b = attended(queries, b.narrow(1, 0, width), b.narrow(1, width, width), shape_.heads, reader.hidden(alone));
    a = (alone ? reader.read(a) : a) + affine_at_each(blocks, width, b);
    b = activated(shape_.activation, affine_at_each(blocks, shape_.hidden(), normal(a)));
    a = a + affine_at_each(blocks, width, b);
  }
  if (shape_.attention == Attention::encoder) a = reader.read(a);
  return affine_at_each(blocks, outputs(), normal(a)).squeeze(2);
}

std::vector<Layer> Transformer::layers() const {
  std::vector<Layer> layers;
  Eigen::Index at = 0;
  const auto add = [&](std::string name, std::int64_t size) {
    layers.push_back({std::move(name), at, size});
    at += size;
  };
  add(fmt::format("embeddings: {} tokens, {} places → {}", facts_.tokens, length(), shape_.width),
      shape_.embeddings(facts_));
  for (int block = 1; block <= shape_.blocks; ++block) {
    add(fmt::format("block {}: {}", block, counted(shape_.heads, "head")), shape_.attention_count());
    add(fmt::format("block {}: {} → {} → {}", block, shape_.width, shape_.hidden(), shape_.width),
        shape_.hidden_count());
  }
  add(fmt::format("scores: {} → {}", shape_.width, outputs()), shape_.readout_count(facts_));
  return layers;
}

std::int64_t Transformer::activations() const {
  const std::int64_t width = shape_.width, normal = shape_.norm == Norm::layer ? 4 * width : 0;
  const std::int64_t attention = 10 * width + 2 * shape_.heads * length(), affine = 2 * (shape_.hidden() + width);
  return length() * (2 * width + shape_.blocks * (normal + attention + affine)) + outputs();
}

}  // namespace tiltscape
