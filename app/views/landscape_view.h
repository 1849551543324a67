// The landscape from above: surface, contours, axes, colour bar, minima, trajectories, perturbations; hover, drag,
// zoom, pan.
#pragma once

#include <cmath>
#include <functional>
#include <optional>
#include <span>

#include "app/theme.h"
#include "app/views/contour_labels.h"
#include "app/views/labels.h"
#include "app/views/paths.h"
#include "app/views/single_click.h"
#include "app/views/surface_image.h"

namespace tiltscape {

/// A trajectory in data coordinates. On the surface use the dark theme's run colours in every theme (run_style(i,
/// Theme::dark)).
struct LandscapePath {
  std::span<const std::array<float, 2>> points{};
  ImColor colour{};
  int dashes = 0;  ///< as RunStyle's
  RunMark mark{};
  std::string label{};  ///< beside the current point; may be empty
  std::optional<std::array<float, 2>> current{};
  bool hidden = false;
  bool selected = false;  ///< drawn last and wider
};

/// The points an optimizer probed in its latest step.
struct LandscapePerturbations {
  std::span<const std::array<float, 2>> points{};
  std::span<const float> weights{};  ///< areas are proportional to them; empty: all alike
  ImColor colour{};
};

struct LandscapeMark {
  Eigen::Vector2d at;
  std::string label;
  bool beside = false;      ///< on the second surface
  bool everywhere = false;  ///< on either side of a split
  bool least = false;       ///< nothing in view is lower
};

struct LandscapeStart {
  Eigen::Vector2d at;
  std::string label = "start";
  bool draggable = true;
};

struct LandscapeInput {
  const Grid* grid = nullptr;  ///< what is shown; null or empty: `reason` is written instead
  const Grid* loss = nullptr;  ///< f, for the tooltip; may be null
  /// f itself at a point of the picture, for the tooltip; empty where it would take long: then `loss` is asked.
  std::function<double(const Eigen::Vector2d&)> exact_loss{};
  std::uint64_t version = 0;  ///< another number whenever the grid's values or bounds change; never 0
  std::string reason;
  /// A second surface, in one scale of colours with the first: right of the split from above, translucent in three
  /// dimensions.
  const Grid* beside = nullptr;      ///< null or empty: none
  std::uint64_t beside_version = 0;  ///< like version
  std::string beside_symbol;
  bool beside_below = false;     ///< in three dimensions the first is the translucent one
  double split = 0.5;            ///< share of the picture that shows the first
  const Grid* slopes = nullptr;  ///< arrows go down this one; null: no arrows
  std::string symbol = "f";      ///< of what is shown, for the tooltip: "f", "Fₜ", "max f"
  std::string note;              ///< below the picture: what it leaves out, samples …
  std::array<std::string, 2> labels;
  Bounds bounds{};  ///< what is visible; may differ from the grid's while a new one is made
  ColourScaleKind scale = ColourScaleKind::linear;
  std::string colormap = "tilt";
  std::vector<LandscapeMark> minima;  ///< that the problem knows
  std::vector<LandscapeMark> lowest;  ///< minima of what is shown, the deepest first
  std::vector<LandscapePath> paths;
  std::vector<LandscapePerturbations> perturbations;
  std::vector<LandscapeStart> starts;
  Bounds domain{{{-INFINITY, INFINITY}, {-INFINITY, INFINITY}}};  ///< what lies outside is veiled
  std::string domain_reason;  ///< written at its edge: "the problem is meant for −1.5 ≤ x ≤ 3.2"
};

struct LandscapeOutput {
  std::optional<Eigen::Vector2d> hovered;
  /// A start that is held by the mouse, where it is now, and whether it was let go in this frame. Escape takes it back:
  /// then `cancelled`, and `at` is where the drag began.
  struct Drag {
    std::size_t start = 0;
    Eigen::Vector2d at;
    bool released = false;
    bool cancelled = false;
  };
  std::optional<Drag> drag;
  std::optional<Click> clicked;  ///< beside all starts; known once it is no double click
  bool again_soon = false;       ///< draw another frame within .3 s: a click or a finer picture is due
  std::optional<Bounds> bounds;  ///< after zoom or pan: show these and make a grid for them
  bool reset = false;            ///< double click: back to the chart's own bounds
  std::optional<double> split;   ///< where the split was dragged to
};

class LandscapeView {
 public:
  /// Needs a current OpenGL context.
  LandscapeView() = default;

  /// Draws at ImGui's cursor in the given size (points), as one item.
  LandscapeOutput draw(const LandscapeInput& input, ImVec2 size);

  /// For software rendering: see SurfaceImage.
  void set_economical(bool economical) { image_.set_economical(economical); }

  /// For tests and exports: the picture's rectangle and what was placed in the last frame.
  struct Layout {
    ImVec2 low, high;
    std::vector<LabelPlacer::Placed> labels;
    std::vector<ContourLabel> contour_labels;
  };
  const Layout& layout() const { return layout_; }
  const SurfaceImage& image() const { return image_; }

 private:
  struct Frame;

  void draw_surface(const Frame& frame);
  void draw_contour_labels(const Frame& frame, const Occupied& occupied);
  void draw_split(const Frame& frame, LabelPlacer& labels) const;
  void draw_leavers(const Frame& frame, LabelPlacer& labels) const;
  void draw_axes(const Frame& frame) const;
  void draw_domain(const Frame& frame, LabelPlacer& labels) const;
  void draw_marks(const Frame& frame, LabelPlacer& labels) const;
  void draw_paths(const Frame& frame, Occupied& occupied);
  void draw_points(const Frame& frame, LabelPlacer& labels, Occupied& occupied) const;
  void draw_probed(const Frame& frame, Occupied& occupied) const;
  LandscapeOutput interact(const Frame& frame);
  bool move_split(const Frame& frame, bool hovered, LandscapeOutput& output);
  bool move_start(const Frame& frame, bool hovered, LandscapeOutput& output);
  void click(const Frame& frame, bool hovered, LandscapeOutput& output);
  void move_view(const Frame& frame, bool hovered, LandscapeOutput& output);
  void zoom_to_box(const Frame& frame, bool hovered, LandscapeOutput& output);

  /// What the scale of two surfaces was made of.
  struct CommonKey {
    std::uint64_t version = 0, beside_version = 0;
    ColourScaleKind scale{};
    bool operator==(const CommonKey&) const = default;
  };

  SurfaceImage image_, beside_;
  CommonKey common_key_;
  ColourScale common_;
  PathPainter painter_;
  std::vector<ImVec2> screen_;  ///< reused
  Layout layout_;
  std::optional<std::size_t> dragged_;
  Eigen::Vector2d drag_began_{0.0, 0.0}, drag_offset_{0.0, 0.0};
  SingleClick click_;
  bool panning_ = false, splitting_ = false;
  std::optional<ImVec2> box_;  ///< where a box to zoom to began
};

}  // namespace tiltscape
