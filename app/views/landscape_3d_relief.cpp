// Uploading the lattice; strips of triangles with the diagonal that ReliefField::height knows.
#include "app/views/landscape_3d_relief.h"

#include <algorithm>
#include <cstddef>

namespace tiltscape {

ReliefMesh::ReliefMesh()
    : program_("shaders/relief.vert", "shaders/relief.frag"),
      layout_(gl::make_vertex_array()),
      vertices_(gl::make_buffer()),
      triangles_(gl::make_buffer()) {
  using Vertex = ReliefField::Vertex;
  glBindVertexArray(layout_.id());
  glBindBuffer(GL_ARRAY_BUFFER, vertices_.id());
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, sizeof(Vertex),
                        reinterpret_cast<const void*>(offsetof(Vertex, height)));
  glEnableVertexAttribArray(1);
  glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, sizeof(Vertex),
                        reinterpret_cast<const void*>(offsetof(Vertex, slope)));
  glBindVertexArray(0);
}

void ReliefMesh::connect(int size) {
  std::vector<GLuint> indices;
  indices.reserve(6 * static_cast<std::size_t>(size - 1) * static_cast<std::size_t>(size - 1));
  for (int r = 0; r + 1 < size; ++r)
    for (int c = 0; c + 1 < size; ++c) {
      const auto low = static_cast<GLuint>(r * size + c), above = low + static_cast<GLuint>(size);
      indices.insert(indices.end(), {low, low + 1, above + 1, low, above + 1, above});
    }
  indices_ = static_cast<GLsizei>(indices.size());
  glBindVertexArray(layout_.id());
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, triangles_.id());
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(indices.size() * sizeof(GLuint)), indices.data(),
               GL_STATIC_DRAW);
  glBindVertexArray(0);
}

void ReliefMesh::upload(const ReliefField& field) {
  if (field.size() != size_) connect(field.size());
  size_ = field.size();
  gaps_ = field.gaps();
  glBindBuffer(GL_ARRAY_BUFFER, vertices_.id());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(field.vertices().size() * sizeof(ReliefField::Vertex)),
               field.vertices().data(), GL_STREAM_DRAW);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
}

void ReliefMesh::draw(const Lens& lens, const ReliefBox& box, const ReliefLook& look, const Canvas3D& canvas) const {
  const auto eye = lens.eye();
  const Eigen::Vector3f low = box.from_unit({0.0, 0.0, 0.0}).cast<float>();
  const Eigen::Vector3f extent = (box.from_unit({1.0, 1.0, 1.0}) - box.from_unit({0.0, 0.0, 0.0})).cast<float>();
  // the light turns with the camera: always from the left, above and a little behind
  const Eigen::Vector3d right = lens.axes().row(0).transpose(), up(0.0, 0.0, 1.0);
  const Eigen::Vector3f sun = (-0.55 * right + 0.12 * up.cross(right) + 0.85 * up).normalized().cast<float>();
  program_.set("matrix", lens.matrix());
  program_.set("size", size_);
  program_.set("low", low[0], low[1], low[2]);
  program_.set("extent", extent[0], extent[1], extent[2]);
  program_.set("eye", eye[0], eye[1], eye[2], eye[3]);
  program_.set("colours", 0);
  program_.set("sun", sun[0], sun[1], sun[2]);
  program_.set("shading", look.shading);
  program_.set("opacity", look.opacity);
  program_.set("haze", look.haze.Value.x, look.haze.Value.y, look.haze.Value.z);
  program_.set("ink", look.ink.Value.x, look.ink.Value.y, look.ink.Value.z, look.ink.Value.w);
  program_.set("scale", canvas.points);
  program_.set("gaps", gaps_ ? 1 : 0);
  program_.set("smooth_edges", canvas.multisampled ? 1 : 0);
  program_.set("line_count", static_cast<int>(look.lines.size()));
  if (!look.lines.empty()) program_.set("lines", std::span<const float>(look.lines));
  glBindVertexArray(layout_.id());
  const auto triangles = [this] { glDrawElements(GL_TRIANGLES, indices_, GL_UNSIGNED_INT, nullptr); };
  if (look.opacity < 1.0F) {
    // depth alone first, so that what lies behind its own nearest layer is not drawn; in front of what it touches
    glEnable(GL_POLYGON_OFFSET_FILL);
    glPolygonOffset(-1.0F, -1.0F);
    glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_FALSE);
    triangles();
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_FALSE);
    glDepthMask(GL_FALSE);
    glEnable(GL_BLEND);
    triangles();
    glDisable(GL_BLEND);
    glDepthMask(GL_TRUE);
    glDisable(GL_POLYGON_OFFSET_FILL);
  } else {
    if (gaps_ && canvas.multisampled) glEnable(GL_SAMPLE_ALPHA_TO_COVERAGE);
    triangles();
    glDisable(GL_SAMPLE_ALPHA_TO_COVERAGE);
  }
  glBindVertexArray(0);
}

}  // namespace tiltscape
