// A linked GLSL 4.10 program, compiled from embedded shader files.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "app/gl/handle.h"

namespace tiltscape::gl {

/// The text of a stage, and the name that error messages give it.
struct ShaderSource {
  std::string name;
  std::string text;
};

/// An embedded shader file such as "shaders/surface.frag", with lines `#include "shaders/common.glsl"` replaced by the
/// files they name. The dev preset reads the source tree instead, so that shaders can be edited while it runs.
ShaderSource shader_file(std::string_view path);

class Program {
 public:
  Program() = default;
  /// Compiles and links; throws std::runtime_error with the file's name and the driver's message.
  Program(const ShaderSource& vertex, const ShaderSource& fragment);
  /// From the paths of two embedded files.
  Program(std::string_view vertex_path, std::string_view fragment_path);

  void use() const;
  GLuint id() const { return handle_.id(); }

  /// Setting uniforms makes the program current. Names that the linker removed are ignored.
  void set(const char* name, float value) const;
  void set(const char* name, int value) const;
  void set(const char* name, float x, float y) const;
  void set(const char* name, float x, float y, float z) const;
  void set(const char* name, float x, float y, float z, float w) const;
  void set(const char* name, const std::array<float, 16>& column_major) const;
  void set(const char* name, const std::array<float, 9>& column_major) const;
  /// float name[]
  void set(const char* name, std::span<const float> values) const;

 private:
  GLint location(const char* name) const;

  ProgramHandle handle_;
};

}  // namespace tiltscape::gl
