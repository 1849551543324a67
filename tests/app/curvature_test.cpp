// The curvature panel through the workbench: its numbers, its faces, and planes of eigenvectors.
#include "app/panels/curvature_parts.h"
#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

constexpr ImVec2 curvature_size{560.0F, 460.0F};

class CurvaturePanelTest : public PanelsTest {
 protected:
  void draw() { workbench_->frame_of("Curvature"); }
  /// What the panel writes.
  std::string text() {
    return PanelsTest::text(curvature_size, [this] { draw(); });
  }
  bool measured(std::uint64_t step) {
    return until([this] { draw(); }, curvature_size, [&] { return at(step) && workbench_->settled("Curvature"); });
  }
};

TEST_F(CurvaturePanelTest, MeasuresWhereTheSelectedRunIs) {
  open("product-valley", 2000);
  ASSERT_TRUE(measured(2000));
  const std::string gd = text();  // at the minimum, of rank one: the trace is the largest eigenvalue
  const double trace = lab().experiment()->loss->trace(*lab().runs()[0].snapshot.point);
  EXPECT_NE(gd.find(estimate_text(exactly(trace, 0))), std::string::npos) << gd;
  EXPECT_NE(gd.find("GD at 2 000"), std::string::npos) << gd;
  EXPECT_NE(gd.find("Rescale"), std::string::npos) << gd;
  lab().select(lab().runs().size() - 1);
  ASSERT_TRUE(measured(2000));
  const double other = lab().experiment()->loss->trace(*lab().runs().back().snapshot.point);
  EXPECT_NE(text().find(estimate_text(exactly(other, 0))), std::string::npos);
  lab().advance(500);
  ASSERT_TRUE(measured(2500));
  EXPECT_NE(text().find(" at 2 500"), std::string::npos) << text();
}

TEST_F(CurvaturePanelTest, SaysWhereCurvatureIsNoFlatness) {
  open("product-valley", 0);
  ASSERT_TRUE(until([this] { draw(); }, curvature_size, [&] { return at(0) && workbench_->settled("Curvature"); }));
  EXPECT_NE(text().find("no minimum yet"), std::string::npos) << text();
}

TEST_F(CurvaturePanelTest, EstimatesOfModelsHaveErrors) {
  open("digits", 20);
  ASSERT_TRUE(measured(20));
  const std::string shown = text();
  EXPECT_NE(shown.find(" ± "), std::string::npos) << shown;
  EXPECT_EQ(shown.find("Rescale"), std::string::npos) << "tanh has no such symmetry: " << shown;
}

TEST(EstimateText, SaysWhatIsNotDefined) {
  EXPECT_EQ(estimate_text(undefined(3)), "not defined here");
  EXPECT_EQ(estimate_text(exactly(154.7, 1)), "154.7");
  Estimate estimate = exactly(2.0, 1);
  estimate.standard_error = 0.126;
  EXPECT_EQ(estimate_text(estimate), "2 ± 0.13");
}

}  // namespace
}  // namespace tiltscape
