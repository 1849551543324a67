// Compiling and linking shaders, with messages that name the file.
#include "app/gl/program.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "core/embedded.h"

namespace tiltscape::gl {
namespace {

std::string read(std::string_view path) {
#ifdef TILTSCAPE_RELOAD_DIR
  if (std::ifstream file(std::string(TILTSCAPE_RELOAD_DIR "/").append(path)); file) {
    return {std::istreambuf_iterator<char>(file), {}};
  }
#endif
  return std::string(embedded::file(path));
}

std::string with_includes(std::string_view path, int depth = 0) {
  if (depth > 8) {
    throw std::runtime_error(fmt::format("{}: files include each other", path));
  }
  constexpr std::string_view directive = "#include \"";
  std::istringstream lines(read(path));
  std::string result;
  for (std::string line; std::getline(lines, line); result += '\n') {
    if (line.starts_with(directive) && line.ends_with('"') && line.size() > directive.size()) {
      result += with_includes(line.substr(directive.size(), line.size() - directive.size() - 1), depth + 1);
    } else {
      result += line;
    }
  }
  return result;
}

ShaderHandle compile(GLenum stage, const ShaderSource& source) {
  ShaderHandle shader(glCreateShader(stage));
  const char* text = source.text.c_str();
  glShaderSource(shader.id(), 1, &text, nullptr);
  glCompileShader(shader.id());
  GLint status = GL_FALSE;
  glGetShaderiv(shader.id(), GL_COMPILE_STATUS, &status);
  if (status != GL_TRUE) {
    std::vector<char> message(4096);
    glGetShaderInfoLog(shader.id(), static_cast<GLsizei>(message.size()), nullptr, message.data());
    throw std::runtime_error(fmt::format("{}: {}", source.name, message.data()));
  }
  return shader;
}

}  // namespace

ShaderSource shader_file(std::string_view path) { return {std::string(path), with_includes(path)}; }

Program::Program(const ShaderSource& vertex, const ShaderSource& fragment) : handle_(glCreateProgram()) {
  const ShaderHandle vertex_shader = compile(GL_VERTEX_SHADER, vertex);
  const ShaderHandle fragment_shader = compile(GL_FRAGMENT_SHADER, fragment);
  glAttachShader(id(), vertex_shader.id());
  glAttachShader(id(), fragment_shader.id());
  glLinkProgram(id());
  glDetachShader(id(), vertex_shader.id());
  glDetachShader(id(), fragment_shader.id());
  GLint status = GL_FALSE;
  glGetProgramiv(id(), GL_LINK_STATUS, &status);
  if (status != GL_TRUE) {
    std::vector<char> message(4096);
    glGetProgramInfoLog(id(), static_cast<GLsizei>(message.size()), nullptr, message.data());
    throw std::runtime_error(fmt::format("{} with {}: {}", vertex.name, fragment.name, message.data()));
  }
}

Program::Program(std::string_view vertex_path, std::string_view fragment_path)
    : Program(shader_file(vertex_path), shader_file(fragment_path)) {}

void Program::use() const { glUseProgram(id()); }

GLint Program::location(const char* name) const {
  use();
  return glGetUniformLocation(id(), name);
}

void Program::set(const char* name, float value) const { glUniform1f(location(name), value); }
void Program::set(const char* name, int value) const { glUniform1i(location(name), value); }
void Program::set(const char* name, float x, float y) const { glUniform2f(location(name), x, y); }
void Program::set(const char* name, float x, float y, float z) const { glUniform3f(location(name), x, y, z); }
void Program::set(const char* name, float x, float y, float z, float w) const {
  glUniform4f(location(name), x, y, z, w);
}
void Program::set(const char* name, const std::array<float, 16>& column_major) const {
  glUniformMatrix4fv(location(name), 1, GL_FALSE, column_major.data());
}
void Program::set(const char* name, const std::array<float, 9>& column_major) const {
  glUniformMatrix3fv(location(name), 1, GL_FALSE, column_major.data());
}
void Program::set(const char* name, std::span<const float> values) const {
  glUniform1fv(location(name), static_cast<GLsizei>(values.size()), values.data());
}

}  // namespace tiltscape::gl
