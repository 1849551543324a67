// PNG by stb; the only place that includes its implementation.
#include "app/export/png.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <system_error>

#define STBI_ONLY_PNG
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>
#pragma GCC diagnostic pop

namespace tiltscape {

void write_png(const std::filesystem::path& path, const Image& image) {
  std::filesystem::path temporary = path;
  temporary += fmt::format(".{}.part", ::getpid());
  errno = 0;  // streams keep no reason of their own
  std::ofstream file(temporary, std::ios::binary);
  const auto append = [](void* to, void* data, int size) {
    static_cast<std::ofstream*>(to)->write(static_cast<const char*>(data), size);
  };
  const bool encoded = file && stbi_write_png_to_func(append, &file, image.width, image.height, 4, image.rgba.data(),
                                                      4 * image.width) != 0;
  file.close();
  std::error_code problem;
  const int reason = errno;
  if (encoded && file.good()) {
    std::filesystem::rename(temporary, path, problem);
    if (!problem) {
      return;
    }
  }
  if (!problem && reason != 0) problem.assign(reason, std::generic_category());
  std::error_code ignored;
  std::filesystem::remove(temporary, ignored);
  throw std::runtime_error(
      fmt::format("{}: cannot be written{}", path.string(), problem ? ": " + problem.message() : std::string()));
}

Image read_picture(const std::filesystem::path& path) {
  int width = 0;
  int height = 0;
  const std::unique_ptr<stbi_uc, void (*)(void*)> data(stbi_load(path.c_str(), &width, &height, nullptr, 4),
                                                       stbi_image_free);
  if (!data) {
    throw std::runtime_error(fmt::format("{}: {}", path.string(), stbi_failure_reason()));
  }
  const auto size = 4 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  return {width, height, std::vector<std::uint8_t>(data.get(), data.get() + size)};
}

}  // namespace tiltscape
