// Discs whose areas are weights, arrows of one scale, and histograms of losses and of weights.
#include "app/views/perturbation_view.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/colormaps.h"
#include "app/fonts.h"
#include "app/format.h"
#include "app/theme.h"
#include "app/views/labels.h"

namespace tiltscape {
namespace {

constexpr std::size_t most_points = 400;
constexpr double too_short = 12.0;  ///< points: an arrow whose direction is hard to see
constexpr float margin = 0.2F;      ///< of the side, around the outline

struct Range {
  double low = 0.0, high = 0.0;
  double part(float value) const { return high > low ? (static_cast<double>(value) - low) / (high - low) : 0.5; }
};

Range range_of(std::span<const float> losses) {
  Range range{INFINITY, -INFINITY};
  for (const float loss : losses) {
    if (!std::isfinite(loss)) continue;
    range.low = std::min(range.low, static_cast<double>(loss));
    range.high = std::max(range.high, static_cast<double>(loss));
  }
  return range.low <= range.high ? range : Range{};
}

/// The heaviest, lightest first: that is the order they are drawn in.
std::vector<std::size_t> heaviest(std::span<const float> weights) {
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), 0);
  const auto heavier = [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; };
  const auto count = static_cast<std::ptrdiff_t>(std::min(most_points, order.size()));
  std::partial_sort(order.begin(), order.begin() + count, order.end(), heavier);
  order.resize(static_cast<std::size_t>(count));
  std::ranges::reverse(order);
  return order;
}

/// 1, 2 or 5 times a power of ten, at most `value`.
double round_down(double value) {
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  const double digit = value / power;
  return power * (digit >= 5.0 ? 5.0 : digit >= 2.0 ? 2.0 : 1.0);
}

void draw_arrow(ImDrawList& list, ImVec2 from, ImVec2 to, const ImColor& colour, float width) {
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  if (length < 2.0F) return;
  const ImVec2 along{(to.x - from.x) / length, (to.y - from.y) / length};
  const float head = std::min(3.2F * width + 2.0F, 0.6F * length);
  const ImVec2 neck{to.x - head * along.x, to.y - head * along.y};
  const auto stroke = [&](ImU32 ink, float rim) {
    const float aside = 0.55F * head + rim;
    list.AddLine(from, neck, ink, width + 2.0F * rim);
    list.AddTriangleFilled({to.x + 1.6F * rim * along.x, to.y + 1.6F * rim * along.y},
                           {neck.x - rim * along.x - aside * along.y, neck.y - rim * along.y + aside * along.x},
                           {neck.x - rim * along.x + aside * along.y, neck.y - rim * along.y - aside * along.x}, ink);
  };
  stroke(with_alpha(palette().panel, 0.85F), 1.3F);
  stroke(colour, 0.0F);
}

struct Frame {
  ImVec2 middle;
  float half;       ///< of the square's side
  double per_unit;  ///< points a unit

  ImVec2 place(double x, double y) const {
    return {middle.x + static_cast<float>(x * per_unit), middle.y - static_cast<float>(y * per_unit)};
  }
};

void draw_surroundings(ImDrawList& list, const Frame& frame, const PerturbationInput& input) {
  const Palette& p = palette();
  const ImVec2 low{frame.middle.x - frame.half, frame.middle.y - frame.half};
  const ImVec2 high{frame.middle.x + frame.half, frame.middle.y + frame.half};
  list.AddRectFilled(low, high, p.background, spacing::frame_radius);
  list.AddLine({low.x, frame.middle.y}, {high.x, frame.middle.y}, p.border);
  list.AddLine({frame.middle.x, low.y}, {frame.middle.x, high.y}, p.border);
  constexpr float size = 11.0F;
  const float across = text_extent(text_font(), size, input.labels[0].c_str()).x;
  list.AddText(text_font(), size, {high.x - across - 5.0F, high.y - 16.0F}, p.muted, input.labels[0].c_str());
  list.AddText(text_font(), size, {low.x + 5.0F, low.y + 3.0F}, p.muted, input.labels[1].c_str());
  if (input.radius > 0.0)
    list.AddCircle(frame.middle, static_cast<float>(input.radius * frame.per_unit), with_alpha(p.muted, 0.8F), 96,
                   1.2F);
}

}  // namespace

