// Values written along contour lines, in the lines' own direction.
#pragma once

#include <string>
#include <vector>

#include "app/views/field_on_screen.h"
#include "app/views/occupied.h"

namespace tiltscape {

struct ContourLabel {
  double level = 0.0;
  std::string text;
  ImVec2 centre{};
  float angle = 0.0F;  ///< radians, clockwise on the screen; between −π/2 and π/2, so that text is never upside down
  ImVec2 extent{};     ///< of the level text
};

/// At most one label a level (`levels` ascending, `texts` theirs), where the line is straight for the text's length,
/// its neighbours leave room, and neither another label nor anything in `occupied` stands. Near one diagonal, so that
/// they read as a row.
std::vector<ContourLabel> contour_labels(const FieldOnScreen& field, const std::vector<double>& levels,
                                         const std::vector<std::string>& texts, ImVec2 low, ImVec2 high,
                                         const Occupied& occupied);

/// `paper` is the surface's colour at each label: the line is interrupted by it.
void draw_contour_label(ImDrawList& list, const ContourLabel& label, const ImColor& paper);

/// Level text turned about a point by an angle (radians, clockwise). `visible` is a place on the screen that nothing
/// clips, where it is laid out first.
void turned_text(ImDrawList& list, ImFont* font, float size, ImVec2 centre, float angle, ImVec2 visible,
                 const ImColor& colour, const char* text);

}  // namespace tiltscape
