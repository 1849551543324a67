// Uploading the lattice; triangles with the diagonal that ReliefField::height knows.
#include "app/views/landscape_3d_relief.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace tiltscape {

gl::Texture line_map(const std::vector<float>& lines) {
  constexpr int texels = 1024;
  std::vector<float> map(2 * texels, 2.0F);  // off the colour map
  for (int i = 0; !lines.empty() && i < texels; ++i) {
    const float at = static_cast<float>(i) / (texels - 1);
    const auto line = std::ranges::min_element(lines, {}, [at](float place) { return std::abs(place - at); });
    map[static_cast<std::size_t>(i)] = *line;
    const auto next = line == lines.begin() ? line : line - 1;
    map[static_cast<std::size_t>(texels + i)] = lines.size() < 2 ? 1.0F : *(next + 1) - *next;
  }
  return gl::Texture::field(texels, 2, map);
}

ReliefMesh::ReliefMesh()
    : program_("shaders/relief.vert", "shaders/relief.frag"),
      layout_(gl::make_vertex_array()),
      vertices_(gl::make_buffer()),
      triangles_(gl::make_buffer()) {
  using Vertex = ReliefField::Vertex;
  glBindVertexArray(layout_.id());
  glBindBuffer(GL_ARRAY_BUFFER, vertices_.id());
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(Vertex),
                        reinterpret_cast<const void*>(offsetof(Vertex, height)));
  glEnableVertexAttribArray(1);
  glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, sizeof(Vertex),
                        reinterpret_cast<const void*>(offsetof(Vertex, slope)));
  glBindVertexArray(0);
}

void ReliefMesh::connect(const Eigen::Vector2d& eye) {
  const int cells = size_ - 1;
  const Eigen::Vector2d at = eye * cells;
  std::array<std::vector<int>, 2> order;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    order[axis].resize(static_cast<std::size_t>(cells));
    std::iota(order[axis].begin(), order[axis].end(), 0);
    const double from = at[static_cast<Eigen::Index>(axis)] - 0.5;
    std::ranges::sort(order[axis], {}, [from](int i) { return std::abs(i - from); });
  }
  std::vector<GLuint> indices;
  indices.reserve(6 * static_cast<std::size_t>(cells) * static_cast<std::size_t>(cells));
  for (const int r : order[1])
    for (const int c : order[0]) {
      const auto low = static_cast<GLuint>(r * size_ + c), above = low + static_cast<GLuint>(size_);
      if (at[0] - c > at[1] - r)
        indices.insert(indices.end(), {low, low + 1, above + 1, low, above + 1, above});
      else
        indices.insert(indices.end(), {low, above + 1, above, low, low + 1, above + 1});
    }
  indices_ = static_cast<GLsizei>(indices.size());
  eye_ = eye;
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, triangles_.id());
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(indices.size() * sizeof(GLuint)), indices.data(),
               GL_STREAM_DRAW);
}

void ReliefMesh::upload(const ReliefField& field) {
  if (field.size() != size_) eye_.reset();
  size_ = field.size();
  gaps_ = field.gaps();
  places_.update(field.colours_a_side(), field.colours_a_side(), field.colours());
  glBindBuffer(GL_ARRAY_BUFFER, vertices_.id());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(field.vertices().size() * sizeof(ReliefField::Vertex)),
               field.vertices().data(), GL_STREAM_DRAW);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
}

void ReliefMesh::draw(const Lens& lens, const ReliefBox& box, const ReliefLook& look, const Canvas3D& canvas) {
  const auto eye = lens.eye();
  constexpr double far = 1e6;  // a direction as a point
  const Eigen::Vector3d there = Eigen::Vector3f(eye[0], eye[1], eye[2]).cast<double>() * (eye[3] > 0.0F ? 1.0 : far);
  const Eigen::Vector2d over = box.to_unit({there, there}).origin.head<2>();
  glBindVertexArray(layout_.id());
  if (eye_ != over) connect(over);
  places_.bind(2);
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
  program_.set("lines", 1);
  program_.set("places", 2);
  program_.set("texels", static_cast<float>(places_.width()));
  program_.set("sun", sun[0], sun[1], sun[2]);
  std::array<float, 4> domain{};
  for (std::size_t side = 0; side < 2; ++side) {
    const Eigen::Vector2d corner = box.unit({look.domain[0][side], look.domain[1][side]}).cwiseMax(-9.0).cwiseMin(9.0);
    domain[2 * side] = static_cast<float>(corner[0]);
    domain[2 * side + 1] = static_cast<float>(corner[1]);
  }
  program_.set("domain", domain[0], domain[1], domain[2], domain[3]);
  program_.set("shading", look.shading);
  program_.set("opacity", look.opacity);
  program_.set("haze", look.haze.Value.x, look.haze.Value.y, look.haze.Value.z);
  program_.set("ink", look.ink.Value.x, look.ink.Value.y, look.ink.Value.z, look.ink.Value.w);
  program_.set("scale", canvas.points);
  program_.set("gaps", gaps_ ? 1 : 0);
  program_.set("smooth_edges", canvas.multisampled ? 1 : 0);
  program_.set("lined", look.lined ? 1 : 0);
  if (look.opacity < 1.0F) {
    glEnable(GL_BLEND);
    glEnable(GL_POLYGON_OFFSET_FILL);
    glPolygonOffset(-1.0F, -1.0F);  // in front of what it touches
  } else if (gaps_ && canvas.multisampled) {
    glEnable(GL_SAMPLE_ALPHA_TO_COVERAGE);
  }
  glDrawElements(GL_TRIANGLES, indices_, GL_UNSIGNED_INT, nullptr);
  glDisable(GL_BLEND);
  glDisable(GL_POLYGON_OFFSET_FILL);
  glDisable(GL_SAMPLE_ALPHA_TO_COVERAGE);
  glBindVertexArray(0);
}

}  // namespace tiltscape
