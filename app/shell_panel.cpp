// Panels that look like cards: rounded, with a heading, and moved by dragging the heading.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/shell.h"
#include "app/theme.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

constexpr float header_height = 28.0F;

void draw_card() {
  const ImGuiWindow& window = *ImGui::GetCurrentWindow();
  const Palette& p = palette();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImRect card = window.Rect();
  draw->PushClipRect(card.Min, card.Max);
  draw->AddRectFilled(card.Min, card.Max, p.panel, spacing::panel_radius);
  draw->AddRect(card.Min, card.Max, p.border, spacing::panel_radius);
  draw->PopClipRect();
}

/// Docked together with others, as tabs.
bool shares_place(const ImGuiWindow& window) {
  return window.DockNode != nullptr && window.DockNode->TabBar != nullptr && window.DockNode->TabBar->Tabs.Size > 1 &&
         !window.DockNode->IsHiddenTabBar();
}

/// ImGui's own tabs lie under the headings, in other places, and would take the clicks.
void cover_tabs() {
  ImGuiWindow& window = *ImGui::GetCurrentWindow();
  if (shares_place(window)) window.OuterRectClipped.Min.y = std::max(window.Pos.y, window.ParentWindow->ClipRect.Min.y);
}

ImGuiID moving_key() { return ImGui::GetID("##moving"); }

/// Dragging the heading takes the panel out of its place, as dragging a tab would.
void move_by(float width) {
  const ImVec2 from = ImGui::GetCursorPos();
  ImGui::InvisibleButton("##move", {std::max(width, 1.0F), header_height});
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 8.0F)) {
    ImGui::GetStateStorage()->SetBool(moving_key(), true);
  }
  ImGui::SetCursorPos(from);
}

/// Goes on with a drag: taking the panel out hides it for a frame, in which the heading has no button to be held by.
void keep_moving() {
  ImGuiStorage* storage = ImGui::GetStateStorage();
  if (!storage->GetBool(moving_key())) {
    return;
  }
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left) || ImGui::GetCurrentContext()->MovingWindow != nullptr) {
    storage->SetBool(moving_key(), false);
  } else if (shares_place(*window)) {
    ImGui::DockContextQueueUndockWindow(ImGui::GetCurrentContext(), window);  // the others stay
  } else if (window->DockNode != nullptr) {
    ImGui::StartMouseMovingWindowOrNode(window, window->DockNode, true);
  } else {
    ImGui::StartMouseMovingWindow(window);
  }
}

constexpr float right_gap = 12.0F;  ///< between title and widgets

ImGuiID room_key() { return ImGui::GetID("##right room"); }

constexpr float tab_size = 14.0F;

/// Of the headings of panels that share a place, without gaps, whichever of them is shown.
float headings_width(const ImGuiTabBar& bar) {
  float width = 0.0F, wider = 0.0F;
  for (const ImGuiTabItem& tab : bar.Tabs) {
    const float usual = text_extent(text_font(), tab_size, tab.Window->Name).x;
    width += usual;
    wider = std::max(wider, text_extent(heading_font(), tab_size, tab.Window->Name).x - usual);
  }
  return width + wider;
}

/// Of the title, or of the titles of all panels that share the place.
float titles_width(const PanelHeader& header, const ImGuiWindow& window) {
  if (!shares_place(window)) return text_extent(heading_font(), text_size, header.title.c_str()).x;
  const ImGuiTabBar& bar = *window.DockNode->TabBar;
  return headings_width(bar) + 4.0F * static_cast<float>(bar.Tabs.Size);
}

/// The widgets on the right. Their size is known from the frame before. Returns where they begin.
float right_side(const PanelHeader& header, float end) {
  if (!header.right) {
    return end;
  }
  ImGuiStorage* storage = ImGui::GetStateStorage();
  const ImGuiID key = ImGui::GetID("##right width");
  const ImGuiID height_key = ImGui::GetID("##right height");
  const float from = ImGui::GetCursorScreenPos().x;
  storage->SetFloat(room_key(), end - from - right_gap - titles_width(header, *ImGui::GetCurrentWindow()));
  const float begin = std::max(from, end - storage->GetFloat(key, 0.0F));
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  const float height = storage->GetFloat(height_key, header_height);
  ImGui::SetCursorScreenPos({begin, std::round(cursor.y + (header_height - height) * 0.5F)});
  ImGui::BeginGroup();
  header.right();
  ImGui::EndGroup();
  storage->SetFloat(key, ImGui::GetItemRectSize().x);
  storage->SetFloat(height_key, ImGui::GetItemRectSize().y);
  ImGui::SetCursorScreenPos(cursor);
  return begin - right_gap;
}

