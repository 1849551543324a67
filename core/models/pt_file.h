// PyTorch's .pt files: what kind of archive one is.
#pragma once

#include <string>

namespace tiltscape {

enum class PtFile {
  none,     ///< no archive of PyTorch's, or none at all
  old,      ///< what torch.save wrote before PyTorch 1.6
  tensors,  ///< what torch.save writes
  module    ///< what save() of a scripted module writes
};

PtFile pt_file(const std::string& file);

}  // namespace tiltscape
