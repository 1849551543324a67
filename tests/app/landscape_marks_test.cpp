// Marks and labels of the landscape from above: each where it belongs, none upon another.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "app/colormaps.h"
#include "app/panels/plane_chooser.h"
#include "app/views/edge_arrows.h"
#include "app/views/filled_field.h"
#include "app/views/note.h"
#include "app/views/occupied.h"
#include "app/views/probed_places.h"
#include "core/chart_cover.h"
#include "tests/app/landscape_fixture.h"

namespace tiltscape {
namespace {

class LandscapeMarks : public LandscapeViewTest {
 protected:
  std::set<std::string> labels() const {
    std::set<std::string> names;
    for (const auto& label : view_->layout().labels) names.insert(label.text);
    return names;
  }
};

TEST_F(LandscapeMarks, OfTwoSurfacesStayOnTheirOwnSides) {
  input_.beside = &grid_;
  input_.beside_version = 7;
  input_.symbol = "Fₜ";
  input_.beside_symbol = "f";
  for (const double x : {-1.0, 1.0})
    for (const bool beside : {false, true}) {
      const std::string name = (beside ? "f " : "Fₜ ") + std::string(x < 0.0 ? "left" : "right");
      input_.lowest.push_back({.at = {x, beside ? 0.5 : 2.0}, .label = name, .beside = beside, .least = true});
      input_.minima.push_back({.at = {x, beside ? 0.0 : 2.5}, .label = "known " + name, .beside = beside});
    }
  input_.minima.push_back({.at = {1.5, -0.5}, .label = "of neither", .everywhere = true});
  draw();
  EXPECT_EQ(labels(),
            (std::set<std::string>{"Fₜ", "f", "Fₜ left", "known Fₜ left", "f right", "known f right", "of neither"}));
  input_.split = 1.0;
  draw();
  for (const char* name : {"Fₜ left", "Fₜ right"}) EXPECT_TRUE(labels().contains(name)) << name;
  for (const char* name : {"f left", "f right"}) EXPECT_FALSE(labels().contains(name)) << name;
  input_.beside = nullptr;
  draw();
  EXPECT_TRUE(labels().contains("f left")) << "one surface has them all";
}

TEST_F(LandscapeMarks, ContourLabelsLeaveRoomForPathsAndLabels) {
  draw();
  const auto before = view_->layout().contour_labels;
  ASSERT_GE(before.size(), 4U);
  std::vector<std::vector<Point>> paths;
  const auto data = [this](ImVec2 p) {
    const auto& l = view_->layout();
    const auto& b = input_.bounds;
    return Point{
        static_cast<float>(std::lerp(b[0][0], b[0][1], static_cast<double>((p.x - l.low.x) / (l.high.x - l.low.x)))),
        static_cast<float>(std::lerp(b[1][1], b[1][0], static_cast<double>((p.y - l.low.y) / (l.high.y - l.low.y))))};
  };
  for (const ContourLabel& label : before)  // through all of them
    paths.push_back({data({label.centre.x - 30.0F, label.centre.y - 30.0F}),
                     data({label.centre.x + 30.0F, label.centre.y + 30.0F})});
  for (const auto& path : paths)
    input_.paths.push_back({.points = path, .colour = ImColor(255, 0, 0), .label = "GD", .current = path.back()});
  draw();
  const auto& layout = view_->layout();
  ASSERT_GE(layout.contour_labels.size(), 2U) << "there is room elsewhere";
  for (const ContourLabel& label : layout.contour_labels) {
    for (float at = -0.5F; at <= 0.5F; at += 0.1F) {
      const ImVec2 p{label.centre.x + at * label.extent.x * std::cos(label.angle),
                     label.centre.y + at * label.extent.x * std::sin(label.angle)};
      for (const ContourLabel& old : before) {
        const float away = std::abs((p.x - old.centre.x) - (p.y - old.centre.y)) * std::sqrt(0.5F);
        const bool along = std::abs(p.x - old.centre.x) < 30.0F && std::abs(p.y - old.centre.y) < 30.0F;
        EXPECT_FALSE(along && away < 2.0F) << label.text << " on a path";
      }
      for (const auto& name : layout.labels)
        EXPECT_FALSE(p.x > name.low.x && p.x < name.high.x && p.y > name.low.y && p.y < name.high.y) << label.text;
    }
  }
}

TEST(Occupied, IsWhatLinesAndBoxesTouch) {
  Occupied occupied({10.0F, 10.0F}, {110.0F, 60.0F});
  occupied.add_line({-1e6F, 30.0F}, {1e6F, 30.0F});
  occupied.add_line({50.0F, NAN}, {50.0F, 20.0F});
  occupied.add_line({50.0F, 20.0F}, {INFINITY, 20.0F});
  occupied.add_box({90.0F, 50.0F}, {500.0F, 500.0F});
  for (float x = 12.0F; x < 110.0F; x += 7.0F) EXPECT_FALSE(occupied.is_free({x, 30.0F})) << x;
  EXPECT_TRUE(occupied.is_free({50.0F, 20.0F}));
  EXPECT_TRUE(occupied.is_free({80.0F, 55.0F}));
  EXPECT_FALSE(occupied.is_free({100.0F, 55.0F}));
  EXPECT_FALSE(occupied.is_free({9.0F, 20.0F})) << "outside";
}

TEST(EdgeArrows, StandBesideOneAnotherAndPointWhereTheirPointsAre) {
  const ImVec2 low{100.0F, 50.0F}, high{500.0F, 350.0F};
  for (const ImVec2 far : {ImVec2{900.0F, 200.0F}, {900.0F, 900.0F}, {-50.0F, 51.0F}, {300.0F, -80.0F}}) {
    std::vector<ImVec2> points(6, far);
    points.push_back({far.x + 3.0F, far.y + 3.0F});
    const auto arrows = edge_arrows(points, low, high);
    ASSERT_EQ(arrows.size(), points.size());
    for (std::size_t i = 0; i < arrows.size(); ++i) {
      const ImVec2 tip = arrows[i].tip;
      EXPECT_TRUE(tip.x >= low.x && tip.x <= high.x && tip.y >= low.y && tip.y <= high.y) << i;
      const float along = arrows[i].towards.x * (points[i].x - tip.x) + arrows[i].towards.y * (points[i].y - tip.y);
      EXPECT_NEAR(along, std::hypot(points[i].x - tip.x, points[i].y - tip.y), 0.1F);
      for (std::size_t j = 0; j < i; ++j)
        EXPECT_GT(std::hypot(tip.x - arrows[j].tip.x, tip.y - arrows[j].tip.y), 13.0F) << i << ", " << j;
    }
  }
  EXPECT_TRUE(edge_arrows({}, low, high).empty());
}

TEST_F(LandscapeMarks, RunsThatLeftTogetherKeepTheirNames) {
  const std::vector<Point> points = {{0.0F, 0.0F}, {5.0F, 1.0F}};
  for (const char* name : {"GD", "SAM", "ZEST"})
    input_.paths.push_back({.points = points, .colour = ImColor(20, 230, 50), .label = name, .current = points.back()});
  draw();
  EXPECT_EQ(labels(), (std::set<std::string>{"GD", "SAM", "ZEST"}));
}

TEST_F(LandscapeMarks, PointsProbedAtOnePlaceHaveTheAreaOfTheirWeights) {
  const std::vector<Point> points = {{1.0F, 0.0F}, {-1.0F, 0.0F}, {1.0F, 0.0F}};
  const std::vector<float> weights = {0.2F, 0.5F, 0.3F};
  const auto places = probed_places(points, weights);
  ASSERT_EQ(places.size(), 2U);
  EXPECT_FLOAT_EQ(places[0].weight, 0.5F);
  EXPECT_EQ(places[0].points, (std::vector<std::size_t>{2, 0})) << "the heaviest first";
  EXPECT_EQ(places[1].points, std::vector<std::size_t>{1});
  EXPECT_FLOAT_EQ(probed_places(points, {})[0].weight, 2.0F / 3.0F);
  const Image without = draw();
  input_.perturbations.push_back({points, weights, ImColor(255, 160, 0)});
  const Image with = draw();
  const auto area = [&](double x) {
    const ImVec2 p = pixel(x, 0.0);
    int count = 0;
    for (int dy = -18; dy <= 18; ++dy)
      for (int dx = -18; dx <= 18; ++dx)
        count += with.at(static_cast<int>(p.x) + dx, static_cast<int>(p.y) + dy) !=
                         without.at(static_cast<int>(p.x) + dx, static_cast<int>(p.y) + dy)
                     ? 1
                     : 0;
    return count;
  };
  EXPECT_NEAR(area(1.0), area(-1.0), 6);
}

TEST(CentredScale, HasZeroInTheMiddleAndTheSameToEitherSide) {
  Grid grid{100, 1, {{{0.0, 1.0}, {0.0, 1.0}}}, {}};
  for (int i = 0; i < 100; ++i) grid.values.push_back(-1.0F + 0.04F * static_cast<float>(i));  // −1 … 2.96
  for (const auto kind : {ColourScaleKind::centred, ColourScaleKind::centred_log}) {
    const ColourScale scale(kind, grid);
    EXPECT_TRUE(scale.centred());
    EXPECT_EQ(scale.place(0.0), 0.5);
    EXPECT_NEAR(scale.place(2.96), 1.0, 1e-6);
    for (const double value : {0.001, 0.1, 1.0, 2.0})
      EXPECT_NEAR(scale.place(value) + scale.place(-value), 1.0, 1e-6) << value;
    for (const double place : {0.0, 0.1, 0.37, 0.5, 0.93, 1.0})
      EXPECT_NEAR(scale.place(scale.value_at(place)), place, 1e-5);
    const auto values = scale.round_values(6);
    EXPECT_TRUE(std::ranges::is_sorted(values));
    const auto zero = std::ranges::find(values, 0.0);
    ASSERT_NE(zero, values.end());
    EXPECT_EQ(scale.labels(values)[static_cast<std::size_t>(zero - values.begin())], "0");
  }
  EXPECT_NEAR(ColourScale(ColourScaleKind::centred, grid).place(1.48), 0.75, 1e-6);
  EXPECT_GT(ColourScale(ColourScaleKind::centred_log, grid).place(0.1), 0.7);
}

/// A chart that has points above a slanted line alone: its edge is that line, and no staircase.
TEST(ChartCover, DrawsAnEdgeWhereItIs) {
  const auto edge = [](double x) { return 0.2 + 0.23 * x; };
  Chart chart;
  chart.lift = [&](const Eigen::Vector2d& at) {
    return at[1] > edge(at[0]) ? std::optional<Vector>(Vector(at)) : std::nullopt;
  };
  constexpr int cells = 48;
  Grid grid{cells, cells, {{{0.0, 1.0}, {0.0, 1.0}}}, {}};
  for (int row = 0; row < cells; ++row)
    for (int column = 0; column < cells; ++column) {
      const bool there = chart.lift(grid.centre(column, row)).has_value();
      grid.values.push_back(there ? 1.0F : NAN);
      grid.holes.push_back(there ? Hole::none : Hole::absent);
    }
  const auto farthest = [&] {  // in cells, from the edge
    const FilledField field = filled_field(grid);
    const auto known = [&](int column, int row) {
      return static_cast<double>(field.known[static_cast<std::size_t>((row + FilledField::margin) * field.columns +
                                                                      column + FilledField::margin)]);
    };
    double most = 0.0;
    for (int column = 0; column < cells; ++column)
      for (int row = 0; row + 1 < cells; ++row) {
        const double here = known(column, row), above = known(column, row + 1);
        if (here < 0.5 && above >= 0.5) {
          const double crossing = row + (0.5 - here) / (above - here);
          most = std::max(most, std::abs(crossing + 0.5 - edge((column + 0.5) / cells) * cells));
        }
      }
    return most;
  };
  const double by_centres = farthest();
  grid.cover = chart_cover(chart, grid);
  ASSERT_EQ(grid.cover.size(), grid.values.size());
  EXPECT_LT(farthest(), 0.06);
  EXPECT_GT(by_centres, 0.2) << "what it was without";
  grid.holes.assign(grid.holes.size(), Hole::none);
  EXPECT_TRUE(chart_cover(chart, grid).empty());
}

TEST(Notes, SayNothingTwice) {
  EXPECT_EQ(joined_note("f, x–y plane, z = 0", "z = 0 in the surface · more"),
            "f, x–y plane, z = 0 in the surface · more");
  EXPECT_EQ(joined_note("f, x–z plane", "z = 0 in the surface"), "f, x–z plane · z = 0 in the surface");
  EXPECT_EQ(joined_note("f", ""), "f");
  EXPECT_EQ(joined_note("", "note"), "note");
  EXPECT_EQ(distance_beside_way(0.25, 2.0), " (12 % of its way)");
  EXPECT_EQ(distance_beside_way(539.78, 1.0), " (540 times as far as it went)");
  EXPECT_EQ(distance_beside_way(0.25, 0.0), "");
  EXPECT_EQ(distance_beside_way(INFINITY, 1.0), "");
}

}  // namespace
}  // namespace tiltscape
