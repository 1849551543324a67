// The parameters of `svm` and `logistic`: linear models on random features.
#pragma once

#include "core/bad_input.h"
#include "core/problems/models/data_parameters.h"
#include "core/problems/models/step_parameters.h"

namespace tiltscape {

/// How scores are computed; equal to rounding.
enum class FeatureProducts { automatic, factorised, plain };

template <>
struct Choices<FeatureProducts> {
  static constexpr std::array names = {"auto", "factorised", "plain"};
};

struct FeatureParameters {
  DataParameters data{.data = DataName::breast_cancer};
  StepParameters step{.batch = 0};
  int features = 10'000;
  FeatureProducts products = FeatureProducts::automatic;

  /// A weight a feature, and w₀.
  std::int64_t count(const DataFacts&) const { return std::int64_t{features} + 1; }
  void check() const {
    data.check();
    if (data.standardise == Standardise::no)
      throw BadInput("standardise: data for random features are standardised; write standardise = \"auto\"");
    if (data.facts().known()) check_data(data.facts());
  }
  void check_data(const DataFacts& facts) const;

  void visit(auto& parameter) {
    data.visit(parameter);
    step.visit(parameter);
    parameter(features, {.name = "features",
                         .title = "Random features",
                         .symbol = "F",
                         .help = "φ = standardise(aᵀW), W Gaussian and fixed, drawn by seed; a weight for each.",
                         .low = 1,
                         .high = 1'000'000,
                         .slider_low = 10,
                         .slider_high = 20'000,
                         .scale = Scale::log});
    parameter(products,
              {.name = "products",
               .title = "Products",
               .symbol = "",
               .help = "factorised: features are never formed, scores are w₀ + Xᵀ(W̃w), in double, with exact trace and "
                       "λ_max; plain: all features as the inputs of a linear LibTorch model in single precision. auto "
                       "is factorised on the CPU, plain on a GPU.",
               .advanced = true});
  }
};

}  // namespace tiltscape
