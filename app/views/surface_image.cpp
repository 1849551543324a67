// Uploading a grid and drawing it with shaders/surface.frag.
#include "app/views/surface_image.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/colormaps.h"
#include "app/views/filled_field.h"

namespace tiltscape {
namespace {

constexpr float shading = 0.32F;

/// The source with a macro defined after its first line, which is #version.
gl::ShaderSource defining(const char* macro, gl::ShaderSource source) {
  source.text.insert(source.text.find('\n') + 1, std::string("#define ") + macro + "\n");
  return source;
}

}  // namespace

SurfaceImage::SurfaceImage()
    : whole_("shaders/surface.vert", "shaders/surface.frag"),
      gapped_(gl::shader_file("shaders/surface.vert"), defining("GAPS", gl::shader_file("shaders/surface.frag"))),
      nothing_(gl::make_vertex_array()) {}

void SurfaceImage::take_grid(const Grid& grid) {
  const FilledField filled = filled_field(grid);
  field_.update(filled.columns, filled.rows, filled.values);
  if (filled.gaps) known_.update(filled.columns, filled.rows, filled.known);
  gaps_ = filled.gaps;
  columns_ = grid.columns;
  rows_ = grid.rows;
  grid_bounds_ = grid.bounds;
}

/// Takes over what has changed of grid, scale and colours.
void SurfaceImage::prepare(const Shown& shown) {
  const bool same_grid = drawn_ > 0 && shown.version == last_.version;
  if (!same_grid) take_grid(*shown.grid);
  if (shown.given != nullptr || given_ || !same_grid || shown.scale != last_.scale) {
    scale_ = shown.given != nullptr ? *shown.given : ColourScale(shown.scale, *shown.grid);
    levels_ = scale_.contour_levels();
    given_ = shown.given != nullptr;
  }
  if (drawn_ == 0 || shown.colormap != last_.colormap) {
    colours_ = colormap(shown.colormap);
    colormap_ = gl::Texture::colormap(colours_);
  }
}

void SurfaceImage::update(const Shown& shown, double seconds) {
  const bool same = drawn_ > 0 && shown.version == last_.version && shown.scale == last_.scale &&
                    shown.colormap == last_.colormap && shown.width == last_.width && shown.height == last_.height &&
                    shown.bounds == last_.bounds && shown.points == last_.points &&
                    static_cast<ImU32>(shown.outside) == static_cast<ImU32>(last_.outside) &&
                    static_cast<ImU32>(shown.hatch) == static_cast<ImU32>(last_.hatch) &&
                    (shown.given == nullptr ? !given_ : *shown.given == scale_);
  const bool quick = seconds - last_change_ < settle_after;
  if (same && (!settling_ || quick)) return;
  if (!same) prepare(shown);
  settling_ = !same && economical_ && drawn_ > 0 && quick;
  if (!same) last_change_ = seconds;
  const int part = settling_ ? 2 : 1;
  GLint bound = 0;
  std::array<GLint, 4> viewport{};
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &bound);
  glGetIntegerv(GL_VIEWPORT, viewport.data());
  draw(shown, (shown.width + part - 1) / part, (shown.height + part - 1) / part);
  glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(bound));
  glViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
  last_ = shown;
  last_.grid = nullptr;
  last_.given = nullptr;
  ++drawn_;
}

void SurfaceImage::draw(const Shown& shown, int width, int height) {
  if (width != framebuffer_.width() || height != framebuffer_.height()) framebuffer_ = gl::Framebuffer(width, height);
  framebuffer_.bind();
  glDisable(GL_BLEND);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  field_.bind(0);
  colormap_.bind(1);
  known_.bind(2);
  set_uniforms(gaps_ ? gapped_ : whole_, shown, width, height);
  glBindVertexArray(nothing_.id());
  glDrawArrays(GL_TRIANGLES, 0, 3);
  glBindVertexArray(0);
  glActiveTexture(GL_TEXTURE0);
}

void SurfaceImage::set_uniforms(const gl::Program& program, const Shown& shown, int width, int height) const {
  const std::array<int, 2> cells = {columns_, rows_};
  std::array<float, 2> first{}, span{};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const double size = (grid_bounds_[axis][1] - grid_bounds_[axis][0]) / cells[axis];
    first[axis] = static_cast<float>((shown.bounds[axis][0] - grid_bounds_[axis][0]) / size);
    span[axis] = static_cast<float>((shown.bounds[axis][1] - shown.bounds[axis][0]) / size);
  }
  std::array<float, ColourScale::most_levels> levels{};
  std::copy(levels_.begin(), levels_.end(), levels.begin());
  program.set("field", 0);
  program.set("colours", 1);
  program.set("known", 2);
  program.set("cells", static_cast<float>(columns_), static_cast<float>(rows_));
  program.set("first", first[0], first[1]);
  program.set("span", span[0], span[1]);
  program.set("pixels", static_cast<float>(width), static_cast<float>(height));
  program.set("scale", shown.points * static_cast<float>(width) / static_cast<float>(shown.width));
  program.set("kind", static_cast<int>(scale_.kind()));
  program.set("range", static_cast<float>(scale_.low()), static_cast<float>(scale_.high()),
              static_cast<float>(scale_.base()));
  program.set("quantiles", std::span<const float>(scale_.quantiles()));
  program.set("level_count", static_cast<int>(levels_.size()));
  program.set("levels", std::span<const float>(levels));
  program.set("outside", shown.outside.Value.x, shown.outside.Value.y, shown.outside.Value.z);
  program.set("hatch", shown.hatch.Value.x, shown.hatch.Value.y, shown.hatch.Value.z);
  program.set("shading", shading);
}

}  // namespace tiltscape
