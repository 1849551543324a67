// Discs whose areas are weights, and arrows of one scale.
#include "app/views/perturbation_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <tuple>

#include "app/colormaps.h"
#include "app/fonts.h"
#include "app/format.h"
#include "app/theme.h"
#include "app/views/labels.h"
#include "app/views/loss_range.h"
#include "app/views/probed_places.h"
#include "app/widgets/caption.h"

namespace tiltscape {
namespace {

constexpr std::size_t most_points = 400;
constexpr double too_short = 12.0;      ///< points: an arrow whose direction is hard to see
constexpr float least_arrow = 2.0F;     ///< points: none is drawn
constexpr float outline_margin = 0.2F;  ///< of the side, around the outline

/// The heaviest, lightest first: that is the order they are drawn in.
std::vector<ProbedPlace> heaviest(std::vector<ProbedPlace> places) {
  std::ranges::stable_sort(places, std::ranges::greater(), &ProbedPlace::weight);
  places.resize(std::min(most_points, places.size()));
  std::ranges::reverse(places);
  return places;
}

/// 1, 2 or 5 times a power of ten, at most `value`.
double round_down(double value) {
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  const double digit = value / power;
  return power * (digit >= 5.0 ? 5.0 : digit >= 2.0 ? 2.0 : 1.0);
}

void draw_shaft(ImDrawList& list, ImVec2 from, ImVec2 to, const ImColor& colour, float width) {
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  if (length < least_arrow) return;
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

constexpr float axis_size = 11.0F;

struct Disc {
  ImVec2 at;
  float radius;
  ProbedPlace place;
};

struct Shaft {
  ImVec2 head;
  const PerturbationArrow* arrow;
};

/// What the square shows, in points on the screen.
struct Frame {
  const PerturbationInput& input;
  ImDrawList& list;
  ImVec2 low, high, middle;
  std::size_t count;  ///< points
  double reach;       ///< of the outline, or of the points that go beyond it, as a Gaussian's do
  double longest;     ///< arrow
  double per_unit;    ///< points a unit

  Frame(const PerturbationInput& drawn, ImVec2 corner, float side)
      : input(drawn),
        list(*ImGui::GetWindowDrawList()),
        low(corner),
        high(corner.x + side, corner.y + side),
        middle(corner.x + 0.5F * side, corner.y + 0.5F * side),
        count(std::min({drawn.points.size(), drawn.weights.size(), drawn.losses.size()})),
        reach(drawn.radius),
        longest(0.0) {
    for (std::size_t i = 0; i < count; ++i) reach = std::max(reach, offset(i).norm());
    for (const PerturbationArrow& arrow : input.arrows) longest = std::max(longest, arrow.vector.norm());
    if (!(reach > 0.0)) reach = longest > 0.0 ? longest : 1.0;
    per_unit = static_cast<double>(half() * (1.0F - outline_margin)) / reach;
  }

  float half() const { return 0.5F * (high.x - low.x); }
  Eigen::Vector2d offset(std::size_t i) const {
    return {static_cast<double>(input.points[i][0] - input.centre[0]),
            static_cast<double>(input.points[i][1] - input.centre[1])};
  }
  ImVec2 place(const Eigen::Vector2d& at) const {
    return {middle.x + static_cast<float>(at[0] * per_unit), middle.y - static_cast<float>(at[1] * per_unit)};
  }
};

void draw_surroundings(const Frame& frame, LabelPlacer& labels) {
  const Palette& p = palette();
  const ImVec2 low = frame.low, high = frame.high, middle = frame.middle;
  frame.list.AddRectFilled(low, high, p.background, spacing::frame_radius);
  frame.list.AddLine({low.x, middle.y}, {high.x, middle.y}, p.border);
  frame.list.AddLine({middle.x, low.y}, {middle.x, high.y}, p.border);
  const WithFont small(text_font(), axis_size);
  const auto name = [&](const std::string& axis, bool horizontal) {
    if (axis.empty()) return;
    const std::string shown = wrapped(axis, high.x - low.x - 12.0F, 1).front();
    const ImVec2 extent = text_extent(text_font(), axis_size, shown.c_str());
    const ImVec2 at =
        horizontal ? ImVec2{high.x - extent.x - 5.0F, high.y - 16.0F} : ImVec2{low.x + 5.0F, low.y + 3.0F};
    frame.list.AddText(text_font(), axis_size, at, p.muted, shown.c_str());
    labels.keep_free(at, {at.x + extent.x, at.y + extent.y});
  };
  name(frame.input.labels[0], true);
  name(frame.input.labels[1], false);
  if (frame.input.radius > 0.0)
    frame.list.AddCircle(middle, static_cast<float>(frame.input.radius * frame.per_unit), with_alpha(p.muted, 0.8F), 96,
                         1.2F);
}

/// The heaviest points, in the order they are drawn in.
std::vector<Disc> draw_points(const Frame& frame, const LossRange& range) {
  std::vector<Disc> discs;
  const auto places =
      heaviest(probed_places(frame.input.points.first(frame.count), frame.input.weights.first(frame.count)));
  const float alpha = std::clamp(80.0F / static_cast<float>(places.size() + 1), 0.4F, 0.9F);
  const float whole = 0.26F * frame.half();  // the radius of the disc that holds all the weight
  for (const ProbedPlace& place : places) {
    const std::size_t i = place.points.front();
    const Disc disc{frame.place(frame.offset(i)), std::max(1.4F, whole * std::sqrt(place.weight)), place};
    const ImColor colour = colour_at(frame.input.colours, range.part(frame.input.losses[i]));
    frame.list.AddCircleFilled(disc.at, disc.radius, with_alpha(colour, alpha));
    frame.list.AddCircle(disc.at, disc.radius, with_alpha(palette().text, 0.45F * alpha), 0, 1.0F);
    discs.push_back(disc);
  }
  return discs;
}

std::vector<Shaft> draw_arrows(const Frame& frame, PerturbationScale& scale) {
  std::vector<Shaft> shafts;
  const double per_gradient = scale.per_gradient;
  for (const PerturbationArrow& arrow : frame.input.arrows) {
    const Eigen::Vector2d to = per_gradient * arrow.vector;
    const double length = to.norm();
    Shaft shaft{frame.place(to), &arrow};
    draw_shaft(frame.list, frame.middle, shaft.head, arrow.colour, arrow.thick ? 3.4F : 2.0F);
    if (length > 0.0 && length * frame.per_unit < too_short) {  // a hairline still shows where it points
      shaft.head = frame.place(0.55 * frame.reach / length * to);
      frame.list.AddLine(frame.middle, shaft.head, with_alpha(arrow.colour, 0.6F), 1.0F);
    }
    if (length > 0.0) shafts.push_back(shaft);
    if (!(length * frame.per_unit >= static_cast<double>(least_arrow)))
      scale.too_short.push_back(fmt::format("|{}| = {}", arrow.label, readable(arrow.length)));
  }
  return shafts;
}

/// At the arrows' heads, where no other name, head or axis is in the way.
void draw_names(const Frame& frame, const std::vector<Shaft>& shafts, LabelPlacer& labels) {
  for (const Shaft& shaft : shafts) labels.keep_free(shaft.head, 4.0F);
  labels.keep_free(frame.middle, 4.0F);
  for (const Shaft& shaft : shafts) labels.add(shaft.arrow->label, shaft.head, 2.0F, shaft.arrow->colour, true);
  for (const LabelPlacer::Placed& name : labels.placed()) {
    const ImVec2 extent = text_extent(text_font(), small_size, name.text.c_str());
    const ImVec2 at{0.5F * (name.low.x + name.high.x - extent.x), 0.5F * (name.low.y + name.high.y - extent.y)};
    frame.list.AddRectFilled({at.x - 2.0F, at.y}, {at.x + extent.x + 2.0F, at.y + extent.y},
                             with_alpha(palette().background, 0.75F), 3.0F);
    frame.list.AddText(text_font(), small_size, at, name.colour, name.text.c_str());
  }
}

float distance_to_segment(ImVec2 p, ImVec2 a, ImVec2 b) {
  const ImVec2 along{b.x - a.x, b.y - a.y}, from{p.x - a.x, p.y - a.y};
  const float square = along.x * along.x + along.y * along.y;
  const float part = square > 0.0F ? std::clamp((along.x * from.x + along.y * from.y) / square, 0.0F, 1.0F) : 0.0F;
  return std::hypot(from.x - part * along.x, from.y - part * along.y);
}

/// Of the arrow under the mouse, else of the point drawn last.
void probe_tooltip(const Frame& frame, const std::vector<Disc>& discs, const std::vector<Shaft>& shafts) {
  const ImVec2 mouse = ImGui::GetMousePos();
  const auto say = [](const std::string& line) { ImGui::TextUnformatted(line.c_str()); };
  const auto far = [&](const Shaft& shaft) { return distance_to_segment(mouse, frame.middle, shaft.head); };
  const auto nearest = std::ranges::min_element(shafts, {}, far);
  if (nearest != shafts.end() && far(*nearest) < 4.0F) {
    if (!ImGui::BeginTooltip()) return;
    say(nearest->arrow->label + (nearest->arrow->meaning.empty() ? "" : ": " + nearest->arrow->meaning));
    say("length " + readable(nearest->arrow->length));
    return ImGui::EndTooltip();
  }
  const auto disc = std::find_if(discs.rbegin(), discs.rend(), [&](const Disc& candidate) {
    return std::hypot(mouse.x - candidate.at.x, mouse.y - candidate.at.y) < candidate.radius + 2.0F;
  });
  if (disc == discs.rend() || !ImGui::BeginTooltip()) return;
  constexpr std::size_t most_named = 4;
  const auto& [points, losses, pairs] = std::tie(frame.input.points, frame.input.losses, frame.input.pairs);
  const std::vector<std::size_t>& here = disc->place.points;
  if (2 * pairs.size() == points.size())
    for (std::size_t i = 0; i < std::min(most_named, here.size()); ++i) say(probed_name(pairs, here[i]));
  if (here.size() > most_named) say(fmt::format("and {} more at the same place", here.size() - most_named));
  say("loss " + readable(static_cast<double>(losses[here.front()]), 4));
  say(fmt::format("weight {} %{}", readable(100.0 * static_cast<double>(disc->place.weight)),
                  here.size() > 1 ? " together" : ""));
  ImGui::EndTooltip();
}

}  // namespace

std::string probed_name(std::span<const std::uint32_t> pairs, std::size_t point) {
  return fmt::format("x {} ρu{}", point < pairs.size() ? "+" : "−", pairs[point % pairs.size()] + 1);
}

PerturbationScale draw_perturbations(const PerturbationInput& input, float side) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::Dummy({side, side});
  const Frame frame(input, corner, side);
  const LossRange range = range_of(input.losses.first(frame.count));
  PerturbationScale scale{.low = range.low, .high = range.high};
  LabelPlacer labels(frame.low, frame.high);
  frame.list.PushClipRect(frame.low, frame.high, true);
  draw_surroundings(frame, labels);
  const std::vector<Disc> discs = draw_points(frame, range);
  for (const Disc& disc : discs) scale.drawn += disc.place.points.size();
  if (frame.longest > 0.0) scale.per_gradient = round_down(0.95 * frame.reach / frame.longest);
  const std::vector<Shaft> shafts = draw_arrows(frame, scale);
  frame.list.AddCircleFilled(frame.middle, 3.0F, palette().text);
  draw_names(frame, shafts, labels);
  frame.list.PopClipRect();
  frame.list.AddRect(frame.low, frame.high, palette().border, spacing::frame_radius);
  if (ImGui::IsItemHovered()) probe_tooltip(frame, discs, shafts);
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

}  // namespace tiltscape
