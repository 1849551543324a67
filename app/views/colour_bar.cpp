// Drawing the colour bar and the tooltip.
#include <algorithm>
#include <cmath>

#include "app/colormaps.h"
#include "app/fonts.h"
#include "app/format.h"
#include "app/theme.h"
#include "app/views/landscape_values.h"

namespace tiltscape {
namespace {

constexpr float label_height = 16.0F;

}  // namespace

void draw_colour_bar(ImDrawList& list, const ColourScale& scale, std::span<const std::uint8_t> colours, ImVec2 low,
                     ImVec2 high) {
  const float height = high.y - low.y;
  constexpr int bands = 64;
  for (int i = 0; i < bands; ++i) {
    const ImColor from = colour_at(colours, static_cast<double>(i) / bands);
    const ImColor to = colour_at(colours, static_cast<double>(i + 1) / bands);
    const float bottom = high.y - height * static_cast<float>(i) / bands;
    const float top = high.y - height * static_cast<float>(i + 1) / bands;
    list.AddRectFilledMultiColor({low.x, top}, {high.x, bottom}, to, to, from, from);
  }
  list.AddRect(low, high, palette().border);
  const std::vector<double> values = scale.round_values(std::max(3, static_cast<int>(height / 60.0F)));
  const std::vector<std::string> labels = scale.labels(values);
  float last = high.y + 2.0F * label_height;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float y = high.y - static_cast<float>(scale.place(values[i])) * height;
    if (last - y < label_height + 4.0F || y < low.y - 1.0F || y > high.y + 1.0F) continue;
    last = y;
    list.AddLine({high.x, y}, {high.x + 4.0F, y}, palette().muted);
    const float top = std::clamp(y - 0.5F * label_height, low.y - 2.0F, high.y - label_height + 2.0F);
    list.AddText(mono_font(), small_size, {high.x + 7.0F, top}, palette().muted, labels[i].c_str());
  }
}

void draw_landscape_tooltip(const LandscapeInput& input, const Eigen::Vector2d& at) {
  if (input.grid == nullptr || input.grid->empty() || !ImGui::BeginTooltip()) return;
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
