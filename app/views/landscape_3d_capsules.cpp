// One instanced quad a segment; see shaders/capsule.vert.
#include "app/views/landscape_3d_capsules.h"

#include <cstddef>

namespace tiltscape {
namespace {

void attribute(GLuint index, GLint count, GLenum type, bool normalised, std::size_t offset) {
  glEnableVertexAttribArray(index);
  glVertexAttribPointer(index, count, type, normalised ? GL_TRUE : GL_FALSE, sizeof(Capsule),
                        reinterpret_cast<const void*>(offset));
  glVertexAttribDivisor(index, 1);
}

}  // namespace

Capsules::Capsules()
    : program_("shaders/capsule.vert", "shaders/capsule.frag"),
      layout_(gl::make_vertex_array()),
      buffer_(gl::make_buffer()) {
  glBindVertexArray(layout_.id());
  glBindBuffer(GL_ARRAY_BUFFER, buffer_.id());
  attribute(0, 3, GL_FLOAT, false, offsetof(Capsule, a));
  attribute(1, 3, GL_FLOAT, false, offsetof(Capsule, b));
  attribute(2, 4, GL_FLOAT, false, offsetof(Capsule, radius));
  attribute(3, 4, GL_UNSIGNED_BYTE, true, offsetof(Capsule, fill));
  attribute(4, 4, GL_UNSIGNED_BYTE, true, offsetof(Capsule, edge));
  glBindVertexArray(0);
}

void Capsules::upload(const std::vector<Capsule>& capsules) {
  count_ = static_cast<GLsizei>(capsules.size());
  glBindBuffer(GL_ARRAY_BUFFER, buffer_.id());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(capsules.size() * sizeof(Capsule)), capsules.data(),
               GL_STREAM_DRAW);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
}

void Capsules::draw(const Lens& lens, const Canvas3D& canvas, Manner manner) const {
  if (count_ == 0) return;
  const auto eye = lens.eye();
  program_.set("matrix", lens.matrix());
  program_.set("pixels", static_cast<float>(canvas.width), static_cast<float>(canvas.height));
  program_.set("scale", canvas.points);
  program_.set("pixel_size", static_cast<float>(lens.point_size()) / canvas.points);
  program_.set("eye", eye[0], eye[1], eye[2], eye[3]);
  const bool background = manner == Manner::background, trace = manner == Manner::trace;
  program_.set("smooth_edges", canvas.multisampled || background ? 1 : 0);
  program_.set("faint", trace ? 1 : 0);
  // coverage instead of blending: where pieces overlap they do not add up
  if (canvas.multisampled && !background) glEnable(GL_SAMPLE_ALPHA_TO_COVERAGE);
  if (trace) {
    glDepthFunc(GL_GREATER);
    glDepthMask(GL_FALSE);
  }
  glBindVertexArray(layout_.id());
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, count_);
  glBindVertexArray(0);
  glDisable(GL_SAMPLE_ALPHA_TO_COVERAGE);
  glDepthFunc(GL_LEQUAL);
  glDepthMask(GL_TRUE);
}

}  // namespace tiltscape
