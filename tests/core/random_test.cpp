// Philox against its published answers, the vectorised fills against plain ones, and NumPy's generator against NumPy.
#include "core/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "core/box_muller.h"
#include "core/philox_lanes.h"

namespace tiltscape {
namespace {

using Block = std::array<std::uint32_t, 4>;

std::vector<double> gaussians(const Stream& stream, std::size_t n) {
  std::vector<double> out(n);
  fill_gaussian(stream, out);
  return out;
}

// Random123's tests/kat_vectors, "philox4x32 10"; counter words 0 … 3 are block, item, step and purpose with step.
TEST(Philox, GivesThePublishedAnswers) {
  EXPECT_EQ(philox({0, Purpose{0}, 0, 0}, 0), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({~0ull, Purpose{0xff}, (1ull << 56) - 1, ~0u}, ~0u),
            (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x299f31d0a4093822, Purpose{0x03}, 0x70734413198a2e, 0x85a308d3}, 0x243f6a88),
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, LanesGiveTheSameWords) {
  const Stream first{0x123456789abcdef0, Purpose::measure, 0xab00000007, 0xfffffffe};  // the item wraps around
  for (const std::size_t blocks : {1u, 2u, 3u, 4u, 5u, 7u, 50u, 131u})
    for (const std::size_t items : {1u, 2u, 3u, 4u, 9u, 33u}) {
      std::size_t next = 0;
      for_each_four(first, items, blocks, [&](const Four& four, std::size_t used) {
        for (std::size_t lane = 0; lane < used; ++lane, ++next) {
          ASSERT_EQ(four.block[lane], next % blocks);
          ASSERT_EQ(four.item[lane], next / blocks);
          Stream stream = first;
          stream.item += static_cast<std::uint32_t>(next / blocks);
          const Block expected = philox(stream, static_cast<std::uint32_t>(next % blocks));
          for (std::size_t word = 0; word < 4; ++word) ASSERT_EQ(four.words[word][lane], expected[word]);
        }
      });
      ASSERT_EQ(next, items * blocks);
    }
}

TEST(Philox, SeedsPurposesStepsAndItemsShareNothing) {
  std::set<Block> seen;
  std::size_t drawn = 0;
  for (const std::uint64_t seed : {0ull, 1ull, 1ull << 32})
    for (const auto purpose : {Purpose::start, Purpose::direction, Purpose::minibatch, Purpose::split, Purpose::measure,
                               Purpose::weights, Purpose::surface, Purpose::problem})
      for (const std::uint64_t step : {0ull, 1ull, 1ull << 32, 1ull << 55})
        for (const std::uint32_t item : {0u, 1u, 1u << 31})
          for (const std::uint32_t block : {0u, 1u}) {
            seen.insert(philox({seed, purpose, step, item}, block));
            ++drawn;
          }
  EXPECT_EQ(seen.size(), drawn);
}

// Words at the ends, around the changes of quadrant and of power of two, and all over; errors are relative.
TEST(BoxMuller, IsAccurateForEveryWord) {
  std::vector<std::uint32_t> words;
  for (std::uint32_t top = 0; top < 64; ++top)
    for (std::uint32_t offset = 0; offset < 8; ++offset) words.push_back((top << 26) + offset - 4);
  for (int bit = 0; bit < 32; ++bit) words.push_back(1u << bit);
  for (std::uint32_t block = 0; block < 5000; ++block)
    for (const std::uint32_t word : philox({.seed = 1}, block)) words.push_back(word);
  for (const std::uint32_t word : words) {
    const long double u = (word + 0.5L) / 0x1p32L, angle = 2 * std::numbers::pi_v<long double> * u;
    const long double r = std::sqrt(-2 * std::log(u)), x = std::cos(angle), y = std::sin(angle);
    const auto [computed_x, computed_y] = circle_point(word + Words{});
    ASSERT_LT(std::abs(radius(word + Words{})[3] / r - 1), 4e-16L) << word;
    ASSERT_LT(std::abs(computed_x[0] - x), 3e-16L) << word;
    ASSERT_LT(std::abs(computed_y[2] - y), 3e-16L) << word;
  }
}

TEST(FillGaussian, LaysBlocksOutInOrder) {
  const Stream stream{13, Purpose::direction, 5, 2};
  const auto z = gaussians(stream, 400);
  for (std::uint32_t block = 0; block < 100; ++block) {
    const Block words = philox(stream, block);
    for (std::size_t pair = 0; pair < 2; ++pair) {
      const double r = std::sqrt(-2 * std::log((words[2 * pair] + 0.5) / 0x1p32));
      const double angle = 2 * std::numbers::pi * ((words[2 * pair + 1] + 0.5) / 0x1p32);
      ASSERT_NEAR(z[4 * block + 2 * pair], r * std::cos(angle), 1e-14);
      ASSERT_NEAR(z[4 * block + 2 * pair + 1], r * std::sin(angle), 1e-14);
    }
  }
}

using Fill = void (*)(const Stream&, std::span<double>);
class EveryFill : public testing::TestWithParam<Fill> {};

TEST_P(EveryFill, DependsOnTheStreamAndTheIndexAlone) {
  const Stream stream{99, Purpose::start, 3, 1};
  std::vector<double> whole(1000);
  GetParam()(stream, whole);
  for (std::size_t n = 0; n < whole.size(); n += n < 300 ? 1 : 97)
    for (std::size_t offset = 0; offset < 4; ++offset) {
      std::vector<double> part(offset + n + 1, 7.0);
      GetParam()(stream, std::span(part).subspan(offset, n));
      ASSERT_TRUE(std::equal(part.begin() + static_cast<std::ptrdiff_t>(offset), part.end() - 1, whole.begin())) << n;
      ASSERT_EQ(part.back(), 7.0) << "wrote past the end";
    }
}
INSTANTIATE_TEST_SUITE_P(Random, EveryFill, testing::Values(fill_gaussian, fill_uniform, fill_signs));

TEST(FillGaussian, ColumnsAreItems) {
  for (const Eigen::Index d : {1, 2, 3, 4, 5, 8, 13, 200}) {
    Eigen::MatrixXd surroundings = Eigen::MatrixXd::Constant(d + 3, 12, 7.0);
    const Stream first{7, Purpose::direction, 11, 40};
    fill_gaussian_columns(first, surroundings.block(1, 1, d, 10));
    for (Eigen::Index i = 0; i < 10; ++i) {
      Stream stream = first;
      stream.item += static_cast<std::uint32_t>(i);
      const auto column = gaussians(stream, static_cast<std::size_t>(d));
      ASSERT_TRUE(std::equal(column.begin(), column.end(), surroundings.col(i + 1).begin() + 1)) << d;
    }
    surroundings.block(1, 1, d, 10).setConstant(7.0);
    ASSERT_TRUE((surroundings.array() == 7.0).all()) << "wrote beside the block";
  }
}

// Kolmogorov–Smirnov: for correct numbers D √n exceeds 1.95 with probability 0.001; the seed is fixed.
TEST(FillGaussian, FollowsTheNormalDistribution) {
  auto z = gaussians({2024}, 200'000);
  const auto n = static_cast<double>(z.size());
  double neighbours = 0.0, squares = 0.0;
  for (std::size_t i = 1; i < z.size(); ++i) {
    neighbours += z[i - 1] * z[i] / n;
    squares += (z[i - 1] * z[i - 1] - 1) * (z[i] * z[i] - 1) / (2 * n);
  }
  EXPECT_LT(std::abs(neighbours), 4 / std::sqrt(n));  // 4 standard errors: probability 6e-5 each
  EXPECT_LT(std::abs(squares), 4 / std::sqrt(n));
  std::sort(z.begin(), z.end());
  double distance = 0.0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double cdf = std::erfc(-z[i] / std::numbers::sqrt2) / 2, below = static_cast<double>(i) / n;
    distance = std::max({distance, std::abs(cdf - below), std::abs(cdf - below - 1 / n)});
  }
  EXPECT_LT(distance * std::sqrt(n), 1.95);
}

TEST(FillUniform, StaysInsideAndFollowsTheUniformDistribution) {
  EXPECT_EQ(middle_of_part(Words{})[0], 0x1p-53);
  EXPECT_EQ(middle_of_part(((1ull << 52) - 1) + Words{})[0], 1 - 0x1p-53);
  std::vector<double> u(200'000);
  fill_uniform({2024}, u);
  const Block words = philox({2024}, 0);
  EXPECT_NEAR(u[0], words[0] / 0x1p32 + words[1] / 0x1p64, 0x1p-52);
  EXPECT_NEAR(u[1], words[2] / 0x1p32 + words[3] / 0x1p64, 0x1p-52);
  std::sort(u.begin(), u.end());
  const auto n = static_cast<double>(u.size());
  double distance = 0.0;  // Kolmogorov–Smirnov as above
  for (std::size_t i = 0; i < u.size(); ++i)
    distance = std::max(distance, std::abs(u[i] - (static_cast<double>(i) + 0.5) / n));
  EXPECT_LT(distance * std::sqrt(n), 1.95);
  EXPECT_GT(u.front(), 0.0);
  EXPECT_LT(u.back(), 1.0);
}

TEST(FillSigns, TakesTheBitsInOrder) {
  std::vector<double> signs(1000);
  const Stream stream{5, Purpose::direction, 8, 3};
  fill_signs(stream, signs);
  for (std::size_t i = 0; i < signs.size(); ++i) {
    const std::uint32_t word = philox(stream, static_cast<std::uint32_t>(i / 128))[i / 32 % 4];
    ASSERT_EQ(signs[i], (word >> i % 32 & 1) != 0 ? -1.0 : 1.0) << i;
  }
}

TEST(SampleWithoutReplacement, GivesEveryEntryOnceAndEveryOrderAlike) {
  const auto all = sample_without_replacement({3, Purpose::minibatch}, 1000, 1000);
  EXPECT_EQ(std::set(all.begin(), all.end()).size(), 1000u);
  EXPECT_EQ(*std::min_element(all.begin(), all.end()), 0);
  EXPECT_EQ(*std::max_element(all.begin(), all.end()), 999);
  for (const std::int64_t count : {3, 40}) {  // of few, the others are never made
    const auto some = sample_without_replacement({3, Purpose::minibatch}, 1000, count);
    EXPECT_EQ(std::ssize(some), count);
    EXPECT_TRUE(std::equal(some.begin(), some.end(), all.begin()));
  }
  EXPECT_TRUE(sample_without_replacement({3, Purpose::minibatch}, 10, 0).empty());

  std::map<std::vector<std::int64_t>, double> counts;  // the 24 orders of 4 things
  constexpr int draws = 24'000;
  for (std::uint64_t step = 0; step < draws; ++step)
    ++counts[sample_without_replacement({3, Purpose::minibatch, step}, 4, 4)];
  double chi2 = 0.0;
  for (const auto& [order, count] : counts) chi2 += (count - draws / 24.0) * (count - draws / 24.0) / (draws / 24.0);
  EXPECT_EQ(counts.size(), 24u);
  EXPECT_LT(chi2, 49.7);  // χ² with 23 degrees of freedom exceeds it with probability 0.001
}

// From numpy 2.4.6: RandomState(seed).randn(1000) and .random_sample(1000); `hash` is FNV-1a over the bits as 64-bit
// words.
TEST(NumpyLegacy, RepeatsNumpyBitForBit) {
  struct Answer {
    std::uint32_t seed;
    std::array<double, 3> gaussian_0_1_999;
    std::uint64_t gaussian_hash;
    double uniform_0;
    std::uint64_t uniform_hash;
  };
  static constexpr Answer answers[] = {{0,
                                        {1.764052345967664, 0.4001572083672233, -0.35811407547985674},
                                        0x2e5dead08f95d04f,
                                        0.5488135039273248,
                                        0x1eb10fbb1dc40ee2},
                                       {13,
                                        {-0.712390662050588, 0.753766378659703, -0.6992772748619657},
                                        0xb515794d6b9090e7,
                                        0.7777024105738202,
                                        0x844fbd091246b93c},
                                       {12345,
                                        {-0.20470765948471295, 0.47894333805754824, 1.3738904696665981},
                                        0xb92b040cbe7a40f9,
                                        0.9296160928171479,
                                        0xb47be503c9f55d2a}};
  const auto mix = [](std::uint64_t hash, double x) {
    return (hash ^ std::bit_cast<std::uint64_t>(x)) * 0x100000001b3;
  };
  for (const Answer& answer : answers) {
    NumpyLegacy normal(answer.seed), uniform(answer.seed);
    std::vector<double> z, u;
    std::uint64_t z_hash = 0xcbf29ce484222325, u_hash = z_hash;
    for (int i = 0; i < 1000; ++i) {
      z.push_back(normal.gaussian());
      u.push_back(uniform.uniform());
      z_hash = mix(z_hash, z.back());
      u_hash = mix(u_hash, u.back());
    }
    EXPECT_EQ((std::array{z[0], z[1], z[999]}), answer.gaussian_0_1_999);
    EXPECT_EQ(u[0], answer.uniform_0);
    EXPECT_EQ(z_hash, answer.gaussian_hash);
    EXPECT_EQ(u_hash, answer.uniform_hash);
  }
}

}  // namespace
}  // namespace tiltscape