/// The headings of all panels that share the place, instead of ImGui's tabs, which they cover: a click shows one, a
/// drag takes the shown one out. Where they do not fit in a row there are more. There is no room for a subtitle.
/// Returns their height.
float draw_headings(const ImGuiWindow& window, ImVec2 from, float limit) {
  constexpr float size = tab_size, padding = 2.0F, least_gap = 4.0F, usual_gap = 16.0F, row = 26.0F;
  ImGuiTabBar& bar = *window.DockNode->TabBar;
  const float between = (limit - from.x - headings_width(bar)) / static_cast<float>(std::max(1, bar.Tabs.Size - 1));
  const float gap = between < least_gap ? usual_gap : std::min(between, 20.0F);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const Palette& p = palette();
  float x = from.x, y = from.y;
  for (ImGuiTabItem& tab : bar.Tabs) {
    const bool shown = tab.Window == &window;
    const float across = text_extent(shown ? heading_font() : text_font(), size, tab.Window->Name).x;
    if (x > from.x && x + across > limit) {
      x = from.x;
      y += row;
    }
    ImGui::SetCursorScreenPos({x - padding, y});
    if (ImGui::InvisibleButton(tab.Window->Name, {across + 2.0F * padding, row})) {
      ImGui::FocusWindow(tab.Window);  // a place shows what has the focus
    }
    if (shown && ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 8.0F)) {
      ImGui::GetStateStorage()->SetBool(moving_key(), true);
    }
    const ImColor colour = shown || ImGui::IsItemHovered() ? p.text : p.muted;
    draw->AddText(shown ? heading_font() : text_font(), size, {std::round(x), y + 5.0F}, colour, tab.Window->Name);
    if (shown) draw->AddRectFilled({x, y + 24.0F}, {x + across, y + 26.0F}, p.accent, 1.0F);
    x += across + gap;
  }
  return y - from.y + header_height;
}

void draw_header(const PanelHeader& header) {
  const ImGuiWindow& window = *ImGui::GetCurrentWindow();
  const bool shares = shares_place(window);
  // ImGui keeps the room of its own tabs free, above
  const float y_from = shares ? window.Rect().Min.y + spacing::panel_padding.y : ImGui::GetCursorScreenPos().y;
  const ImVec2 from{ImGui::GetCursorScreenPos().x, y_from};
  ImGui::SetCursorScreenPos(from);
  const float end = from.x + ImGui::GetContentRegionAvail().x;
  const float limit = right_side(header, end);
  if (shares) {
    const float height = draw_headings(window, from, limit);
    ImGui::SetCursorScreenPos({from.x, from.y + height});
    ImGui::Dummy({0.0F, 0.0F});
    return;
  }
  move_by(limit - from.x);
  const Palette& p = palette();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float y = from.y + 4.5F;
  if (limit > from.x) {
    const WithFont use(heading_font());
    const ImVec2 extent = ImGui::CalcTextSize(header.title.c_str());
    ImGui::RenderTextEllipsis(draw, {from.x, y}, {limit, y + 20.0F}, limit, header.title.c_str(), nullptr, &extent);
  }
  const float x = std::round(from.x + text_extent(heading_font(), text_size, header.title.c_str()).x + 16.0F);
  const ImVec2 extent = text_extent(text_font(), 14.0F, header.subtitle.c_str());
  const bool cut = x + extent.x > limit;
  if (header.cut != nullptr) *header.cut = cut;
  if (cut) help_tooltip(header.subtitle.c_str());
  if (!(cut && header.cut != nullptr) && !header.subtitle.empty() && limit - x > 30.0F) {
    const WithFont use(text_font(), 14.0F);
    ImGui::PushStyleColor(ImGuiCol_Text, p.muted.Value);
    ImGui::RenderTextEllipsis(draw, {x, y + 0.5F}, {limit, y + 20.0F}, limit, header.subtitle.c_str(), nullptr,
                              &extent);
    ImGui::PopStyleColor();
  }
  ImGui::SetCursorScreenPos({from.x, from.y + header_height});
  ImGui::Dummy({0.0F, 0.0F});
}

}  // namespace

float header_room() { return ImGui::GetStateStorage()->GetFloat(room_key(), 0.0F); }

bool begin_panel(const PanelHeader& header, bool* open) {
  constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoCollapse |
                                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar |
                                     ImGuiWindowFlags_NoScrollWithMouse;
  ImGui::SetNextWindowSize({360.0F, 420.0F}, ImGuiCond_FirstUseEver);
  const ImVec4 none(0.0F, 0.0F, 0.0F, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::PushStyleColor(ImGuiCol_Button, none);  // the corner that shows a hidden tab bar, outside the card's own
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, none);
  const bool visible = ImGui::Begin(header.title.c_str(), open, flags);
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar();
  ImGui::PushID("panel");
  keep_moving();
  if (!visible) {
    return false;
  }
  draw_card();
  cover_tabs();
  const ImRect card = ImGui::GetCurrentWindow()->Rect();
  ImGui::PushClipRect(card.Min, card.Max, false);
  draw_header(header);
  ImGui::PopClipRect();
  const ImGuiWindowFlags body =
      header.scrolls ? ImGuiWindowFlags_None : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  ImGui::BeginChild("##body", {0.0F, 0.0F}, ImGuiChildFlags_NavFlattened, body);
  return true;
}

void end_panel() {
  const ImGuiWindow* window = ImGui::GetCurrentWindow();
  // a docked panel is a child, too; behind another tab it has no body to end
  if ((window->Flags & ImGuiWindowFlags_ChildWindow) != 0 && !window->DockIsActive) {
    ImGui::EndChild();
  }
  ImGui::PopID();
  ImGui::End();
}

}  // namespace tiltscape
