// What a run averages over, and the exact gradient of that.
#include <gtest/gtest.h>

#include <cmath>

#include "app/panels/run_average.h"
#include "core/optimizer.h"

namespace tiltscape {
namespace {

RunView run_of(const std::string& optimizer, const std::vector<std::pair<std::string, Setting>>& changed = {}) {
  RunView run;
  run.info.label = "R";
  run.info.spec.optimizer = optimizer;
  run.snapshot.settings = Settings(find_optimizer(optimizer).parameters);
  for (const auto& [name, setting] : changed) run.snapshot.settings.set(name, setting);
  run.snapshot.rho = run.snapshot.settings.real("rho", 0, 0.0);
  return run;
}

RunAverage average_of(const RunView& run, const Problem* problem) {
  return tiltscape::average_of(run.info.label, run.snapshot, problem);
}

std::shared_ptr<const Problem> problem_of(const std::string& name) {
  const ProblemEntry& entry = find_problem(name);
  return entry.make(Settings(entry.parameters), 0);
}

TEST(RunAverage, BelongsToTheDirections) {
  const auto wells = problem_of("twin-wells");
  const auto sphere = average_of(run_of("zest", {{"law", "sphere"}, {"rho", 0.3}, {"tilt", 5.0}}), wells.get());
  EXPECT_EQ(sphere, (RunAverage{.neighbourhood = Neighbourhood::ball, .rho = 0.3, .tilt = 5.0}));
  const auto gaussian = average_of(run_of("zo", {{"law", "gaussian"}, {"rho", 0.2}}), wells.get());
  EXPECT_EQ(gaussian, (RunAverage{.neighbourhood = Neighbourhood::gaussian, .rho = 0.2, .tilt = 0.0}));
}

TEST(RunAverage, SaysWhyThereIsNone) {
  const auto wells = problem_of("twin-wells");
  const auto reason = [&](const RunView& run, const Problem* problem) { return average_of(run, problem).reason; };
  EXPECT_EQ(reason(run_of("gd"), wells.get()), "R averages over no neighbourhood");
  EXPECT_EQ(reason(run_of("zo", {{"law", "rademacher"}}), wells.get()),
            "rademacher directions belong to no neighbourhood");
  EXPECT_EQ(reason(run_of("zo", {{"rho", 0.0}, {"law", "sphere"}}), wells.get()), "with ρ = 0 it is ∇f");
  EXPECT_EQ(reason(run_of("zest"), problem_of("product-valley").get()),
            "quadrature reaches 2 and 3 dimensions, not 200");
  EXPECT_NE(reason(run_of("zest"), nullptr), "");
}

TEST(GradientWorker, GivesTheExactGradientAndTheLimitOfTheLength) {
  const auto wells = problem_of("twin-wells");
  const Vector x = Eigen::Vector2d(0.7, 0.3);
  const RunAverage average{.neighbourhood = Neighbourhood::ball, .rho = 0.3, .tilt = 5.0};
  const auto worker = make_gradient_worker([] {});
  worker->request({wells, x, average});
  const auto answer = worker->wait(Channel<int>::Clock::now() + std::chrono::minutes(1));
  ASSERT_TRUE(answer && answer->tilted);
  const auto ball = TiltedOracle(wells, Neighbourhood::ball, 0.3).gradient(x, 5.0);
  const auto sphere = TiltedOracle(wells, Neighbourhood::sphere, 0.3).value(x, 5.0);
  EXPECT_LT((answer->tilted->gradient - ball->gradient).norm(), 1e-12);
  EXPECT_NEAR(answer->length_factor, std::exp(5.0 * ball->value) / std::exp(5.0 * *sphere), 1e-9);
  EXPECT_LT(answer->length_factor, 1.0) << "f is larger on the sphere than within";
}

}  // namespace
}  // namespace tiltscape
