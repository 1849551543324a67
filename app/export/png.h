// Writing and reading PNG files.
#pragma once

#include <filesystem>

#include "app/export/image.h"

namespace tiltscape {

/// Writes the file whole or not at all (a temporary file beside it, then a rename). Throws std::runtime_error.
void write_png(const std::filesystem::path& path, const Image& image);

/// Any picture stb can read, as RGBA. Throws std::runtime_error.
Image read_picture(const std::filesystem::path& path);

}  // namespace tiltscape
