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

/// −1 or 1 for each axis: the face that is farther from the eye.
Eigen::Vector3d far_faces(const Lens& lens) {
  const Eigen::Vector3d eye = lens.axes().row(2).transpose();
  return {eye[0] > 0.0 ? -1.0 : 1.0, eye[1] > 0.0 ? -1.0 : 1.0, eye[2] >= 0.0 ? -1.0 : 1.0};
}

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

std::array<float, 3> array(const Eigen::Vector3d& p) {
  return {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])};
}

/// Grid lines on the far faces and the faces' edges.
std::vector<Capsule> grid_lines(const Eigen::Vector3d& far, const BoxSides& sides, const BoxAxes& axes) {
  std::vector<Capsule> lines;
  const Palette& p = palette();
  const auto add = [&](const Eigen::Vector3d& a, const Eigen::Vector3d& b, const ImColor& colour) {
    lines.push_back({.a = array(a), .b = array(b), .radius = 0.5F, .lit = 0.0F, .fill = colour});
  };
  const Eigen::Vector3d back = far.cwiseProduct(sides);
  for (Eigen::Index face = 0; face < 3; ++face) {
    const Eigen::Index u = (face + 1) % 3, v = (face + 2) % 3;
    for (const auto& [along, across] : {std::pair{u, v}, std::pair{v, u}}) {
      const auto line = [&](double place, const ImColor& colour) {
        Eigen::Vector3d a = back, b = back;
        a[along] = b[along] = place;
        a[across] = -sides[across];
        b[across] = sides[across];
        add(a, b, colour);
      };
      for (const double place : axes[static_cast<std::size_t>(along)].places)
        line(place, mix(p.panel, p.muted, current_theme() == Theme::dark ? 0.22F : 0.25F));
      for (const double place : {-sides[along], sides[along]}) line(place, mix(p.panel, p.muted, 0.45F));
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
  const bool quantile = scale.kind() == ColourScaleKind::quantile;
  constexpr int wanted = 4;
  auto values = quantile ? linear_ticks(scale.low(), scale.high(), wanted) : scale.round_values(wanted);
  axes[2].name = symbol;
  axes[2].labels = quantile ? linear_labels(values) : scale.labels(values);
  for (const double value : values) axes[2].places.push_back(box.from_unit({0.0, 0.0, height_of(scale, value)})[2]);
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
  const Eigen::Vector3d far = far_faces(lens);
  const BoxSides& sides = box.sides();
  glEnable(GL_BLEND);
  glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_FALSE);
  shadow_.bind(1);
  program_.set("matrix", lens.matrix());
  program_.set("shadow", 1);
  glBindVertexArray(nothing_.id());
  for (Eigen::Index face = 2; face >= 0; --face) {
    const Eigen::Index u = face == 0 ? 1 : 0, v = face == 2 ? 1 : 2;
    Eigen::Vector3d origin = -sides, right = Eigen::Vector3d::Zero(), up = Eigen::Vector3d::Zero();
    origin[face] = far[face] * sides[face];
    right[u] = 2.0 * sides[u];
    up[v] = 2.0 * sides[v];
    const bool ground = face == 2 && far[2] < 0.0;
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
  lines_.upload(grid_lines(far, sides, axes));
  lines_.draw(lens, canvas, true);
  glDisable(GL_BLEND);
}

}  // namespace tiltscape
