// What panels, tilt bar and new runs make of every method: those with averages, those with samples.
#include <fmt/format.h>

#include "app/format.h"
#include "core/optimizer.h"
#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

constexpr ImVec2 panel_size(480.0F, 560.0F);
constexpr double infinite = std::numeric_limits<double>::infinity();

class Methods : public PanelsTest {
 protected:
  /// A scene of these [[run]]s, advanced.
  void open_runs(const std::string& runs, std::uint64_t steps) {
    workbench_ = std::make_unique<Workbench>(
        parse_scene(
            "problem = { name = \"twin-wells\" }\nstart = [0.2, 0.9]\nstop = { steps = 1000 }\n[measures]\n" + runs,
            "test"),
        "", 1, [this] { bell_.send(0); });
    lab().play(false);
    lab().restart();
    lab().advance(steps);
    ASSERT_TRUE(until([] {}, panel_size, [&] { return at(steps); }));
  }
  /// Every method once.
  static std::string all() {
    std::string runs;
    for (const OptimizerEntry& entry : optimizers()) runs += fmt::format("[[run]]\noptimizer = \"{}\"\n", entry.name);
    return runs;
  }
  std::string panel(const std::string& name) {
    const auto draw = [&] { workbench_->frame_of(name); };
    EXPECT_TRUE(until(draw, panel_size, [&] { return workbench_->settled(name); }));
    return text(panel_size, draw);
  }
  const RunView& select(const std::string& optimizer) {
    const auto found =
        std::ranges::find_if(lab().runs(), [&](const RunView& run) { return run.info.spec.optimizer == optimizer; });
    lab().select(static_cast<std::size_t>(found - lab().runs().begin()));
    return *found;
  }
};

TEST_F(Methods, StepSaysWhatBecameOfTheGradient) {
  open_runs(all(), 7);
  for (const OptimizerEntry& entry : optimizers()) {
    const Snapshot s = select(entry.name).snapshot;
    const std::string shown = panel("Step");
    const auto says = [&](const std::string& what) { return shown.find(what) != std::string::npos; };
    const double eta = s.settings.real("learning_rate");
    EXPECT_TRUE(says(readable(s.length, 4))) << shown;
    EXPECT_TRUE(says(readable(s.estimate_norm, 4))) << shown;
    EXPECT_EQ(says("step / (η |∇f|)"), entry.name == "momentum") << shown;
    EXPECT_EQ(says("step / (η√d)"), entry.name == "adam" || entry.name == "zo-adam") << shown;
    if (entry.name == "momentum") {
      EXPECT_TRUE(says(readable(s.length / eta / s.estimate_norm, 3))) << shown;
    }
    if (entry.name == "adam") {
      EXPECT_TRUE(says(readable(s.length / eta / std::sqrt(2.0), 3))) << shown;
    }
    EXPECT_EQ(says("after their ascent"), entry.name == "tsam") << shown;
    EXPECT_EQ(says("heaviest of the points probed"), entry.zeroth_order) << shown;
    if (entry.name == "tsam") {
      EXPECT_TRUE(says(readable(s.effective_samples) + " of 5")) << shown;
      const auto worst = std::ranges::max_element(s.sample_weights) - s.sample_weights.begin();
      EXPECT_TRUE(says(fmt::format("x{}", worst + 1))) << shown;
      EXPECT_FALSE(says("√d/(tρ)")) << "its step has no such bound";
    }
  }
}

