// Uploading textures.
#include "app/gl/texture.h"

#include <cstddef>
#include <stdexcept>

namespace tiltscape::gl {
namespace {

void check(int width, int height, std::size_t entries, std::size_t found) {
  if (width < 1 || height < 1 ||
      static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * entries != found) {
    throw std::invalid_argument("a texture's data do not have its size");
  }
}

}  // namespace

Texture::Texture(int width, int height) : width_(width), height_(height), handle_(make_texture()) {}

void Texture::upload(GLint internal, GLenum format, GLenum type, const void* data) {
  glBindTexture(GL_TEXTURE_2D, id());
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  glTexImage2D(GL_TEXTURE_2D, 0, internal, width_, height_, 0, format, type, data);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

Texture Texture::field(int width, int height, std::span<const float> values) {
  check(width, height, 1, values.size());
  Texture texture(width, height);
  texture.upload(GL_R32F, GL_RED, GL_FLOAT, values.data());
  return texture;
}

Texture Texture::picture(int width, int height, std::span<const std::uint8_t> rgba) {
  check(width, height, 4, rgba.size());
  Texture texture(width, height);
  texture.upload(GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  return texture;
}

Texture Texture::colormap(std::span<const std::uint8_t> rgba) {
  return picture(static_cast<int>(rgba.size() / 4), 1, rgba);
}

void Texture::update(int width, int height, std::span<const float> values) {
  if (!handle_ || width != width_ || height != height_) {
    *this = field(width, height, values);
    return;
  }
  check(width, height, 1, values.size());
  glBindTexture(GL_TEXTURE_2D, id());
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, GL_RED, GL_FLOAT, values.data());
}

void Texture::bind(int unit) const {
  glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
  glBindTexture(GL_TEXTURE_2D, id());
}

}  // namespace tiltscape::gl
