// Drawing the colour bar, and what the mouse reads.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/colormaps.h"
#include "app/fonts.h"
#include "app/format.h"
#include "app/theme.h"
#include "app/views/landscape_values.h"
#include "app/views/probed_places.h"

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
  const float middle = 0.5F * (low.x + high.x), half = 0.5F * (high.x - low.x);
  if (scale.cut_above())
    list.AddTriangleFilled({low.x, low.y - 1.0F}, {middle, low.y - half - 1.0F}, {high.x, low.y - 1.0F},
                           colour_at(colours, 1.0));
  if (scale.cut_below())
    list.AddTriangleFilled({low.x, high.y + 1.0F}, {high.x, high.y + 1.0F}, {middle, high.y + half + 1.0F},
                           colour_at(colours, 0.0));
  const std::vector<double> values = scale.round_values(std::max(3, static_cast<int>(height / 60.0F)));
  const std::vector<std::string> labels = scale.labels(values);
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // what is in the middle must be read
  if (scale.centred()) std::ranges::stable_partition(order, [&](std::size_t i) { return values[i] == 0.0; });
  std::vector<float> taken;
  for (const std::size_t i : order) {
    const float y = high.y - static_cast<float>(scale.place(values[i])) * height;
    const auto near = [y](float other) { return std::abs(other - y) < label_height + 4.0F; };
    if (std::ranges::any_of(taken, near) || y < low.y - 1.0F || y > high.y + 1.0F) continue;
    taken.push_back(y);
    list.AddLine({high.x, y}, {high.x + 4.0F, y}, palette().muted);
    const float top = std::clamp(y - 0.5F * label_height, low.y - 2.0F, high.y - label_height + 2.0F);
    list.AddText(mono_font(), small_size, {high.x + 7.0F, top}, palette().muted, labels[i].c_str());
  }
  if (!ImGui::IsWindowHovered() || !ImGui::IsMouseHoveringRect(low, high) || !ImGui::BeginTooltip()) return;
  const double place = static_cast<double>((high.y - ImGui::GetMousePos().y) / height);
  mono(readable(scale.value_at(place), 4).c_str());
  muted(scale.centred() ? "0 is in the middle, and either side has the same scale"
        : scale.kind() == ColourScaleKind::quantile
            ? fmt::format("{:.0f} % of the picture is lower", 100.0 * place).c_str()
        : scale.kind() == ColourScaleKind::log ? "logarithmic scale"
                                               : "linear scale");
  ImGui::EndTooltip();
}

std::vector<std::string> named_at(const LandscapeInput& input, ImVec2 mouse, const OnScreen& on_screen) {
  constexpr float reach = 9.0F;
  std::vector<std::string> named;
  const auto under = [&](const Eigen::Vector2d& at, float within) {
    const auto p = on_screen(at);
    return p && std::hypot(p->x - mouse.x, p->y - mouse.y) < within;
  };
  const auto data = [](const std::array<float, 2>& p) {
    return Eigen::Vector2d(static_cast<double>(p[0]), static_cast<double>(p[1]));
  };
  for (const LandscapePath& path : input.paths)
    if (!path.hidden && path.current && under(data(*path.current), reach)) named.push_back(path.label + " is here");
  for (const LandscapeStart& start : input.starts)
    if (under(start.at, reach)) named.push_back(start.draggable ? start.label + ": drag to move it" : start.label);
  for (const auto* marks : {&input.lowest, &input.minima})
    for (const LandscapeMark& mark : *marks)
      if (!mark.label.empty() && under(mark.at, reach)) named.push_back(mark.label);
  if (!named.empty()) return named;
  for (const LandscapePerturbations& cloud : input.perturbations)
    for (const ProbedPlace& place :
         probed_places(cloud.points.first(std::min(cloud.points.size(), cloud.weights.size())), cloud.weights))
      if (named.empty() && under(data(place.at), 5.0F))
        named.push_back(fmt::format("probed{}, weight {} %",
                                    place.points.size() > 1 ? fmt::format(" {} times", place.points.size()) : "",
                                    readable(100.0 * static_cast<double>(place.weight), 2)));
  return named;
}

void draw_landscape_tooltip(const LandscapeInput& input, const Eigen::Vector2d& at,
                            const std::vector<std::string>& named) {
  if (input.grid == nullptr || input.grid->empty() || !ImGui::BeginTooltip()) return;
  for (const std::string& name : named) ImGui::TextUnformatted(name.c_str());
  float column = 58.0F;
  for (const std::string* name : {&input.labels[0], &input.labels[1], &input.symbol, &input.beside_symbol})
    column = std::max(column, ImGui::CalcTextSize(name->c_str()).x);
  const auto row = [column](const std::string& name, double value) {
    muted(name.c_str());
    ImGui::SameLine(ImGui::GetCursorPosX() + column + 16.0F);
    mono(std::isnan(value) ? "–" : readable(value, 4).c_str());
  };
  const auto surface = [&](const std::string& symbol, const Grid& grid) {
    row(symbol, symbol == "f" && input.exact_loss ? input.exact_loss(at) : grid.interpolate(at));
    if (const Hole hole = grid.hole(at); hole != Hole::none) muted(std::string(hole_name(hole, symbol != "f")).c_str());
  };
  row(input.labels[0], at[0]);
  row(input.labels[1], at[1]);
  const bool second = input.beside != nullptr && !input.beside->empty();
  const bool other = input.loss != nullptr && input.symbol != "f" && !(second && input.beside_symbol == "f");
  if (other) surface("f", *input.loss);
  surface(input.symbol, *input.grid);
  if (second) surface(input.beside_symbol, *input.beside);
  ImGui::EndTooltip();
}

}  // namespace tiltscape
