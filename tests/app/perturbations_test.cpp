// The picture of one step: what it draws and says of points, arrows and bars, whose numbers stand beside one another,
// and what it shows of many dimensions.
#include "app/views/perturbation_view.h"

#include <cmath>

#include "app/colormaps.h"
#include "app/panels/followed_step.h"
#include "app/views/weight_shares.h"
#include "tests/app/drawn_text.h"
#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

class Drawing : public testing::Test {
 protected:
  template <class Draw>
  PerturbationScale frame(Draw draw) {
    gui_.begin({300.0F, 300.0F, 1.0F, 0.1F});
    ImGui::LogToClipboard();
    ImGui::SetNextWindowPos({0.0F, 0.0F});
    ImGui::SetNextWindowSize({300.0F, 300.0F});
    ImGui::Begin("test", nullptr, ImGuiWindowFlags_NoDecoration);
    ImGui::SetCursorPos({0.0F, 0.0F});
    const PerturbationScale scale = draw();
    ImGui::End();
    gui_.end();
    return scale;
  }
  PerturbationScale draw(const PerturbationInput& input) {
    return frame([&] { return draw_perturbations(input, 200.0F); });
  }
  /// What the tooltip says with the mouse there.
  template <class Draw>
  std::string told(ImVec2 mouse, Draw draw) {
    ImGui::GetIO().AddMousePosEvent(mouse.x, mouse.y);
    for (int i = 0; i < 3; ++i) frame(draw);
    return ImGui::GetClipboardText();
  }

  Headless headless_;
  Gui gui_{Theme::dark};
  std::vector<std::uint8_t> colours_ = std::vector<std::uint8_t>(1024, 128);
};

TEST_F(Drawing, OneRoundFactorFitsTheLongestArrow) {
  PerturbationInput input{.radius = 0.4, .colours = colours_};
  for (const double longest : {0.003, 1.0, 7.7, 4000.0}) {
    input.arrows = {{"a", "", {0.6 * longest, 0.8 * longest}, longest, ImColor(), false},
                    {"b", "", {0.0, 0.1}, 0.1, ImColor(), false}};
    input.arrows[1].vector *= longest;
    const double factor = draw(input).per_gradient;
    EXPECT_LE(factor * longest, 0.4) << "within the circle";
    EXPECT_GT(factor * longest, 0.4 * 0.37) << "and no shorter than it must be: 2.5 lies between round factors";
    const double digit = factor / std::pow(10.0, std::floor(std::log10(factor) + 1e-9));
    EXPECT_TRUE(std::abs(digit - 1.0) < 1e-9 || std::abs(digit - 2.0) < 1e-9 || std::abs(digit - 5.0) < 1e-9) << digit;
  }
}

TEST_F(Drawing, DrawsTheHeaviestOfManyPointsAndIgnoresLossesThatAreNoNumbers) {
  std::vector<std::array<float, 2>> points(1000);
  std::vector<float> weights(1000, 0.0005F), losses(1000, 2.0F);
  for (std::size_t i = 0; i < points.size(); ++i) points[i] = {1e-3F * static_cast<float>(i), 0.0F};
  weights[7] = 0.5F;
  losses[7] = 9.0F;
  losses[8] = NAN;
  losses[9] = 1.0F;
  const PerturbationScale scale =
      draw({.points = points, .weights = weights, .losses = losses, .radius = 1.0, .colours = colours_});
  EXPECT_EQ(scale.drawn, 400U);
  EXPECT_EQ(scale.low, 1.0);
  EXPECT_EQ(scale.high, 9.0);
}

TEST_F(Drawing, PointsAtOnePlaceAreOneDiscWithAllTheirWeight) {
  const std::vector<std::array<float, 2>> points = {{0.5F, 0.0F}, {-0.5F, 0.0F}, {0.5F, 0.0F}, {-0.5F, 0.0F}};
  const std::vector<float> weights = {0.1F, 0.2F, 0.3F, 0.4F}, losses = {1.0F, 2.0F, 1.0F, 2.0F};
  const std::vector<std::uint32_t> pairs = {0, 1};
  const PerturbationInput input{.points = points,
                                .weights = weights,
                                .losses = losses,
                                .pairs = pairs,
                                .radius = 0.5,
                                .arrows = {},
                                .colours = colours_};
  EXPECT_EQ(draw(input).drawn, 4U);
  const std::string said = told({180.0F, 100.0F}, [&] { return draw_perturbations(input, 200.0F); });
  EXPECT_NE(said.find("x − ρu1"), std::string::npos) << said;
  EXPECT_NE(said.find("x + ρu1"), std::string::npos) << said;
  EXPECT_NE(said.find("weight 40 % together"), std::string::npos) << said;
}

