// The landscape in three dimensions: f solid and an average of it translucent above, in a box with axes, with the runs
// on it; orbit, pan, zoom, and what is under the mouse.
#pragma once

#include "app/views/landscape_3d_image.h"
#include "app/views/landscape_view.h"
#include "app/views/single_click.h"

namespace tiltscape {

struct ReliefOutput {
  LandscapeOutput landscape;     ///< no bounds: zoom and pan move the camera
  std::optional<Camera> camera;  ///< another one, after orbit, zoom or a button
};

class LandscapeView3D {
 public:
  /// Draws at ImGui's cursor in the given size (points), as one item. Of two surfaces f is the solid one, and the
  /// input's own grid where neither is f. Needs a current OpenGL context.
  ReliefOutput draw(const LandscapeInput& input, const Camera& camera, ImVec2 size);

  /// For software rendering: see ReliefImage.
  void set_economical(bool economical) { image_.set_economical(economical); }

  /// For tests and exports: what was placed in the last frame.
  struct Layout {
    Lens::Picture picture;
    std::vector<LabelPlacer::Placed> axes{}, labels{};
  };
  const Layout& layout() const { return layout_; }
  const ReliefImage& image() const { return image_; }

 private:
  struct Frame;

  void interact(Frame& frame);
  void move_start(Frame& frame, bool hovered);
  void move_camera(Frame& frame, bool hovered);
  void buttons(Frame& frame, bool shown);
  void draw_picture(const Frame& frame);
  void draw_marks(const Frame& frame, LabelPlacer& labels) const;
  void draw_leavers(const Frame& frame, LabelPlacer& labels) const;
  void label_things(const Frame& frame, LabelPlacer& labels) const;
  void draw_domain_reason(const Frame& frame, LabelPlacer& labels) const;
  std::optional<ImVec2> on_screen(const Eigen::Vector2d& at,
                                  ReliefImage::Layer layer = ReliefImage::Layer::solid) const;
  /// Something on a surface, as far as it lies in the picture.
  struct Spot {
    ImVec2 at;
    bool seen = true;              ///< nothing lies before it
    ImVec2 beyond = {0.0F, 0.0F};  ///< where to it lies farther away, length 1; zero where this is it
  };
  std::optional<Spot> spot(const Frame& frame, const Eigen::Vector2d& at,
                           ReliefImage::Layer layer = ReliefImage::Layer::solid) const;
  /// Of a run: at the surface's rim where it has left the bounds, at the picture's edge where that ends before.
  std::optional<Spot> place_of(const Frame& frame, const LandscapePath& path) const;

  ReliefImage image_;
  Layout layout_;
  SingleClick click_;
  enum class Hold { nothing, orbit, pan } hold_ = Hold::nothing;
  Eigen::Vector3d about_{0.0, 0.0, 0.0};
  std::optional<std::size_t> dragged_;
  Eigen::Vector2d drag_began_{0.0, 0.0}, drag_last_{0.0, 0.0};
};

}  // namespace tiltscape
