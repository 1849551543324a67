// The landscape's colour bar and tooltip: values as numbers.
#include <algorithm>
#include <cmath>

#include "app/colormaps.h"
#include "app/fonts.h"
#include "app/format.h"
#include "app/theme.h"
#include "app/views/landscape_frame.h"

namespace tiltscape {
namespace {

constexpr float gap = 14.0F, width = 12.0F, label_height = 16.0F;

}  // namespace

void LandscapeView::draw_colour_bar(const Frame& frame) const {
  const ColourScale& scale = image_.scale();
  const float left = frame.high.x + gap, right = left + width;
  const float height = frame.high.y - frame.low.y;
  constexpr int bands = 64;
  for (int i = 0; i < bands; ++i) {
    const ImColor low = colour_at(image_.colours(), static_cast<double>(i) / bands);
    const ImColor high = colour_at(image_.colours(), static_cast<double>(i + 1) / bands);
    const float bottom = frame.high.y - height * static_cast<float>(i) / bands;
    const float top = frame.high.y - height * static_cast<float>(i + 1) / bands;
    frame.list.AddRectFilledMultiColor({left, top}, {right, bottom}, high, high, low, low);
  }
  frame.list.AddRect({left, frame.low.y}, {right, frame.high.y}, palette().border);
  const std::vector<double> values = scale.round_values(std::max(3, static_cast<int>(height / 60.0F)));
  const std::vector<std::string> labels = scale.labels(values);
  float last = frame.high.y + 2.0F * label_height;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float y = frame.high.y - static_cast<float>(scale.place(values[i])) * height;
    if (last - y < label_height + 4.0F || y < frame.low.y - 1.0F || y > frame.high.y + 1.0F) continue;
    last = y;
    frame.list.AddLine({right, y}, {right + 4.0F, y}, palette().muted);
    const float top = std::clamp(y - 0.5F * label_height, frame.low.y - 2.0F, frame.high.y - label_height + 2.0F);
    frame.list.AddText(mono_font(), small_size, {right + 7.0F, top}, palette().muted, labels[i].c_str());
  }
}

void LandscapeView::draw_tooltip(const Frame& frame, const Eigen::Vector2d& at) const {
  const LandscapeInput& input = frame.input;
  if (!frame.has_surface() || !ImGui::BeginTooltip()) return;
  const auto row = [](const std::string& name, double value) {
    muted(name.c_str());
    ImGui::SameLine(ImGui::GetCursorPosX() + 74.0F);
    mono(std::isnan(value) ? "–" : readable(value, 4).c_str());
  };
  row(input.labels[0].size() > 8 ? input.labels[0].substr(0, input.labels[0].find(' ')) : input.labels[0], at[0]);
  row(input.labels[1].size() > 8 ? input.labels[1].substr(0, input.labels[1].find(' ')) : input.labels[1], at[1]);
  const bool other = input.loss != nullptr && input.symbol != "f";
  if (other) row("f", input.loss->interpolate(at));
  row(input.symbol, input.grid->interpolate(at));
  ImGui::EndTooltip();
}

}  // namespace tiltscape
