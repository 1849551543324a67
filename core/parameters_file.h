// Where runs ended, as NumPy reads it.
#pragma once

#include <filesystem>
#include <vector>

#include "core/results.h"

namespace tiltscape {

constexpr const char* parameters_file_name = "parameters.npy";

/// The parameters after each run's last step: float64, runs × d, in the order of `results`; NaN of those without a
/// point. Of models they are flat in the order of their layers, as PyTorch's parameters() gives them. Throws BadInput
/// when writing fails.
void write_parameters(const std::filesystem::path& file, const std::vector<RunResult>& results);

}  // namespace tiltscape