TEST_F(Drawing, SaysWhichArrowsAreTooShortToBeSeen) {
  PerturbationInput input{.radius = 0.4, .colours = colours_};
  input.arrows = {{"a", "", {3.0, 4.0}, 5.0, ImColor(), false},
                  {"b", "", {0.03, 0.0}, 0.03, ImColor(), false},
                  {"c", "", {0.0, 0.0}, 0.0, ImColor(), false}};
  EXPECT_EQ(draw(input).too_short, (std::vector<std::string>{"|b| = 0.03", "|c| = 0"}));
}

TEST_F(Drawing, LeavesOutWhatHasNoPlaceInThePicture) {
  const std::vector<float> weights(64, 1.0F / 64.0F), losses(64, 2.0F);
  const PerturbationScale scale =
      draw({.weights = weights, .losses = losses, .radius = 1.0, .arrows = {}, .colours = colours_});
  EXPECT_EQ(scale.drawn, 0U);
}

TEST_F(Drawing, TellsWhatThePointAndTheArrowUnderTheMouseAre) {
  // in units of the outline, which is 80 points from the middle (100, 100)
  const std::vector<std::array<float, 2>> points = {{0.5F, 0.0F}, {0.0F, 0.5F}, {-0.5F, 0.0F}, {0.0F, -0.5F}};
  const std::vector<float> weights = {0.25F, 0.125F, 0.5F, 0.125F}, losses = {2.0F, 3.0F, 4.5F, 1.0F};
  const std::vector<std::uint32_t> pairs = {6, 1041};
  PerturbationInput input{.points = points,
                          .weights = weights,
                          .losses = losses,
                          .pairs = pairs,
                          .radius = 1.0,
                          .arrows = {},
                          .colours = colours_};
  input.arrows.push_back({"−∇f", "down the gradient", {0.5, 0.5}, 8.25, ImColor(255, 0, 0), false});
  const auto at = [&](float x, float y) {
    return told({100.0F + 80.0F * x, 100.0F - 80.0F * y}, [&] { return draw_perturbations(input, 200.0F); });
  };
  std::string text = at(-0.5F, 0.0F);
  EXPECT_NE(text.find("x − ρu7"), std::string::npos) << text;
  EXPECT_NE(text.find("loss 4.5"), std::string::npos) << text;
  EXPECT_NE(text.find("weight 50 %"), std::string::npos) << text;
  text = at(0.0F, 0.5F);
  EXPECT_NE(text.find("x + ρu1042"), std::string::npos) << text;
  text = at(0.3F, 0.3F);
  EXPECT_NE(text.find("−∇f: down the gradient"), std::string::npos) << text;
  EXPECT_NE(text.find("length 8.25"), std::string::npos) << text;
  text = at(0.9F, -0.9F);
  EXPECT_EQ(text.find("loss"), std::string::npos) << "nothing is there: " << text;
}

TEST_F(Drawing, NamesArrowsAtTheirHeadsWithoutCollisions) {
  PerturbationInput input{.radius = 1.0, .arrows = {}, .colours = colours_};
  const auto letters = [&](const char* a, const char* b, const char* c) {
    input.arrows = {{a, "", {0.5, 0.5}, 1.0, ImColor(255, 0, 0), false},
                    {b, "", {0.5, 0.51}, 1.0, ImColor(0, 255, 0), true},
                    {c, "", {-0.01, 0.0}, 1.0, ImColor(0, 0, 255), false}};
    draw(input);
    return glyphs_of("test").size();
  };
  const std::size_t nameless = letters("", "", "");
  EXPECT_EQ(letters("AB", "CD", "EF"), nameless + 6);
  EXPECT_EQ(colliding_glyphs("test"), 0);
  EXPECT_EQ(cut_glyphs("test"), 0);
}

TEST_F(Drawing, LossesThatAreNoNumbersAreGreyAndHaveTheirOwnBar) {
  const auto map = colormap("viridis");
  EXPECT_EQ(static_cast<ImU32>(colour_at(map, NAN)), static_cast<ImU32>(ImColor(128, 128, 128)));
  std::vector<float> weights(100, 0.01F), losses(100, 1.0F);
  losses[3] = 2.0F;
  losses[4] = NAN;
  losses[5] = INFINITY;
  const PerturbationInput input{.weights = weights, .losses = losses, .arrows = {}, .colours = map};
  const auto at = [&](float x) {
    return told({x, 60.0F}, [&] { return draw_weight_shares(input, {160.0F, 100.0F}); });
  };
  std::string text = at(1.0F);  // 15 intervals and one bar more, 10 points each
  EXPECT_NE(text.find("loss 1 to 1.07"), std::string::npos) << text;
  EXPECT_NE(text.find("97 % of the points"), std::string::npos) << text;
  EXPECT_NE(text.find("97 % of the weight"), std::string::npos) << text;
  text = at(158.0F);
  EXPECT_NE(text.find("loss not finite"), std::string::npos) << text;
  EXPECT_NE(text.find("2 % of the points"), std::string::npos) << text;
  losses.assign(100, NAN);
  text = at(158.0F);
  EXPECT_NE(text.find("100 % of the weight"), std::string::npos) << text;
}

