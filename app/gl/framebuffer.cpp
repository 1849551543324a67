// Framebuffers with a colour texture, and reading them back.
#include "app/gl/framebuffer.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace tiltscape::gl {
namespace {

void check(int width, int height) {
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) {
    throw std::runtime_error(fmt::format("OpenGL cannot draw into {} × {} pixels", width, height));
  }
}

RenderbufferHandle attach_renderbuffer(GLenum attachment, GLenum format, int width, int height, int samples) {
  RenderbufferHandle buffer = make_renderbuffer();
  glBindRenderbuffer(GL_RENDERBUFFER, buffer.id());
  glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples > 1 ? samples : 0, format, width, height);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, attachment, GL_RENDERBUFFER, buffer.id());
  return buffer;
}

int allowed_samples(int wanted) {
  GLint most = 1;
  glGetIntegerv(GL_MAX_SAMPLES, &most);
  return std::clamp(wanted, 1, std::max(most, 1));
}

}  // namespace

Framebuffer::Framebuffer(int width, int height, FramebufferOptions options)
    : width_(width), height_(height), colour_(make_texture()), resolved_(make_framebuffer()) {
  GLint largest = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
  if (width < 1 || height < 1 || width > largest || height > largest) {
    throw std::runtime_error(fmt::format("{} × {} pixels: each side must be 1 to {}", width, height, largest));
  }
  glBindTexture(GL_TEXTURE_2D, colour_.id());
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glBindFramebuffer(GL_FRAMEBUFFER, resolved_.id());
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colour_.id(), 0);
  check(width, height);
  const int samples = allowed_samples(options.samples);
  if (samples > 1) {
    drawn_ = make_framebuffer();
    glBindFramebuffer(GL_FRAMEBUFFER, drawn_.id());
    multisampled_ = attach_renderbuffer(GL_COLOR_ATTACHMENT0, GL_RGBA8, width, height, samples);
  }
  if (options.depth) {
    depth_ = attach_renderbuffer(GL_DEPTH_ATTACHMENT, GL_DEPTH_COMPONENT24, width, height, samples);
  }
  check(width, height);
}

void Framebuffer::bind() const {
  glBindFramebuffer(GL_FRAMEBUFFER, drawn_ ? drawn_.id() : resolved_.id());
  glViewport(0, 0, width_, height_);
}

void Framebuffer::clear(float red, float green, float blue, float alpha) const {
  bind();
  glDisable(GL_SCISSOR_TEST);
  glClearColor(red, green, blue, alpha);
  if (depth_) {
    glDepthMask(GL_TRUE);
  }
  glClear(GL_COLOR_BUFFER_BIT | (depth_ ? GL_DEPTH_BUFFER_BIT : 0U));
}

void Framebuffer::resolve() const {
  if (drawn_) {
    glDisable(GL_SCISSOR_TEST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, drawn_.id());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, resolved_.id());
    glBlitFramebuffer(0, 0, width_, height_, 0, 0, width_, height_, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  }
}

Image Framebuffer::read() const {
  resolve();
  const auto row = 4 * static_cast<std::size_t>(width_);
  Image image{width_, height_, std::vector<std::uint8_t>(row * static_cast<std::size_t>(height_))};
  glBindFramebuffer(GL_READ_FRAMEBUFFER, resolved_.id());
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width_, height_, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
  auto top = image.rgba.begin();
  for (auto bottom = image.rgba.end(); bottom - top > static_cast<std::ptrdiff_t>(row);) {
    bottom -= static_cast<std::ptrdiff_t>(row);
    top = std::swap_ranges(bottom, bottom + static_cast<std::ptrdiff_t>(row), top);
  }
  return image;
}

}  // namespace tiltscape::gl
