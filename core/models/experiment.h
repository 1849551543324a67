// Experiments of every scene, landscapes and models: the only header of core/models that the rest of the program needs.
#pragma once

#include "core/run.h"

namespace tiltscape {

/// The experiment of any scene. Throws BadInput. Also sets LibTorch's threads to the scene's where a model is made.
Experiment make_experiment(const Scene& scene, std::uint64_t seeds = 1);

/// What doctor says of LibTorch: version, BLAS, threads, devices; a line each.
std::vector<std::string> libtorch_facts();

}  // namespace tiltscape
