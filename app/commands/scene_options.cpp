// --set, --seed, --seeds, --steps, --cost and --device are all overrides of the scene's keys.
#include "app/commands/commands.h"
#include "core/bad_input.h"
#include "core/models/outside.h"
#include "core/scene_place.h"

namespace tiltscape {

namespace {

/// An override as it was typed: "--steps 0" stands for "stop={ steps = 0 }".
struct Typed {
  std::string option;
  Override meaning;
};

std::vector<Typed> typed_in(const SceneOptions& options) {
  std::vector<Typed> typed;
  const auto number = [&typed](const std::string& option, const std::optional<std::uint64_t>& value,
                               const std::string& path, const std::string& before, const std::string& after) {
    if (!value) return;
    const std::string digits = std::to_string(*value);
    typed.push_back({"--" + option + " " + digits, {path, before + digits + after}});
  };
  number("seed", options.seed, "seed", "", "");
  number("seeds", options.seeds, "seeds", "", "");
  number("steps", options.steps, "stop", "{ steps = ", " }");
  number("cost", options.cost, "stop", "{ cost = ", " }");
  if (!options.device.empty()) typed.push_back({"--device " + options.device, {"device", options.device}});
  return typed;
}

}  // namespace

std::vector<Override> SceneOptions::overrides() const {
  std::vector<Override> overrides;
  for (const std::string& text : set) {
    const auto equals = text.find('=');
    if (equals == std::string::npos)
      throw BadInput("--set " + text + ": no '='; write PATH=VALUE, such as run.0.tilt=8");
    if (equals == 0) throw BadInput("--set " + text + ": no path; write PATH=VALUE, such as run.0.tilt=8");
    overrides.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }
  for (const Typed& each : typed_in(*this)) overrides.push_back(each.meaning);
  return overrides;
}

BadInput SceneOptions::placed(const BadInput& error) const {
  return BadInput(placed_in_scene(scene, overrides(), error.what()));
}

Scene SceneOptions::load() const {
  try {
    return load_scene(scene, overrides(), with_libtorch());
  } catch (const BadInput& error) {
    const std::string message = error.what();
    for (const Typed& each : typed_in(*this))  // people look for what they wrote
      if (const std::string place = "--set " + each.meaning.path + "=" + each.meaning.value + ":";
          message.starts_with(place))
        throw BadInput(each.option + ":" + message.substr(place.size()));
    throw;
  }
}

}  // namespace tiltscape
