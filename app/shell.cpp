// Menu bar, dock space and bottom bar.
#include "app/shell.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/theme.h"
#include "app/widgets/tilt_bar.h"
#include "app/widgets/transport.h"

namespace tiltscape {
namespace {

constexpr float bottom_height = tilt_bar_height + transport_height + 2.0F * spacing::panel_padding.y + 10.0F;
constexpr ImGuiWindowFlags fixed_window = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                          ImGuiWindowFlags_NoDocking | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                          ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollWithMouse;

/// The panels at the sides show whole words from this width on.
constexpr float side_width = 300.0F;
/// But neither side takes more of a narrow window: the picture between them has a third.
constexpr float most_of_window = 0.34F;

/// The right part of the menu bar: the scene's title gives way first.
void bar_texts(const ShellBar& bar) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImRect line = ImGui::GetCurrentWindow()->MenuBarRect();
  const ImColor colour = palette().muted;
  const float left = ImGui::GetCursorScreenPos().x + 24.0F;
  const float y = line.Min.y + (line.GetHeight() - text_size) * 0.5F - 1.0F;
  const float status_width = text_extent(text_font(), 14.0F, bar.status.c_str()).x;
  const float status_x = std::max(left, line.Max.x - 16.0F - status_width);
  draw->AddText(text_font(), 14.0F, {std::round(status_x), y}, colour, bar.status.c_str());
  const ImVec2 extent = ImGui::CalcTextSize(bar.title.c_str());
  const float limit = status_x - (bar.status.empty() ? 0.0F : 32.0F);
  const float from = std::max(left, limit - extent.x - 1.0F);
  if (limit - left > 60.0F) {
    ImGui::PushStyleColor(ImGuiCol_Text, palette().muted.Value);
    ImGui::RenderTextEllipsis(draw, {std::round(from), y}, {limit, y + 20.0F}, limit, bar.title.c_str(), nullptr,
                              &extent);
    ImGui::PopStyleColor();
  }
}

}  // namespace

void veil_panel(const char* name) {
  constexpr const char* words = "These results are from before: see the error on the left.";
  const ImGuiWindow* const window = ImGui::FindWindowByName(name);
  if (window == nullptr || !window->Active || window->Hidden || window->SkipItems) return;
  if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup)) return;  // a menu may lie over it
  ImDrawList* draw = ImGui::GetForegroundDrawList();
  const ImRect area = window->Rect();
  draw->AddRectFilled(area.Min, area.Max, with_alpha(palette().panel, 0.6F), spacing::frame_radius);
  const ImVec2 extent = text_extent(text_font(), text_size, words);
  if (extent.x + 200.0F > area.GetWidth()) return;  // once is enough: at the sides it is plain
  const ImVec2 at{std::round(area.GetCenter().x - 0.5F * extent.x), std::round(area.GetCenter().y - 0.5F * extent.y)};
  draw->AddRectFilled({at.x - 10.0F, at.y - 6.0F}, {at.x + extent.x + 10.0F, at.y + extent.y + 6.0F}, palette().hovered,
                      spacing::frame_radius);
  draw->AddText(text_font(), text_size, at, palette().text, words);
}

void Shell::begin(const ShellBar& bar) {
  menu_bar(bar);
  dock_space();
}

void Shell::menu_bar(const ShellBar& bar) {
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {14.0F, 10.0F});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {14.0F, 8.0F});
  if (ImGui::BeginMainMenuBar()) {
    ImGui::PopStyleVar();
    heading("Tiltscape");
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {14.0F, 8.0F});
    ImGui::SameLine(0.0F, 24.0F);
    if (bar.menus) {
      bar.menus();
    }
    bar_texts(bar);
    ImGui::EndMainMenuBar();
  }
  ImGui::PopStyleVar(3);
}

