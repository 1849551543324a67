// Runs on the user's own function: the same records whatever runs beside, and as on the built-in problem.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "core/bad_input.h"
#include "core/models/experiment.h"
#include "core/models/outside.h"
#include "core/runner.h"

namespace tiltscape {
namespace {

constexpr const char* methods = R"(
stop = { steps = 200 }
seed = 13
[[run]]
optimizer = "zest"
learning_rate = 0.001
rho = 0.05
pairs = 4
[[run]]
optimizer = "zo"
learning_rate = 0.001
rho = 0.05
pairs = 3
[[run]]
optimizer = "sam"
learning_rate = 0.001
rho = 0.02
[[run]]
optimizer = "gd"
learning_rate = 0.001
[measures]
trace = { every = 50 }
lambda_max = { every = 50 }
gradient_norm = {}
)";

std::vector<RunResult> results(const std::string& head, unsigned jobs) {
  const Scene scene = parse_scene(head + methods, "test", {}, with_libtorch());
  return run_to_end(make_experiment, scene, jobs);
}

constexpr const char* own =
    "problem = { name = \"expression\", formula = \"(1-x)**2 + 100*(y-x**2)**2\" }\nstart = [-1.2, 1.0]";

TEST(ExpressionRuns, RecordsAreTheSameBitsWhateverRunsBeside) {
  const auto alone = results(own, 1), beside = results(own, 4);
  ASSERT_EQ(alone.size(), 4U);
  for (std::size_t i = 0; i < alone.size(); ++i) {
    const Records &a = alone[i].records, &b = beside[i].records;
    EXPECT_EQ(a.steps.size(), 201U);
    EXPECT_EQ(a.steps, b.steps);
    ASSERT_EQ(a.values.size(), b.values.size());
    EXPECT_EQ(std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(double)), 0) << "run " << i;
  }
}

TEST(ExpressionRuns, GoWhereThoseOfTheBuiltInProblemGo) {
  const auto mine = results(own, 2), right = results("problem = { name = \"rosenbrock\" }\nstart = [-1.2, 1.0]", 2);
  for (std::size_t i = 0; i < mine.size(); ++i) {
    const Records &a = mine[i].records, &b = right[i].records;
    ASSERT_EQ(a.values.size(), b.values.size());
    double most = 0.0;
    for (std::size_t j = 0; j < a.values.size(); ++j)
      if (std::isfinite(b.values[j]))
        most = std::max(most, std::abs(a.values[j] - b.values[j]) / (1.0 + std::abs(b.values[j])));
    EXPECT_LT(most, 1e-8) << "run " << i;
  }
}

TEST(ExpressionRuns, RandomStartsLieInTheirBounds) {
  const std::string head =
      "problem = { name = \"expression\", formula = \"x + y + z\", bounds = [[0, 1], [10, 11], [20, 21]] }\n"
      "start = \"random\"";
  Scene scene = parse_scene(head + methods, "test", {}, with_libtorch());
  for (scene.seed = 1; scene.seed < 20; ++scene.seed) {
    const Vector start = make_experiment(scene).runs.front()->point();
    for (Eigen::Index i = 0; i < 3; ++i) {
      EXPECT_GE(start[i], 10.0 * static_cast<double>(i));
      EXPECT_LE(start[i], 10.0 * static_cast<double>(i) + 1.0);
    }
  }
}

TEST(ExpressionScenes, ThePickedOneAndTheGallerysOneRun) {
  const Scene picked = default_scene("expression", with_libtorch());
  EXPECT_EQ(parse_scene(write_scene(picked), "again", {}, with_libtorch()), picked);
  for (Scene scene : {picked, load_scene("your-formula", {}, with_libtorch())}) {
    scene.stop = {.steps = 500, .cost = {}, .loss = {}};
    for (const RunResult& result : run_to_end(make_experiment, scene, 2)) {
      EXPECT_EQ(result.status, Status::done) << result.info.label << ": " << result.message;
      EXPECT_EQ(result.step, 500U);
    }
  }
}

TEST(ExpressionScenes, PlanesOfMoreVariablesAreChecked) {
  const std::string head = "problem = { name = \"expression\", formula = \"x + y*z\" }";
  const auto read = [&](const std::string& view) {
    return parse_scene(head + methods + view, "test", {}, with_libtorch());
  };
  EXPECT_NO_THROW(make_experiment(read("[view]\nplane = { axes = [0, 2] }\n")));
  EXPECT_THROW(read("[view]\nplane = { axes = [0, 3] }\n"), BadInput);
  EXPECT_NO_THROW(read("[view]\nchart = \"x–y plane\"\n"));
  EXPECT_THROW(read("[view]\nchart = \"x–z plane\"\n"), BadInput);
}

}  // namespace
}  // namespace tiltscape
