// The confusion matrix of the test examples.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/panels/model_parts.h"
#include "app/theme.h"
#include "app/widgets/caption.h"

namespace tiltscape {
namespace {

void centred(ImVec2 middle, const std::string& text, const ImColor& colour) {
  const ImVec2 size = ImGui::CalcTextSize(text.c_str());
  ImGui::GetWindowDrawList()->AddText({middle.x - 0.5F * size.x, middle.y - 0.5F * size.y}, colour, text.c_str());
}

/// Cells of this size have room for a number.
constexpr float roomy = 22.0F, largest = 120.0F, smallest = 4.0F;
constexpr std::int64_t few_classes = 20;  ///< classes that always have that room

/// The count under the mouse, where cells are too small to have it written.
void cell_tooltip(const Classifier& classifier, const Matrix& counts, ImVec2 corner, float cell) {
  const ImVec2 mouse = ImGui::GetMousePos();
  const auto row = static_cast<Eigen::Index>(std::floor((mouse.y - corner.y) / cell)),
             column = static_cast<Eigen::Index>(std::floor((mouse.x - corner.x) / cell));
  if (!ImGui::IsItemHovered() || row < 0 || column < 0 || row >= counts.rows() || column >= counts.cols()) return;
  ImGui::SetTooltip(
      "%s", fmt::format("{} → {}: {}", classifier.class_name(row), classifier.class_name(column), counts(row, column))
                .c_str());
}

}  // namespace

void model_confusion(const Classifier& classifier, const Predictions& predictions) {
  const std::int64_t classes = classifier.facts().classes;
  const Matrix counts = confusion_of(classifier.test().labels, predictions.test, classes);
  caption(fmt::format("Test examples: {} of {} are taken for what they are ({:.1f} %). Rows: true class; columns: "
                      "taken for. The tint is the share of the row.",
                      counts.trace(), counts.sum(), 100.0 * counts.trace() / std::max(1.0, counts.sum())),
          2);
  const WithFont numbers(mono_font(), small_size);
  const auto widest = [&](auto&& text) {
    float width = 0.0F;
    for (std::int64_t i = 0; i < classes; ++i) width = std::max(width, ImGui::CalcTextSize(text(i).c_str()).x);
    return width;
  };
  const auto number = [](std::int64_t i) { return std::to_string(i); };
  const auto name = [&](std::int64_t i) { return classifier.class_name(i); };
  const auto both = [&](std::int64_t i) { return name(i) == number(i) ? number(i) : number(i) + " " + name(i); };
  const float label = widest(both) + 10.0F, line = ImGui::GetTextLineHeight() + 4.0F;
  const ImVec2 from = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  const float cell = std::clamp(std::min(room.x - label, room.y - line) / static_cast<float>(classes),
                                classes <= few_classes ? roomy : smallest, largest);
  const float gap = cell < roomy ? 0.5F : 1.0F;
  const bool names_fit = widest(name) + 4.0F <= cell;
  const auto every = static_cast<std::int64_t>(
      std::ceil(std::max(names_fit ? widest(name) : widest(number), line) / cell));  // labels that have room
  const auto corner = [&](std::int64_t row, std::int64_t column) {
    return ImVec2{from.x + label + cell * static_cast<float>(column), from.y + line + cell * static_cast<float>(row)};
  };
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Palette& p = palette();
  for (std::int64_t row = 0; row < classes; ++row) {
    const double all = std::max(1.0, counts.row(row).sum());
    if (row % every == 0) {
      centred({from.x + 0.5F * label, corner(row, 0).y + 0.5F * cell}, names_fit ? name(row) : both(row), p.muted);
      centred({corner(0, row).x + 0.5F * cell, from.y + 0.5F * line}, names_fit ? name(row) : number(row), p.muted);
    }
    for (std::int64_t column = 0; column < classes; ++column) {
      const ImVec2 at = corner(row, column);
      const auto share = static_cast<float>(counts(row, column) / all);
      const ImColor& full = row == column ? p.good : p.bad;
      list.AddRectFilled({at.x + gap, at.y + gap}, {at.x + cell - gap, at.y + cell - gap},
                         mix(p.frame, full, 0.75F * std::sqrt(share)), cell < roomy ? 0.0F : 3.0F);
      if (counts(row, column) > 0.0 && cell >= roomy)
        centred({at.x + 0.5F * cell, at.y + 0.5F * cell}, fmt::format("{}", counts(row, column)), p.text);
    }
  }
  ImGui::Dummy({label + cell * static_cast<float>(classes), line + cell * static_cast<float>(classes)});
  if (cell < roomy) cell_tooltip(classifier, counts, corner(0, 0), cell);
}

}  // namespace tiltscape
