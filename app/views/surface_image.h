// A surface as a picture, shaded by OpenGL and kept until something about it changes.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <string>

#include "app/gl/framebuffer.h"
#include "app/gl/program.h"
#include "app/gl/texture.h"
#include "app/views/colour_scale.h"

namespace tiltscape {

/// Seconds after the last change until a picture that followed others quickly is drawn in full.
inline constexpr double settle_after = 0.25;

class SurfaceImage {
 public:
  /// Needs a current context.
  SurfaceImage();

  /// What is shown. The grid is taken again when `version` changes.
  struct Shown {
    const Grid* grid = nullptr;
    std::uint64_t version = 0;
    ColourScaleKind scale = ColourScaleKind::linear;
    std::string colormap = "tilt";
    const ColourScale* given = nullptr;  ///< instead of the grid's own range
    Bounds bounds{};
    int width = 0, height = 0;  ///< pixels
    float points = 1.0F;        ///< pixels in a point
    ImColor outside;            ///< where there is no value
    ImColor hatch;              ///< of lines across it
  };
  /// Draws again only what has changed; leaves the bound framebuffer and viewport as they were. `seconds` is any clock.
  void update(const Shown& shown, double seconds = 0.0);
  /// For software rendering: pictures that follow each other quickly have half the resolution, and the last of them is
  /// drawn again in full a moment later.
  void set_economical(bool economical) { economical_ = economical; }
  /// A picture in full resolution is due.
  bool settling() const { return settling_; }

  /// Of the last update: an OpenGL texture whose v axis points up.
  ImTextureID texture() const { return framebuffer_.texture(); }
  const ColourScale& scale() const { return scale_; }
  const std::vector<std::uint8_t>& colours() const { return colours_; }
  /// The contour lines' values.
  const std::vector<double>& levels() const { return levels_; }
  /// How often the picture was drawn: for tests.
  std::uint64_t drawn() const { return drawn_; }

 private:
  void take_grid(const Grid& grid);
  void prepare(const Shown& shown);
  void draw(const Shown& shown, int width, int height);
  void set_uniforms(const gl::Program& program, const Shown& shown, int width, int height) const;

  gl::Program whole_, gapped_;  ///< without and with places that have no value
  gl::VertexArrayHandle nothing_;
  gl::Texture field_, known_, colormap_;
  gl::Framebuffer framebuffer_;
  ColourScale scale_;
  std::vector<double> levels_;
  std::vector<std::uint8_t> colours_;
  Shown last_;
  Bounds grid_bounds_{};
  int columns_ = 0, rows_ = 0;
  bool gaps_ = false;
  bool given_ = false;  ///< the scale is not the grid's own
  std::uint64_t drawn_ = 0;
  bool economical_ = false, settling_ = false;
  double last_change_ = 0.0;
};

}  // namespace tiltscape
