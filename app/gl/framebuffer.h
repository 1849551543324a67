// A picture to draw into: RGBA8 colour, optional depth and multisampling, read back as an Image.
#pragma once

#include "app/export/image.h"
#include "app/gl/handle.h"

namespace tiltscape::gl {

struct FramebufferOptions {
  bool depth = false;
  int samples = 1;  ///< above 1, drawing is multisampled and resolve() makes the texture
};

class Framebuffer {
 public:
  Framebuffer() = default;
  /// Throws std::runtime_error when the driver refuses the size. Width and height are pixels, at least 1.
  Framebuffer(int width, int height, FramebufferOptions options = {});

  /// Makes it the drawing target, with the viewport on all of it.
  void bind() const;
  void clear(float red, float green, float blue, float alpha) const;
  /// Brings multisampled drawing into the texture; does nothing otherwise.
  void resolve() const;
  /// The colour texture, for ImGui::Image (whose v axis then points up: pass uv0 = {0, 1}, uv1 = {1, 0}).
  GLuint texture() const { return colour_.id(); }
  /// Resolves and reads back; the first row is the top.
  Image read() const;

  int width() const { return width_; }
  int height() const { return height_; }

 private:
  int width_ = 0;
  int height_ = 0;
  TextureHandle colour_;
  RenderbufferHandle multisampled_;
  RenderbufferHandle depth_;
  FramebufferHandle resolved_;  ///< holds the texture
  FramebufferHandle drawn_;     ///< what is drawn into where samples > 1
};

}  // namespace tiltscape::gl
