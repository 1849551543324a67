// The scene of a problem that was just picked: every method does something sensible there, for as long as it is told
// to.
#include "core/landscape.h"
#include "tests/core/run_support.h"

namespace tiltscape {
namespace {

TEST(DefaultScene, EveryMethodDescendsOnEveryLandscape) {
  for (const ProblemEntry& entry : landscapes()) {
    const Scene scene = default_scene(entry.name);
    EXPECT_EQ(parse_scene(write_scene(scene), "written"), scene) << entry.name;
    Experiment experiment = make_landscape_experiment(scene);
    ASSERT_EQ(experiment.runs.size(), 4U);
    for (const auto& run : experiment.runs) {
      const Records records = finished(*run);
      const std::string what = entry.name + ", " + run->info().label;
      EXPECT_EQ(run->status(), Status::done) << what << ": " << run->message();
      EXPECT_EQ(run->message(), "") << what;
      const double before = value(records, *run, 0, "loss"), after = value(records, *run, records.size() - 1, "loss");
      EXPECT_LT(after, before) << what;
    }
  }
}

TEST(DefaultScene, ColoursAreLogarithmicWhereALinearScaleWouldBePaintedBlack) {
  for (const char* name : {"rosenbrock", "himmelblau", "beale"})
    EXPECT_EQ(default_scene(name).view.scale, "log") << name;
  for (const char* name : {"rastrigin", "ackley", "twin-wells"})
    EXPECT_EQ(default_scene(name).view.scale, "linear") << name;
}

}  // namespace
}  // namespace tiltscape
