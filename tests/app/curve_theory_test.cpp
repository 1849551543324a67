// Lines of theory beside the curves: their levels, what the mouse reads of them, and the choice of them.
#include "app/panels/curve_theory.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <implot.h>

#include <cmath>

#include "app/format.h"
#include "app/panels/describe_run.h"
#include "core/optimizer.h"
#include "tests/app/drawn_text.h"
#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

Settings settings_of(const std::string& optimizer, const std::vector<std::pair<std::string, Setting>>& changed) {
  Settings settings(find_optimizer(optimizer).parameters);
  for (const auto& [name, setting] : changed) settings.set(name, setting);
  return settings;
}

std::vector<StabilityLine> stability_of(const char* column, const std::string& optimizer, const Settings& settings,
                                        double lambda_max = std::nan(""), std::uint64_t step = 0) {
  return stability_lines(column,
                         {.optimizer = optimizer, .settings = settings, .step = step, .lambda_max = lambda_max});
}

TEST(StabilityLines, OfGradientDescentAreOfTheLargestEigenvalue) {
  const Settings settings = settings_of("gd", {{"learning_rate", 0.01}});
  const auto lines = stability_of("lambda_max", "gd", settings);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_DOUBLE_EQ(lines[0].level, 200.0);
  EXPECT_EQ(lines[0].formula, "2/η");
  EXPECT_NE(lines[0].help.find("arXiv 2103.00065"), std::string::npos);
  EXPECT_TRUE(stability_of("trace", "gd", settings).empty());
  EXPECT_TRUE(stability_of("loss", "gd", settings).empty());
}

