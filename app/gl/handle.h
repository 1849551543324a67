// Move-only owners of OpenGL objects: textures, buffers, vertex arrays, framebuffers, renderbuffers and programs.
#pragma once

#include <epoxy/gl.h>

#include <utility>

namespace tiltscape::gl {

/// Owns one OpenGL name and deletes it with `Delete`; 0 owns nothing. The context must be current where it ends.
template <void (*Delete)(GLuint)>
class Handle {
 public:
  Handle() = default;
  explicit Handle(GLuint id) : id_(id) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, 0)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (id_ != 0) {
      Delete(id_);
    }
  }

  GLuint id() const { return id_; }
  explicit operator bool() const { return id_ != 0; }

 private:
  GLuint id_ = 0;
};

namespace detail {
inline void delete_texture(GLuint id) { glDeleteTextures(1, &id); }
inline void delete_buffer(GLuint id) { glDeleteBuffers(1, &id); }
inline void delete_vertex_array(GLuint id) { glDeleteVertexArrays(1, &id); }
inline void delete_framebuffer(GLuint id) { glDeleteFramebuffers(1, &id); }
inline void delete_renderbuffer(GLuint id) { glDeleteRenderbuffers(1, &id); }
inline void delete_program(GLuint id) { glDeleteProgram(id); }
inline void delete_shader(GLuint id) { glDeleteShader(id); }
}  // namespace detail

using TextureHandle = Handle<detail::delete_texture>;
using BufferHandle = Handle<detail::delete_buffer>;
using VertexArrayHandle = Handle<detail::delete_vertex_array>;
using FramebufferHandle = Handle<detail::delete_framebuffer>;
using RenderbufferHandle = Handle<detail::delete_renderbuffer>;
using ProgramHandle = Handle<detail::delete_program>;
using ShaderHandle = Handle<detail::delete_shader>;

inline TextureHandle make_texture() {
  GLuint id = 0;
  glGenTextures(1, &id);
  return TextureHandle(id);
}
inline BufferHandle make_buffer() {
  GLuint id = 0;
  glGenBuffers(1, &id);
  return BufferHandle(id);
}
inline VertexArrayHandle make_vertex_array() {
  GLuint id = 0;
  glGenVertexArrays(1, &id);
  return VertexArrayHandle(id);
}
inline FramebufferHandle make_framebuffer() {
  GLuint id = 0;
  glGenFramebuffers(1, &id);
  return FramebufferHandle(id);
}
inline RenderbufferHandle make_renderbuffer() {
  GLuint id = 0;
  glGenRenderbuffers(1, &id);
  return RenderbufferHandle(id);
}

}  // namespace tiltscape::gl