PerturbationScale draw_perturbations(const PerturbationInput& input, float side) {
  const Range range = range_of(input.losses);
  PerturbationScale scale{.low = range.low, .high = range.high};
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::Dummy({side, side});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto offset = [&](std::size_t i) {
    return Eigen::Vector2d(static_cast<double>(input.points[i][0] - input.centre[0]),
                           static_cast<double>(input.points[i][1] - input.centre[1]));
  };
  double reach = input.radius;  // a Gaussian's points go beyond its outline
  for (std::size_t i = 0; i < input.points.size(); ++i) reach = std::max(reach, offset(i).norm());
  double longest = 0.0;
  for (const PerturbationArrow& arrow : input.arrows) longest = std::max(longest, arrow.vector.norm());
  if (!(reach > 0.0)) reach = longest > 0.0 ? longest : 1.0;
  const float half = 0.5F * side;
  const Frame frame{{corner.x + half, corner.y + half}, half, static_cast<double>(half * (1.0F - margin)) / reach};
  list.PushClipRect(corner, {corner.x + side, corner.y + side}, true);
  draw_surroundings(list, frame, input);

  const auto order = heaviest(input.weights);
  scale.drawn = order.size();
  const float alpha = std::clamp(80.0F / static_cast<float>(order.size() + 1), 0.4F, 0.9F);
  const float whole = 0.26F * half;  // the radius of the disc that holds all the weight
  for (const std::size_t i : order) {
    const Eigen::Vector2d at = offset(i);
    const ImColor colour = colour_at(input.colours, range.part(input.losses[i]));
    const float radius = std::max(1.4F, whole * std::sqrt(input.weights[i]));
    list.AddCircleFilled(frame.place(at[0], at[1]), radius, with_alpha(colour, alpha));
    list.AddCircle(frame.place(at[0], at[1]), radius, with_alpha(palette().text, 0.45F * alpha), 0, 1.0F);
  }
  if (longest > 0.0) {
    scale.per_gradient = round_down(0.95 * reach / longest);
    for (const PerturbationArrow& arrow : input.arrows) {
      const Eigen::Vector2d to = scale.per_gradient * arrow.vector;
      const double length = to.norm();
      if (length > 0.0 && length * frame.per_unit < too_short) {  // a hairline still shows where it points
        const Eigen::Vector2d far = 0.55 * reach / length * to;
        list.AddLine(frame.middle, frame.place(far[0], far[1]), with_alpha(arrow.colour, 0.6F), 1.0F);
      }
      draw_arrow(list, frame.middle, frame.place(to[0], to[1]), arrow.colour, arrow.thick ? 3.4F : 2.0F);
    }
  }
  list.AddCircleFilled(frame.middle, 3.0F, palette().text);
  list.PopClipRect();
  list.AddRect(corner, {corner.x + side, corner.y + side}, palette().border, spacing::frame_radius);
  return scale;
}

void draw_loss_bar(std::span<const std::uint8_t> colours, double low, double high, float width) {
  const std::string left = readable(low), right = readable(high);
  const float left_width = text_extent(mono_font(), 12.0F, left.c_str()).x;
  const float right_width = text_extent(mono_font(), 12.0F, right.c_str()).x;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({width, 14.0F});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddText(mono_font(), 12.0F, {at.x, at.y}, palette().text, left.c_str());
  list.AddText(mono_font(), 12.0F, {at.x + width - right_width, at.y}, palette().text, right.c_str());
  const float from = at.x + left_width + 5.0F, to = at.x + width - right_width - 5.0F;
  constexpr int bands = 24;
  for (int i = 0; i < bands && to > from + 8.0F; ++i) {
    const float a = from + (to - from) * static_cast<float>(i) / bands;
    const float b = from + (to - from) * static_cast<float>(i + 1) / bands;
    const ImColor first = colour_at(colours, static_cast<double>(i) / bands);
    const ImColor last = colour_at(colours, static_cast<double>(i + 1) / bands);
    list.AddRectFilledMultiColor({a, at.y + 3.0F}, {b, at.y + 11.0F}, first, last, last, first);
  }
}

