// The palettes, and the ImGui and ImPlot styles made of them.
#include "app/theme.h"

#include <implot.h>

#include <algorithm>

#include "app/platform/gui.h"
#include "core/bad_input.h"

namespace tiltscape {
namespace {

ImColor rgb(unsigned int code) {
  return {static_cast<int>(code >> 16U & 255U), static_cast<int>(code >> 8U & 255U), static_cast<int>(code & 255U)};
}

std::array<ImColor, 7> runs_on_dark() {
  return {rgb(0xF0A202), rgb(0x56B4E9), rgb(0x1FB58F), rgb(0xCC79A7), rgb(0xD55E00), rgb(0xF0E442), rgb(0x8C7AE6)};
}
/// The same hues, dark enough to be read as lines and text on white.
std::array<ImColor, 7> runs_on_white() {
  return {rgb(0xC47F00), rgb(0x1F86C4), rgb(0x0E8F6E), rgb(0xAF4F84), rgb(0xB84F00), rgb(0x978B00), rgb(0x6A55CF)};
}
std::array<ImColor, 3> tilt_colours() { return {rgb(0x3B7DD8), rgb(0x3AA99F), rgb(0xE0533D)}; }

Palette dark() {
  return {rgb(0x0F1216), rgb(0x171B21), rgb(0x222831), rgb(0x2C343F), rgb(0x262C35),  rgb(0xE8EBEF), rgb(0x8B95A3),
          rgb(0x5AA9FF), rgb(0x0F1216), rgb(0x1FB58F), rgb(0xF0705A), runs_on_dark(), tilt_colours()};
}
Palette light() {
  return {rgb(0xEEF0F3), rgb(0xFFFFFF), rgb(0xF0F2F5), rgb(0xE4E8ED), rgb(0xDDE1E7),   rgb(0x1A1F27), rgb(0x667080),
          rgb(0x1769D2), rgb(0xFFFFFF), rgb(0x0E8F6E), rgb(0xC23B22), runs_on_white(), tilt_colours()};
}
Palette print() {
  return {rgb(0xFFFFFF), rgb(0xFFFFFF), rgb(0xF4F4F4), rgb(0xE6E6E6), rgb(0xCCCCCC),   rgb(0x000000), rgb(0x555555),
          rgb(0x1769D2), rgb(0xFFFFFF), rgb(0x0E8F6E), rgb(0xC23B22), runs_on_white(), tilt_colours()};
}

void apply_sizes(ImGuiStyle& style) {
  style.WindowPadding = spacing::panel_padding;
  style.FramePadding = {10.0F, 6.0F};
  style.ItemSpacing = {8.0F, 8.0F};
  style.ItemInnerSpacing = {8.0F, 4.0F};
  style.CellPadding = {6.0F, 4.0F};
  style.WindowRounding = style.PopupRounding = style.ChildRounding = spacing::panel_radius;
  style.FrameRounding = style.GrabRounding = style.TabRounding = style.ScrollbarRounding = spacing::frame_radius;
  style.WindowBorderSize = style.PopupBorderSize = style.ChildBorderSize = 1.0F;
  style.FrameBorderSize = 0.0F;
  style.TabBarBorderSize = 0.0F;
  style.TabBarOverlineSize = 0.0F;
  style.ScrollbarSize = 10.0F;
  style.GrabMinSize = 12.0F;
  style.DockingSeparatorSize = spacing::gap;
  style.WindowMenuButtonPosition = ImGuiDir_None;
  style.DockingNodeHasCloseButton = false;
  style.SeparatorTextBorderSize = 1.0F;
  style.DisabledAlpha = 0.45F;
}

void apply_colours(ImGuiStyle& style, const Palette& p) {
  const auto set = [&style](std::initializer_list<ImGuiCol> which, const ImColor& colour) {
    for (const ImGuiCol i : which) {
      style.Colors[i] = colour.Value;
    }
  };
  const ImColor none(0.0F, 0.0F, 0.0F, 0.0F);
  set({ImGuiCol_Text, ImGuiCol_InputTextCursor, ImGuiCol_UnsavedMarker}, p.text);
  set({ImGuiCol_TextDisabled}, p.muted);
  set({ImGuiCol_WindowBg, ImGuiCol_DockingEmptyBg, ImGuiCol_TitleBg, ImGuiCol_TitleBgActive, ImGuiCol_TitleBgCollapsed,
       ImGuiCol_MenuBarBg},
      p.background);
  set({ImGuiCol_PopupBg, ImGuiCol_TableHeaderBg}, p.panel);
  set({ImGuiCol_ChildBg, ImGuiCol_ScrollbarBg, ImGuiCol_BorderShadow, ImGuiCol_TableRowBg, ImGuiCol_TableRowBgAlt,
       ImGuiCol_Tab, ImGuiCol_TabDimmed, ImGuiCol_TabSelectedOverline, ImGuiCol_TabDimmedSelectedOverline,
       ImGuiCol_ResizeGrip},
      none);
  set({ImGuiCol_Border, ImGuiCol_TableBorderStrong, ImGuiCol_TableBorderLight, ImGuiCol_TreeLines}, p.border);
  set({ImGuiCol_FrameBg, ImGuiCol_Button}, p.frame);
  set({ImGuiCol_FrameBgHovered, ImGuiCol_FrameBgActive, ImGuiCol_ButtonHovered, ImGuiCol_ScrollbarGrab,
       ImGuiCol_TabSelected, ImGuiCol_TabDimmedSelected, ImGuiCol_TabHovered, ImGuiCol_Header},
      p.hovered);
  set({ImGuiCol_ButtonActive, ImGuiCol_HeaderActive, ImGuiCol_ScrollbarGrabHovered, ImGuiCol_ScrollbarGrabActive,
       ImGuiCol_ResizeGripHovered, ImGuiCol_ResizeGripActive},
      mix(p.hovered, p.muted, 0.25F));
  set({ImGuiCol_HeaderHovered}, p.hovered);
  // the space between panels is where they are resized: it stays empty until the mouse is there
  set({ImGuiCol_Separator}, p.border);
  set({ImGuiCol_SeparatorHovered}, with_alpha(p.accent, 0.35F));
  set({ImGuiCol_SeparatorActive}, with_alpha(p.accent, 0.6F));
  set({ImGuiCol_CheckMark, ImGuiCol_SliderGrab, ImGuiCol_SliderGrabActive, ImGuiCol_TextLink, ImGuiCol_NavCursor,
       ImGuiCol_DragDropTarget, ImGuiCol_PlotLines, ImGuiCol_PlotHistogram, ImGuiCol_NavWindowingHighlight},
      p.accent);
  set({ImGuiCol_TextSelectedBg, ImGuiCol_DockingPreview, ImGuiCol_DragDropTargetBg}, with_alpha(p.accent, 0.3F));
  set({ImGuiCol_ModalWindowDimBg, ImGuiCol_NavWindowingDimBg}, with_alpha(p.background, 0.6F));
}

void apply_plots(ImPlotStyle& style, const Palette& p) {
  style.PlotPadding = {0.0F, 4.0F};
  style.LabelPadding = {6.0F, 5.0F};
  style.PlotMinSize = {80.0F, 60.0F};
  style.PlotBorderSize = 0.0F;
  style.MajorTickLen = style.MinorTickLen = {0.0F, 0.0F};
  style.MinorAlpha = 0.35F;
  style.Colors[ImPlotCol_FrameBg] = style.Colors[ImPlotCol_PlotBg] = ImVec4(0.0F, 0.0F, 0.0F, 0.0F);
  style.Colors[ImPlotCol_PlotBorder] = p.border.Value;
  style.Colors[ImPlotCol_LegendBg] = with_alpha(p.panel, 0.85F).Value;
  style.Colors[ImPlotCol_LegendBorder] = p.border.Value;
  style.Colors[ImPlotCol_LegendText] = style.Colors[ImPlotCol_InlayText] = p.text.Value;
  style.Colors[ImPlotCol_TitleText] = style.Colors[ImPlotCol_AxisText] = p.muted.Value;
  style.Colors[ImPlotCol_AxisGrid] = style.Colors[ImPlotCol_AxisTick] = p.border.Value;
  style.Colors[ImPlotCol_AxisBgHovered] = style.Colors[ImPlotCol_AxisBgActive] = with_alpha(p.hovered, 0.6F).Value;
  style.Colors[ImPlotCol_Selection] = p.accent.Value;
  style.Colors[ImPlotCol_Crosshairs] = p.muted.Value;
}

}  // namespace

Theme theme_named(std::string_view name) {
  if (name.empty() || name == "dark") return Theme::dark;
  if (name == "light") return Theme::light;
  if (name == "print") return Theme::print;
  throw BadInput(unknown("theme", std::string(name), {"dark", "light", "print"}));
}

const Palette& palette(Theme theme) {
  static const std::array<Palette, 3> palettes{dark(), light(), print()};
  return palettes.at(static_cast<std::size_t>(theme));
}

Theme current_theme() { return static_cast<const Gui*>(ImGui::GetIO().UserData)->theme(); }
const Palette& palette() { return palette(current_theme()); }

RunStyle run_style(std::size_t index) { return run_style(index, current_theme()); }
RunStyle run_style(std::size_t index, Theme theme) {
  const auto& colours = palette(theme).runs;
  const std::size_t round = index / colours.size();
  return {colours.at(index % colours.size()), static_cast<int>(theme == Theme::print ? index : round),
          static_cast<RunMark>(round % 4)};
}

ImColor mix(const ImColor& from, const ImColor& to, float fraction) {
  const ImVec4 a = from.Value;
  const ImVec4 b = to.Value;
  const auto between = [fraction](float x, float y) { return x + (y - x) * fraction; };
  return {between(a.x, b.x), between(a.y, b.y), between(a.z, b.z), between(a.w, b.w)};
}

ImColor with_alpha(const ImColor& colour, float alpha) {
  return {colour.Value.x, colour.Value.y, colour.Value.z, alpha};
}

ImColor tilt_colour(const Palette& colours, float fraction) {
  const float place = std::clamp(fraction, 0.0F, 1.0F) * 2.0F;
  return place < 1.0F ? mix(colours.tilt[0], colours.tilt[1], place)
                      : mix(colours.tilt[1], colours.tilt[2], place - 1.0F);
}

void apply_theme(Theme theme) {
  const Palette& colours = palette(theme);
  apply_sizes(ImGui::GetStyle());
  apply_colours(ImGui::GetStyle(), colours);
  apply_plots(ImPlot::GetStyle(), colours);
}

}  // namespace tiltscape
