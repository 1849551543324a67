// A drop-down for the plane, a menu for what is seldom changed, and two rows of buttons.
#include "app/panels/landscape_controls.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "app/colormaps.h"
#include "app/fonts.h"
#include "app/panels/plane_chooser.h"
#include "app/panels/run_average.h"
#include "app/shell.h"
#include "app/theme.h"
#include "app/views/colour_scale.h"
#include "app/widgets/segmented.h"
#include "core/surface.h"

namespace tiltscape {
namespace {

constexpr std::array<Segment, 5> surfaces = {
    {{"f", "The loss itself"},
     {"mean", "t = 0: the mean of f over the neighbourhood"},
     {"Fₜ", "(1/t) log of the mean of exp(t f) over the neighbourhood, at the tilt of the bar below"},
     {"max", "t = ∞: the worst case within the neighbourhood"},
     {"Fₜ−f", "The sharpness itself: how far Fₜ lies above f"}}};
constexpr std::array<SurfaceKind, 5> surface_order = {SurfaceKind::loss, SurfaceKind::mean, SurfaceKind::tilted,
                                                      SurfaceKind::worst_case, SurfaceKind::difference};

void choose(Laboratory& lab, std::string View::*field, const std::string& value) {
  if (lab.scene().view.*field == value) return;
  lab.remember();
  lab.view().*field = value;
}

void item(Laboratory& lab, const char* name, std::string View::*field, const std::string& value,
          const char* help = nullptr) {
  if (ImGui::MenuItem(name, nullptr, lab.scene().view.*field == value)) choose(lab, field, value);
  if (help != nullptr && ImGui::IsItemHovered()) ImGui::SetTooltip("%s", help);
}

/// The second surface: across the split from above, translucent in relief.
void beside_items(Laboratory& lab) {
  item(lab, "none", &View::beside, "");
  for (std::size_t i = 0; i < surfaces.size(); ++i)
    if (choice_name(surface_order[i]) != lab.scene().view.surface)
      item(lab, surfaces[i].label, &View::beside, choice_name(surface_order[i]), surfaces[i].help);
}

void neighbourhood_items(Laboratory& lab) {
  static constexpr std::array help = {"Uniform in the ball of radius ρ√d: what sphere directions descend",
                                      "Uniform on the sphere of radius ρ√d",
                                      "Normal with deviation ρ, cut off at 3ρ; beyond three dimensions at ρ(√d + 2)"};
  const RunView* run = lab.surface_run();
  const std::string own = run == nullptr ? "ball" : run->info.label + "'s own";
  item(lab, own.c_str(), &View::neighbourhood, "",
       "What belongs to the directions of the first run with a tilt, or else with directions; ρ is its own, too");
  for (std::size_t i = 0; i < help.size(); ++i) {
    const char* name = Choices<Neighbourhood>::names[i];
    item(lab, name, &View::neighbourhood, name, help[i]);
  }
  const auto& problem = lab.experiment()->problem;
  if (problem == nullptr || problem->dimension() <= 2) return;
  ImGui::Separator();
  item(lab, fmt::format("in all {} dimensions", problem->dimension()).c_str(), &View::average, "full");
  item(lab, "in the plane alone", &View::average, "in-plane");
}

void more_menu(Laboratory& lab) {
  const bool averages = lab.scene().view.surface != "loss" || !lab.scene().view.beside.empty();
  if (ImGui::BeginMenu("Second surface")) {
    beside_items(lab);
    ImGui::EndMenu();
  }
  if (averages && ImGui::BeginMenu("Averaged over")) {
    neighbourhood_items(lab);
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("Colour scale")) {
    for (const char* scale : Choices<ColourScaleKind>::names) item(lab, scale, &View::scale, scale);
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("Colour map")) {
    for (const std::string_view map : colormap_names())
      item(lab, std::string(map).c_str(), &View::colormap, std::string(map));
    if (lab.scene().view.surface == "difference") muted("Fₜ − f with both signs: diverging about 0");
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("Arrows")) {
    item(lab, "none", &View::arrows, "none");
    item(lab, "−∇f", &View::arrows, "loss");
    if (averages) item(lab, "−∇ of the average shown", &View::arrows, "tilted");
    ImGui::EndMenu();
  }
}

constexpr std::array<Segment, 2> modes = {
    {{"2-D", "From above, as a map"}, {"3-D", "In relief, with the values as heights"}}};
constexpr float surface_width = 72.0F;  ///< of the drop-down
constexpr float least_plane = 44.0F;    ///< of its name

/// What stands in a row where there is room, and in the menu or a drop-down where there is none.
struct Rows {
  bool modes_in_row = true, surfaces_in_row = true;
  float plane = 0.0F;  ///< room for the plane's drop-down; 0 where there is none to choose

