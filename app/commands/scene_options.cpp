// --set, --seed, --seeds, --steps, --cost and --device are all overrides of the scene's keys.
#include "app/commands/commands.h"
#include "core/bad_input.h"

namespace tiltscape {

Scene SceneOptions::load() const {
  std::vector<Override> overrides;
  for (const std::string& text : set) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      throw BadInput("--set " + text + ": no '='; write PATH=VALUE, such as run.0.tilt=8");
    overrides.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }
  if (seed) overrides.push_back({"seed", std::to_string(*seed)});
  if (seeds) overrides.push_back({"seeds", std::to_string(*seeds)});
  if (steps) overrides.push_back({"stop", "{ steps = " + std::to_string(*steps) + " }"});
  if (cost) overrides.push_back({"stop", "{ cost = " + std::to_string(*cost) + " }"});
  if (!device.empty()) overrides.push_back({"device", device});
  return load_scene(scene, overrides);
}

}  // namespace tiltscape
