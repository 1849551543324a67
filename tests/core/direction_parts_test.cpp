// Directions drawn part by part against the same ones drawn whole.
#include <gtest/gtest.h>

#include "core/random.h"

namespace tiltscape {
namespace {

TEST(DirectionParts, AreThoseOfTheWholeDirection) {
  constexpr std::size_t d = 5000;
  for (const Law law : {Law::gaussian, Law::sphere, Law::rademacher}) {
    DirectionSource source(Generator::philox, 12);
    ASSERT_TRUE(source.draws_parts(law));
    Eigen::MatrixXd whole(d, 3);
    source.draw(law, 77, whole);
    for (std::uint32_t i = 0; i < 3; ++i) {
      std::vector<double> one(d);
      source.draw_one(law, 77, i, one);
      EXPECT_EQ(one, std::vector<double>(whole.col(i).begin(), whole.col(i).end())) << choice_name(law);
      const double scale = source.part_scale(law, 77, i, d);
      for (const auto& [first, size] : {std::pair<std::size_t, std::size_t>{0, d}, {128, 1}, {1280, 1001}, {4992, 8}}) {
        std::vector<double> part(size);
        source.draw_part(law, 77, i, first, part);
        for (std::size_t j = 0; j < size; ++j)
          EXPECT_EQ(part[j] * scale, whole(static_cast<Eigen::Index>(first + j), i)) << choice_name(law) << " " << j;
      }
    }
  }
}

TEST(DirectionParts, AreNotOfLawsWhoseNumbersDependOnOneAnother) {
  const DirectionSource source(Generator::philox, 1), numpy(Generator::numpy, 1);
  EXPECT_FALSE(source.draws_parts(Law::orthogonal));
  EXPECT_FALSE(source.draws_parts(Law::coordinate));
  EXPECT_FALSE(numpy.draws_parts(Law::gaussian));
}

}  // namespace
}  // namespace tiltscape
