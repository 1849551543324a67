// Kept points: how many, which, and that each is the run's point at its step to the bit.
#include "core/kept_points.h"

#include <gtest/gtest.h>

#include <bit>

#include "core/run.h"

namespace tiltscape {
namespace {

std::vector<std::uint64_t> steps_of(const KeptPoints& kept) {
  std::vector<std::uint64_t> steps;
  for (const KeptPoint& point : kept.points()) steps.push_back(point.step);
  return steps;
}

KeptPoints kept_until(std::uint64_t last, Eigen::Index dimension) {
  KeptPoints kept(dimension);
  for (std::uint64_t step = 0; step <= last; ++step)
    if (kept.wants(step)) kept.add(step, Vector::Constant(dimension, static_cast<double>(step)));
  return kept;
}

TEST(KeptPoints, AreThinnedByPowersOfTwoAndStartAtTheStart) {
  for (const std::uint64_t last : {0, 5, 1023, 1024, 1025, 2048, 5000, 100'000}) {
    const KeptPoints kept = kept_until(last, 3);
    const auto steps = steps_of(kept);
    ASSERT_FALSE(steps.empty());
    EXPECT_LE(steps.size(), 1024U);
    EXPECT_TRUE(std::has_single_bit(kept.stride()));
    for (std::size_t i = 0; i < steps.size(); ++i) {
      EXPECT_EQ(steps[i], i * kept.stride());
      EXPECT_EQ((*kept.points()[i].x)[2], static_cast<double>(steps[i]));
    }
    EXPECT_LT(last, steps.back() + kept.stride()) << "nothing is missing at the end";
    EXPECT_GT(steps.size(), kept.stride() > 1 ? 512U : last) << "no thinner than needed";
  }
}

/// What a window does: it is told now and then what is new.
TEST(KeptPoints, ACopyThatIsToldWhatIsNewStaysTheSame) {
  for (const Eigen::Index dimension : {3, 40'000}) {  // thinned by an even and by an odd number of points
    KeptPoints kept(dimension), copy;
    const Vector x = Vector::Zero(dimension);
    std::uint64_t told = 0;
    for (std::uint64_t step = 0; step <= 5000; ++step) {
      if (kept.wants(step)) kept.add(step, x);
      if (step % 37 != 0 && step % 1024 != 0 && step != 5000) continue;
      copy.take(kept.since(told));
      told = kept.next();
      ASSERT_EQ(steps_of(copy), steps_of(kept)) << "after step " << step;
      ASSERT_EQ(copy.stride(), kept.stride());
      ASSERT_EQ(copy.next(), kept.next());
    }
    EXPECT_EQ(copy.points().back().x, kept.points().back().x) << "the points themselves are shared";
  }
}

TEST(KeptPoints, TakeABoundedAmountOfMemory) {
  EXPECT_EQ(KeptPoints(2).most(), 1024U);
  EXPECT_EQ(KeptPoints(4096).most(), 1024U);    // 1024 · 4096 · 8 bytes = 32 MiB
  EXPECT_EQ(KeptPoints(1'000'000).most(), 8U);  // 8 bytes a number: 4 would fit, 8 are the least
  EXPECT_EQ(KeptPoints(40'000).most(), 33554432U / 320000U);
  const KeptPoints few = kept_until(5000, 40'000);  // an odd number, so that the newest may be thinned away at once
  EXPECT_LE(few.points().size(), 104U);
  EXPECT_EQ(few.stride(), 64U);  // 5000/64 = 78 points; 5000/32 = 156 would be too many
  EXPECT_GT(few.next(), 5000U);
}

Scene scene(const std::string& problem, std::uint64_t steps) {
  return parse_scene("problem = { name = \"" + problem +
                         "\" }\nrecord_every = 10\nseed = 3\nstop = { steps = " + std::to_string(steps) +
                         " }\n[[run]]\noptimizer = \"zo\"\nlearning_rate = 1e-4\nrho = 0.1\npairs = 1\n",
                     "test");
}

TEST(KeptPoints, AreTheRunsPointsToTheBitHoweverItWasAdvanced) {
  for (const char* name : {"himmelblau", "product-valley"}) {
    SCOPED_TRACE(name);
    const auto in_chunks = std::move(make_landscape_experiment(scene(name, 3000)).runs[0]);
    Records records;
    for (std::uint64_t chunk = 1; in_chunks->status() == Status::running; chunk = chunk % 97 + 13)
      in_chunks->advance(chunk, records);
    const auto in_steps = std::move(make_landscape_experiment(scene(name, 3000)).runs[0]);
    ASSERT_EQ(in_chunks->kept().stride(), 4U);
    for (const KeptPoint& point : in_chunks->kept().points()) {
      in_steps->advance(point.step - in_steps->step(), records);
      ASSERT_EQ(in_steps->step(), point.step);
      EXPECT_EQ(*in_steps->snapshot().point, *point.x);
    }
    EXPECT_EQ(in_chunks->kept().points().front().step, 0U);
    EXPECT_EQ(in_chunks->snapshot().step, 3000U) << "and the present point is with the snapshot";
    EXPECT_EQ(steps_of(in_chunks->clone()->kept()), steps_of(in_chunks->kept()));
  }
}

}  // namespace
}  // namespace tiltscape
