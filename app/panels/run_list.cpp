// Rows of runs and the menus on them.
#include "app/panels/run_list.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/icons.h"
#include "app/panels/describe_run.h"
#include "app/theme.h"
#include "app/widgets/icon_button.h"
#include "app/widgets/row.h"
#include "app/widgets/run_mark.h"
#include "app/widgets/wrapped_error.h"
#include "core/optimizer.h"

namespace tiltscape {
namespace {

/// "tr 7.66" at the right end of a row, or how the run ended. Returns its width.
float measure_text(const RunView& run, std::optional<std::uint64_t> step, float right, float middle) {
  const Palette& p = palette();
  std::string symbol, value;
  ImColor colour = p.text;
  if (run.snapshot.status == Status::diverged && run.snapshot.step <= step.value_or(run.snapshot.step)) {
    value = "diverged";
    colour = p.bad;
  } else {
    const bool has_trace = run.trajectory.columns().find("trace") != Columns::npos;
    const bool has_accuracy = run.trajectory.columns().find("test_accuracy") != Columns::npos;
    symbol = has_accuracy ? "test" : has_trace ? "tr" : "f";
    const double number = latest(run, has_accuracy ? "test_accuracy" : has_trace ? "trace" : "loss", step);
    value = std::isfinite(number) ? readable(number, 4) : "";
    if (has_accuracy && std::isfinite(number)) value = fmt::format("{:.1f} %", 100 * number);
  }
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 value_extent = text_extent(mono_font(), mono_size, value.c_str());
  const ImVec2 symbol_extent = text_extent(text_font(), small_size, symbol.c_str());
  const float value_x = right - std::max(value_extent.x, 52.0F);
  draw->AddText(mono_font(), mono_size, {right - value_extent.x, middle - value_extent.y * 0.5F}, colour,
                value.c_str());
  draw->AddText(text_font(), small_size, {value_x - symbol_extent.x - 8.0F, middle - symbol_extent.y * 0.5F}, p.muted,
                symbol.c_str());
  return right - (value_x - symbol_extent.x - 8.0F);
}

/// Returns whether the run is to go.
bool run_row(Laboratory& lab, std::size_t index) {
  const RunView& run = lab.runs()[index];
  const Palette& p = palette();
  const bool selected = lab.selected() == index;
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float height = 34.0F;
  if (ImGui::InvisibleButton("##run", {width, height})) lab.select(index);
  const bool hovered = ImGui::IsItemHovered();
  const Settings settings = lab.shown_settings(index);
  help_tooltip(run_details(run, settings).c_str());
  bool remove = false;
  if (ImGui::BeginPopupContextItem("##menu")) {
    if (ImGui::MenuItem(run.visible ? "Hide" : "Show")) lab.show_run(index, !run.visible);
    if (ImGui::MenuItem("Remove", nullptr, false, lab.runs().size() > 1)) remove = true;
    ImGui::Separator();
    std::array<char, 96> label{};
    run.info.label.copy(label.data(), label.size() - 1);
    ImGui::SetNextItemWidth(180.0F);
    if (ImGui::InputText("label", label.data(), label.size(), ImGuiInputTextFlags_EnterReturnsTrue) &&
        label[0] != '\0') {
      lab.remember();
      lab.rename_run(index, label.data());
      ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
  }
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 to{from.x + width, from.y + height};
  const auto [colour, dashes, mark] = run_style(run.colour);
  if (selected || hovered)
    draw->AddRectFilled(from, to, with_alpha(p.hovered, selected ? 1.0F : 0.5F), spacing::frame_radius);
  if (selected) draw->AddRectFilled(from, {from.x + 3.0F, to.y}, colour, 2.0F);
  const float middle = from.y + height * 0.5F;
  const ImVec2 dot{from.x + 18.0F, middle};
  if (run.visible)
    fill_run_mark(*draw, dot, 6.0F, colour, mark);
  else
    outline_run_mark(*draw, dot, 5.5F, colour, mark, 1.5F);
  const float text_y = middle - text_size * 0.5F - 1.0F;
  const float limit = to.x - 10.0F - measure_text(run, lab.shown_step(), to.x - 10.0F, middle) - 12.0F;
  const ImVec2 label_extent = text_extent(heading_font(), text_size, run.info.label.c_str());
  {
    const WithFont use(heading_font());
    ImGui::PushStyleColor(ImGuiCol_Text, (run.visible ? p.text : p.muted).Value);
    ImGui::RenderTextEllipsis(draw, {from.x + 34.0F, text_y}, {limit, to.y}, limit, run.info.label.c_str(), nullptr,
                              &label_extent);
    ImGui::PopStyleColor();
  }
  const float summary = from.x + 34.0F + label_extent.x + 14.0F;
  draw->AddText(text_font(), small_size, {summary, text_y + 1.5F}, p.muted,
                run_summary(run, settings, limit - summary).c_str());
  return remove;
}

}  // namespace

void run_list(Laboratory& lab) {
  ImGui::Dummy({0.0F, 4.0F});
  const float y = ImGui::GetCursorPosY();
  ImGui::SetCursorPosY(y + 6.0F);
  heading("Runs");
  ImGui::SameLine(ImGui::GetContentRegionMax().x - 28.0F);
  ImGui::SetCursorPosY(y);
  if (icon_button(icon::plus, "Add an optimizer", ButtonLook::framed, 28.0F)) ImGui::OpenPopup("add");
  if (ImGui::BeginPopup("add")) {
    for (const OptimizerEntry& entry : optimizers()) {
      if (ImGui::MenuItem(fmt::format("{}   {}", entry.title, entry.summary).c_str())) {
        lab.remember();
        lab.add_run(entry.name);
      }
      if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", entry.help.c_str());
    }
    ImGui::EndPopup();
  }
  std::optional<std::size_t> removed;
  for (std::size_t i = 0; i < lab.runs().size(); ++i) {
    ImGui::PushID(static_cast<int>(lab.runs()[i].id));
    if (run_row(lab, i)) removed = i;
    ImGui::PopID();
  }
  if (lab.loading()) muted("making the runs …");
  if (!lab.error().empty() && !lab.blames_problem()) wrapped_error(lab.error());
  if (removed) {
    lab.remember();
    lab.remove_run(*removed);
  }
}

}  // namespace tiltscape
