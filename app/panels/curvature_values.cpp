// The table of measures.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/curvature_parts.h"
#include "app/theme.h"
#include "app/widgets/caption.h"
#include "app/widgets/row.h"
#include "core/measure.h"

namespace tiltscape {
namespace {

using Row = CurvatureReport::Row;

void right_aligned(const std::string& text, const ImColor& colour) {
  const float width = text_extent(mono_font(), small_size, text.c_str()).x;
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, ImGui::GetContentRegionAvail().x - width));
  const WithFont numbers(mono_font(), small_size);
  ImGui::PushStyleColor(ImGuiCol_Text, colour.Value);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
}

std::string radius_text(const MeasureSpec& spec) {
  std::string text;
  if (spec.rho) text += fmt::format(" at ρ = {}", readable(*spec.rho));
  if (spec.tilt) text += fmt::format(", t = {}", readable(*spec.tilt));
  return text;
}

/// How a value came to be, for its tooltip.
std::string made_how(const Row& row) {
  const MeasureEntry& entry = find_measure(row.spec.name);
  std::string text = entry.help;
  if (const std::string radius = radius_text(row.spec); !radius.empty()) text += "\nMeasured" + radius + ".";
  if (!row.here) return text;
  const Estimate& value = *row.here;
  text += fmt::format("\nMethod: {}, {} {}.", row.spec.method, grouped(value.cost),
                      row.spec.method == "zeroth-order" || entry.has_rho ? "evaluations of f" : "Hessian products");
  if (const auto interval = value.interval())
    text += fmt::format("\n± is one standard error; 95 % interval {} to {} (Student, {} degrees of freedom).",
                        readable((*interval)[0], 4), readable((*interval)[1], 4), value.degrees_of_freedom);
  if (value.capped) text += "\nThe budget ended before the requested error.";
  if (value.dominated)
    text += "\nOne direction dominates: of such intervals fewer than 95 % hold the true value (93 % with 100 probes).";
  return text;
}

/// Below this, what is said of the Hessian is rounding: 1e-12 of its largest eigenvalue, as far as that is known.
double rounding_of(const CurvatureReport& report) {
  double largest = 0.0;
  for (const Row& row : report.rows)
    if (row.here && row.here->defined() && !find_measure(row.spec.name).has_rho)
      largest = std::max(largest, std::abs(row.here->value));
  return 1e-12 * largest;
}

/// Without what is only rounding.
Estimate rounded(Estimate estimate, const Row& row, double rounding) {
  if (find_measure(row.spec.name).has_rho || !estimate.defined()) return estimate;
  if (std::abs(estimate.value) < rounding) estimate.value = 0.0;
  if (estimate.standard_error.value_or(1.0) < rounding) estimate.standard_error.reset();
  return estimate;
}

std::string value_text(const std::optional<Estimate>& value, const Row& row, double rounding) {
  return value ? estimate_text(rounded(*value, row, rounding)) : "…";
}

std::string ratio_text(const Row& row, double rounding) {
  if (!row.here || !row.rescaled || !row.here->defined() || !row.rescaled->defined()) return "–";
  if (rounded(*row.here, row, rounding).value == 0.0) return "–";
  const double ratio = row.rescaled->value / row.here->value;
  const bool sampled = row.here->standard_error || row.rescaled->standard_error;
  return std::isfinite(ratio) ? (sampled ? "≈ ×" : "×") + readable(ratio, 3) : "–";
}

/// "exact", "hutch++ · 812 Hv"; of sharpness over which neighbourhood, since they differ: "ball ρ√d · 1 000 f".
std::string method_text(const Row& row) {
  if (!row.here) return "";
  if (row.spec.method == "exact") return row.spec.method;
  const std::string& around = find_measure(row.spec.name).around;
  const bool losses = row.spec.method == "zeroth-order" || !around.empty();
  return fmt::format("{} · {} {}", around.empty() ? row.spec.method : around,
                     compact(static_cast<double>(row.here->cost)), losses ? "f" : "Hv");
}

void warnings(const CurvatureReport& report) {
  const auto names = [&](const auto& what) {
    std::string list;
    for (const Row& row : report.rows)
      if (row.here && what(*row.here)) list += (list.empty() ? "" : ", ") + find_measure(row.spec.name).title;
    return list;
  };
  std::string text;
  if (const std::string list = names([](const Estimate& e) { return e.dominated && e.standard_error; }); !list.empty())
    text += list + ": one direction dominates, so fewer than 95 % of such intervals hold the true value. ";
  if (const std::string list = names([](const Estimate& e) { return e.dominated && !e.standard_error; }); !list.empty())
    text += list + ": few points carry the weight; it is a lower bound. ";
  if (const std::string list = names([](const Estimate& e) { return e.capped; }); !list.empty())
    text += list + ": the budget ended before the error that was asked for.";
  if (!text.empty()) caption(text, 4);
}

}  // namespace

std::string estimate_text(const Estimate& estimate) {
  if (!estimate.defined()) return "not defined here";
  if (!estimate.standard_error) return readable(estimate.value, 4);
  return readable(estimate.value, 4) + " ± " + readable(*estimate.standard_error, 2);
}

void curvature_values(const CurvatureReport& report, bool greyed) {
  const bool twice = report.rescaled_loss.has_value();
  const Palette& p = palette();
  const WithFont small(text_font(), small_size);
  constexpr ImGuiTableFlags flags = ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_RowBg;
  const bool says_how = !twice && ImGui::GetContentRegionAvail().x > 330.0F;
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {4.0F, 1.0F});
  const bool drawn = ImGui::BeginTable("##measures", twice ? 4 : says_how ? 3 : 2, flags);
  ImGui::PopStyleVar();
  if (!drawn) return;
  ImGui::TableSetupColumn("measure");
  ImGui::TableSetupColumn("here", ImGuiTableColumnFlags_WidthStretch);
  if (twice) ImGui::TableSetupColumn("rescaled", ImGuiTableColumnFlags_WidthStretch);
  if (twice) ImGui::TableSetupColumn("ratio", ImGuiTableColumnFlags_WidthStretch, 0.4F);
  if (says_how) ImGui::TableSetupColumn("how");
  const double rounding = rounding_of(report);
  for (const Row& row : report.rows) {
    const MeasureEntry& entry = find_measure(row.spec.name);
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    muted(entry.title.c_str());
    if (ImGui::IsItemHovered()) help_tooltip(made_how(row).c_str());
    ImGui::TableNextColumn();
    right_aligned(value_text(row.here, row, rounding), greyed || !row.here ? p.muted : p.text);
    if (ImGui::IsItemHovered()) help_tooltip(made_how(row).c_str());
    if (says_how) {
      ImGui::TableNextColumn();
      muted(method_text(row).c_str());
    }
    if (!twice) continue;
    ImGui::TableNextColumn();
    right_aligned(value_text(row.rescaled, row, rounding), greyed || !row.rescaled ? p.muted : p.text);
    ImGui::TableNextColumn();
    const std::string ratio = ratio_text(row, rounding);
    right_aligned(ratio, ratio == "×1" ? p.good : p.accent);
    help_tooltip(
        "The value at the rescaled point over the one here. f is the same at both: a measure whose value moves "
        "says something of the parameters that were chosen, not of the function.");
  }
  ImGui::EndTable();
  warnings(report);
}

}  // namespace tiltscape
