// The scene is read once more, as a document.
#include "core/scene_place.h"

#include <algorithm>

#include "core/scene_parts.h"

namespace tiltscape {

namespace {

bool blames(std::string_view complaint, std::string_view name) {
  const std::size_t end = name.size();
  return complaint.starts_with(name) && complaint.size() > end && (complaint[end] == ' ' || complaint[end] == ':');
}

/// The scene's start, or the first that a run has of its own; null where none is written.
const toml::node* written_start(const toml::table& document) {
  if (const toml::node* start = document.get("start")) return start;
  if (const toml::array* runs = document["run"].as_array())
    for (const toml::node& run : *runs)
      if (const auto* keys = run.as_table(); keys != nullptr && keys->contains("start")) return keys->get("start");
  return nullptr;
}

}  // namespace

const Parameter* blamed_setting(const ProblemEntry& problem, std::string_view complaint) {
  const auto found = std::ranges::find_if(
      problem.parameters, [&](const Parameter& parameter) { return blames(complaint, parameter.name); });
  return found == problem.parameters.end() ? nullptr : &*found;
}

std::string placed_in_scene(const std::string& file_or_name, const std::vector<Override>& overrides,
                            const std::string& message) {
  using namespace scene_toml;
  toml::table document = parse_document(scene_text(file_or_name), file_or_name);
  apply_overrides(document, overrides);
  const auto& keys = table(*document.get("problem"), "problem");
  const auto* blamed = blamed_setting(find_problem(word(*keys.get("name"), "problem.name")), message);
  const bool blames_start = blamed == nullptr && blames(message, "start");
  const toml::node* node = blamed != nullptr ? keys.get(blamed->name)
                           : blames_start    ? written_start(document)
                                             : nullptr;
  if (node == nullptr && blamed != nullptr) node = &keys;
  if (node == nullptr) return message;
  try {
    complain(node->source(), message);
  } catch (const PlacedBadInput& placed) {
    return placed.what();
  }
}

}  // namespace tiltscape
