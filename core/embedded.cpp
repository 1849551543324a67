// Reads the table of embedded files that cmake/Embed.cmake generates.
#include "core/embedded.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

extern "C" {
struct TiltscapeEmbeddedFile {
  const char* path;
  std::size_t path_size;
  const char* contents;
  std::size_t contents_size;
};
extern const std::size_t tiltscape_embedded_count;
extern const TiltscapeEmbeddedFile tiltscape_embedded_table[];
}

namespace tiltscape::embedded {
namespace {

std::span<const TiltscapeEmbeddedFile> files() { return {tiltscape_embedded_table, tiltscape_embedded_count}; }

std::string_view path_of(const TiltscapeEmbeddedFile& f) { return {f.path, f.path_size}; }

}  // namespace

std::string_view file(std::string_view path) {
  const auto found = std::ranges::find(files(), path, path_of);
  if (found == files().end()) throw std::out_of_range("no embedded file " + std::string(path));
  return {found->contents, found->contents_size};
}

std::vector<std::string_view> list(std::string_view prefix) {
  std::vector<std::string_view> paths;
  for (const auto& f : files()) {
    if (path_of(f).starts_with(prefix)) paths.push_back(path_of(f));
  }
  return paths;
}

}  // namespace tiltscape::embedded
