// Starts where another optimizer left off: the point, what it costs, and what is wrong with one.
#include <gtest/gtest.h>

#include "core/bad_input.h"
#include "core/run.h"
#include "core/warm_start.h"

namespace tiltscape {
namespace {

Scene scene_of(const std::string& start, const std::string& more = "") {
  return parse_scene("problem = { name = \"rosenbrock\" }\nstart = " + start +
                         "\nseed = 5\nstop = { steps = 20 }\n[[run]]\noptimizer = \"gd\"\nlearning_rate = 1e-3\n" +
                         more,
                     "s.toml");
}

std::string complaint(const std::string& start) {
  try {
    make_landscape_experiment(scene_of(start));
  } catch (const BadInput& error) {
    return error.what();
  }
  return "";
}

Vector start_of(const Experiment& experiment, std::size_t run) { return experiment.runs.at(run)->point(); }

TEST(WarmStart, IsWhereTheOtherOptimizerEnds) {
  const Experiment warm = make_landscape_experiment(scene_of("{ from = \"gd\", steps = 30, learning_rate = 5e-4 }"));
  const auto problem = find_problem("rosenbrock").make(Settings(find_problem("rosenbrock").parameters), 5);
  Vector x = problem->default_start(), g(2);
  for (int step = 0; step < 30; ++step) {
    problem->gradient(x, g);
    x -= 5e-4 * g;
  }
  EXPECT_EQ(start_of(warm, 0), x);
  EXPECT_EQ(warm.runs[0]->step(), 0U);
  EXPECT_EQ(warm.runs[0]->snapshot().counts, Counts{}) << "the run pays for its own steps alone";
}

TEST(WarmStart, OfARandomMethodDrawsDirectionsOfItsOwn) {
  const std::string zo = "optimizer = \"zo\"\nlearning_rate = 1e-4\nrho = 0.1\npairs = 2\n";
  const Scene scene =
      scene_of("\"default\"", "[[run]]\n" + zo + "stop = { steps = 10 }\n[[run]]\n" + zo +
                                  "start = { from = \"zo\", steps = 10, learning_rate = 1e-4, rho = 0.1, "
                                  "pairs = 2 }\n");
  Experiment experiment = make_landscape_experiment(scene), again = make_landscape_experiment(scene);
  Records records;
  experiment.runs[1]->advance(100, records);
  EXPECT_EQ(experiment.runs[1]->step(), 10U);
  EXPECT_NE(start_of(experiment, 2), start_of(experiment, 1));
  EXPECT_EQ(start_of(experiment, 2), start_of(again, 2)) << "the seed decides";
}

TEST(WarmStart, IsWrittenAndReadBack) {
  const Scene scene = scene_of(
      "{ from = \"zest\", steps = 40, learning_rate = { schedule = \"linear\", from = 1e-3, to = "
      "0.0, steps = 40 }, tilt = 2.0 }");
  const auto& warm = std::get<WarmStart>(scene.start);
  EXPECT_EQ(warm.optimizer, "zest");
  EXPECT_EQ(warm.settings.real("tilt"), 2.0);
  EXPECT_EQ(warm.settings.real("learning_rate", 20), 5e-4);
  EXPECT_EQ(parse_scene(write_scene(scene), "t.toml"), scene);
}

TEST(WarmStart, SaysWhatIsWrong) {
  EXPECT_EQ(complaint("{ steps = 5 }"),
            "s.toml:2: this start has no from; write start = { from = \"gd\", steps = 500, learning_rate = 0.1 }");
  EXPECT_NE(complaint("{ from = \"gdd\" }").find("s.toml:2: "), std::string::npos);
  EXPECT_NE(complaint("{ from = \"gdd\" }").find("'gd'"), std::string::npos);
  EXPECT_NE(complaint("{ from = \"gd\", tilt = 2.0 }").find("gd has no tilt"), std::string::npos);
  EXPECT_NE(complaint("{ from = \"zest\", pairs = 1, estimator = \"jackknife\" }").find("s.toml:2"), std::string::npos);
  EXPECT_NE(complaint("{ from = \"gd\", steps = 0 }").find("s.toml:2: start.steps"), std::string::npos);
  EXPECT_EQ(complaint("{ from = \"gd\", task = {} }"), "s.toml:2: rosenbrock is a landscape; leave start.task out");
  EXPECT_NE(complaint("{ from = \"gd\", steps = 100, learning_rate = 10.0 }").find("start: gd diverged at step"),
            std::string::npos);
}

}  // namespace
}  // namespace tiltscape