class PerturbationsTest : public PanelsTest {
 protected:
  static constexpr ImVec2 size_{310.0F, 255.0F};  // in the default layout at 1280 × 800
  const std::function<void()> draw_ = [this] { workbench_->frame_of("Perturbations"); };

  /// All that is written, in one line.
  std::string text() {
    gui_.begin({size_.x, size_.y, 1.0F});
    ImGui::LogToClipboard();
    draw_();
    gui_.end();
    std::string said = ImGui::GetClipboardText();
    std::ranges::replace(said, '\n', ' ');  // captions are wrapped
    const auto both = [](char a, char b) { return a == ' ' && b == ' '; };
    said.erase(std::ranges::unique(said, both).begin(), said.end());
    return said;
  }
};

TEST_F(PerturbationsTest, APlaneThatTheRunDoesNotKnowYetIsDrawnWithoutPoints) {
  open("tilt-chooses-the-minimum", 20);
  ASSERT_TRUE(until(draw_, size_, [&] { return at(20) && workbench_->settled("Perturbations"); }));
  lab().choose_plane("random");
  bool unknown = false;
  ASSERT_TRUE(until(draw_, size_, [&] {
    const bool points = !lab().shown_chart().probed(*lab().shown_snapshot()).empty();
    unknown = unknown || !points;
    return !lab().shown_chart().own() && points && workbench_->settled("Perturbations");
  }));
  EXPECT_TRUE(unknown) << "or nothing was tried";
}

/// The gradients of a step are those at its own point, whichever step that is.
TEST_F(PerturbationsTest, NumbersOfOneStepStandTogetherWhileTheRunGoesOn) {
  open("twin-wells", 20);
  FollowedStep followed([this] { bell_.send(0); });
  bool older = false;
  const auto follow = [&] {
    if (lab().loading() || lab().runs().empty() || lab().runs()[0].snapshot.step == 0) return;
    const RunView& run = lab().runs()[0];
    const std::uint64_t step = followed.take(lab(), run, run.snapshot);
    const StepFacts& facts = followed.facts();
    EXPECT_EQ(facts.snapshot.step, step);
    older = older || step < run.snapshot.step;
    Vector gradient(2);
    facts.problem->gradient(facts.snapshot.before, gradient);
    EXPECT_EQ(*facts.gradient, gradient);
    EXPECT_EQ((facts.snapshot.before - *facts.snapshot.point) / facts.snapshot.settings.real("learning_rate"),
              *facts.step);
    if (!facts.tilted) return;
    const TiltedOracle oracle(facts.problem, facts.average.neighbourhood, facts.average.rho);
    EXPECT_EQ(*facts.tilted, oracle.gradient(facts.snapshot.before, facts.average.tilt)->gradient);
  };
  ASSERT_TRUE(until(follow, size_, [&] { return at(20) && followed.settled(); }));
  EXPECT_TRUE(followed.facts().tilted);
  lab().advance(30);
  ASSERT_TRUE(until(follow, size_, [&] { return at(50) && followed.settled(); }));
  EXPECT_TRUE(older) << "the step that is known in full is shown until the next one is";
  EXPECT_EQ(followed.facts().snapshot.step, 50U);
  lab().change_run(0, "tilt", 9.0);
  lab().advance(1);
  ASSERT_TRUE(until(follow, size_, [&] { return at(51) && followed.settled(); }));
  EXPECT_EQ(followed.facts().average.tilt, 9.0);
}

TEST_F(PerturbationsTest, ManyDimensionsAreProjected) {
  open("product-valley", 20);
  ASSERT_TRUE(until(draw_, size_, [&] { return at(20) && workbench_->settled("Perturbations"); }));
  for (int i = 0; i < 2; ++i) text();  // sizes are known a frame late
  const std::string said = text();
  EXPECT_NE(said.find("arrows ×"), std::string::npos) << said;
  EXPECT_NE(said.find("projected from 200 dimensions"), std::string::npos) << said;
  EXPECT_EQ(cut_glyphs("Perturbations"), 0);
  EXPECT_EQ(colliding_glyphs("Perturbations"), 0);
}

}  // namespace
}  // namespace tiltscape
