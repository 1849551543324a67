// Data sets that PyTorch saved.
#pragma once

#include <string>

#include "core/models/data_set.h"

namespace tiltscape {

/// Inputs and labels of a .pt file: a dictionary or scripted module with `inputs` and `labels`, or a pair (inputs,
/// labels). Inputs n × …, bytes divided by 255, 64-bit whole numbers n × length being tokens; labels n whole numbers
/// from 0. `test_file` may be empty; else its examples have the shape and the classes of the first. Throws BadInput
/// "FILE: what is wrong; what would be right".
DataSet tensor_set(const std::string& file, const std::string& test_file);

}  // namespace tiltscape
