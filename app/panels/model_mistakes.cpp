// Test examples that were taken for another class.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <numeric>
#include <span>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/model_parts.h"
#include "app/theme.h"
#include "app/widgets/caption.h"

namespace tiltscape {
namespace {

/// Light where the ink is, on dark.
void image(const Matrix& inputs, std::size_t example, std::int64_t side, ImVec2 at, float size) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float pixel = size / static_cast<float>(side);
  const auto ink = inputs.col(static_cast<Eigen::Index>(example));
  const double low = std::min(0.0, ink.minCoeff()), high = std::max(1e-9, ink.maxCoeff());
  list.AddRectFilled(at, {at.x + size, at.y + size}, palette().frame);
  for (std::int64_t row = 0; row < side; ++row)
    for (std::int64_t column = 0; column < side; ++column) {
      const double value = (ink[row * side + column] - low) / (high - low);
      if (value < 0.02) continue;
      const ImVec2 from{at.x + pixel * static_cast<float>(column), at.y + pixel * static_cast<float>(row)};
      list.AddRectFilled(from, {from.x + pixel, from.y + pixel},
                         mix(palette().frame, palette().text, static_cast<float>(value)));
    }
}

/// Which example: a sequence of tokens, a point of the plane, or its place in the data.
std::string which(const Classifier& classifier, std::size_t i) {
  const ShownExamples& test = classifier.test();
  const auto input = test.inputs.col(static_cast<Eigen::Index>(i));
  if (const auto spelled = classifier.facts().spelled; spelled != nullptr)
    return spelled({input.data(), static_cast<std::size_t>(input.size())}) + ":  ";
  if (classifier.planar()) return fmt::format("({}, {})  ", readable(input[0]), readable(input[1]));
  return classifier.facts().side > 0 || test.places.empty() ? "" : fmt::format("#{}  ", test.places[i]);
}

/// "#17  7 → 1  98 %".
std::string described(const Classifier& classifier, const Answers& answers, std::size_t i) {
  const ShownExamples& test = classifier.test();
  return which(classifier, i) + fmt::format("{} → {}  {:.0f} %", classifier.class_name(test.labels[i]),
                                            classifier.class_name(answers.classes[i]), 100.0 * answers.shares[i]);
}

/// Room for what is written of the examples that are shown first.
float text_width(const Classifier& classifier, const Answers& answers, const std::vector<std::size_t>& shown) {
  constexpr std::size_t first = 200;
  float widest = 0.0F;
  for (const std::size_t i : std::span(shown).first(std::min(first, shown.size())))
    widest = std::max(widest, ImGui::CalcTextSize(described(classifier, answers, i).c_str()).x);
  return widest;
}

/// Where it stands in the data, and its features as the model sees them.
void example_tooltip(const Classifier& classifier, std::size_t i) {
  constexpr Eigen::Index most = 24;
  const ShownExamples& test = classifier.test();
  const auto input = test.inputs.col(static_cast<Eigen::Index>(i));
  std::string text;
  if (!test.places.empty())
    text = fmt::format("#{} of the data: its line in a text file, else its row", test.places[i]);
  if (classifier.facts().side == 0 && classifier.facts().tokens == 0) {
    text += fmt::format("{}As the model sees it{}:", text.empty() ? "" : "\n",
                        classifier.facts().standardised ? ", standardised" : "");
    for (Eigen::Index feature = 0; feature < std::min(most, input.size()); ++feature)
      text += fmt::format("\n{:>10}  {}", readable(input[feature]), classifier.feature_name(feature));
    if (input.size() > most) text += fmt::format("\n… and {} more features", input.size() - most);
  }
  if (!text.empty()) ImGui::SetTooltip("%s", text.c_str());
}

}  // namespace

void model_mistakes(const Classifier& classifier, const Predictions& predictions) {
  const ShownExamples& test = classifier.test();
  const Answers& answers = predictions.test;
  std::vector<std::size_t> wrong;
  for (std::size_t i = 0; i < answers.classes.size(); ++i)
    if (answers.classes[i] != test.labels[i]) wrong.push_back(i);
  std::ranges::sort(wrong, std::greater{}, [&](std::size_t i) { return answers.shares[i]; });
  caption(fmt::format("{} of {} test examples are taken for another class: true → taken, and how sure the model is.",
                      wrong.size(), test.labels.size()),
          2);
  const bool images = classifier.facts().side > 0;
  const WithFont small(mono_font(), small_size);
  const float size = images ? 88.0F : 0.0F,
              width = std::max(size, text_width(classifier, answers, wrong)) + (images ? 12.0F : 28.0F);
  const float height = size + ImGui::GetTextLineHeight() + 10.0F;
  const ImVec2 from = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  const auto columns = std::max<std::size_t>(1, static_cast<std::size_t>(room.x / width));
  for (std::size_t k = 0; k < wrong.size(); ++k) {
    const ImVec2 at{from.x + width * static_cast<float>(k % columns),
                    from.y + height * static_cast<float>(k / columns)};
    if (!ImGui::IsRectVisible(at, {at.x + width, at.y + height})) continue;
    if (images) image(test.inputs, wrong[k], classifier.facts().side, at, size);
    if (ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(at, {at.x + width, at.y + height}))
      example_tooltip(classifier, wrong[k]);
    ImGui::GetWindowDrawList()->AddText({at.x, at.y + size + 3.0F}, palette().text,
                                        described(classifier, answers, wrong[k]).c_str());
  }
  ImGui::Dummy({room.x, height * static_cast<float>((wrong.size() + columns - 1) / columns)});
}

}  // namespace tiltscape
