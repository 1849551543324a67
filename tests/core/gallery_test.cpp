// What the gallery's scenes promise in their help: that there is a difference to look at.
#include <map>

#include "tests/core/run_support.h"

namespace tiltscape {
namespace {

/// Where the runs of a gallery scene end, by label.
std::map<std::string, Eigen::Vector2d> ends_of(const std::string& name, std::uint64_t seed) {
  std::map<std::string, Eigen::Vector2d> ends;
  for (const auto& run : make_landscape_experiment(load_scene(name, {{"seed", std::to_string(seed)}})).runs) {
    const Records records = finished(*run);
    EXPECT_EQ(run->status(), Status::done) << name << ", " << run->info().label;
    const std::size_t last = records.size() - 1;
    ends[run->info().label] = {value(records, *run, last, "x0"), value(records, *run, last, "x1")};
  }
  return ends;
}

// The floor narrows towards the minimum: the more a method minds the worst of its ball, the earlier it stops.
TEST(Gallery, RosenbrocksRaceIsWonByWhoLooksLeastFar) {
  for (const std::uint64_t seed : {13U, 1U, 2U}) {
    auto at = ends_of("rosenbrock-race", seed);
    EXPECT_NEAR(at["GD"][0], 1.0, 1e-3);
    EXPECT_NEAR(at["ZO"][0], 0.67, 0.05);
    EXPECT_NEAR(at["ZEST"][0], 0.45, 0.05);
    EXPECT_NEAR(at["SAM"][0], 0.33, 0.05);
  }
}

TEST(Gallery, HimmelblausRaceEndsInThreePlaces) {
  for (const std::uint64_t seed : {13U, 1U, 2U}) {
    auto at = ends_of("himmelblau-race", seed);
    EXPECT_LT((at["GD"] - Eigen::Vector2d(-3.779310, -3.283186)).norm(), 1e-3);
    EXPECT_LT((at["ZO"] - at["GD"]).norm(), 0.2);
    EXPECT_LT((at["ZEST"] - Eigen::Vector2d(-2.805118, 3.131312)).norm(), 0.2);
    EXPECT_LT((at["SAM"] - Eigen::Vector2d(-0.270845, -0.923039)).norm(), 0.1) << "the hilltop";
  }
}

TEST(Gallery, InTheTwinWellsZestAloneTakesTheRoundOne) {
  for (const std::uint64_t seed : {13U, 1U, 2U}) {
    auto at = ends_of("twin-wells", seed);
    for (const char* label : {"GD", "ZO", "SAM"}) EXPECT_NEAR(at[label][0], -1.0, 0.05) << label;
    EXPECT_NEAR(at["ZEST"][0], 1.0, 0.05);
  }
}

}  // namespace
}  // namespace tiltscape
