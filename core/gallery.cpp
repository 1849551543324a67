// The scenes that come with the program, and scenes by file or gallery name.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "core/embedded.h"
#include "core/scene.h"
#include "core/scene_place.h"
#include "core/scene_toml.h"

namespace tiltscape {
namespace {

constexpr std::string_view folder = "assets/scenes/";
constexpr std::string_view extension = ".toml";
/// The order of menus; scenes that are not here come after, by name.
constexpr std::array<std::string_view, 13> menu = {"tilt-chooses-the-minimum",
                                                   "product-valley",
                                                   "twin-wells",
                                                   "rosenbrock-race",
                                                   "himmelblau-race",
                                                   "your-formula",
                                                   "two-moons",
                                                   "noisy-labels",
                                                   "digits",
                                                   "digits-cnn",
                                                   "fine-tune-digits",
                                                   "grokking",
                                                   "flat-minima-svm"};

std::vector<std::string> gallery_names() {
  std::vector<std::string> names;
  for (std::string_view path : embedded::list(folder))
    if (path.ends_with(extension))
      names.emplace_back(path.substr(folder.size(), path.size() - folder.size() - extension.size()));
  std::ranges::stable_sort(names, {},
                           [](const std::string& name) { return std::ranges::find(menu, name) - menu.begin(); });
  return names;
}

std::string_view gallery_text(const std::string& name) {
  return embedded::file(fmt::format("{}{}{}", folder, name, extension));
}

/// The comment lines a scene begins with, as one paragraph.
std::string first_comment(std::string_view text) {
  std::string comment;
  while (text.starts_with('#')) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(1, end - 1);
    while (line.starts_with(' ')) line.remove_prefix(1);
    if (!comment.empty()) comment += ' ';
    comment += line;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return comment;
}

std::string read_file(const std::string& file) {
  constexpr std::size_t most = 16U << 20U;
  std::ifstream stream(file, std::ios::binary);
  std::string text(most + 1, '\0');
  if (stream) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.is_open() || stream.bad())
    throw scene_toml::PlacedBadInput(fmt::format("{}: cannot be read; check its permissions", file));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > most)
    throw scene_toml::PlacedBadInput(fmt::format("{}: larger than 16 MiB; a scene is a short TOML file", file));
  return text;
}

}  // namespace

std::vector<GalleryEntry> gallery() {
  std::vector<GalleryEntry> entries;
  for (const std::string& name : gallery_names())
    entries.push_back({.name = name,
                       .title = parse_scene(gallery_text(name), name).title,
                       .help = first_comment(gallery_text(name))});
  return entries;
}

std::string scene_text(const std::string& file_or_name) {
  std::error_code error;
  const auto status = std::filesystem::status(file_or_name, error);
  if (std::filesystem::exists(status) && !std::filesystem::is_directory(status)) return read_file(file_or_name);
  const auto names = gallery_names();
  if (std::ranges::count(names, file_or_name) > 0) return std::string(gallery_text(file_or_name));
  if (std::filesystem::is_directory(status))
    throw scene_toml::PlacedBadInput(
        fmt::format("{}: is a folder; name a scene file or one of {}", file_or_name, fmt::join(names, ", ")));
  throw scene_toml::PlacedBadInput(
      fmt::format("{}: there is no such file; {}", file_or_name, unknown("gallery scene", file_or_name, names)));
}

Scene load_scene(const std::string& file_or_name, const std::vector<Override>& overrides, const Outside& outside) {
  return parse_scene(scene_text(file_or_name), file_or_name, overrides, outside);
}

}  // namespace tiltscape
