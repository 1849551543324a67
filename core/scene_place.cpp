// The scene is read once more, as a document.
#include "core/scene_place.h"

#include "core/scene_parts.h"

namespace tiltscape {

const Parameter* blamed_setting(const ProblemEntry& problem, std::string_view complaint) {
  for (const Parameter& parameter : problem.parameters) {
    const std::size_t end = parameter.name.size();
    if (complaint.starts_with(parameter.name) && complaint.size() > end &&
        (complaint[end] == ' ' || complaint[end] == ':'))
      return &parameter;
  }
  return nullptr;
}

std::string placed_in_scene(const std::string& file_or_name, const std::vector<Override>& overrides,
                            const std::string& message) {
  using namespace scene_toml;
  toml::table document = parse_document(scene_text(file_or_name), file_or_name);
  apply_overrides(document, overrides);
  const auto& keys = table(*document.get("problem"), "problem");
  const auto* blamed = blamed_setting(find_problem(word(*keys.get("name"), "problem.name")), message);
  if (blamed == nullptr) return message;
  const auto* node = keys.get(blamed->name);
  try {
    complain(node != nullptr ? node->source() : keys.source(), message);
  } catch (const PlacedBadInput& placed) {
    return placed.what();
  }
}

}  // namespace tiltscape
