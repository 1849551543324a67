// The panels of one step: perturbations of an earlier one replayed in full, slices and where they lead, minimisers.
#include <set>

#include "app/fonts.h"
#include "app/panels/describe_run.h"
#include "app/panels/slice_targets.h"
#include "app/widgets/caption.h"
#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

TEST_F(PanelsTest, AnEarlierStepIsReplayedInFull) {
  open("twin-wells", 20);
  constexpr ImVec2 size(640.0F, 480.0F);
  const auto draw = [&] { workbench_->frame_of("Perturbations"); };
  ASSERT_TRUE(until(draw, size, [&] { return at(20) && workbench_->settled("Perturbations"); }));
  const Snapshot then = lab().runs()[0].snapshot;
  lab().change_run(0, "tilt", 9.0);
  lab().advance(30);
  ASSERT_TRUE(until(draw, size, [&] { return at(50); }));
  const auto shows = [&](std::uint64_t step) {
    lab().show_step(step);
    return until(draw, size, [&] {
      const Snapshot* shown = lab().shown_snapshot();
      return workbench_->settled("Perturbations") && shown != nullptr && shown->step == step;
    });
  };
  for (const std::uint64_t step : {20, 33, 5, 20}) ASSERT_TRUE(shows(step)) << step;
  const Snapshot& now = *lab().shown_snapshot();
  EXPECT_EQ(*now.point, *then.point);
  EXPECT_EQ(now.before, then.before);
  EXPECT_EQ(now.points, then.points);
  EXPECT_EQ(now.weights, then.weights);
  EXPECT_EQ(now.losses, then.losses);
  EXPECT_EQ(now.settings.real("tilt"), 5.0);
  ASSERT_TRUE(shows(21));
  EXPECT_EQ(lab().shown_snapshot()->settings.real("tilt"), 9.0) << "with the change that was made on the way";
  lab().choose_plane("random");
  ASSERT_TRUE(until(draw, size, [&] {
    return workbench_->settled("Perturbations") && lab().shown_snapshot() != nullptr && !lab().shown_chart().own();
  }));
  EXPECT_EQ(lab().shown_chart().probed(*lab().shown_snapshot()).size(), 32U) << "in any plane";
}

TEST_F(PanelsTest, ASliceTowardsTheStartNeedsNoRecordedPositions) {
  open("product-valley", 100);
  const auto draw = [&] { workbench_->frame_of("Slice"); };
  ASSERT_TRUE(until(draw, {640.0F, 480.0F}, [&] { return at(100) && workbench_->settled("Slice"); }));
  const auto start = start_of(lab().runs()[0]);
  ASSERT_TRUE(start);
  EXPECT_EQ(start->size(), 200);
  const auto frame = [&] { return text({640.0F, 480.0F}, draw); };
  for (const float y : {56.0F, 86.0F}) {  // the drop-down, its first line
    ImGui::GetIO().AddMousePosEvent(560.0F, y);
    frame();
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddMouseButtonEvent(0, down);
      frame();
    }
  }
  ASSERT_TRUE(until(draw, {640.0F, 480.0F}, [&] { return workbench_->settled("Slice"); }));
  const std::string text = frame();
  EXPECT_NE(text.find("towards the start"), std::string::npos) << text;
  EXPECT_EQ(text.find("No line"), std::string::npos) << text;
}

TEST_F(PanelsTest, SlicesAndMinimisersAreReadUnderTheMouse) {
  open("twin-wells", 50);
  constexpr ImVec2 size{640.0F, 480.0F};
  for (const auto& [panel, reading] : {std::pair{"Slice", "quadratic"}, std::pair{"Minimisers", "x* ="}}) {
    const auto draw = [&] { workbench_->frame_of(panel); };
    ASSERT_TRUE(until(draw, size, [&] { return at(50) && workbench_->settled(panel); }));
    const auto readings = [reading = std::string(reading)](const std::string& text) {
      int count = 0;
      for (std::size_t at = text.find(reading); at != std::string::npos; at = text.find(reading, at + 1)) ++count;
      return count;
    };
    EXPECT_GT(readings(text_at({320.0F, 300.0F}, size, draw)), readings(text_at({-1.0F, -1.0F}, size, draw))) << panel;
  }
}

TEST_F(PanelsTest, SlicesLeadToOtherRunsToMinimaAndAlongThePicturesAxes) {
  open("twin-wells", 20);
  constexpr ImVec2 size(640.0F, 480.0F);
  const auto draw = [&] { workbench_->frame_of("Slice"); };
  ASSERT_TRUE(until(draw, size, [&] { return at(20) && workbench_->settled("Slice"); }));
  lab().choose_plane("random");
  const auto both = [&] {
    lab().update_shown();
    draw();
  };
  ASSERT_TRUE(until(both, size, [&] { return !lab().shown_chart().own() && workbench_->settled("Slice"); }));
  const RunView& run = *lab().selected_run();
  const Vector x = *run.snapshot.point;
  const auto targets = slice_targets(lab(), run, x);
  const auto& minima = lab().experiment()->problem->minima();
  ASSERT_EQ(targets.size(), lab().runs().size() - 1 + minima.size() + 2);
  EXPECT_EQ(targets[0].label, "to " + lab().runs()[1].info.label);
  EXPECT_EQ(targets[0].at, *lab().runs()[1].snapshot.point);
  EXPECT_EQ(targets[lab().runs().size() - 1].at, minima[0].x);
  EXPECT_LT((targets.back().at - x - lab().shown_chart().chart()->plane->axes.col(1)).norm(), 1e-12);
  EXPECT_FALSE(targets.back().reaches);
  std::set<std::string> names, labels;
  for (const SliceTarget& target : targets) names.insert(target.name), labels.insert(target.label);
  EXPECT_EQ(names.size(), targets.size());
  EXPECT_EQ(labels.size(), targets.size());

  const auto frame = [&] { return text(size, draw); };
  const auto click = [&](float y) {
    ImGui::GetIO().AddMousePosEvent(560.0F, y);
    frame();
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddMouseButtonEvent(0, down);
      frame();
    }
  };
  const auto shortened = [](const std::string& label) {  // as the drop-down says it
    const WithFont small(text_font(), small_size);
    return wrapped(label, 112.0F, 1).front();
  };
  std::set<std::string> chosen;
  for (float y = 86.0F; y < 420.0F; y += 12.0F) {  // the drop-down's lines
    click(56.0F);
    click(y);
    ImGui::GetIO().AddMousePosEvent(1.0F, 1.0F);
    ASSERT_TRUE(until(draw, size, [&] { return workbench_->settled("Slice"); }));
    const std::string text = frame();
    EXPECT_EQ(text.find("No line"), std::string::npos) << text;
    for (const SliceTarget& target : targets)
      if (text.find(target.label) != std::string::npos || text.find(shortened(target.label)) != std::string::npos)
        chosen.insert(target.name);
  }
  EXPECT_EQ(chosen, names);
}

}  // namespace
}  // namespace tiltscape
