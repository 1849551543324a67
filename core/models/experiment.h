// Experiments of every scene, landscapes and models: the only header of core/models that the rest of the program needs.
#pragma once

#include "core/run.h"

namespace tiltscape {

/// The experiment of any scene. Throws BadInput. Also sets LibTorch's threads to the scene's where a model is made.
Experiment make_experiment(const Scene& scene, std::uint64_t seeds = 1);
/// The same for runs that nobody looks at on their way. Records and results are the same, bit for bit; a model has no
/// charts, keeps none of its points, and takes no more memory than its steps.
Experiment make_undrawn_experiment(const Scene& scene, std::uint64_t seeds = 1);

/// What doctor says of LibTorch: version, BLAS, threads, devices; a line each.
std::vector<std::string> libtorch_facts();

}  // namespace tiltscape
