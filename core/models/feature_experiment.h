// Experiments of linear models on random features that are never formed: runs over Eigen vectors, as landscapes have
// them, with a model's measures.
#pragma once

#include "core/run.h"

namespace tiltscape {

/// Whether the scene's problem is `svm` or `logistic` and takes this way.
bool is_factorised(const Scene& scene);
/// Throws BadInput.
/// Not `drawn`: see make_undrawn_experiment.
Experiment make_feature_experiment(const Scene& scene, std::uint64_t seeds, bool drawn);

}  // namespace tiltscape