PerturbationScale draw_weight_shares(const PerturbationInput& input, ImVec2 size) {
  const Range range = range_of(input.losses);
  const std::size_t count = input.losses.size();
  const auto bins = static_cast<std::size_t>(std::clamp(std::sqrt(static_cast<double>(count)) * 1.5, 6.0, 24.0));
  std::vector<float> points(bins, 0.0F), weights(bins, 0.0F);
  for (std::size_t i = 0; i < count; ++i) {
    const double part = std::clamp(range.part(input.losses[i]), 0.0, 1.0);
    const auto bin = std::min(bins - 1, static_cast<std::size_t>(part * static_cast<double>(bins)));
    points[bin] += 1.0F / static_cast<float>(count);
    weights[bin] += input.weights[i];
  }
  const float top = std::max(std::ranges::max(points), std::ranges::max(weights));
  const Palette& p = palette();
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::Dummy(size);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  constexpr float text = 12.0F, footer = 19.0F, head = 18.0F;
  const ImVec2 low{corner.x, corner.y + head}, high{corner.x + size.x, corner.y + size.y - footer};
  float key = corner.x;
  const auto entry = [&](const char* name, const ImColor& colour) {
    list.AddRectFilled({key, corner.y + 4.0F}, {key + 8.0F, corner.y + 12.0F}, colour);
    list.AddText(text_font(), text, {key + 13.0F, corner.y}, p.muted, name);
    key += 27.0F + text_extent(text_font(), text, name).x;
  };
  entry("points", with_alpha(p.muted, 0.5F));
  entry("weight", colour_at(input.colours, 0.6));
  list.AddLine({low.x, high.y}, high, p.border);
  const float width = (high.x - low.x) / static_cast<float>(bins);
  for (std::size_t i = 0; i < bins; ++i) {
    const float left = low.x + width * static_cast<float>(i);
    const auto bar = [&](float share, float from, float to) {
      return std::pair<ImVec2, ImVec2>{{left + from * width, high.y - (high.y - low.y) * share / top},
                                       {left + to * width, high.y}};
    };
    const auto [wide_low, wide_high] = bar(points[i], 0.06F, 0.94F);
    const auto [slim_low, slim_high] = bar(weights[i], 0.24F, 0.76F);
    if (points[i] > 0.0F) list.AddRectFilled(wide_low, wide_high, with_alpha(p.muted, 0.35F));
    const ImColor colour = colour_at(input.colours, (static_cast<double>(i) + 0.5) / static_cast<double>(bins));
    if (weights[i] > 1e-4F) {
      list.AddRectFilled(slim_low, slim_high, colour);
      list.AddRect(slim_low, slim_high, with_alpha(p.text, 0.5F));
    }
  }
  const std::string left = readable(range.low), right = readable(range.high);
  const float right_width = text_extent(mono_font(), text, right.c_str()).x;
  list.AddText(mono_font(), text, {low.x, high.y + 3.0F}, p.muted, left.c_str());
  list.AddText(mono_font(), text, {high.x - right_width, high.y + 3.0F}, p.muted, right.c_str());
  const char* axis = "loss there";
  const float axis_width = text_extent(text_font(), text, axis).x;
  list.AddText(text_font(), text, {0.5F * (low.x + high.x - axis_width), high.y + 3.0F}, p.muted, axis);
  return {.low = range.low, .high = range.high, .drawn = count};
}

}  // namespace tiltscape
