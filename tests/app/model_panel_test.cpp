// The model panel through the workbench: what it says of a run's model, its faces, and that landscapes have none.
#include <imgui_internal.h>

#include <cmath>

#include "app/panels/model_parts.h"
#include "app/panels/test_curves.h"
#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

constexpr ImVec2 model_size{700.0F, 560.0F};

class ModelPanelTest : public PanelsTest {
 protected:
  void draw() { workbench_->frame_of("Model"); }
  std::string text() {
    return PanelsTest::text(model_size, [this] { draw(); });
  }
  bool answered(std::uint64_t step) {
    return until([this] { draw(); }, model_size, [&] { return at(step) && workbench_->settled("Model"); });
  }
  /// Clicks the segment of the row of faces whose middle is there.
  void face(float x) {
    click({x, 62.0F}, model_size, [this] { draw(); });
  }
};

TEST_F(ModelPanelTest, ListsTheMistakesThatTheRecordCounts) {
  open("digits", 40);
  ASSERT_TRUE(answered(40));
  const std::string shown = text();
  const RunView& run = lab().runs()[0];
  const std::size_t accuracy = run.trajectory.columns().find("test_accuracy");
  const double wrong = (1.0 - run.trajectory.value(run.trajectory.size() - 1, accuracy)) * 360.0;
  EXPECT_NE(shown.find(std::to_string(std::lround(wrong)) + " of 360 test examples"), std::string::npos) << shown;
  EXPECT_NE(shown.find("ZEST at 40"), std::string::npos) << shown;
  EXPECT_EQ(shown.find("Tint"), std::string::npos) << "images are no points of a plane: " << shown;
}

TEST_F(ModelPanelTest, DrawsTheBoundariesOfAllRunsAndNamesItsFaces) {
  open("two-moons", 20);
  ASSERT_TRUE(answered(20));
  EXPECT_NE(text().find("Lines: where each visible run's answer"), std::string::npos) << text();
  face(140.0F);
  EXPECT_NE(text().find("test examples are taken for another"), std::string::npos) << text();
  EXPECT_NE(text().find(", "), std::string::npos) << "points have coordinates";
  face(206.0F);
  EXPECT_NE(text().find("Rows: true class"), std::string::npos) << text();
  face(275.0F);
  const std::string facts = text();
  EXPECT_NE(facts.find("2 → 16 → 16 → 2, tanh"), std::string::npos) << facts;
  EXPECT_NE(facts.find("320 to train, 80 to test"), std::string::npos) << facts;
  EXPECT_NE(facts.find("354"), std::string::npos) << "2·16 + 16 + 16·16 + 16 + 16·2 + 2 parameters: " << facts;
}

TEST_F(ModelPanelTest, IsNotThereBesideALandscape) {
  open("rosenbrock-race", 5);
  ASSERT_TRUE(answered(5));
  frame({1600.0F, 1000.0F}, [this] { workbench_->frame(); });
  EXPECT_FALSE(ImGui::FindWindowByName("Model")->Active) << "alone it says that there is none";
  EXPECT_TRUE(ImGui::FindWindowByName("Landscape")->Active);
}

TEST_F(ModelPanelTest, ComesUpBehindTheLandscape) {
  open("rosenbrock-race", 5);
  const auto window = [this] { workbench_->frame(); };
  constexpr ImVec2 whole{1600.0F, 1000.0F};
  ASSERT_TRUE(until(window, whole, [&] { return at(5) && workbench_->settled(); }));
  workbench_->open("two-moons");
  ASSERT_TRUE(until(window, whole, [&] { return !lab().loading() && lab().experiment()->classifier != nullptr; }));
  for (int i = 0; i < 5; ++i) frame(whole, window);
  EXPECT_TRUE(ImGui::FindWindowByName("Model")->DockIsActive);
  EXPECT_FALSE(ImGui::FindWindowByName("Model")->DockTabIsVisible);
  EXPECT_TRUE(ImGui::FindWindowByName("Landscape")->DockTabIsVisible);
}

TEST(TestCurves, StandInThePlotOfTheTrainingSet) {
  const Columns both{.names = {"loss", "test_loss", "accuracy", "test_accuracy", "trace"}};
  EXPECT_TRUE(shares_plot(both, 1));
  EXPECT_TRUE(shares_plot(both, 3));
  EXPECT_FALSE(shares_plot(both, 0));
  EXPECT_FALSE(shares_plot(both, 4));
  EXPECT_EQ(test_column(both, 0), 1U);
  EXPECT_EQ(test_column(both, 2), 3U);
  EXPECT_EQ(test_column(both, 4), Columns::npos);
  const Columns test_alone{.names = {"loss", "test_accuracy"}};
  EXPECT_FALSE(shares_plot(test_alone, 1)) << "there is no training accuracy to stand beside";
}

}  // namespace
}  // namespace tiltscape