  Rows(const Laboratory& lab, float room) {
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float mode_part = gap + segmented_width(modes), surface_part = gap + segmented_width(surfaces);
    const bool planes = has_planes(lab);
    float rest = room - ImGui::CalcTextSize("…").x - 2.0F * ImGui::GetStyle().FramePadding.x;
    if (rest < (planes ? plane_chooser_width(lab) + gap : 0.0F) + mode_part + surface_part) {
      surfaces_in_row = false;
      modes_in_row = rest >= (planes ? least_plane + gap : 0.0F) + mode_part + gap + surface_width;
    }
    rest -= surfaces_in_row ? surface_part : gap + surface_width;
    if (modes_in_row) rest -= mode_part;
    if (planes) plane = std::max(least_plane, rest - gap);
  }
};

int shown_surface(const Laboratory& lab) {
  const auto kind = choice_named<SurfaceKind>(lab.scene().view.surface).value_or(SurfaceKind::loss);
  return static_cast<int>(std::ranges::find(surface_order, kind) - surface_order.begin());
}

void surface_row(Laboratory& lab) {
  int selected = shown_surface(lab);
  if (segmented("##surface", surfaces, selected))
    choose(lab, &View::surface, choice_name(surface_order[static_cast<std::size_t>(selected)]));
}

void surface_drop_down(Laboratory& lab) {
  ImGui::SetNextItemWidth(surface_width);
  if (!ImGui::BeginCombo("##surface", surfaces[static_cast<std::size_t>(shown_surface(lab))].label)) return;
  for (std::size_t i = 0; i < surfaces.size(); ++i)
    item(lab, surfaces[i].label, &View::surface, choice_name(surface_order[i]), surfaces[i].help);
  ImGui::EndCombo();
}

}  // namespace

void landscape_controls(Laboratory& lab) {
  if (lab.experiment() == nullptr) return;
  const Rows rows(lab, header_room());
  if (rows.plane > 0.0F) {
    plane_chooser(lab, rows.plane);
    ImGui::SameLine();
  }
  if (ImGui::Button("…")) ImGui::OpenPopup("more");
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("Second surface, neighbourhood, colours and arrows");
  if (ImGui::BeginPopup("more")) {
    if (!rows.modes_in_row && ImGui::BeginMenu("Seen")) {
      item(lab, modes[0].label, &View::mode, "2d", modes[0].help);
      item(lab, modes[1].label, &View::mode, "3d", modes[1].help);
      ImGui::EndMenu();
    }
    more_menu(lab);
    ImGui::EndPopup();
  }
  ImGui::SameLine();
  if (rows.modes_in_row) {
    int mode = lab.scene().view.mode == "3d" ? 1 : 0;
    if (segmented("##mode", modes, mode)) choose(lab, &View::mode, mode == 1 ? "3d" : "2d");
    ImGui::SameLine();
  }
  rows.surfaces_in_row ? surface_row(lab) : surface_drop_down(lab);
}

}  // namespace tiltscape
