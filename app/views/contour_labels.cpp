// Crossings of a lattice of scan lines with each level are candidates; the straightest near the diagonal wins.
#include "app/views/contour_labels.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "app/fonts.h"

namespace tiltscape {
namespace {

constexpr float font_size = 11.0F;
constexpr float scan_distance = 12.0F, scan_step = 6.0F;
constexpr float text_room = 3.0F, room = 8.0F;  ///< before and after the text; to the neighbouring lines
constexpr float bend = 2.5F;                    ///< by which a line may leave the text's axis

ImVec2 polar_from(ImVec2 from, float angle, float distance) {
  return {from.x + distance * std::cos(angle), from.y + distance * std::sin(angle)};
}

class Placing {
 public:
  Placing(const FieldOnScreen& field, const std::vector<double>& levels, ImVec2 low, ImVec2 high,
          const Occupied& occupied)
      : field_(field), levels_(levels), occupied_(occupied), low_(low), high_(high) {
    for (float y = low.y + scan_distance; y < high.y; y += scan_distance) {
      lines_.push_back({y, {}});
      for (float x = low.x; x < high.x; x += scan_step) lines_.back().values.push_back(field.value({x, y}));
    }
  }

  /// The best place on level `index`, if any is good.
  std::optional<ContourLabel> best(std::size_t index, const std::string& text, const std::vector<ContourLabel>& taken) {
    ContourLabel label{levels_[index], text, {}, 0.0F, text_extent(mono_font(), font_size, text.c_str())};
    std::optional<ContourLabel> found;
    float least = INFINITY;
    for (const auto& [y, values] : lines_)
      for (std::size_t i = 1; i < values.size(); ++i) {
        const double from = values[i - 1], here = values[i];
        if ((from < label.level) == (here < label.level)) continue;
        const auto part = static_cast<float>((label.level - from) / (here - from));
        label.centre = {low_.x + (static_cast<float>(i - 1) + part) * scan_step, y};
        const float cost = off_diagonal(label.centre);
        if (cost < least && fits(label, index, taken)) {
          least = cost;
          found = label;
        }
      }
    return found;
  }

 private:
  float off_diagonal(ImVec2 p) const {
    const float u = (p.x - low_.x) / (high_.x - low_.x), v = (p.y - low_.y) / (high_.y - low_.y);
    return std::abs(u - v);
  }

  /// Sets the label's angle; whether it can stand there.
  bool fits(ContourLabel& label, std::size_t index, const std::vector<ContourLabel>& taken) const {
    const Eigen::Vector2d slope = field_.slope(label.centre);
    const double steep = slope.norm();
    if (!(steep > 0.0) || !std::isfinite(steep)) return false;
    // along the line: a quarter turn from the slope, then text reads from left to right
    label.angle = static_cast<float>(std::atan2(slope[0], -slope[1]));
    if (label.angle > std::numbers::pi_v<float> / 2) label.angle -= std::numbers::pi_v<float>;
    if (label.angle < -std::numbers::pi_v<float> / 2) label.angle += std::numbers::pi_v<float>;
    const float half = 0.5F * label.extent.x + text_room;
    for (const float at : {-half, -0.5F * half, 0.5F * half, half}) {
      const ImVec2 p = polar_from(label.centre, label.angle, at);
      if (p.x < low_.x + 4.0F || p.x > high_.x - 4.0F || p.y < low_.y + 8.0F || p.y > high_.y - 8.0F) return false;
      if (!(std::abs(field_.value(p) - label.level) < static_cast<double>(bend) * steep)) return false;
    }
    const double clear = static_cast<double>(room) * steep;
    if (index > 0 && label.level - levels_[index - 1] < clear) return false;
    if (index + 1 < levels_.size() && levels_[index + 1] - label.level < clear) return false;
    return std::ranges::all_of(taken,
                               [&](const ContourLabel& other) {
                                 return std::hypot(label.centre.x - other.centre.x, label.centre.y - other.centre.y) >
                                        half + 0.5F * other.extent.x + 2.0F * text_room;
                               }) &&
           nothing_is_under(label);
  }

  bool nothing_is_under(const ContourLabel& label) const {
    const float half = 0.5F * label.extent.x + text_room, upright = label.angle + std::numbers::pi_v<float> / 2;
    for (const float aside : {-0.5F * label.extent.y, 0.0F, 0.5F * label.extent.y})
      for (float at = -half; at < half + 3.0F; at += 3.0F)
        if (!occupied_.is_free(polar_from(polar_from(label.centre, label.angle, std::min(at, half)), upright, aside)))
          return false;
    return true;
  }

  const FieldOnScreen& field_;
  const std::vector<double>& levels_;
  const Occupied& occupied_;
  ImVec2 low_, high_;
  struct ScanLine {
    float y;
    std::vector<double> values;  ///< scan_step apart
  };
  std::vector<ScanLine> lines_;
};

}  // namespace

std::vector<ContourLabel> contour_labels(const FieldOnScreen& field, const std::vector<double>& levels,
                                         const std::vector<std::string>& texts, ImVec2 low, ImVec2 high,
                                         const Occupied& occupied) {
  std::vector<ContourLabel> labels;
  Placing placing(field, levels, low, high, occupied);
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (auto label = placing.best(i, texts[i], labels)) labels.push_back(std::move(*label));
  return labels;
}

void turned_text(ImDrawList& list, ImFont* font, float size, ImVec2 centre, float angle, ImVec2 visible,
                 const ImColor& colour, const char* text) {
  const ImVec2 extent = text_extent(font, size, text);
  const ImVec2 middle{visible.x + 0.5F * extent.x, visible.y + 0.5F * extent.y};
  const float c = std::cos(angle), s = std::sin(angle);
  const int first = list.VtxBuffer.Size;
  list.AddText(font, size, visible, colour, text);
  for (int i = first; i < list.VtxBuffer.Size; ++i) {
    ImVec2& p = list.VtxBuffer[i].pos;
    const ImVec2 d{p.x - middle.x, p.y - middle.y};
    p = {centre.x + c * d.x - s * d.y, centre.y + s * d.x + c * d.y};
  }
}

void draw_contour_label(ImDrawList& list, const ContourLabel& label, const ImColor& paper) {
  const ImVec2 half{0.5F * label.extent.x + text_room, 0.5F * label.extent.y};
  const auto corner = [&](float x, float y) {
    return polar_from(polar_from(label.centre, label.angle, x * half.x), label.angle + std::numbers::pi_v<float> / 2,
                      y * half.y);
  };
  list.AddQuadFilled(corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), paper);
  const ImVec4& p = paper.Value;
  const bool light = 0.3F * p.x + 0.59F * p.y + 0.11F * p.z > 0.55F;
  turned_text(list, mono_font(), font_size, label.centre, label.angle,
              {list.GetClipRectMin().x, list.GetClipRectMin().y},
              light ? ImColor(0.05F, 0.07F, 0.1F, 0.85F) : ImColor(1.0F, 1.0F, 1.0F, 0.85F), label.text.c_str());
}

}  // namespace tiltscape
