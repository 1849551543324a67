// Every choice can be undone.
#include "app/panels/plane_chooser.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/icons.h"
#include "app/panels/plane_points.h"
#include "app/theme.h"
#include "app/widgets/caption.h"
#include "app/widgets/icon_button.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

constexpr float arrow_width = 52.0F;  ///< of a drop-down, with its padding
constexpr float again_width = 24.0F;

bool is_word(const PlaneSpec& plane, const char* word) {
  const auto* chosen = std::get_if<std::string>(&plane);
  return chosen != nullptr && *chosen == word;
}

bool is_random(const PlaneSpec& plane) {
  return is_word(plane, "random") || std::holds_alternative<RandomPlane>(plane);
}

void plane_item(Laboratory& lab, const char* name, const char* word, const std::string& help, bool enabled = true) {
  const PlaneSpec& plane = lab.scene().view.plane;
  const bool chosen = is_word(plane, word) || (std::string_view(word) == "random" && is_random(plane));
  if (ImGui::Selectable(name, chosen, enabled ? ImGuiSelectableFlags_None : ImGuiSelectableFlags_Disabled))
    lab.choose_plane(PlaneSpec(word));
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) help_tooltip(help.c_str());
}

/// Two indices and a button that takes them; the menu stays open while they are typed.
void axes_item(Laboratory& lab, Eigen::Index dimension) {
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const auto* chosen = std::get_if<AxesPlane>(&lab.scene().view.plane);
  std::array<int, 2> axes{};
  for (std::size_t i = 0; i < 2; ++i) {
    const ImGuiID key = ImGui::GetID(i == 0 ? "first axis" : "second axis");
    if (ImGui::IsWindowAppearing() && chosen != nullptr) storage.SetInt(key, static_cast<int>(chosen->axes[i]));
    axes[i] = std::clamp(storage.GetInt(key, static_cast<int>(i)), 0, static_cast<int>(dimension) - 1);
    ImGui::SetNextItemWidth(56.0F);
    if (i > 0) ImGui::SameLine();
    ImGui::PushID(static_cast<int>(i));
    ImGui::InputInt("##axis", &axes[i], 0);
    ImGui::PopID();
    if (ImGui::IsItemHovered()) help_tooltip(fmt::format("Index of a coordinate, 0 to {}.", dimension - 1).c_str());
    storage.SetInt(key, axes[i]);
  }
  ImGui::SameLine();
  ImGui::BeginDisabled(axes[0] == axes[1]);
  if (ImGui::Button("two coordinates")) {
    lab.choose_plane(AxesPlane{
        {std::clamp<std::int64_t>(axes[0], 0, dimension - 1), std::clamp<std::int64_t>(axes[1], 0, dimension - 1)}});
    ImGui::CloseCurrentPopup();
  }
  ImGui::EndDisabled();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled))
    help_tooltip(axes[0] == axes[1] ? "Two different coordinates span a plane."
                                    : "The plane of these two coordinates; the others are held.");
}

void own_charts(Laboratory& lab) {
  const auto own = lab.shown_chart().own();
  const bool made = needs_plane(lab.scene().view.plane);
  const auto& charts = lab.experiment()->charts;
  for (std::size_t i = 0; i < charts.size(); ++i) {
    if (ImGui::Selectable(charts[i].name.c_str(), !made && own == i)) lab.choose_chart(charts[i].name);
    if (ImGui::IsItemHovered())
      help_tooltip(charts[i].note.empty() ? "The loss depends on these two alone." : charts[i].note.c_str());
  }
}

void planes(Laboratory& lab) {
  const RunView* run = lab.selected_run();
  const std::string place = fmt::format("where {} is{}", run != nullptr ? run->info.label : "the selected run",
                                        lab.shown_step() ? " at the step shown" : " now");
  const auto visible = std::ranges::count_if(lab.runs(), &RunView::visible);
  plane_item(lab, "PCA of the paths", "pca", "The two directions in which the visible runs' paths vary most.");
  plane_item(lab, "Strongest curvatures", "curvature",
             fmt::format("The two eigenvectors of the Hessian with the largest |λ|, {}.", place));
  plane_item(lab, "Random directions", "random",
             lab.experiment()->loss->filters().empty()
                 ? fmt::format("Two random directions through the point {}.", place)
                 : fmt::format("Two random directions through the point {}, in each neuron as long as its weights "
                               "(filter-normalised).",
                               place));
  plane_item(lab, "Through the runs' ends", "ends",
             visible < 2
                 ? "Needs two visible runs."
                 : "The plane through where three visible runs are that lie far apart; with two, the line through "
                   "both and the gradient half-way.",
             visible >= 2);
  plane_points_menu(lab);
  axes_item(lab, lab.experiment()->loss->dimension());
}

}  // namespace

