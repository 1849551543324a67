// What random features ask of their data.
#include "core/problems/models/feature_parameters.h"

#include <fmt/format.h>

namespace tiltscape {

void FeatureParameters::check_data(const DataFacts& facts) const {
  refuse_tokens(facts, "a linear model");
  if (facts.classes != 2)
    throw BadInput(fmt::format("data: {} has {} classes; svm and logistic tell two apart: \"breast-cancer\", a file …",
                               data.called(), facts.classes));
}

}  // namespace tiltscape
