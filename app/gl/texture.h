// 2-D textures: scalar fields (R32F), pictures (RGBA8) and colour maps (N × 1).
#pragma once

#include <cstdint>
#include <span>

#include "app/gl/handle.h"

namespace tiltscape::gl {

class Texture {
 public:
  Texture() = default;

  /// A field of width × height values, row by row (the first row is v = 0); interpolated linearly, clamped at its
  /// edges.
  static Texture field(int width, int height, std::span<const float> values);
  /// A picture of width × height RGBA pixels.
  static Texture picture(int width, int height, std::span<const std::uint8_t> rgba);
  /// A colour map of N RGBA entries, to be sampled with texture(map, vec2(u, 0.5)).
  static Texture colormap(std::span<const std::uint8_t> rgba);

  /// Replaces a field's values; storage is kept while the size stays the same.
  void update(int width, int height, std::span<const float> values);

  /// Binds to a texture unit, counted from 0.
  void bind(int unit) const;
  GLuint id() const { return handle_.id(); }
  int width() const { return width_; }
  int height() const { return height_; }

 private:
  Texture(int width, int height);
  void upload(GLint internal, GLenum format, GLenum type, const void* data);

  int width_ = 0;
  int height_ = 0;
  TextureHandle handle_;
};

}  // namespace tiltscape::gl
