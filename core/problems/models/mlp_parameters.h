// The parameters of `mlp`, described once and without LibTorch, so that menus, scenes and help know them.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/describe.h"

namespace tiltscape {

enum class DataName { digits };

template <>
struct Choices<DataName> {
  static constexpr std::array names = {"digits"};
};

enum class Activation { tanh, relu };

template <>
struct Choices<Activation> {
  static constexpr std::array names = {"tanh", "relu"};
};

struct MlpParameters {
  DataName data = DataName::digits;
  int hidden = 32;
  int layers = 1;
  Activation activation = Activation::tanh;
  int batch = 64;
  int train = 1437;

  /// Numbers that each layer takes in, and the last one's scores.
  std::vector<std::int64_t> widths() const {
    constexpr std::int64_t pixels = 64, digits = 10;
    std::vector<std::int64_t> all{pixels};
    all.insert(all.end(), static_cast<std::size_t>(layers), hidden);
    all.push_back(digits);
    return all;
  }
  /// Weights and biases.
  std::int64_t count() const {
    const auto all = widths();
    std::int64_t sum = 0;
    for (std::size_t layer = 1; layer < all.size(); ++layer) sum += all[layer] * (all[layer - 1] + 1);
    return sum;
  }

  void visit(auto& parameter) {
    parameter(
        data,
        {.name = "data",
         .title = "Data set",
         .symbol = "",
         .help = "digits: 1 797 images of handwritten digits, 8×8 pixels (scikit-learn's copy of the UCI test set)."});
    parameter(hidden, {.name = "hidden",
                       .title = "Hidden units",
                       .symbol = "",
                       .help = "Width of each hidden layer.",
                       .low = 1,
                       .high = 4096,
                       .slider_low = 4,
                       .slider_high = 256,
                       .scale = Scale::log});
    parameter(layers, {.name = "layers",
                       .title = "Hidden layers",
                       .symbol = "",
                       .help = "How many hidden layers.",
                       .low = 1,
                       .high = 8,
                       .slider_low = 1,
                       .slider_high = 4});
    parameter(activation,
              {.name = "activation",
               .title = "Activation",
               .symbol = "",
               .help = "tanh is smooth; relu has no curvature of its own, so traces come from the loss alone."});
    parameter(batch,
              {.name = "batch",
               .title = "Minibatch",
               .symbol = "B",
               .help = "Images in a step's minibatch, drawn anew by seed and step; 0 takes the whole training set.",
               .low = 0,
               .high = 1796,
               .slider_low = 0,
               .slider_high = 512});
    parameter(train, {.name = "train",
                      .title = "Training images",
                      .symbol = "n",
                      .help = "Images to train on; the other images of the 1 797 test. Split by seed.",
                      .low = 1,
                      .high = 1796,
                      .slider_low = 100,
                      .slider_high = 1700});
  }
};

}  // namespace tiltscape
