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

}  // namespace

void model_confusion(const Classifier& classifier, const Predictions& predictions) {
  const std::int64_t classes = classifier.classes();
  const Matrix counts = confusion_of(classifier.test().labels, predictions.test, classes);
  caption(fmt::format("Test examples: {} of {} are taken for what they are ({:.1f} %). Rows: true class; columns: "
                      "taken for. The tint is the share of the row.",
                      counts.trace(), counts.sum(), 100.0 * counts.trace() / std::max(1.0, counts.sum())),
          2);
  const WithFont numbers(mono_font(), small_size);
  const float label = ImGui::CalcTextSize("00").x + 10.0F, line = ImGui::GetTextLineHeight() + 4.0F;
  const ImVec2 from = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  const float cell = std::clamp(std::min(room.x - label, room.y - line) / static_cast<float>(classes), 22.0F, 72.0F);
  const auto corner = [&](std::int64_t row, std::int64_t column) {
    return ImVec2{from.x + label + cell * static_cast<float>(column), from.y + line + cell * static_cast<float>(row)};
  };
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Palette& p = palette();
  for (std::int64_t row = 0; row < classes; ++row) {
    const double all = std::max(1.0, counts.row(row).sum());
    centred({from.x + 0.5F * label, corner(row, 0).y + 0.5F * cell}, std::to_string(row), p.muted);
    centred({corner(0, row).x + 0.5F * cell, from.y + 0.5F * line}, std::to_string(row), p.muted);
    for (std::int64_t column = 0; column < classes; ++column) {
      const ImVec2 at = corner(row, column);
      const auto share = static_cast<float>(counts(row, column) / all);
      const ImColor& full = row == column ? p.good : p.bad;
      list.AddRectFilled({at.x + 1.0F, at.y + 1.0F}, {at.x + cell - 1.0F, at.y + cell - 1.0F},
                         mix(p.frame, full, 0.75F * std::sqrt(share)), 3.0F);
      if (counts(row, column) > 0.0)
        centred({at.x + 0.5F * cell, at.y + 0.5F * cell}, fmt::format("{}", counts(row, column)), p.text);
    }
  }
  ImGui::Dummy({label + cell * static_cast<float>(classes), line + cell * static_cast<float>(classes)});
}

}  // namespace tiltscape