TEST(StabilityLines, OfZerothOrderAreOfTheTrace) {
  const Settings settings = settings_of("zo", {{"learning_rate", 1e-3}, {"pairs", std::int64_t{5}}});
  const auto alone = stability_of("trace", "zo", settings);
  ASSERT_EQ(alone.size(), 1U) << "λ₁ is not measured";
  EXPECT_DOUBLE_EQ(alone[0].level, 10'000.0);
  EXPECT_NE(alone[0].help.find("arXiv 2604.14669"), std::string::npos);
  EXPECT_NE(alone[0].help.find("Gaussian directions with ρ → 0"), std::string::npos);
  const auto both = stability_of("trace", "zo", settings, 150.0);
  ASSERT_EQ(both.size(), 2U);
  EXPECT_FALSE(both[0].surely);
  EXPECT_TRUE(both[1].surely);
  EXPECT_DOUBLE_EQ(both[1].level, 10'000.0 - 6.0 * 150.0);
  EXPECT_EQ(stability_of("trace", "zo", settings, 1'500.0).size(), 1U) << "no trace is below λ₁";
  const auto largest = stability_of("lambda_max", "zo", settings);
  ASSERT_EQ(largest.size(), 1U);
  EXPECT_DOUBLE_EQ(largest[0].level, 2'000.0);
}

TEST(StabilityLines, FollowASchedule) {
  const Settings settings = settings_of("zo", {{"learning_rate", Schedule{Schedule::Shape::linear, 0.02, 0.0, 1'000}}});
  EXPECT_DOUBLE_EQ(stability_of("trace", "zo", settings)[0].level, 100.0);
  EXPECT_DOUBLE_EQ(stability_of("trace", "zo", settings, std::nan(""), 500)[0].level, 200.0);
  EXPECT_TRUE(stability_of("trace", "zo", settings, std::nan(""), 1'000).empty()) << "η = 0";
}

TEST(StabilityLines, AreNoneWhereNoFormulaIs) {
  for (const auto& [optimizer, law, reason] : {std::tuple{"zo", "sphere", "no formula covers sphere directions"},
                                               {"zest", "gaussian", "no formula covers ZEST"},
                                               {"sam", "", "no formula covers SAM"},
                                               {"gd", "", ""},
                                               {"zo", "gaussian", ""}}) {
    Settings settings = settings_of(optimizer, {});
    if (*law != '\0') settings.set("law", std::string(law));
    EXPECT_EQ(no_stability_formula(optimizer, settings), reason);
    EXPECT_EQ(stability_of("lambda_max", optimizer, settings).empty(), *reason != '\0') << optimizer << " " << law;
  }
}

class CurveTheoryTest : public PanelsTest {
 protected:
  static constexpr ImVec2 size{640.0F, 620.0F};
  void draw() { workbench_->frame_of("Curves"); }
  void open_with(const std::string& scene, std::uint64_t step, const std::vector<Override>& overrides) {
    workbench_ = std::make_unique<Workbench>(load_scene(scene, overrides), "", 1, [this] { bell_.send(0); });
    lab().play(false);
    lab().restart();
    lab().advance(step);
    ASSERT_TRUE(until([this] { draw(); }, size, [&] { return at(step); }));
  }
  /// What the panel says with the mouse there.
  std::string text_at(ImVec2 mouse) {
    return PanelsTest::text_at(mouse, size, [this] { draw(); });
  }
  /// The first text from the top downwards that has these words, and not those.
  std::string text_with(const std::string& words, const std::string& others = "nowhere", float x = 400.0F) {
    for (float y = 60.0F; y < size.y; y += 4.0F)
      if (std::string text = text_at({x, y}); has(text, words) && !has(text, others)) return text;
    return {};
  }
  std::vector<std::uint8_t> pixels() {
    ImGui::GetIO().AddMousePosEvent(-1.0F, -1.0F);
    return picture(gui_, {size.x, size.y, 1.0F}, [this] { draw(); }).rgba;
  }
};

const std::vector<Override> both = {{"view.lines", "[\"stability\", \"prediction\"]"},
                                    {"view.x_scale", "linear"},
                                    {"measures.lambda_max", "{}"},
                                    {"run.0.learning_rate", "0.0125"}};  // 2/η = 160

TEST_F(CurveTheoryTest, AreReadUnderTheMouseAndSayWhereTheyLieOutside) {
  open_with("product-valley", 12'000, both);
  const std::string text = text_with("2k/η =", "arXiv");
  EXPECT_TRUE(has(text, "2k/η = 2 000  above what is shown")) << text;
  EXPECT_TRUE(has(text, "2k/η − (k + 1)λ₁ = ")) << text;
  EXPECT_TRUE(has(text, "a limit of λ₁ (lambda_max)")) << "GD has none here: " << text;
  EXPECT_TRUE(has(text_with("2/η = 160"), "2/η = 2 000  above what is shown"))
      << "of GD, near its λ₁, and of the others";
  EXPECT_TRUE(has(text_with("Cohen et al."), "2/η = 160")) << "on the line itself";
}

TEST_F(CurveTheoryTest, PredictionsAreThoseOfTheCore) {
  open_with("product-valley", 4'000, both);
  const RunView& run = lab().runs().back();  // ρ = .1
  const auto start = valley_start(run.trajectory, 100, history_of(lab(), 4));
  ASSERT_TRUE(start);
  EXPECT_EQ(start->step, 0U) << "seed 13 begins close to the valley";
  const ValleyPrediction predicted(100, history_of(lab(), 4), *start, 4'000);
  const std::string text = text_with(", flow ");
  const auto from = text.rfind("\nstep ") + 6;
  std::string digits;
  for (std::size_t i = from; text[i] == ' ' || std::isdigit(static_cast<unsigned char>(text[i])) != 0; ++i)
    if (text[i] != ' ') digits += text[i];
  const double step = std::stod(digits);
  EXPECT_GT(step, 1'000.0);
  const std::string expected =
      fmt::format("predicted {}, flow {}", readable(predicted.finite(step)), readable(predicted.flow(step)));
  EXPECT_TRUE(has(text, expected)) << expected << " in " << text;
  EXPECT_TRUE(has(text, "no prediction: it is for ZO")) << text;
  EXPECT_TRUE(has(text_with("Example 2.1"), "predicted")) << "on one of them: where it is from";
}

TEST_F(CurveTheoryTest, RunsWithoutAFormulaSaySo) {
  open_with("tilt-chooses-the-minimum", 50, {{"view.lines", "[\"stability\"]"}});
  const std::string text = text_with("no formula covers");
  EXPECT_TRUE(has(text, "no formula covers ZEST")) << text;
  EXPECT_FALSE(has(text, "predicted"));
}

TEST_F(CurveTheoryTest, AreOffUntilTheyAreAskedFor) {
  open_with("product-valley", 12'000,
            {{"view.x_scale", "linear"}, {"measures.lambda_max", "{}"}, {"run.0.learning_rate", "0.0125"}});
  const auto plain = pixels();
  EXPECT_EQ(text_with("2k/η"), "");
  lab().view().lines = {"stability"};
  const auto stability = pixels();
  lab().view().lines = {"prediction"};
  const auto prediction = pixels();
  lab().view().lines.clear();
  EXPECT_TRUE(plain == pixels());
  EXPECT_FALSE(plain == stability);
  EXPECT_FALSE(plain == prediction);
  EXPECT_FALSE(stability == prediction);
}

/// Into a plot of its own; in vertices.
TEST_F(CurveTheoryTest, AreDrawnWhereTheyAreInView) {
  open_with("product-valley", 2'000, both);
  const auto drawn = [&](const char* lines, const char* column, double high) {
    lab().view().lines = {lines};
    const CurveAxis axis{.quantity = "step", .low = 0.0, .high = 2'000.0};
    std::vector<CurveStretches> stretches;
    for (const RunView& run : lab().runs()) stretches.push_back(curve_stretches(run.trajectory, axis, 400.0F, {}));
    CurveTheory theory;
    theory.update(lab(), axis, stretches);
    int vertices = 0;
    frame(size, [&] {
      ImGui::Begin("##own");
      if (ImPlot::BeginPlot("##plot", {400.0F, 300.0F})) {
        ImPlot::SetupAxesLimits(0.0, 2'000.0, 0.0, high, ImPlotCond_Always);
        ImPlot::SetupFinish();
        const ImDrawList& list = *ImPlot::GetPlotDrawList();
        const int before = list.VtxBuffer.Size;
        theory.draw(lab(), column);
        vertices = list.VtxBuffer.Size - before;
        ImPlot::EndPlot();
      }
      ImGui::End();
    });
    return vertices;
  };
  EXPECT_GT(drawn("stability", "trace", 3'000.0), 100);
  EXPECT_EQ(drawn("stability", "trace", 160.0), 0) << "2k/η = 2 000";
  EXPECT_GT(drawn("stability", "lambda_max", 200.0), 100);
  EXPECT_EQ(drawn("stability", "loss", 3'000.0), 0);
  EXPECT_GT(drawn("prediction", "trace", 200.0), 100);
  EXPECT_EQ(drawn("prediction", "trace", 50.0), 0) << "they are above";
  EXPECT_EQ(drawn("prediction", "lambda_max", 200.0), 0);
}

TEST_F(CurveTheoryTest, ARangeTakesInWhatIsNearAndNothingElse) {
  open_with("product-valley", 2'000, {{"view.lines", "[\"stability\"]"}, {"measures.lambda_max", "{}"}});
  CurveTheory theory;
  theory.update(lab(), {}, std::vector<CurveStretches>(lab().runs().size()));
  const auto widened = [&](double low, double high, bool logarithmic = false) {
    theory.widen("lambda_max", logarithmic, low, high);
    return std::pair{low, high};
  };
  EXPECT_GT(widened(100.0, 190.0).second, 200.0) << "2/η of GD";
  EXPECT_LT(widened(100.0, 190.0).second, 210.0);
  EXPECT_EQ(widened(100.0, 150.0), (std::pair{100.0, 150.0}));
  EXPECT_EQ(widened(100.0, 300.0), (std::pair{100.0, 300.0})) << "holds it";
  EXPECT_GT(widened(1.0, 100.0, true).second, 200.0);
  EXPECT_EQ(theory.legend("lambda_max", 100.0, 210.0), "limit 2/η, 2/η = 2 000 above") << "of GD and of ZO";
  EXPECT_EQ(theory.legend("lambda_max", 100.0, 190.0), "limit 2/η = 200 above, 2/η = 2 000 above");
  EXPECT_EQ(theory.legend("lambda_max", 210.0, 290.0), "limit 2/η = 200 below, 2/η = 2 000 above");
}

TEST_F(CurveTheoryTest, TheChoiceIsOneEditEach) {
  open_with("product-valley", 200, {});
  std::set<std::string> seen;
  for (float x = size.x - 20.0F; x > 200.0F && seen.size() < 2; x -= 14.0F)
    for (const float y : {50.0F, 62.0F, 74.0F, 86.0F, 98.0F}) {  // of what a button opens
      const View before = lab().scene().view;
      click({x, 24.0F}, size, [this] { draw(); });
      if (lab().scene().view == before) click({x, y}, size, [this] { draw(); });
      const View after = lab().scene().view;
      if (after == before) continue;
      if (after.lines.size() == 1) seen.insert(after.lines[0]);
      lab().undo();
      EXPECT_EQ(lab().scene().view, before);
      EXPECT_FALSE(lab().can_undo());
      EXPECT_FALSE(lab().loading()) << "the runs go on";
      click({30.0F, 24.0F}, size, [this] { draw(); });  // closes it
    }
  EXPECT_EQ(seen, (std::set<std::string>{"stability", "prediction"}));
  ImGui::GetIO().AddMousePosEvent(-1.0F, -1.0F);
}

TEST_F(CurveTheoryTest, TheHeadingHasRoomForTheChoiceInANarrowPanel) {
  open_with("product-valley", 200, {});
  constexpr ImVec2 narrow{310.0F, 360.0F};  // of the default layout at 1280 × 800
  for (int i = 0; i < 4; ++i) frame(narrow, [this] { draw(); });
  EXPECT_EQ(cut_glyphs("Curves"), 0);
  EXPECT_EQ(colliding_glyphs("Curves"), 0);
}

TEST_F(CurveTheoryTest, PredictionsFollowWhatIsChangedOnTheWay) {
  open_with("product-valley", 1'000, {});
  ValleyLines lines;
  lines.update(lab());
  const RunView& run = lab().runs().back();
  ASSERT_NE(lines.prediction(run), nullptr);
  const double before = lines.prediction(run)->finite(5'000.0);
  lab().change_run(4, "rho", 0.15);
  lab().advance(1'000);
  ASSERT_TRUE(until([this] { draw(); }, size, [&] { return at(2'000); }));
  lines.update(lab());
  SettingsHistory history{lab().scene().runs[4].settings, run.changes};
  ASSERT_EQ(history.changes.size(), 1U);
  const ValleyPrediction expected(100, history, lines.start(run), 100'000);
  EXPECT_EQ(lines.prediction(run)->finite(5'000.0), expected.finite(5'000.0));
  EXPECT_LT(lines.prediction(run)->finite(5'000.0), 0.98 * before);
  EXPECT_EQ(lines.reason(run), "");
  lab().change_run(4, "law", std::string("sphere"));
  lab().advance(1'000);
  ASSERT_TRUE(until([this] { draw(); }, size, [&] { return at(3'000); }));
  lines.update(lab());
  EXPECT_EQ(lines.prediction(run)->end(), 2'000U);
  EXPECT_NE(lines.reason(run), "");
}

}  // namespace
}  // namespace tiltscape
