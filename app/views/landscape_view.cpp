// The frame's layout, and the surface with its contour labels and split.
#include "app/views/landscape_view.h"

#include <algorithm>
#include <cmath>

#include "app/colormaps.h"
#include "app/fonts.h"
#include "app/theme.h"
#include "app/views/landscape_frame.h"
#include "app/views/landscape_values.h"
#include "app/views/note.h"
#include "app/views/quiver.h"

namespace tiltscape {
namespace {

using landscape::ink, landscape::white;

constexpr float bar_gap = 14.0F, axis_label = 20.0F;

float widest(const std::vector<std::string>& labels) {
  float width = 0.0F;
  for (const std::string& label : labels)
    width = std::max(width, text_extent(mono_font(), small_size, label.c_str()).x);
  return width;
}

/// A mark belongs to one of two surfaces, and is drawn only where that one is.
LandscapeInput with_marks_on_their_sides(LandscapeInput input) {
  const double split = std::lerp(input.bounds[0][0], input.bounds[0][1], input.split);
  const auto other_side = [split](const LandscapeMark& mark) {
    return !mark.everywhere && mark.beside != (mark.at[0] > split);
  };
  std::erase_if(input.minima, other_side);
  std::erase_if(input.lowest, other_side);
  return input;
}

}  // namespace

LandscapeOutput LandscapeView::draw(const LandscapeInput& given, ImVec2 size) {
  std::optional<LandscapeInput> split;
  if (given.beside != nullptr && !given.beside->empty()) split = with_marks_on_their_sides(given);
  const LandscapeInput& input = split ? *split : given;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  Frame frame{input, *ImGui::GetWindowDrawList(),    at, {at.x + size.x, at.y + size.y},
              at,    {at.x + size.x, at.y + size.y}, {}};
  const float note = note_height(input.note, size.x);
  frame.low.y += 4.0F;
  frame.high.y -= landscape::footer + axis_label + note;
  const float left = widest(linear_labels(frame.rows())) + 10.0F;
  frame.low.x = std::round(frame.low.x + left + axis_label);
  frame.low.y = std::round(frame.low.y);
  frame.high.x = std::round(std::max(frame.low.x + 32.0F, frame.high.x - bar_gap - bar_width - bar_label));
  frame.high.y = std::round(std::max(frame.low.y + 32.0F, frame.high.y));
  layout_.low = frame.low;
  layout_.high = frame.high;

  LandscapeOutput output = interact(frame);
  frame.drag = output.drag;
  draw_surface(frame);
  output.again_soon = output.again_soon || image_.settling() || beside_.settling();
  draw_axes(frame);
  LabelPlacer labels(frame.low, frame.high);
  frame.list.PushClipRect(frame.low, frame.high, true);
  if (frame.has_surface() && input.slopes != nullptr)
    draw_quiver(frame.list,
                quiver({*input.slopes, input.bounds, frame.low, frame.high}, input.bounds, frame.low, frame.high));
  draw_domain(frame, labels);
  Occupied occupied(frame.low, frame.high);
  draw_paths(frame, occupied);
  draw_marks(frame, labels);
  draw_points(frame, labels, occupied);
  draw_leavers(frame, labels);
  if (frame.splits()) draw_split(frame, labels);
  for (const LabelPlacer::Box& box : labels.taken()) occupied.add_box(box.low, box.high);
  draw_contour_labels(frame, occupied);
  labels.draw(frame.list);
  if (box_) {
    const auto [low, high] = frame.box(*box_, ImGui::GetMousePos());
    frame.list.AddRectFilled(low, high, with_alpha(white, 0.12F));
    frame.list.AddRect(low, high, with_alpha(white, 0.9F), 0.0F, 0, 1.4F);
  }
  frame.list.PopClipRect();
  frame.list.AddRect(frame.low, frame.high, palette().border, 4.0F);
  if (output.hovered && !output.drag && !panning_) {
    const auto on_screen = [&frame](const Eigen::Vector2d& p) { return std::optional(frame.to_screen(p)); };
    draw_landscape_tooltip(input, *output.hovered, named_at(input, ImGui::GetMousePos(), on_screen));
  }
  layout_.labels = labels.placed();
  draw_note(frame.list, input.note, {at.x, frame.outer_high.y - note}, size.x);
  ImGui::SetCursorScreenPos(frame.outer_low);
  ImGui::Dummy({frame.outer_high.x - frame.outer_low.x, frame.outer_high.y - frame.outer_low.y});
  return output;
}

void LandscapeView::draw_surface(const Frame& frame) {
  const LandscapeInput& input = frame.input;
  if (!frame.has_surface()) {
    frame.list.AddRectFilled(frame.low, frame.high, palette().frame, 4.0F);
    landscape::draw_reason(frame.list, input, frame.low, frame.high);
    return;
  }
  const float points = ImGui::GetIO().DisplayFramebufferScale.x;
  const auto pixels = [points](float length) { return std::max(1, static_cast<int>(std::lround(length * points))); };
  SurfaceImage::Shown shown{.grid = input.grid,
                            .version = input.version,
                            .scale = input.scale,
                            .colormap = input.colormap,
                            .bounds = input.bounds,
                            .width = pixels(frame.high.x - frame.low.x),
                            .height = pixels(frame.high.y - frame.low.y),
                            .points = points,
                            .outside = palette().panel,
                            .hatch = mix(palette().panel, palette().muted, 0.45F)};
  if (frame.splits()) {
    if (const CommonKey key{input.version, input.beside_version, input.scale}; key != common_key_) {
      common_key_ = key;
      common_ = common_scale(input.scale, *input.grid, *input.beside);
    }
    shown.given = &common_;
  }
  image_.update(shown, ImGui::GetTime());
  frame.list.AddImageRounded(ImTextureRef(image_.texture()), frame.low, frame.high, {0.0F, 1.0F}, {1.0F, 0.0F},
                             IM_COL32_WHITE, 4.0F);
  if (frame.splits()) {
    shown.grid = input.beside;
    shown.version = input.beside_version;
    beside_.update(shown, ImGui::GetTime());
    const float x = frame.split_x(), u = (x - frame.low.x) / (frame.high.x - frame.low.x);
    frame.list.AddImage(ImTextureRef(beside_.texture()), {x, frame.low.y}, frame.high, {u, 1.0F}, {1.0F, 0.0F});
  }
  const float left = frame.high.x + bar_gap;
  draw_colour_bar(frame.list, image_.scale(), image_.colours(), {left, frame.low.y}, {left + bar_width, frame.high.y});
}

/// Where nothing else lies: they come last, and are the least.
void LandscapeView::draw_contour_labels(const Frame& frame, const Occupied& occupied) {
  layout_.contour_labels.clear();
  if (!frame.has_surface()) return;
  const std::vector<double>& levels = image_.levels();
  const std::vector<std::string> texts = image_.scale().labels(levels);
  const auto half = [&](const Grid& grid, ImVec2 low, ImVec2 high) {
    const FieldOnScreen field(grid, frame.input.bounds, frame.low, frame.high);
    for (const ContourLabel& label : contour_labels(field, levels, texts, low, high, occupied)) {
      draw_contour_label(frame.list, label,
                         with_alpha(colour_at(image_.colours(), image_.scale().place(label.level)), 0.85F));
      layout_.contour_labels.push_back(label);
    }
  };
  const float middle = frame.splits() ? frame.split_x() : frame.high.x;
  half(*frame.input.grid, frame.low, {middle, frame.high.y});
  if (frame.splits()) half(*frame.input.beside, {middle, frame.low.y}, frame.high);
}

void LandscapeView::draw_split(const Frame& frame, LabelPlacer& labels) const {
  const float x = frame.split_x(), y = 0.5F * (frame.low.y + frame.high.y);
  frame.list.AddLine({x, frame.low.y}, {x, frame.high.y}, ink, 4.0F);
  frame.list.AddLine({x, frame.low.y}, {x, frame.high.y}, white, 1.6F);
  frame.list.AddCircleFilled({x, y}, 11.0F, white, 24);
  for (const float side : {-1.0F, 1.0F})
    frame.list.AddTriangleFilled({x + 7.0F * side, y}, {x + 2.5F * side, y - 4.0F}, {x + 2.5F * side, y + 4.0F},
                                 ImColor(0.1F, 0.12F, 0.15F));
  labels.keep_free({x, y}, 12.0F);
  labels.add_beside(frame.input.symbol, {x - 8.0F, frame.low.y + 5.0F}, -1.0F, white);
  labels.add_beside(frame.input.beside_symbol, {x + 8.0F, frame.low.y + 5.0F}, 1.0F, white);
}

}  // namespace tiltscape
