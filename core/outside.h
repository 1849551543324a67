// What core asks of core/models, which it does not know: handed down by those who know both (core/models/outside.h).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/parameter.h"

namespace tiltscape {

class Problem;

struct Outside {
  /// Why models cannot run on a device, or "". Without it a scene may have any device, whether it is there or not.
  std::function<std::string(const std::string& device)> device_complaint{};
  /// The function of a formula, from the complete settings of the problem `expression`. Without it scenes of one are
  /// read and written, but its function cannot be asked for. Throws BadInput.
  std::function<std::shared_ptr<const Problem>(const Settings&)> compile{};
};

}  // namespace tiltscape
