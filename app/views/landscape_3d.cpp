// The frame's layout and the picture.
#include "app/views/landscape_3d.h"

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/theme.h"
#include "app/views/landscape_3d_frame.h"
#include "app/views/landscape_marks.h"
#include "app/views/landscape_values.h"
#include "app/views/note.h"

namespace tiltscape {
namespace {

constexpr float gap_before_bar = 10.0F;
constexpr float margin = 8.0F;  ///< around the box and its labels

}  // namespace

ReliefOutput LandscapeView3D::draw(const LandscapeInput& input, const Camera& camera, ImVec2 size) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  Frame frame{.input = input,
              .list = *ImGui::GetWindowDrawList(),
              .outer_low = at,
              .outer_high = {at.x + size.x, at.y + size.y},
              .camera = camera};
  Lens::Picture& picture = frame.picture;
  const float note = note_height(input.note, size.x);
  picture.low = {std::round(at.x), std::round(at.y)};
  picture.high = {std::round(std::max(picture.low.x + 32.0F, at.x + size.x - gap_before_bar - bar_width - bar_label)),
                  std::round(std::max(picture.low.y + 32.0F, at.y + size.y - (note > 0.0F ? note + 4.0F : 0.0F)))};
  picture.left = picture.right = picture.top = picture.bottom = margin;
  if (image_.drawn() > 0) picture.axes = label_rooms(image_.axes());
  layout_ = {.picture = picture};
  interact(frame);
  if (frame.has_surface()) {
    draw_picture(frame);
  } else {
    landscape::draw_reason(frame.list, input, picture.low, picture.high);
  }
  draw_note(frame.list, input.note, {at.x, frame.outer_high.y - note}, size.x);
  if (frame.camera != camera) frame.output.camera = frame.camera;
  ImGui::SetCursorScreenPos(frame.outer_low);
  ImGui::Dummy(size);
  return frame.output;
}

void LandscapeView3D::draw_picture(const Frame& frame) {
  const LandscapeInput& input = frame.input;
  const ImVec2 low = frame.picture.low, high = frame.picture.high;
  std::string symbol = input.symbol;
  if (frame.has_beside())
    symbol = frame.beside_is_solid() ? input.beside_symbol + ", " + symbol : symbol + ", " + input.beside_symbol;
  image_.update({.input = &input,
                 .solid = frame.solid(),
                 .glass = frame.glass(),
                 .symbol = symbol,
                 .camera = frame.camera,
                 .picture = frame.picture,
                 .points = ImGui::GetIO().DisplayFramebufferScale.x},
                ImGui::GetTime());
  frame.list.AddImageRounded(ImTextureRef(image_.texture()), low, high, {0.0F, 1.0F}, {1.0F, 0.0F}, IM_COL32_WHITE,
                             4.0F);
  frame.list.PushClipRect(low, high, true);
  layout_.axes = draw_box_labels(frame.list, image_.lens(), image_.box().sides(), image_.axes());
  LabelPlacer labels(low, high);
  for (const auto& taken : layout_.axes) labels.keep_free(taken.low, taken.high);
  draw_marks(frame, labels);
  draw_leavers(frame, labels);
  draw_domain_reason(frame, labels);
  label_things(frame, labels);
  labels.draw(frame.list);
  layout_.labels = labels.placed();
  frame.list.PopClipRect();
  const float bar_height = std::min(0.6F * (high.y - low.y), 360.0F);
  const float bar_top = 0.5F * (low.y + high.y - bar_height);
  draw_colour_bar(frame.list, image_.scale(), image_.colours(), {high.x + gap_before_bar, bar_top},
                  {high.x + gap_before_bar + bar_width, bar_top + bar_height});
}

}  // namespace tiltscape