void Shell::dock_space() {
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  constexpr float gap = spacing::gap;
  const ImVec2 size(viewport.WorkSize.x - 2.0F * gap, viewport.WorkSize.y - bottom_height - 2.0F * gap);
  ImGui::SetNextWindowPos({viewport.WorkPos.x + gap, viewport.WorkPos.y});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1.0F, 1.0F});
  ImGui::Begin("##panels", nullptr, fixed_window | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNavFocus);
  ImGui::PopStyleVar(3);
  const ImGuiID space = ImGui::GetID("space");
  if (!built_) {
    build_layout(space, size);
  } else if (size_.x > 0.0F && (size.x != size_.x || size.y != size_.y)) {
    scale_nodes(ImGui::DockBuilderGetNode(space), {size.x / size_.x, size.y / size_.y}, most_of_window * size.x);
  }
  size_ = size;
  // the gaps between the cards are separators, drawn in the colour of borders: unseen until the mouse is there
  ImGui::PushStyleColor(ImGuiCol_Border, palette().background.Value);
  ImGui::DockSpace(space, size, ImGuiDockNodeFlags_AutoHideTabBar);
  ImGui::PopStyleColor();
  ImGui::End();
}

/// Keeps the panels' shares of the window when its size changes; ImGui would give all of it to the middle. No panel
/// becomes narrower than its words on the way, unless the user made it so, and in a window that grows again each has
/// its share again.
void Shell::scale_nodes(ImGuiDockNode* node, ImVec2 by, float most) {
  if (node == nullptr) return;
  Width& width = widths_[node->ID];
  if (std::abs(node->SizeRef.x - width.given) > 1.0F) width.share = node->SizeRef.x;  // new, or moved by the user
  width.share *= by.x;
  width.given = std::max(width.share, std::min({node->SizeRef.x, side_width, most}));
  node->SizeRef = {width.given, node->SizeRef.y * by.y};
  scale_nodes(node->ChildNodes[0], by, most);
  scale_nodes(node->ChildNodes[1], by, most);
}

void Shell::build_layout(ImGuiID space, ImVec2 size) {
  widths_.clear();
  ImGui::DockBuilderRemoveNode(space);
  ImGui::DockBuilderAddNode(space, static_cast<ImGuiDockNodeFlags>(ImGuiDockNodeFlags_DockSpace));
  ImGui::DockBuilderSetNodeSize(space, size);
  const float right_share = std::clamp((side_width + 10.0F) / size.x, 0.25F, most_of_window);
  const float left_share = std::clamp(side_width / size.x, 0.20F, most_of_window);
  ImGuiID middle = space;
  const ImGuiID right = ImGui::DockBuilderSplitNode(middle, ImGuiDir_Right, right_share, nullptr, &middle);
  const ImGuiID left =
      ImGui::DockBuilderSplitNode(middle, ImGuiDir_Left, left_share / (1.0F - right_share), nullptr, &middle);
  ImGuiID top = right;
  const ImGuiID bottom = ImGui::DockBuilderSplitNode(top, ImGuiDir_Down, 0.41F, nullptr, &top);
  for (const ShellPanel& panel : panels_) {
    const ImGuiID node = panel.place == PanelPlace::left        ? left
                         : panel.place == PanelPlace::middle    ? middle
                         : panel.place == PanelPlace::right_top ? top
                                                                : bottom;
    ImGui::DockBuilderDockWindow(panel.name.c_str(), node);
  }
  ImGui::DockBuilderFinish(space);
  built_ = true;
}

void Shell::begin_bottom() {
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  constexpr float gap = spacing::gap;
  ImGui::SetNextWindowPos({gap, viewport.WorkPos.y + viewport.WorkSize.y - bottom_height - gap});
  ImGui::SetNextWindowSize({viewport.WorkSize.x - 2.0F * gap, bottom_height});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, palette().panel.Value);
  ImGui::Begin("##bottom", nullptr, fixed_window);
  ImGui::PopStyleColor();
}

void Shell::end_bottom() { ImGui::End(); }

float Shell::bottom_edge() {
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  return viewport.WorkPos.y + viewport.WorkSize.y - bottom_height - spacing::gap;
}

}  // namespace tiltscape
