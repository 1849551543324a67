// The parameters of `mlp`.
#pragma once

#include <vector>

#include "core/problems/models/activation.h"
#include "core/problems/models/data_parameters.h"
#include "core/problems/models/loss_name.h"
#include "core/problems/models/norm.h"
#include "core/problems/models/step_parameters.h"

namespace tiltscape {

struct MlpParameters {
  DataParameters data{};
  StepParameters step{};
  int hidden = 32;
  int layers = 1;
  Activation activation = Activation::tanh;
  Norm norm = Norm::none;
  LossName loss = LossName::cross_entropy;

  /// Numbers that each layer takes in, and the last one's scores.
  std::vector<std::int64_t> widths(const DataFacts& facts) const {
    std::vector<std::int64_t> all{facts.features};
    all.insert(all.end(), static_cast<std::size_t>(layers), hidden);
    all.push_back(outputs(loss, facts.classes));
    return all;
  }
  /// Weights, biases, and gains and shifts of normalised units.
  std::int64_t count(const DataFacts& facts) const {
    const auto all = widths(facts);
    std::int64_t sum = norm == Norm::layer ? std::int64_t{2} * hidden * layers : 0;
    for (std::size_t layer = 1; layer < all.size(); ++layer) sum += all[layer] * (all[layer - 1] + 1);
    return sum;
  }
  void check() const {
    data.check();
    refuse_tokens(data.facts(), "mlp");
  }

  void visit(auto& parameter) {
    data.visit(parameter);
    step.visit(parameter);
    parameter(hidden, {.name = "hidden",
                       .title = "Hidden units",
                       .symbol = "",
                       .help = "Width of each hidden layer.",
                       .low = 1,
                       .high = 65'536,
                       .slider_low = 4,
                       .slider_high = 256,
                       .scale = Scale::log});
    parameter(layers, {.name = "layers",
                       .title = "Hidden layers",
                       .symbol = "",
                       .help = "How many hidden layers; 0 is a linear model.",
                       .low = 0,
                       .high = 64,
                       .slider_low = 0,
                       .slider_high = 6});
    parameter(activation, activation_parameter());
    parameter(norm,
              {.name = "norm",
               .title = "Normalisation",
               .symbol = "",
               .help = "layer: every hidden layer's sums to mean 0 and variance 1 over its units, with a gain and "
                       "a shift each (Ba et al. 2016).",
               .advanced = true});
    parameter(loss, loss_parameter());
  }
};

}  // namespace tiltscape
