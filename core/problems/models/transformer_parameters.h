// The parameters of `transformer`.
#pragma once

#include <fmt/format.h>

#include "core/bad_input.h"
#include "core/problems/models/activation.h"
#include "core/problems/models/data_parameters.h"
#include "core/problems/models/loss_name.h"
#include "core/problems/models/norm.h"
#include "core/problems/models/step_parameters.h"

namespace tiltscape {

/// What a position looks at, and what the scores are read from.
enum class Attention { decoder, encoder };

template <>
struct Choices<Attention> {
  static constexpr std::array names = {"decoder", "encoder"};
};

/// Embedded tokens and positions; blocks of attention and two affine layers, each added to what it looked at; then one
/// affine layer.
struct TransformerParameters {
  DataParameters data{.data = DataName::modular_addition, .modulus = 31, .inputs = Inputs::tokens};
  StepParameters step{};
  int width = 64;
  int heads = 4;
  int blocks = 1;
  int expansion = 4;
  Attention attention = Attention::decoder;
  Activation activation = Activation::gelu;
  Norm norm = Norm::layer;
  LossName loss = LossName::cross_entropy;

  std::int64_t hidden() const { return std::int64_t{expansion} * width; }
  /// Gains and shifts of one normalisation.
  std::int64_t norms() const { return norm == Norm::layer ? std::int64_t{2} * width : 0; }
  std::int64_t embeddings(const DataFacts& facts) const { return width * (facts.tokens + facts.features); }
  std::int64_t attention_count() const { return norms() + (std::int64_t{4} * width + 4) * width; }
  std::int64_t hidden_count() const { return norms() + hidden() * (width + 1) + width * (hidden() + 1); }
  std::int64_t readout_count(const DataFacts& facts) const {
    return norms() + outputs(loss, facts.classes) * (width + 1);
  }
  /// Embeddings, weights, biases, gains and shifts.
  std::int64_t count(const DataFacts& facts) const {
    return embeddings(facts) + blocks * (attention_count() + hidden_count()) + readout_count(facts);
  }
  void check() const {
    data.check();
    if (data.facts().known()) refuse_numbers(data.facts(), "transformer");
    if (width % heads != 0)
      throw BadInput(fmt::format("heads = {} do not divide width = {}; write one of its divisors", heads, width));
  }
  void visit(auto& parameter) {
    data.visit(parameter);
    step.visit(parameter);
    parameter(width, {.name = "width",
                      .title = "Width",
                      .symbol = "",
                      .help = "Numbers that stand for a token between the blocks.",
                      .low = 1,
                      .high = 16'384,
                      .slider_low = 8,
                      .slider_high = 256,
                      .scale = Scale::log});
    parameter(heads, {.name = "heads",
                      .title = "Heads",
                      .symbol = "",
                      .help = "Of attention; they share the width, which they have to divide.",
                      .low = 1,
                      .high = 256,
                      .slider_low = 1,
                      .slider_high = 8});
    parameter(blocks, {.name = "blocks",
                       .title = "Blocks",
                       .symbol = "",
                       .help = "A block is attention, then an affine layer, an activation and another affine layer.",
                       .low = 1,
                       .high = 128,
                       .slider_low = 1,
                       .slider_high = 6});
    parameter(expansion, {.name = "expansion",
                          .title = "Hidden units",
                          .symbol = "",
                          .help = "Between a block's two affine layers, in widths.",
                          .low = 1,
                          .high = 64,
                          .slider_low = 1,
                          .slider_high = 8,
                          .advanced = true});
    parameter(attention, {.name = "attention",
                          .title = "Attention",
                          .symbol = "",
                          .help = "decoder: every position looks at itself and what is before it, and the last one "
                                  "that is no padding is read. encoder: all positions look at all, and their mean is "
                                  "read. Nobody looks at padding."});
    parameter(activation, activation_parameter());
    parameter(norm, {.name = "norm",
                     .title = "Normalisation",
                     .symbol = "",
                     .help = "layer: what attention, the affine layers and the last layer look at has mean 0 and "
                             "variance 1 over the width, with a gain and a shift each (pre-norm; Xiong et al. 2020).",
                     .advanced = true});
    parameter(loss, loss_parameter());
  }
};

}  // namespace tiltscape
