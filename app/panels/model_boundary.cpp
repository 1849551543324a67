// The plane of inputs.
#include <fmt/format.h>
#include <implot.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/curve_ticks.h"
#include "app/panels/model_parts.h"
#include "app/theme.h"
#include "app/widgets/caption.h"

namespace tiltscape {
namespace {

constexpr std::size_t most_shown = 3000;  ///< examples of each set

/// Paul Tol's light scheme: distinct for all kinds of colour vision.
constexpr std::array<std::array<int, 3>, 9> class_colours = {{{119, 170, 221},
                                                              {238, 136, 102},
                                                              {68, 187, 153},
                                                              {238, 221, 136},
                                                              {255, 170, 187},
                                                              {153, 221, 255},
                                                              {187, 204, 51},
                                                              {170, 170, 0},
                                                              {221, 221, 221}}};

/// Told apart from the runs' colours by being lighter.
ImColor class_colour(std::int64_t label) {
  const auto& [r, g, b] = class_colours[static_cast<std::size_t>(label) % class_colours.size()];
  return ImColor(r, g, b);
}

/// Each node in the colour of the class that is surest there, the paler the less sure.
std::vector<std::uint8_t> pixels_of(const Matrix& shares) {
  std::vector<std::uint8_t> pixels;
  pixels.reserve(4 * static_cast<std::size_t>(shares.cols()));
  const auto classes = static_cast<double>(shares.rows());
  for (const auto& node : shares.colwise()) {
    Eigen::Index surest = 0;
    const double share = node.maxCoeff(&surest), sure = (share - 1.0 / classes) / (1.0 - 1.0 / classes);
    const ImColor colour =
        mix(palette().panel, class_colour(surest), static_cast<float>(0.12 + 0.5 * std::clamp(sure, 0.0, 1.0)));
    for (const float channel : {colour.Value.x, colour.Value.y, colour.Value.z})
      pixels.push_back(static_cast<std::uint8_t>(std::lround(255.0F * channel)));
    pixels.push_back(255);
  }
  return pixels;
}

/// The training examples name the classes in the legend.
void examples(const Classifier& classifier, bool test) {
  const ShownExamples& set = test ? classifier.test() : classifier.train();
  const std::size_t shown = std::min(most_shown, set.labels.size());
  for (std::int64_t label = 0; label < classifier.facts().classes; ++label) {
    std::vector<double> x, y;
    for (std::size_t i = 0; i < shown; ++i) {
      if (set.labels[i] != label) continue;
      x.push_back(set.inputs(0, static_cast<Eigen::Index>(i)));
      y.push_back(set.inputs(1, static_cast<Eigen::Index>(i)));
    }
    ImPlotSpec spec;
    spec.Marker = ImPlotMarker_Circle;
    spec.LineColor = class_colour(label).Value;  // the legend's
    spec.MarkerSize = test ? 2.5F : 3.0F;
    spec.MarkerFillColor = test ? palette().panel.Value : class_colour(label).Value;
    spec.MarkerLineColor = test ? class_colour(label).Value : palette().background.Value;
    spec.LineWeight = 1.0F;
    const std::string name = test ? fmt::format("##test{}", label) : "class " + classifier.class_name(label);
    ImPlot::PlotScatter(name.c_str(), x.data(), y.data(), static_cast<int>(x.size()), spec);
  }
}

void boundary(const RunView& run, const std::vector<LinePiece>& pieces, bool selected) {
  const ImColor colour = run_style(run.colour).colour;
  ImDrawList& list = *ImPlot::GetPlotDrawList();
  for (const auto& [from, to] : pieces)
    list.AddLine(ImPlot::PlotToPixels(static_cast<double>(from[0]), static_cast<double>(from[1])),
                 ImPlot::PlotToPixels(static_cast<double>(to[0]), static_cast<double>(to[1])), colour,
                 selected ? 2.5F : 1.5F);
}

/// How sure the model is of each class at the node nearest to the mouse.
void answer_tooltip(const Classifier& classifier, const ModelAnswer& answer) {
  const ImPlotPoint mouse = ImPlot::GetPlotMousePos();
  const auto node = [&](std::size_t axis, double at) {
    const auto [low, high] = answer.box.bounds[axis];
    return std::clamp<Eigen::Index>(std::lround((at - low) / (high - low) * (answer.box.side - 1)), 0,
                                    answer.box.side - 1);
  };
  const auto shares = answer.predictions.shares.col(node(1, mouse.y) * answer.box.side + node(0, mouse.x));
  const WithFont usual(text_font());
  ImGui::BeginTooltip();
  mono(fmt::format("{}, {}", readable(mouse.x), readable(mouse.y)).c_str(), palette().muted);
  for (Eigen::Index label = 0; label < shares.size(); ++label)
    mono(fmt::format("class {}  {:.1f} %", classifier.class_name(label), 100.0 * shares[label]).c_str(),
         class_colour(label));
  ImGui::EndTooltip();
}

/// What the caption below the picture takes.
float caption_height() { return 2.0F * text_extent(text_font(), small_size, "X").y + 12.0F; }

ImVec2 picture_size() {
  const ImVec2 room = ImGui::GetContentRegionAvail();
  return {room.x, std::max(60.0F, room.y - caption_height())};
}

}  // namespace

double boundary_aspect() {
  constexpr float labels_width = 46.0F, labels_height = 24.0F;
  const ImVec2 size = picture_size();
  return std::max(0.2, static_cast<double>((size.x - labels_width) / (size.y - labels_height)));
}

void model_boundary(const Laboratory& lab, const ModelAnswer& answer, BoundaryPicture& picture) {
  const Classifier& classifier = *lab.experiment()->classifier;
  const Predictions& predictions = answer.predictions;
  if (predictions.shares.cols() == 0) return caption("Being asked …");
  const int theme = static_cast<int>(current_theme());
  if (picture.number != predictions.number || picture.theme != theme) {
    picture.texture = gl::Texture::picture(answer.box.side, answer.box.side, pixels_of(predictions.shares));
    picture.number = predictions.number;
    picture.theme = theme;
  }
  const ImVec2 size = picture_size();
  const WithFont numbers(mono_font(), small_size);
  const ImPlotFlags flags = ImPlotFlags_NoMenus | ImPlotFlags_NoMouseText | ImPlotFlags_NoTitle |
                            (answer.box.equal ? ImPlotFlags_Equal : ImPlotFlags_None);
  if (ImPlot::BeginPlot("##inputs", size, flags)) {
    const auto [x, y] = answer.box.bounds;
    const char* const unit = classifier.facts().standardised ? ", standardised" : "";
    ImPlot::SetupAxes((classifier.feature_name(0) + unit).c_str(), (classifier.feature_name(1) + unit).c_str(),
                      ImPlotAxisFlags_NoHighlight, ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_NoSideSwitch);
    ImPlot::SetupAxesLimits(x[0], x[1], y[0], y[1], picture.box == answer.box ? ImPlotCond_Once : ImPlotCond_Always);
    picture.box = answer.box;
    set_ticks(ImAxis_X1, axis_ticks(x[0], x[1], false, {.length = static_cast<double>(size.x), .least_gap = 60.0}));
    set_ticks(ImAxis_Y1, axis_ticks(y[0], y[1], false, {.length = static_cast<double>(size.y), .least_gap = 40.0}));
    ImPlot::SetupLegend(ImPlotLocation_NorthEast);
    // nodes are the middles of the texture's pixels
    const double half_x = 0.5 * (x[1] - x[0]) / (answer.box.side - 1),
                 half_y = 0.5 * (y[1] - y[0]) / (answer.box.side - 1);
    ImPlot::PlotImage("##shares", static_cast<ImTextureID>(picture.texture.id()), {x[0] - half_x, y[0] - half_y},
                      {x[1] + half_x, y[1] + half_y}, {0.0F, 1.0F}, {1.0F, 0.0F});
    examples(classifier, true);
    examples(classifier, false);
    ImPlot::PushPlotClipRect();
    for (std::size_t i = predictions.boundaries.size(); i-- > 0;)  // the selected run's on top
      for (const RunView& run : lab.runs())
        if (run.id == answer.runs[i]) boundary(run, predictions.boundaries[i], i == 0);
    ImPlot::PopPlotClipRect();
    if (ImPlot::IsPlotHovered()) answer_tooltip(classifier, answer);
    ImPlot::EndPlot();
  }
  caption(
      "Tint: the class that the selected run's model is surest of, fainter where it is less sure. Lines: where each "
      "visible run's answer changes. Discs: training examples; rings: test examples.",
      2);
}

}  // namespace tiltscape
