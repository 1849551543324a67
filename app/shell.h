// The frame around everything: menu bar, dockable panels that look like cards, and the fixed bar at the bottom.
#pragma once

#include <imgui.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

struct ImGuiDockNode;

namespace tiltscape {

/// Where the default layout puts a panel. Panels that share a place become tabs.
enum class PanelPlace { left, middle, right_top, right_bottom };

/// The smallest window, in points, that shows every panel without cutting its words.
inline constexpr ImVec2 smallest_shell{960.0F, 600.0F};

struct ShellPanel {
  std::string name;  ///< the title given to begin_panel
  PanelPlace place = PanelPlace::middle;
};

struct ShellBar {
  std::function<void()> menus = {};  ///< ImGui::BeginMenu("File") … on the menu bar
  std::string title = {};            ///< of the scene, on the right
  std::string status = {};           ///< "CPU  2 threads  60 fps", at the far right
};

/// Lays a veil over a panel that was drawn, which says that it shows what was before.
void veil_panel(const char* name);

/// Kept by the window from frame to frame.
class Shell {
 public:
  explicit Shell(std::vector<ShellPanel> panels) : panels_(std::move(panels)) {}

  /// Menu bar and dock space; draw the panels after it, in any order.
  void begin(const ShellBar& bar);
  /// The bar at the bottom, full width and always there.
  void begin_bottom();
  void end_bottom();
  /// Where it begins, from the window's upper edge.
  static float bottom_edge();
  /// View > Reset layout, from the next frame on.
  void reset_layout() { built_ = false; }

 private:
  void menu_bar(const ShellBar& bar);
  void dock_space();
  void build_layout(ImGuiID space, ImVec2 size);
  void scale_nodes(ImGuiDockNode* node, ImVec2 by, float most);

  /// Of a dock node: its share of the window, and the width that it has.
  struct Width {
    float share = 0.0F, given = 0.0F;
  };
  std::map<ImGuiID, Width> widths_;
  std::vector<ShellPanel> panels_;
  bool built_ = false;
  ImVec2 size_{0.0F, 0.0F};  ///< of the dock space in the frame before
};

struct PanelHeader {
  std::string title;                 ///< heading, and the panel's name for docking
  std::string subtitle = {};         ///< muted, beside it; shortened where room is short
  std::function<void()> right = {};  ///< widgets on one line, aligned to the right
  bool scrolls = true;               ///< false for pictures that fill the panel
  bool* cut = nullptr;  ///< receives whether there is too little room for the subtitle, which is then left out
};

/// While PanelHeader::right draws: how much room it has beside the title.
float header_room();

/// A card. Returns false when it is not visible (behind another tab); call end_panel() either way.
/// Dragging its title moves the panel to another place.
bool begin_panel(const PanelHeader& header, bool* open = nullptr);
void end_panel();

}  // namespace tiltscape