TEST_F(Methods, PerturbationsTellStepAndEstimateApart) {
  open_runs(all(), 7);
  for (const OptimizerEntry& entry : optimizers()) {
    const Snapshot s = select(entry.name).snapshot;
    const std::string shown = panel("Perturbations");
    const auto says = [&](const std::string& what) { return shown.find(what) != std::string::npos; };
    const double followed = s.length / s.settings.real("learning_rate");
    EXPECT_TRUE(says(readable(followed))) << shown;
    EXPECT_EQ(says("−ĝ"), entry.name == "zo" || entry.name == "zest") << shown;
    EXPECT_EQ(says("|ĝ|\n") || says("|ĝ| " + readable(s.estimate_norm)), entry.name == "zo-adam") << shown;
    EXPECT_EQ(says("gradient taken"), entry.name == "momentum" || entry.name == "adam") << shown;
    EXPECT_EQ(says("are not drawn"), entry.name == "tsam") << shown;
    EXPECT_EQ(says("probes no points"), !entry.zeroth_order && entry.name != "tsam") << shown;
  }
}

TEST_F(Methods, SurfacesAverageForTheRunWithDirections) {
  open_runs(
      "[[run]]\noptimizer = \"tsam\"\ntilt = inf\nrho = 0.7\n[[run]]\noptimizer = \"zest\"\ntilt = 3.0\nrho = 0.2\n",
      2);
  EXPECT_EQ(lab().surface_run(), &lab().runs()[1]);
  EXPECT_EQ(lab().surface_rho(), 0.2);
  EXPECT_EQ(lab().surface_tilt(), 3.0);
  lab().change_tilt(5.0);
  for (const RunView& run : lab().runs()) EXPECT_EQ(run.info.spec.settings.real("tilt"), 5.0) << run.info.label;
  lab().change_tilt(infinite);
  EXPECT_EQ(lab().surface_tilt(), infinite);
  for (const RunView& run : lab().runs()) EXPECT_EQ(run.info.spec.settings.real("tilt"), 1e4) << run.info.label;
}

TEST_F(Methods, TsamAloneMayHaveAnInfiniteTilt) {
  open_runs("[[run]]\noptimizer = \"tsam\"\ntilt = inf\n", 3);
  EXPECT_EQ(lab().surface_tilt(), infinite);
  EXPECT_EQ(lab().surface_run(), nullptr) << "its ρ is no neighbourhood's";
  EXPECT_NE(panel("Step").find("∞"), std::string::npos);
  EXPECT_NE(panel("Experiment").find("reaches r + ρ = 0.2"), std::string::npos);
  const auto bottom = [&] { workbench_->frame(); };
  EXPECT_EQ(text({1280.0F, 800.0F}, bottom).find("runs use 1e4"), std::string::npos);
  EXPECT_EQ(lab().runs()[0].snapshot.effective_samples, 1.0);
}

TEST_F(Methods, AddedRunsTakeOverWhatMeansTheSame) {
  open_runs(
      "[[run]]\noptimizer = \"zest\"\nlearning_rate = 0.003\nrho = 0.2\npairs = 6\n[[run]]\noptimizer = \"gd\"\n"
      "learning_rate = 0.02\n[[run]]\noptimizer = \"sam\"\nlearning_rate = 0.02\nrho = 0.07\n",
      0);
  const auto added = [&](const char* optimizer) {
    const std::size_t before = lab().runs().size();
    lab().add_run(optimizer);
    EXPECT_TRUE(until([] {}, panel_size, [&] { return lab().runs().size() == before + 1; }));
    return lab().runs().back().info.spec.settings;
  };
  const Settings momentum = added("momentum"), tsam = added("tsam"), asam = added("asam"), adam = added("adam"),
                 zo = added("zo");
  EXPECT_EQ(momentum.real("learning_rate"), 0.02);
  EXPECT_EQ(tsam.real("rho"), 0.07) << "SAM's, a radius as well";
  EXPECT_EQ(asam.real("rho"), 0.1) << "relative to the weights: nobody else's";
  EXPECT_EQ(adam.real("learning_rate"), 1e-3) << "what each coordinate moves by";
  EXPECT_EQ(zo.real("learning_rate"), 0.003);
  EXPECT_EQ(zo.real("rho"), 0.2);
  EXPECT_EQ(zo.real("pairs"), 6.0);
}

}  // namespace
}  // namespace tiltscape
