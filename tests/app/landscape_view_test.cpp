// The landscape drawn without a display: what must be where in the picture.
#include "app/views/landscape_view.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <chrono>
#include <cmath>
#include <numeric>
#include <set>

#include "app/colormaps.h"
#include "app/views/axes.h"
#include "app/views/contour_labels.h"
#include "app/views/filled_field.h"
#include "app/views/landscape_values.h"
#include "app/views/quiver.h"
#include "tests/app/drawn_text.h"
#include "tests/app/landscape_fixture.h"

namespace tiltscape {
namespace {

TEST_F(LandscapeViewTest, LowestIsDarkestAndYPointsUp) {
  const Image image = draw();
  int darkest = 1000;
  ImVec2 where{};
  const auto& l = view_->layout();
  for (int y = static_cast<int>(l.low.y) + 4; y < static_cast<int>(l.high.y) - 4; ++y) {
    for (int x = static_cast<int>(l.low.x) + 4; x < static_cast<int>(l.high.x) - 4; ++x) {
      if (brightness(image.at(x, y)) < darkest) {
        darkest = brightness(image.at(x, y));
        where = {static_cast<float>(x), static_cast<float>(y)};
      }
    }
  }
  const ImVec2 minimum = pixel(0.5, 1.5);
  EXPECT_NEAR(where.x, minimum.x, 25.0F);
  EXPECT_NEAR(where.y, minimum.y, 25.0F);
  EXPECT_GT(brightness(colour(image, -1.8, -0.8)), darkest + 300);
}

TEST_F(LandscapeViewTest, ColoursFollowTheMap) {
  input_.colormap = "magma";
  const Image image = draw();
  const auto map = colormap("magma");
  // half way between contour lines: (x − .5)² = 5.5 of at most 12.5; no slope is steep enough for more than a little
  // shade
  const double x = 0.5 - std::sqrt(5.5);
  const double top = view_->image().scale().high();
  EXPECT_TRUE(near_colour(colour(image, x, 1.5), colour_at(map, 5.5 / top), 45));
  EXPECT_FALSE(near_colour(colour(image, x, 1.5), colour_at(colormap("viridis"), 5.5 / top), 45));
}

TEST_F(LandscapeViewTest, ContourLinesLieAtTheirLevels) {
  const Image with = draw();
  const auto& levels = view_->image().levels();
  ASSERT_FALSE(levels.empty());
  int seen = 0;
  for (const double level : levels) {
    const double x = 0.5 - std::sqrt(level);
    if (level < 0.5 || x < -1.9) continue;
    // brighter on the line than 5 pixels to either side, along y = 1.5
    const ImVec2 p = pixel(x, 1.5);
    int line = 0;
    for (int d = -1; d <= 1; ++d)
      line = std::max(line, brightness(with.at(static_cast<int>(p.x) + d, static_cast<int>(p.y))));
    const int beside = std::max(brightness(with.at(static_cast<int>(p.x) - 5, static_cast<int>(p.y))),
                                brightness(with.at(static_cast<int>(p.x) + 5, static_cast<int>(p.y))));
    EXPECT_GT(line, beside + 30) << level;
    ++seen;
  }
  EXPECT_GE(seen, 3);
}

TEST_F(LandscapeViewTest, PathHasItsColourAndHiddenOnesAreNotDrawn) {
  const std::vector<Point> points = {{-1.5F, -0.5F}, {1.5F, -0.5F}};
  const ImColor orange(0.94F, 0.635F, 0.008F);
  input_.paths.push_back({.points = points, .colour = orange, .label = "ZEST", .current = points.back()});
  const Image image = draw();
  for (const double x : {-1.2, -0.4, 0.3, 0.9}) EXPECT_TRUE(near_colour(colour(image, x, -0.5), orange)) << x;
  EXPECT_TRUE(near_colour(colour(image, 1.5, -0.5), orange));
  EXPECT_FALSE(near_colour(colour(image, 0.3, -0.3), orange));
  input_.paths[0].hidden = true;
  EXPECT_FALSE(near_colour(colour(draw(), 0.3, -0.5), orange));
}

TEST_F(LandscapeViewTest, DashesLeaveGaps) {
  const std::vector<Point> points = {{-1.5F, -0.5F}, {1.5F, -0.5F}};
  const ImColor orange(0.94F, 0.635F, 0.008F);
  input_.paths.push_back({.points = points, .colour = orange, .dashes = 1});
  const Image image = draw();
  int on = 0, off = 0;
  for (double x = -1.4; x < 1.4; x += 0.01) (near_colour(colour(image, x, -0.5), orange) ? on : off) += 1;
  EXPECT_GT(on, 80);
  EXPECT_GT(off, 50);
}

TEST_F(LandscapeViewTest, LabelsNeverCollide) {
  const std::vector<Point> at = {{0.5F, 1.5F},   {0.52F, 1.5F},  {0.5F, 1.52F},
                                 {1.98F, 2.98F}, {1.97F, 2.95F}, {-1.99F, -0.98F}};
  for (std::size_t i = 0; i < at.size(); ++i) {
    input_.paths.push_back({.points = std::span(at).subspan(i, 1),
                            .colour = ImColor(255, 0, 0),
                            .label = "a label " + std::to_string(i),
                            .current = at[i]});
  }
  input_.minima.push_back({{0.5, 1.5}, "global minimum"});
  input_.starts.push_back({{0.45, 1.45}});
  draw();
  const auto& l = view_->layout();
  ASSERT_GE(l.labels.size(), 6U);
  for (std::size_t i = 0; i < l.labels.size(); ++i) {
    EXPECT_GE(l.labels[i].low.x, l.low.x);
    EXPECT_GE(l.labels[i].low.y, l.low.y);
    EXPECT_LE(l.labels[i].high.x, l.high.x);
    EXPECT_LE(l.labels[i].high.y, l.high.y);
    for (std::size_t j = 0; j < i; ++j) {
      const auto &a = l.labels[i], &b = l.labels[j];
      EXPECT_FALSE(a.low.x < b.high.x && b.low.x < a.high.x && a.low.y < b.high.y && b.low.y < a.high.y)
          << a.text << " over " << b.text;
    }
  }
}

TEST_F(LandscapeViewTest, HasNoSurfaceWhereThereIsNone) {
  for (int r = 0; r < grid_.rows; ++r) {
    for (int c = 0; c < grid_.columns; ++c) {
      if (grid_.centre(c, r)[0] < -0.5) grid_.values[static_cast<std::size_t>(r * grid_.columns + c)] = NAN;
    }
  }
  for (const Theme theme : {Theme::dark, Theme::light}) {
    gui_.set_theme(theme);
    input_.version += 1;
    const Image image = draw();
    const Palette& p = palette(theme);
    const ImVec2 at = pixel(-1.2, 0.5);
    int plain = 0,
        lines = 0;  // of 27 × 9 pixels, three periods of the hatching: a line covers a ninth or a little more
    for (int y = 0; y < 9; ++y)
      for (int x = 0; x < 27; ++x) {
        const auto pixel = image.at(static_cast<int>(at.x) + x, static_cast<int>(at.y) + y);
        plain += near_colour(pixel, p.panel, 2) ? 1 : 0;
        lines += near_colour(pixel, mix(p.panel, p.muted, 0.45F), 12) ? 1 : 0;
      }
    EXPECT_GT(plain, 150);
    EXPECT_GE(lines, 20);
    EXPECT_LE(lines, 60);
    EXPECT_FALSE(near_colour(colour(image, -0.3, 0.5), p.panel, 12));
  }
}

TEST_F(LandscapeViewTest, ALongNoteIsTwoLinesAndWholeOnHovering) {
  const auto lines = [this] {  // rows of glyphs below the axis' name
    std::vector<float> rows;
    for (const Glyph& glyph : glyphs_of("landscape"))
      if (glyph.box.Min.y > view_->layout().high.y + 40.0F) rows.push_back(glyph.box.Max.y);
    std::ranges::sort(rows);
    return rows;
  };
  step();
  const float without = view_->layout().high.y;
  EXPECT_TRUE(lines().empty());
  input_.note = "short";
  step();
  EXPECT_NEAR(without - view_->layout().high.y, 20.0F, 1.0F);
  for (int i = 0; i < 60; ++i) input_.note += " and longer";
  draw();
  EXPECT_NEAR(without - view_->layout().high.y, 37.0F, 1.0F);
  EXPECT_EQ(cut_glyphs("landscape"), 0);
  EXPECT_GT(lines().back() - lines().front(), 12.0F);
  EXPECT_TRUE(glyphs_of("##Tooltip").empty());
  mouse({200.0F, lines().back() - 4.0F});
  for (int i = 0; i < 90; ++i) step();
  EXPECT_GT(glyphs_of("##Tooltip").size(), 500U);
}

TEST_F(LandscapeViewTest, BesideAPoleTheScaleEndsWhereAllButAFewCellsDo) {
  grid_.values[40] = 1e9F;  // the bowl's are 0 to 12.5
  const ColourScale spoilt(ColourScaleKind::linear, grid_);
  EXPECT_EQ(spoilt.high(), 1e9) << "nothing says that this is no true value";
  grid_.holes.assign(grid_.values.size(), Hole::none);
  grid_.holes[41] = Hole::infinite;
  grid_.values[41] = NAN;
  const ColourScale scale(ColourScaleKind::linear, grid_);
  EXPECT_TRUE(scale.cut_above());
  EXPECT_FALSE(scale.cut_below());
  EXPECT_LT(scale.high(), 15.0);
  EXPECT_GT(scale.high(), 8.0);
  EXPECT_EQ(scale.place(1e9), 1.0);
  grid_.values[40] = 12.0F;
  EXPECT_LE(ColourScale(ColourScaleKind::linear, grid_).high(), 12.6);
}

TEST_F(LandscapeViewTest, TheColourBarReadsBackWhatTheScalePlaces) {
  for (const auto kind : {ColourScaleKind::linear, ColourScaleKind::log, ColourScaleKind::quantile}) {
    const ColourScale scale(kind, grid_);
    EXPECT_NEAR(scale.value_at(1.0), scale.high(), 1e-6 * scale.high());
    for (const double place : {0.0, 0.1, 0.37, 0.5, 0.93, 1.0})
      EXPECT_NEAR(scale.place(scale.value_at(place)), place, 1e-5) << static_cast<int>(kind);
  }
}

TEST_F(LandscapeViewTest, WhatLiesUnderTheMouseIsNamed) {
  const std::vector<Point> path = {{0.0F, 0.0F}, {1.0F, 1.0F}}, probed = {{-1.0F, 1.0F}, {-1.0F, 2.0F}};
  const std::vector<float> weights = {0.25F, 0.75F};
  input_.paths.push_back({.points = path, .label = "ZO", .current = path.back()});
  input_.paths.push_back({.points = path, .label = "GD", .current = path.back(), .hidden = true});
  input_.starts.push_back({{0.0, 0.0}});
  input_.minima.push_back({{0.5, 1.5}, "round"});
  input_.lowest.push_back({.at = {0.5, 1.5}, .label = "min f", .least = true});
  input_.perturbations.push_back({.points = probed, .weights = weights});
  step();
  const auto names = [this](double x, double y) {
    const auto on_screen = [this](const Eigen::Vector2d& p) { return std::optional(pixel(p[0], p[1])); };
    const ImVec2 at = pixel(x, y);
    return named_at(input_, {at.x + 3.0F, at.y - 2.0F}, on_screen);
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names(1.0, 1.0), Names{"ZO is here"});
  EXPECT_EQ(names(0.0, 0.0), Names{"start: drag to move it"});
  EXPECT_EQ(names(0.5, 1.5), (Names{"min f", "round"}));
  EXPECT_EQ(names(-1.0, 2.0), Names{"probed, weight 75 %"});
  EXPECT_TRUE(names(-1.5, 0.0).empty());
}

TEST_F(LandscapeViewTest, VeilsWhatLiesOutsideTheDomain) {
  const int before = brightness(colour(draw(), 1.7, -0.7));
  input_.domain[0] = {-INFINITY, 1.0};
  const Image image = draw();
  EXPECT_LT(brightness(colour(image, 1.7, -0.7)), before - 60);
}

TEST_F(LandscapeViewTest, PerturbationsAreSizedByWeight) {
  const std::vector<Point> points = {{-1.0F, 0.0F}, {1.0F, 0.0F}};
  const std::vector<float> weights = {0.9F, 0.1F};
  const auto area = [&](const Image& with, const Image& without, float x) {
    const ImVec2 p = pixel(static_cast<double>(x), 0.0);
    int count = 0;
    for (int dy = -18; dy <= 18; ++dy) {
      for (int dx = -18; dx <= 18; ++dx) {
        const int px = static_cast<int>(p.x) + dx, py = static_cast<int>(p.y) + dy;
        count += with.at(px, py) != without.at(px, py) ? 1 : 0;
      }
    }
    return count;
  };
  const Image without = draw();
  input_.perturbations.push_back({points, weights, ImColor(255, 160, 0)});
  const Image with = draw();
  EXPECT_GT(area(with, without, -1.0F), 2 * area(with, without, 1.0F));
  EXPECT_GT(area(with, without, 1.0F), 4);
}

TEST_F(LandscapeViewTest, IsShadedOnlyWhenSomethingChanges) {
  step();
  const auto drawn = view_->image().drawn();
  for (int i = 0; i < 5; ++i) step();
  EXPECT_EQ(view_->image().drawn(), drawn);
  input_.version = 2;
  step();
  EXPECT_EQ(view_->image().drawn(), drawn + 1);
}

TEST_F(LandscapeViewTest, EconomicalPicturesSettle) {
  view_->set_economical(true);
  step();
  for (std::uint64_t version = 2; version < 6; ++version) {
    input_.version = version;
    step();
  }
  EXPECT_TRUE(output_.again_soon);
  for (int i = 0; i < 30; ++i) step();  // half a second of frames
  EXPECT_FALSE(output_.again_soon);
  EXPECT_EQ(view_->image().drawn(), 6U);
}

TEST_F(LandscapeViewTest, LogColoursSpreadSmallValues) {
  for (float& value : grid_.values) value = value * value * value;
  input_.version = 2;
  const int linear = brightness(colour(draw(), -0.3, 1.5));
  input_.scale = ColourScaleKind::log;
  EXPECT_GT(brightness(colour(draw(), -0.3, 1.5)), linear + 60);
}

TEST_F(LandscapeViewTest, ContourLabelsStandOnTheirLinesAndApart) {
  draw();
  const auto& l = view_->layout();
  const FieldOnScreen field(grid_, input_.bounds, l.low, l.high);
  const auto& levels = view_->image().levels();
  const auto labels =
      contour_labels(field, levels, view_->image().scale().labels(levels), l.low, l.high, Occupied(l.low, l.high));
  ASSERT_GE(labels.size(), 4U);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    // the bowl's lines are circles: a label lies on its own, along the tangent
    const ImVec2 centre = pixel(0.5, 1.5),
                 unit{pixel(1.0, 0.0).x - pixel(0.0, 0.0).x, pixel(0.0, 0.0).y - pixel(0.0, 1.0).y};
    const float x = (labels[i].centre.x - centre.x) / unit.x, y = (labels[i].centre.y - centre.y) / unit.y;
    EXPECT_NEAR(static_cast<double>(x * x + y * y), labels[i].level, 0.02 * labels[i].level + 0.02);
    const float along = (x * std::cos(labels[i].angle) / unit.x + y * std::sin(labels[i].angle) / unit.y) * unit.x;
    EXPECT_NEAR(along / std::hypot(x, y), 0.0F, 0.03F);
    for (std::size_t j = 0; j < i; ++j)
      EXPECT_GT(std::hypot(labels[i].centre.x - labels[j].centre.x, labels[i].centre.y - labels[j].centre.y),
                0.5F * (labels[i].extent.x + labels[j].extent.x));
  }
}

TEST_F(LandscapeViewTest, SplitShowsBothSurfacesInOneScale) {
  const Image alone = draw();
  Grid flat = grid_;
  for (float& value : flat.values) value = static_cast<float>(view_->image().scale().high());
  input_.beside = &flat;
  input_.beside_version = 7;
  input_.split = 0.5;
  const Image split = draw();
  EXPECT_EQ(colour(split, -1.0, 2.55), colour(alone, -1.0, 2.55));  // left of it: as it was
  const auto top = colour_at(view_->image().colours(), 1.0);
  EXPECT_TRUE(near_colour(colour(split, 0.9, 1.5), top, 8));
  EXPECT_FALSE(near_colour(colour(alone, 0.9, 1.5), top, 60));
  for (float& value : flat.values) value *= 2.0F;
  input_.beside_version = 8;
  draw();
  EXPECT_EQ(view_->image().scale().high(), static_cast<double>(flat.values.front())) << "of both";
  input_.beside = nullptr;
  EXPECT_EQ(draw().rgba, alone.rgba) << "and its own again";
}

/// What a label names is what is drawn below it, wherever the split is.
TEST_F(LandscapeViewTest, EachOfTwoSurfacesHasItsNameOnItsOwnSide) {
  Grid flat = grid_;
  for (float& value : flat.values) value = 7.0F;
  input_.beside = &flat;
  input_.beside_version = 7;
  input_.symbol = "Fₜ − f";
  input_.beside_symbol = "f";
  const auto& bounds = input_.bounds;
  for (const double split : {0.2, 0.5, 0.8}) {
    input_.split = split;
    const Image image = draw();
    const auto& layout = view_->layout();
    std::set<std::string> named;
    for (const auto& label : layout.labels) {
      named.insert(label.text);
      const ImVec2 middle{0.5F * (label.low.x + label.high.x), 0.5F * (layout.low.y + layout.high.y)};
      const double part = static_cast<double>((middle.x - layout.low.x) / (layout.high.x - layout.low.x));
      const Eigen::Vector2d at(std::lerp(bounds[0][0], bounds[0][1], part), std::midpoint(bounds[1][0], bounds[1][1]));
      const double value = label.text == "f" ? 7.0 : (at - Eigen::Vector2d(0.5, 1.5)).squaredNorm();
      EXPECT_TRUE(near_colour(image.at(static_cast<int>(middle.x), static_cast<int>(middle.y)),
                              colour_at(view_->image().colours(), view_->image().scale().place(value)), 12))
          << label.text << " at " << split;
    }
    EXPECT_EQ(named, (std::set<std::string>{"Fₜ − f", "f"})) << split;
  }
}

TEST_F(LandscapeViewTest, ArrowsPointDownTheSlope) {
  const Image without = draw();
  const auto& l = view_->layout();
  const auto arrows = quiver({grid_, input_.bounds, l.low, l.high}, input_.bounds, l.low, l.high);
  ASSERT_GE(arrows.size(), 100U);
  const ImVec2 centre = pixel(0.5, 1.5);
  const ImVec2 unit{pixel(1.0, 0.0).x - pixel(0.0, 0.0).x, pixel(0.0, 0.0).y - pixel(0.0, 1.0).y};
  for (const QuiverArrow& arrow : arrows) {
    const Eigen::Vector2d to_centre((centre.x - arrow.tail.x) / unit.x, (centre.y - arrow.tail.y) / unit.y);
    const Eigen::Vector2d step((arrow.tip.x - arrow.tail.x) / unit.x, (arrow.tip.y - arrow.tail.y) / unit.y);
    if (to_centre.norm() > 0.3) {
      EXPECT_GT(to_centre.normalized().dot(step.normalized()), 0.99);
    }
  }
  input_.slopes = &grid_;
  const Image with = draw();
  int seen = 0;
  for (const QuiverArrow& arrow : arrows) {
    const int x = static_cast<int>(0.5F * (arrow.tail.x + arrow.tip.x)),
              y = static_cast<int>(0.5F * (arrow.tail.y + arrow.tip.y));
    seen += with.at(x, y) != without.at(x, y) ? 1 : 0;
  }
  EXPECT_GT(seen, static_cast<int>(arrows.size()) * 8 / 10);
}

TEST_F(LandscapeViewTest, RunThatLeftThePictureHasAnArrowAtItsEdge) {
  const ImColor green(0.1F, 0.9F, 0.2F);
  const std::vector<Point> points = {{0.0F, 0.0F}, {5.0F, 1.0F}};
  input_.paths.push_back({.points = points, .colour = green, .label = "GD", .current = points.back()});
  const Image image = draw();
  const ImVec2 edge = pixel(2.0, 1.0);
  EXPECT_TRUE(near_colour(image.at(static_cast<int>(edge.x) - 9, static_cast<int>(edge.y)), green));
  ASSERT_EQ(view_->layout().labels.size(), 1U);
  EXPECT_EQ(view_->layout().labels[0].text, "GD");
}

TEST(Axes, TicksAreRound) {
  EXPECT_EQ(linear_labels(linear_ticks(-1.5, 3.2, 6)), (std::vector<std::string>{"−1", "0", "1", "2", "3"}));
  EXPECT_EQ(linear_labels(linear_ticks(0.0, 0.05, 5)),
            (std::vector<std::string>{"0.00", "0.01", "0.02", "0.03", "0.04", "0.05"}));
  EXPECT_EQ(log_ticks(0.9, 110.0, 8), (std::vector<double>{1, 2, 5, 10, 20, 50, 100}));
  EXPECT_EQ(log_ticks(1e-9, 1e9, 5).size(), 5U);
  EXPECT_TRUE(linear_ticks(1.0, 1.0, 5).empty());
}

TEST(FilledField, ContinuesStraightLines) {
  Grid grid{6, 5, {{{0.0, 1.0}, {0.0, 1.0}}}, {}};
  for (int r = 0; r < 5; ++r) {
    for (int c = 0; c < 6; ++c) grid.values.push_back(c == 2 && r == 2 ? NAN : static_cast<float>(2 * c - 3 * r));
  }
  const FilledField field = filled_field(grid);
  ASSERT_EQ(field.columns, 10);
  EXPECT_TRUE(field.gaps);
  for (int r = 0; r < 9; ++r) {
    for (int c = 0; c < 10; ++c) {
      EXPECT_NEAR(field.values[static_cast<std::size_t>(10 * r + c)],
                  2.0F * static_cast<float>(c - 2) - 3.0F * static_cast<float>(r - 2), 2.1F)
          << c << ", " << r;
    }
  }
  EXPECT_NEAR(field.values[static_cast<std::size_t>(10 * 4 + 1)], -2.0F - 6.0F, 1e-4F);
}

}  // namespace
}  // namespace tiltscape
