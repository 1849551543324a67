// x*(t) against the reference's printed values (5b, 5c), symmetry, and descent by another method.
#include "core/minimisers.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/latest_worker.h"
#include "tests/core/problem_of.h"

namespace tiltscape {
namespace {

Minimisers followed(const std::string& problem, double rho, Neighbourhood neighbourhood = Neighbourhood::ball) {
  Minimisers last;
  follow_minimisers({problem_of(problem), neighbourhood, rho}, [&](Minimisers answer) { last = std::move(answer); });
  return last;
}

TEST(Minimisers, ValleyMovesAsInReference5b) {
  const auto problem = problem_of("sharpness-valley");
  const TiltedOracle oracle(problem, Neighbourhood::ball, 0.3);
  struct Printed {
    double t, x;
  };
  for (const auto& [t, x] : {Printed{0.0, 2.50}, Printed{1.0, 1.66}, Printed{4.0, 0.70}, Printed{16.0, 0.17}}) {
    const auto at = minimise_tilted(*problem, oracle, Eigen::Vector3d(1.0, 0.1, -0.1), t);
    ASSERT_TRUE(at) << t;
    EXPECT_NEAR(at->x[0], x, t == 0.0 ? 1e-4 : 0.0051) << t;  // the mean is least where p + q is, at 2.5 exactly
    EXPECT_LT(std::hypot(at->x[1], at->x[2]), 1e-4) << t;
  }
}

TEST(Minimisers, ValleyIsOneLineThatFallsFromLeastTraceToLeastEigenvalue) {
  const Minimisers valley = followed("sharpness-valley", 0.3);
  ASSERT_TRUE(valley.complete);
  ASSERT_EQ(valley.basins.size(), 1U);
  const auto& line = valley.basins[0];
  ASSERT_EQ(line.size(), minimiser_tilts().size());
  EXPECT_EQ(line.front().tilt, 0.0);
  EXPECT_EQ(line.back().tilt, 1e4);
  for (std::size_t i = 1; i < line.size(); ++i) {
    EXPECT_LT(line[i].x[0], line[i - 1].x[0] + 1e-4) << line[i].tilt;
    EXPECT_GT(line[i].value, line[i - 1].value) << line[i].tilt;
  }
  EXPECT_NEAR(line.back().x[0], 0.0, 0.02);
}

TEST(Minimisers, WellsKeepTheirPlacesAndPartInHeightAsInReference5c) {
  const Minimisers wells = followed("twin-wells", 0.3);
  ASSERT_EQ(wells.basins.size(), 2U);
  for (const auto& basin : wells.basins) {
    const double side = basin.front().x[0] < 0.0 ? -1.0 : 1.0;
    for (const MinimiserAt& at : basin) {
      EXPECT_NEAR(at.x[0], side, 0.01) << at.tilt;  // each well is even about its middle, far from the ridge
      EXPECT_NEAR(at.x[1], 0.0, 1e-4) << at.tilt;
      if (at.tilt == 1.0) {
        EXPECT_NEAR(at.value, side < 0.0 ? 0.536 : 0.483, 1e-3);
      }
    }
  }
  for (const double t : {1.0, 20.0, 5e3}) {
    const auto lowest = wells.lowest(t);
    ASSERT_TRUE(lowest);
    EXPECT_GT(wells.basins[*lowest].front().x[0], 0.0) << "the round well, t = " << t;
  }
}

TEST(Minimisers, AreFollowedToTheWorstCaseItself) {
  for (const char* name : {"twin-wells", "himmelblau", "sharpness-valley"}) {
    const auto problem = problem_of(name);
    const Minimisers all = followed(name, 0.3);
    const TiltedOracle oracle(problem, Neighbourhood::ball, 0.3);
    ASSERT_EQ(all.worst_case.size(), all.basins.size());
    for (std::size_t i = 0; i < all.basins.size(); ++i) {
      ASSERT_TRUE(all.worst_case[i]) << name << ", basin " << i;
      const MinimiserAt& at = *all.worst_case[i];
      EXPECT_TRUE(std::isinf(at.tilt));
      EXPECT_GT(at.value, all.basins[i].back().value) << "F_t grows with t";
      EXPECT_LT((at.x - all.basins[i].back().x).norm(), 0.1 * oracle.radius());
      for (Eigen::Index axis = 0; axis < at.x.size(); ++axis)
        for (const double step : {-0.02, 0.02}) {
          Vector near = at.x;
          near[axis] += step;
          EXPECT_GT(*oracle.value(near, INFINITY), at.value - 1e-6 * std::abs(at.value)) << name << ", axis " << axis;
        }
    }
    const auto lowest = all.lowest(INFINITY);
    ASSERT_TRUE(lowest);
    for (const auto& other : all.worst_case) EXPECT_LE(all.worst_case[*lowest]->value, other->value);
  }
}

TEST(Minimisers, HimmelblauKeepsFourWells) {
  const Minimisers wells = followed("himmelblau", 0.3);
  EXPECT_EQ(wells.basins.size(), 4U);
  for (const auto& basin : wells.basins) EXPECT_EQ(basin.size(), minimiser_tilts().size());
}

TEST(Minimisers, WellsThatTheNeighbourhoodCoversAreOne) {
  // rastrigin's wells are 1 apart: a ball of radius 4.2 averages them away
  EXPECT_GT(followed("rastrigin", 0.1).basins.size(), 8U);
  const Minimisers wide = followed("rastrigin", 3.0);
  ASSERT_FALSE(wide.basins.empty());
  EXPECT_LT(wide.basins.size(), 4U);
}

TEST(Minimisers, AreWhereTheGradientVanishesAndNothingNearIsLower) {
  const auto problem = problem_of("beale");
  for (const Neighbourhood neighbourhood : {Neighbourhood::ball, Neighbourhood::sphere, Neighbourhood::gaussian}) {
    const TiltedOracle oracle(problem, neighbourhood, 0.2);
    for (const double t : {0.0, 2.0, 50.0}) {
      const auto at = minimise_tilted(*problem, oracle, Eigen::Vector2d(3.0, 0.5), t);
      ASSERT_TRUE(at);
      for (int i = 0; i < 8; ++i) {
        const double angle = 0.785398 * i;
        const Vector near = at->x + 0.02 * Eigen::Vector2d(std::cos(angle), std::sin(angle));
        EXPECT_GT(*oracle.value(near, t), at->value) << "t = " << t << ", direction " << i;
      }
    }
  }
}

TEST(Minimisers, SayWhyThereAreNone) {
  const Minimisers none = followed("product-valley", 0.1);
  EXPECT_TRUE(none.complete);
  EXPECT_EQ(none.reason, "quadrature reaches 2 and 3 dimensions, not 200");
  EXPECT_FALSE(none.lowest(1.0));
}

TEST(Minimisers, StopWhenNobodyWaits) {
  int asked = 0;
  bool whole = false;
  follow_minimisers(
      {problem_of("sharpness-valley"), Neighbourhood::ball, 0.3},
      [&](const Minimisers& answer) { whole = whole || answer.complete; }, [&] { return ++asked > 3; });
  EXPECT_FALSE(whole);
  EXPECT_LT(asked, 10);
}

TEST(LatestWorker, AnswersTheNewestAndEndsWhileBusy) {
  Channel<int> began, go_on;
  using Worker = LatestWorker<int, int>;
  Worker worker([&](const int& request, const Worker::Done& done, const Worker::Stale& stale) {
    began.send(request);
    go_on.receive();
    if (!stale()) done(10 * request);
  });
  worker.request(1);
  EXPECT_EQ(began.receive(), 1);
  worker.request(2);
  worker.request(3);
  go_on.send(0);  // 1 is stale by now
  EXPECT_EQ(began.receive(), 3);
  go_on.send(0);
  EXPECT_EQ(worker.wait(Channel<int>::Clock::now() + std::chrono::minutes(1)), 30);
  EXPECT_EQ(worker.newest(), std::nullopt);
  worker.request(4);
  EXPECT_EQ(began.receive(), 4);
  go_on.close();  // and the worker goes while 4 is worked on
}

}  // namespace
}  // namespace tiltscape
