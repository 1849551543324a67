// Faces and lines behind the surface.
#include "app/views/landscape_3d_box.h"

#include <algorithm>
#include <cmath>

#include "app/theme.h"
#include "app/views/axes.h"

namespace tiltscape {
namespace {

constexpr float shadow_margin = 0.14F;  ///< sides that the shadow reaches beyond the box
constexpr int shadow_cells = 64;

std::vector<double> scaled(const std::vector<double>& values, double low, double high, double side) {
  std::vector<double> places;
  for (const double value : values) places.push_back(side * (2.0 * (value - low) / (high - low) - 1.0));
  return places;
}

/// Means over 2 reach + 1 neighbours, along rows and columns; nothing beyond the edges.
void blur(std::vector<float>& values, int size, int reach) {
  std::vector<float> next(values.size());
  for (const int stride : {1, size}) {
    const int across = stride == 1 ? size : 1;
    for (int line = 0; line < size; ++line)
      for (int i = 0; i < size; ++i) {
        float sum = 0.0F;
        for (int j = std::max(i - reach, 0); j <= std::min(i + reach, size - 1); ++j)
          sum += values[static_cast<std::size_t>(line * across + j * stride)];
        next[static_cast<std::size_t>(line * across + i * stride)] = sum / static_cast<float>(2 * reach + 1);
      }
    values.swap(next);
  }
}

struct Face {
  Eigen::Index axis = 0;
  int side = -1;
};

/// Those that lie behind everything; the ground, which may have a shadow, first.
std::vector<Face> far_faces(const Lens& lens) {
  std::vector<Face> faces;
  for (const Eigen::Index axis : {2, 0, 1})
    for (const int side : {-1, 1})
      if (lens.sees_inside(axis, side)) faces.push_back({axis, side});
  return faces;
}

/// Grid lines on the far faces and the faces' edges.
std::vector<Capsule> grid_lines(const std::vector<Face>& faces, const BoxSides& sides, const BoxAxes& axes) {
  std::vector<Capsule> lines;
  const Palette& p = palette();
  const ImColor grid = mix(p.panel, p.muted, 0.24F), edge = mix(p.panel, p.muted, 0.45F);
  for (const Face& face : faces) {
    const Eigen::Index u = (face.axis + 1) % 3, v = (face.axis + 2) % 3;
    for (const auto& [along, across] : {std::pair{u, v}, std::pair{v, u}}) {
      const auto line = [&](double place, const ImColor& colour) {
        Eigen::Vector3d a = Eigen::Vector3d::Zero(), b = a;
        a[face.axis] = b[face.axis] = face.side * sides[face.axis];
        a[along] = b[along] = place;
        a[across] = -sides[across];
        b[across] = sides[across];
        lines.push_back({.a = in_floats(a), .b = in_floats(b), .radius = 0.5F, .lit = 0.0F, .fill = colour});
      };
      for (const double place : axes[static_cast<std::size_t>(along)].places) line(place, grid);
      for (const double place : {-sides[along], sides[along]}) line(place, edge);
    }
  }
  return lines;
}

}  // namespace

BoxAxes box_axes(const ReliefBox& box, const Bounds& bounds, const ColourScale& scale,
                 const std::array<std::string, 2>& names, const std::string& symbol) {
  BoxAxes axes;
  for (std::size_t i = 0; i < 2; ++i) {
    const double side = box.sides()[static_cast<Eigen::Index>(i)];
    const auto ticks = linear_ticks(bounds[i][0], bounds[i][1], std::max(2, static_cast<int>(std::lround(5.0 * side))));
    axes[i] = {names[i], scaled(ticks, bounds[i][0], bounds[i][1], side), linear_labels(ticks)};
  }
  const HeightScale heights(scale);
  const auto values = heights.round_values(5);
  axes[2].name = symbol;
  axes[2].labels = scale.kind() == ColourScaleKind::log ? scale.labels(values) : linear_labels(values);
  for (const double value : values) axes[2].places.push_back(box.from_unit({0.0, 0.0, heights(value)})[2]);
  return axes;
}

BoxFaces::BoxFaces() : program_("shaders/ground.vert", "shaders/ground.frag"), nothing_(gl::make_vertex_array()) {}

void BoxFaces::shade(const ReliefField& field) {
  // darker where the surface is near the ground, blurred as under a wide light
  std::vector<float> dark(static_cast<std::size_t>(shadow_cells) * shadow_cells, 0.0F);
  for (int r = 0; r < shadow_cells; ++r)
    for (int c = 0; c < shadow_cells; ++c) {
      const auto unit = [](int i) {
        return (static_cast<float>(i) + 0.5F) / shadow_cells * (1.0F + 2.0F * shadow_margin) - shadow_margin;
      };
      const float u = unit(c), v = unit(r);
      if (u < 0.0F || u > 1.0F || v < 0.0F || v > 1.0F) continue;
      const auto steps = static_cast<float>(field.size() - 1);
      const auto& vertex = field.at(static_cast<int>(u * steps), static_cast<int>(v * steps));
      if (vertex.known >= 0.5F)
        dark[static_cast<std::size_t>(r * shadow_cells + c)] = 0.55F + 0.45F * std::exp(-3.0F * vertex.height);
    }
  for (const int reach : {4, 3, 2}) blur(dark, shadow_cells, reach);
  shadow_.update(shadow_cells, shadow_cells, dark);
}

void BoxFaces::draw(const Lens& lens, const ReliefBox& box, const BoxAxes& axes, const Canvas3D& canvas) {
  const Palette& p = palette();
  const Theme theme = current_theme();
  const std::vector<Face> faces = far_faces(lens);
  const BoxSides& sides = box.sides();
  glEnable(GL_BLEND);
  glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_FALSE);
  shadow_.bind(1);
  program_.set("matrix", lens.matrix());
  program_.set("shadow", 1);
  glBindVertexArray(nothing_.id());
  for (const auto& [face, side] : faces) {
    const Eigen::Index u = face == 0 ? 1 : 0, v = face == 2 ? 1 : 2;
    Eigen::Vector3d origin = -sides, right = Eigen::Vector3d::Zero(), up = Eigen::Vector3d::Zero();
    origin[face] = side * sides[face];
    right[u] = 2.0 * sides[u];
    up[v] = 2.0 * sides[v];
    const bool ground = face == 2 && side < 0;
    const ImColor colour = mix(p.panel, p.frame, theme == Theme::dark ? 0.55F : face == 2 ? 0.9F : 0.6F);
    const float margin = ground ? shadow_margin : 0.01F;
    const ImColor dark = theme == Theme::dark ? ImColor(0.0F, 0.0F, 0.0F) : ImColor(0.12F, 0.14F, 0.18F);
    const float darkest = !ground ? 0.0F : theme == Theme::dark ? 0.5F : theme == Theme::light ? 0.3F : 0.22F;
    const auto set = [this](const char* name, const Eigen::Vector3d& value) {
      program_.set(name, static_cast<float>(value[0]), static_cast<float>(value[1]), static_cast<float>(value[2]));
    };
    set("origin", origin);
    set("right", right);
    set("up", up);
    program_.set("margin", margin);
    program_.set("face", colour.Value.x, colour.Value.y, colour.Value.z, 1.0F);
    program_.set("shadow_colour", dark.Value.x, dark.Value.y, dark.Value.z, darkest);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
  }
  glBindVertexArray(0);
  lines_.upload(grid_lines(faces, sides, axes));
  lines_.draw(lens, canvas, Capsules::Manner::background);
  glDisable(GL_BLEND);
}

}  // namespace tiltscape