std::string distance_beside_way(double distance, double way) {
  if (!(way > 0.0) || !std::isfinite(distance / way)) return "";
  const double ratio = distance / way;
  if (ratio <= 1.0) return fmt::format(" ({} % of its way)", readable(100.0 * ratio, ratio > 0.99 ? 3 : 2));
  if (ratio < 1.05) return " (as far as it went)";
  return fmt::format(
      " ({} times as far as it went)",
      ratio < 100.0 ? readable(ratio, 2) : grouped(static_cast<std::uint64_t>(std::llround(std::min(ratio, 1e15)))));
}

namespace {

/// Below what a sum of numbers around 1 resolves, all are one.
std::string as_loss(double value) { return std::abs(value) < 1e-16 ? "0" : readable(value); }

/// `step`: the earlier one that is shown.
std::string facts_text(const ShownChart::Facts& facts, const std::string& label, std::optional<std::uint64_t> step,
                       bool own) {
  std::string text = label + ": ";
  if (facts.explained)
    text += fmt::format("{} % of its {}path's variance lies in the plane", readable(100.0 * *facts.explained),
                        step ? "whole " : "");
  if (facts.distance)
    text += fmt::format(", {} it is {} off{}", step ? "at step " + grouped(*step) : "now", readable(*facts.distance, 2),
                        distance_beside_way(*facts.distance, facts.extent));
  if (facts.explained) text += ". ";
  const ComparedLosses* losses = facts.losses;
  if (losses != nullptr && std::isfinite(losses->shown))
    text += fmt::format("f = {}, {} {}. ", as_loss(losses->here), facts.explained ? "in the plane" : "on the surface",
                        as_loss(losses->shown));
  else if (losses != nullptr && !std::isfinite(losses->here))
    text += "f is not finite where its last step led. ";
  return own ? text : text + "Path: " + facts.path + ".";
}

}  // namespace

bool has_planes(const Laboratory& lab) {
  if (lab.experiment() == nullptr || lab.shown_chart().chart() == nullptr) return false;
  return lab.experiment()->loss->dimension() > 2 || lab.experiment()->charts.size() > 1;
}

float plane_chooser_width(const Laboratory& lab) {
  const float name = ImGui::CalcTextSize(lab.shown_chart().chart()->name.c_str()).x + arrow_width;
  const float again = needs_plane(lab.scene().view.plane) ? again_width + ImGui::GetStyle().ItemSpacing.x : 0.0F;
  return again + std::clamp(name, 110.0F, 190.0F);
}

void plane_chooser(Laboratory& lab, float room) {
  const ShownChart& shown = lab.shown_chart();
  const bool many = lab.experiment()->loss->dimension() > 2;
  const bool made = needs_plane(lab.scene().view.plane);
  float width = std::min(room, plane_chooser_width(lab));
  if (made) {
    const bool random = is_random(lab.scene().view.plane);
    const std::string help = random ? "Another two random directions"
                                    : fmt::format(
                                          "Make the plane again, of the runs as they are now (this one is of "
                                          "step {})",
                                          grouped(shown.made_at()));
    ImGui::PushID("again");
    if (icon_button(random ? icon::arrow_repeat : icon::arrow_clockwise, help.c_str(), ButtonLook::plain, again_width,
                    !shown.making())) {
      const auto* draw = std::get_if<RandomPlane>(&lab.scene().view.plane);
      random ? lab.choose_plane(RandomPlane{draw != nullptr ? draw->draw + 1 : 1}) : lab.remake_plane();
    }
    ImGui::PopID();
    ImGui::SameLine();
    width -= again_width + ImGui::GetStyle().ItemSpacing.x;
  }
  ImGui::SetNextItemWidth(std::max(width, 40.0F));
  if (ImGui::BeginCombo("##chart", shown.chart()->name.c_str(), ImGuiComboFlags_HeightLarge)) {
    own_charts(lab);
    if (many) {
      ImGui::Separator();
      planes(lab);
    }
    ImGui::EndCombo();
  }
  if (ImGui::IsItemHovered())
    ImGui::SetTooltip("What the picture's two coordinates are: %s", shown.chart()->name.c_str());
}

void plane_facts(Laboratory& lab) {
  ShownChart& shown = lab.shown_chart();
  const auto facts = shown.facts(lab);
  std::string text;
  if (!shown.reason().empty())
    text = "No plane yet: " + shown.reason() + ".";
  else if (shown.making())
    text = "The plane is being made.";
  else if (facts)
    text = facts_text(*facts, lab.selected_run()->info.label, lab.shown_step(), shown.own().has_value());
  const float lines = ImGui::GetContentRegionAvail().y / 100.0F;  // most of a low panel is for the picture
  caption(text, static_cast<std::size_t>(std::clamp(lines, 1.0F, 5.0F)));
}

}  // namespace tiltscape
