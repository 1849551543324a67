// Choosing a model of one's own before its file: what is missing is said in the panel, and the next choice helps.
#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

class OwnModelTest : public PanelsTest {
 protected:
  static constexpr ImVec2 size{380.0F, 900.0F};
  const std::function<void()> draw = [this] { workbench_->frame_of("Experiment"); };
};

TEST_F(OwnModelTest, WithoutItsFileThePanelSaysWhatIsMissing) {
  open("two-moons", 3);
  ASSERT_TRUE(until(draw, size, [this] { return at(3); }));
  const auto fails = [this] { return until(draw, size, [this] { return !lab().error().empty(); }); };
  lab().change_problem("torchscript");
  ASSERT_TRUE(fails());
  EXPECT_TRUE(lab().outdated()) << "the moons are still there";
  std::string shown = text(size, draw);
  EXPECT_NE(shown.find("module is not given; name a file "), std::string::npos) << shown;
  lab().change_problem_setting("module", std::string("no.pt"));
  ASSERT_TRUE(fails());
  shown = text(size, draw);
  EXPECT_NE(shown.find("module: there is no file no.pt; "), std::string::npos) << shown;
  lab().change_problem("mlp");
  ASSERT_TRUE(until(draw, size, [this] { return !lab().loading(); }));
  EXPECT_EQ(lab().error(), "");
  EXPECT_FALSE(lab().outdated());
  EXPECT_EQ(lab().runs().size(), 4U);
}

TEST_F(OwnModelTest, ATraceThatIsTooLargeToBeExactIsEstimatedFromThere) {
  open("two-moons", 3);
  ASSERT_TRUE(until(draw, size, [this] { return at(3); }));
  const auto trace = [this] { return *std::ranges::find(lab().scene().measures, "trace", &MeasureSpec::name); };
  EXPECT_EQ(trace().method, "exact");
  lab().change_problem_setting("hidden", std::int64_t{100});
  EXPECT_EQ(lab().notice().text,
            "Hessian trace: with 10 602 parameters it is estimated, by hutch++; exact takes up to 5 000.");
  ASSERT_TRUE(until(draw, size, [this] { return !lab().loading(); }));
  EXPECT_EQ(lab().error(), "");
  EXPECT_EQ(trace().method, "hutch++");
  EXPECT_EQ(trace().every, 200U);
  lab().change_problem_setting("hidden", std::int64_t{16});
  EXPECT_EQ(lab().notice().text, "Hessian trace: exact again.");
  EXPECT_EQ(trace().method, "exact");
  EXPECT_EQ(trace().every, 200U);
}

TEST_F(OwnModelTest, OtherDataHaveNoneOfTheScenesWords) {
  open("two-moons", 3);
  ASSERT_TRUE(until(draw, size, [this] { return at(3); }));
  EXPECT_NE(text(size, draw).find("Points of two half circles"), std::string::npos);
  lab().change_problem_setting("data", std::string("iris"));
  ASSERT_TRUE(until(draw, size, [this] { return !lab().loading(); }));
  EXPECT_EQ(lab().scene().title, "Multilayer perceptron");
  EXPECT_EQ(text(size, draw).find("Points of two half circles"), std::string::npos);
}

TEST_F(OwnModelTest, WhatIsWrongInADataFileStandsBesideTheSettings) {
  open("two-moons", 3);
  ASSERT_TRUE(until(draw, size, [this] { return at(3); }));
  lab().change_problem_setting("data", std::string("file"));
  lab().change_problem_setting("file", std::string(TILTSCAPE_SOURCE_DIR "/LICENSE"));
  ASSERT_TRUE(until(draw, size, [this] { return lab().error().find("/LICENSE:1: ") != std::string::npos; }));
  EXPECT_TRUE(lab().blames_problem());
  const std::string shown = text(size, draw);
  EXPECT_LT(shown.find("LICENSE:1: "), shown.find("More settings")) << shown;
}

}  // namespace
}  // namespace tiltscape
