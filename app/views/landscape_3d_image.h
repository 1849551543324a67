// The landscape in relief as a picture, drawn by OpenGL and kept until something about it changes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/gl/framebuffer.h"
#include "app/theme.h"
#include "app/views/landscape_3d_box.h"
#include "app/views/landscape_3d_paths.h"
#include "app/views/landscape_3d_relief.h"

namespace tiltscape {

class ReliefImage {
 public:
  /// Needs a current context.
  ReliefImage() = default;

  struct Shown {
    const LandscapeInput* input = nullptr;  ///< bounds, colours, version, paths and points; its grids are not read
    const Grid* solid = nullptr;            ///< what paths lie on; not empty
    const Grid* glass = nullptr;            ///< translucent, with the contour lines; may be null
    std::string symbol;                     ///< of the heights
    Camera camera;
    Lens::Picture picture;
    float points = 1.0F;  ///< pixels in a screen point
  };
  /// Draws again only what has changed; leaves the bound framebuffer and viewport as they were. `seconds` is any clock.
  void update(const Shown& shown, double seconds);
  /// For software rendering: pictures that follow each other quickly have half the resolution and a coarser surface;
  /// the last of them is drawn again in full a moment later.
  void set_economical(bool economical) { economical_ = economical; }
  /// A picture in full resolution is due.
  bool settling() const { return settling_; }

  /// Of the last update: a texture whose v axis points up, and what is where in it.
  ImTextureID texture() const { return framebuffers_[settling_ ? 1 : 0].texture(); }
  const Lens& lens() const { return *lens_; }
  const ReliefBox& box() const { return box_; }
  const BoxAxes& axes() const { return axes_; }
  enum class Layer { solid, glass };
  /// The glass only where something translucent is shown.
  const ReliefField& field(Layer layer) const { return fields_[layer == Layer::glass ? 1 : 0]; }
  const ColourScale& scale() const { return scale_; }
  const std::vector<std::uint8_t>& colours() const { return colours_; }
  /// What the ray meets first, in coordinates of the unit square and height.
  std::optional<Eigen::Vector3d> hit(const Ray& ray) const;
  /// Nothing of the solid surface lies between the eye and this point of a surface.
  bool visible(const Eigen::Vector2d& unit, Layer layer = Layer::solid) const;
  /// How often the picture was drawn: for tests.
  std::uint64_t drawn() const { return drawn_; }

 private:
  struct Key;
  struct Parts {
    Parts();
    ReliefMesh solid, glass;
    BoxFaces faces;
    Capsules things;
  };

  void take_surfaces(const Shown& shown, int size);
  void draw(const Shown& shown, bool quick);

  std::unique_ptr<Parts> parts_;
  std::array<gl::Framebuffer, 2> framebuffers_;  ///< full and quick
  gl::Texture colormap_, line_map_;
  std::optional<Lens> lens_;
  ReliefBox box_;
  BoxAxes axes_;
  std::array<ReliefField, 2> fields_;  ///< solid, glass
  bool glass_ = false;
  ColourScale scale_;
  std::vector<std::uint8_t> colours_;
  PathTubes tubes_;
  std::shared_ptr<const Key> last_;
  std::uint64_t drawn_ = 0;
  bool economical_ = false, settling_ = false, changing_ = false;
  double last_change_ = 0.0;
};

}  // namespace tiltscape
