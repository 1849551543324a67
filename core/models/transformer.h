// A transformer that classifies sequences of tokens (Vaswani et al. 2017, arXiv 1706.03762), with normalisation before
// each of its parts (Xiong et al. 2020, arXiv 2002.04745).
#pragma once

#include "core/models/model.h"
#include "core/problems/models/transformer_parameters.h"

namespace tiltscape {

class Transformer final : public Model {
 public:
  /// Flat parameters: an embedding a token (tokens × width) and a place (length × width). Of each block: gains and
  /// shifts of a normalisation; weights (out × in, row by row) and biases of queries, of keys and values, head after
  /// head in each, and of what mixes the heads; gains and shifts; weights and biases of two affine layers. At last
  /// gains and shifts, weights and biases of the scores.
  Transformer(const TransformerParameters& parameters, const DataFacts& facts)
      : Model(parameters.loss), shape_(parameters), facts_(facts) {}

  std::string architecture() const override;
  std::int64_t dimension() const override { return shape_.count(facts_); }
  /// Uniform; variance 1/width of embeddings, 2/(in + out) of weights (Glorot & Bengio 2010), 2/in (He et al. 2015)
  /// between a block's affine layers unless the activation is tanh; biases and shifts 0, gains 1.
  std::vector<Piece> pieces() const override;
  using Model::scores;
  /// Inputs are tokens, a position after another; where they are padded, 0 is padding at the end.
  at::Tensor scores(ParameterBlocks& blocks, const at::Tensor& inputs) const override;
  std::vector<Layer> layers() const override;
  std::int64_t activations() const override;

 private:
  std::int64_t outputs() const { return tiltscape::outputs(shape_.loss, facts_.classes); }
  std::int64_t length() const { return facts_.features; }

  TransformerParameters shape_;
  DataFacts facts_;
};

}  // namespace tiltscape
