// Two bars an interval: a wide grey one of the points, a slim coloured one of their weight.
#include "app/views/weight_shares.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/colormaps.h"
#include "app/fonts.h"
#include "app/format.h"
#include "app/theme.h"
#include "app/views/loss_range.h"

namespace tiltscape {
namespace {

constexpr float text = 12.0F, footer_height = 19.0F, header_height = 18.0F;

struct Shares {
  LossRange range;
  std::size_t intervals = 0;              ///< a last bar beyond them holds what is not finite
  std::vector<float> points{}, weight{};  ///< a bar
};

Shares shares_of(const PerturbationInput& input) {
  const std::size_t count = std::min(input.losses.size(), input.weights.size());
  Shares shares{.range = range_of(input.losses)};
  shares.intervals = static_cast<std::size_t>(std::clamp(std::sqrt(static_cast<double>(count)) * 1.5, 6.0, 24.0));
  const bool all_finite = std::ranges::all_of(input.losses, [](float loss) { return std::isfinite(loss); });
  const std::size_t bars = shares.intervals + (all_finite ? 0 : 1);
  shares.points.resize(bars);
  shares.weight.resize(bars);
  for (std::size_t i = 0; i < count; ++i) {
    const double part = shares.range.part(input.losses[i]);
    const auto interval = [&] { return static_cast<std::size_t>(part * static_cast<double>(shares.intervals)); };
    const std::size_t bar = std::isnan(part) ? shares.intervals : std::min(shares.intervals - 1, interval());
    shares.points[bar] += 1.0F / static_cast<float>(count);
    shares.weight[bar] += input.weights[i];
  }
  return shares;
}

void draw_key(ImDrawList& list, ImVec2 at, const PerturbationInput& input) {
  const auto entry = [&](const char* name, const ImColor& colour) {
    list.AddRectFilled({at.x, at.y + 4.0F}, {at.x + 8.0F, at.y + 12.0F}, colour);
    list.AddText(text_font(), text, {at.x + 13.0F, at.y}, palette().muted, name);
    at.x += 27.0F + text_extent(text_font(), text, name).x;
  };
  entry("points", with_alpha(palette().muted, 0.5F));
  entry("weight", colour_at(input.colours, 0.6));
}

void draw_ends(ImDrawList& list, ImVec2 low, ImVec2 high, const LossRange& range) {
  const std::string left = readable(range.low), right = readable(range.high);
  const float left_width = text_extent(mono_font(), text, left.c_str()).x;
  const float right_width = text_extent(mono_font(), text, right.c_str()).x;
  const ImColor& muted = palette().muted;
  list.AddText(mono_font(), text, {low.x, high.y + 3.0F}, muted, left.c_str());
  list.AddText(mono_font(), text, {high.x - right_width, high.y + 3.0F}, muted, right.c_str());
  const char* axis = "loss there";
  const float axis_width = text_extent(text_font(), text, axis).x;
  const float from = 0.5F * (low.x + high.x - axis_width);
  if (from > low.x + left_width + 4.0F && from + axis_width < high.x - right_width - 4.0F)
    list.AddText(text_font(), text, {from, high.y + 3.0F}, muted, axis);
}

void share_tooltip(const Shares& shares, std::size_t bar) {
  if (!ImGui::BeginTooltip()) return;
  const double width = (shares.range.high - shares.range.low) / static_cast<double>(shares.intervals);
  const double low = shares.range.low + width * static_cast<double>(bar);
  ImGui::TextUnformatted(bar < shares.intervals
                             ? fmt::format("loss {} to {}", readable(low), readable(low + width)).c_str()
                             : "loss not finite");
  const auto share = [](const char* of, float part) {
    ImGui::TextUnformatted(fmt::format("{} % of the {}", readable(100.0 * static_cast<double>(part)), of).c_str());
  };
  share("points", shares.points[bar]);
  share("weight", shares.weight[bar]);
  ImGui::EndTooltip();
}

}  // namespace

PerturbationScale draw_weight_shares(const PerturbationInput& input, ImVec2 size) {
  const Shares shares = shares_of(input);
  const std::size_t bars = shares.points.size();
  const float top = std::max({1e-6F, std::ranges::max(shares.points), std::ranges::max(shares.weight)});
  const Palette& p = palette();
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::Dummy(size);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 low{corner.x, corner.y + header_height}, high{corner.x + size.x, corner.y + size.y - footer_height};
  draw_key(list, corner, input);
  list.AddLine({low.x, high.y}, high, p.border);
  const float width = (high.x - low.x) / static_cast<float>(bars);
  for (std::size_t i = 0; i < bars; ++i) {
    const float left = low.x + width * static_cast<float>(i);
    const auto bar = [&](float share, float from, float to) {
      return std::pair<ImVec2, ImVec2>{{left + from * width, high.y - (high.y - low.y) * share / top},
                                       {left + to * width, high.y}};
    };
    const auto [wide_low, wide_high] = bar(shares.points[i], 0.06F, 0.94F);
    const auto [slim_low, slim_high] = bar(shares.weight[i], 0.24F, 0.76F);
    if (shares.points[i] > 0.0F) list.AddRectFilled(wide_low, wide_high, with_alpha(p.muted, 0.35F));
    const double middle =
        i < shares.intervals ? (static_cast<double>(i) + 0.5) / static_cast<double>(shares.intervals) : std::nan("");
    if (shares.weight[i] > 1e-4F) {
      list.AddRectFilled(slim_low, slim_high, colour_at(input.colours, middle));
      list.AddRect(slim_low, slim_high, with_alpha(p.text, 0.5F));
    }
  }
  draw_ends(list, low, high, shares.range);
  if (const ImVec2 mouse = ImGui::GetMousePos(); ImGui::IsItemHovered() && mouse.y >= low.y)
    share_tooltip(shares, std::min(bars - 1, static_cast<std::size_t>(std::max(0.0F, (mouse.x - low.x) / width))));
  return {.low = shares.range.low, .high = shares.range.high, .drawn = input.losses.size()};
}

}  // namespace tiltscape
