// The parameters of `cnn`.
#pragma once

#include <fmt/format.h>

#include "core/bad_input.h"
#include "core/problems/models/activation.h"
#include "core/problems/models/data_parameters.h"
#include "core/problems/models/loss_name.h"
#include "core/problems/models/step_parameters.h"

namespace tiltscape {

/// Blocks of a 3×3 convolution, an activation and the mean of 2×2 pixels, each with twice the channels of the one
/// before; then an affine layer.
struct CnnParameters {
  DataParameters data{};
  StepParameters step{};
  int channels = 8;
  int blocks = 2;
  Activation activation = Activation::relu;
  LossName loss = LossName::cross_entropy;

  /// Channels into and out of a block, counted from 0; the image has one.
  std::int64_t in(int block) const { return block == 0 ? 1 : out(block - 1); }
  std::int64_t out(int block) const { return std::int64_t{channels} << block; }
  /// Numbers that the affine layer takes in, of images of side × side pixels.
  std::int64_t features(std::int64_t side) const { return (side >> blocks) * (side >> blocks) * in(blocks); }
  /// Weights and biases.
  std::int64_t count(const DataFacts& facts) const {
    std::int64_t sum = outputs(loss, facts.classes) * (features(facts.side) + 1);
    for (int block = 0; block < blocks; ++block) sum += out(block) * (9 * in(block) + 1);
    return sum;
  }
  void check() const {
    data.check();
    if (data.facts().known()) check_images(data.facts().side);
  }
  void check_images(std::int64_t side) const {
    if (side == 0)
      throw BadInput(fmt::format("data: {} has no square images, which cnn needs; write \"digits\"", data.called()));
    if ((side >> blocks) == 0)
      throw BadInput(fmt::format("blocks = {} leaves nothing of {} pixels; each block halves them", blocks, side));
  }

  void visit(auto& parameter) {
    data.visit(parameter);
    step.visit(parameter);
    parameter(channels, {.name = "channels",
                         .title = "Channels",
                         .symbol = "",
                         .help = "Of the first block; each further block has twice as many.",
                         .low = 1,
                         .high = 256,
                         .slider_low = 2,
                         .slider_high = 32,
                         .scale = Scale::log});
    parameter(blocks, {.name = "blocks",
                       .title = "Blocks",
                       .symbol = "",
                       .help = "A block is a 3×3 convolution, an activation and the mean of 2×2 pixels.",
                       .low = 1,
                       .high = 3,
                       .slider_low = 1,
                       .slider_high = 3});
    parameter(activation, activation_parameter());
    parameter(loss, loss_parameter());
  }
};

}  // namespace tiltscape
