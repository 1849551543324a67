// The colours and spacing of the look: dark, light, and print for figures.
#pragma once

#include <imgui.h>

#include <array>
#include <cstddef>
#include <string_view>

namespace tiltscape {

enum class Theme { dark, light, print };

/// "dark", "light" or "print", as scenes and the command line say it; dark for an empty name. Throws BadInput.
Theme theme_named(std::string_view name);

/// Every colour there is. An ImColor converts to ImU32 for draw lists and to ImVec4 (.Value) for styles and uniforms.
struct Palette {
  ImColor background;  ///< of the window, between panels
  ImColor panel;
  ImColor frame;
  ImColor hovered;  ///< frames under the mouse, and what is selected
  ImColor border;
  ImColor text;
  ImColor muted;
  ImColor accent;
  ImColor on_accent;            ///< text and icons upon the accent
  ImColor good;                 ///< a healthy value
  ImColor bad;                  ///< an error or a diverged run
  std::array<ImColor, 7> runs;  ///< ZEST, ZO, SAM, GD, TSAM, momentum, Adam
  std::array<ImColor, 3> tilt;  ///< mean, every direction, worst case
};

const Palette& palette(Theme theme);

/// The palette of the running gui; only between making and ending a Gui.
const Palette& palette();
Theme current_theme();

enum class RunMark { disc, square, diamond, triangle };

/// A run's colour everywhere, and how its line is broken once the colours repeat (and always in print). Its mark then
/// is another one, too: up to 28 runs can be told apart.
struct RunStyle {
  ImColor colour;
  int dashes = 0;  ///< 0 is a solid line
  RunMark mark = RunMark::disc;
};
RunStyle run_style(std::size_t index);
RunStyle run_style(std::size_t index, Theme theme);

/// Along the tilt bar, from 0 (the mean) to 1 (the worst case).
ImColor tilt_colour(const Palette& colours, float fraction);
ImColor mix(const ImColor& from, const ImColor& to, float fraction);
ImColor with_alpha(const ImColor& colour, float alpha);

namespace spacing {
inline constexpr float gap = 8.0F;  ///< between panels, and the grid
inline constexpr float panel_radius = 8.0F;
inline constexpr float frame_radius = 6.0F;
inline constexpr ImVec2 panel_padding{14.0F, 12.0F};
inline constexpr float row_height = 30.0F;   ///< of sliders, combos and buttons
inline constexpr float label_width = 0.46F;  ///< of the row, before its control
}  // namespace spacing

/// Sets the styles of the current ImGui and ImPlot contexts. Sizes are points; the monitor's density comes in when
/// drawing.
void apply_theme(Theme theme);

}  // namespace tiltscape
