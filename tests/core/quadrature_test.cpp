// Nodes of neighbourhoods against moments in closed form.
#include "core/quadrature.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace tiltscape {
namespace {

using enum Neighbourhood;

struct Moments {
  double square, fourth;  ///< E uᵢ², E uᵢ⁴ in units of the radius
};

/// Of N(0, 1) in d dimensions within radius 3, by ∫ rⁿ e^{−r²/2} dr = (n − 1) ∫ rⁿ⁻² e^{−r²/2} dr − 3ⁿ⁻¹ e^{−9/2}.
Moments cut_gaussian(int d) {
  const double edge = std::exp(-4.5);
  double power[8];
  power[0] = std::sqrt(std::numbers::pi / 2.0) * std::erf(3.0 / std::numbers::sqrt2);
  power[1] = 1.0 - edge;
  for (int n = 2; n < 8; ++n) power[n] = (n - 1) * power[n - 2] - std::pow(3.0, n - 1) * edge;
  // E uᵢ² = E r²/d and E uᵢ⁴ = 3 E r⁴/(d (d + 2))
  return {power[d + 1] / power[d - 1] / d / 9.0, 3.0 * power[d + 3] / power[d - 1] / (d * (d + 2)) / 81.0};
}

Moments moments(Neighbourhood neighbourhood, int d) {
  if (neighbourhood == gaussian) return cut_gaussian(d);
  const double n = d;
  return neighbourhood == ball ? Moments{1.0 / (n + 2.0), 3.0 / ((n + 2.0) * (n + 4.0))}
                               : Moments{1.0 / n, 3.0 / (n * (n + 2.0))};
}

TEST(Quadrature, MomentsAreRight) {
  for (const auto neighbourhood : {ball, sphere, gaussian}) {
    for (const int d : {1, 2, 3}) {
      const Nodes nodes = neighbourhood_nodes(neighbourhood, d);
      EXPECT_NEAR(nodes.weights.sum(), 1.0, 1e-13);
      EXPECT_NEAR(nodes.points.colwise().norm().maxCoeff(), 1.0, 1e-12);  // the boundary is among them
      EXPECT_DOUBLE_EQ(nodes.radius, neighbourhood == gaussian ? 3.0 : std::sqrt(d));
      EXPECT_FALSE(nodes.sampled);
      const Vector squares = nodes.points.array().square().matrix() * nodes.weights;
      const Vector fourths = nodes.points.array().pow(4).matrix() * nodes.weights;
      EXPECT_LT((nodes.points * nodes.weights).norm(), 1e-13);
      const auto [square, fourth] = moments(neighbourhood, d);
      const double close = d < 3 && neighbourhood != gaussian ? 1e-13 : 1e-7;
      for (Eigen::Index i = 0; i < d; ++i) {
        EXPECT_NEAR(squares[i], square, close) << d;
        EXPECT_NEAR(fourths[i], fourth, close) << d;
      }
    }
  }
}

TEST(Quadrature, RadauAndLobattoReachTheirDegree) {
  const Rule radau = radau_jacobi(4, 0.0, 0.5);
  EXPECT_EQ(radau.nodes[3], 1.0);
  // ∫(1+x)^{1/2} (1+x)^k over [−1, 1], normalised: 2^k · 1.5/(k + 1.5)
  for (int k = 0; k <= 6; ++k) {
    EXPECT_NEAR(radau.weights.dot((1.0 + radau.nodes.array()).pow(k).matrix()), std::pow(2.0, k) * 1.5 / (k + 1.5),
                1e-11);
  }
  const Rule ends = lobatto(5);
  for (int k = 0; k <= 7; ++k) {
    EXPECT_NEAR(ends.weights.dot(ends.nodes.array().pow(k).matrix()), k % 2 == 0 ? 1.0 / (k + 1) : 0.0, 1e-13);
  }
}

TEST(Quadrature, SamplesAreAntitheticAndInside) {
  // E|u|² in units of ρ and four standard errors of 256 pairs: ball 20 · 20/22; sphere 20; Gaussian within
  // √20 + 2: that of χ² with 20 degrees (variance 40), less the .3 % beyond 41.9, which bring it down by .07
  struct Row {
    Neighbourhood neighbourhood;
    double square, error;
  };
  for (const auto& [neighbourhood, square, error] :
       {Row{ball, 20.0 * 20.0 / 22.0, 4.0 * 20.0 * 0.083 / 16.0}, Row{sphere, 20.0, 1e-12},
        Row{gaussian, 19.93, 4.0 * std::sqrt(40.0) / 16.0}}) {
    const Nodes nodes = sampled_nodes(neighbourhood, 20, 512, 0);
    EXPECT_TRUE(nodes.sampled);
    EXPECT_LT((nodes.points * nodes.weights).norm(), 1e-14);
    EXPECT_LE(nodes.points.colwise().norm().maxCoeff(), 1.0 + 1e-12);
    const double mean = nodes.points.colwise().squaredNorm() * nodes.weights;
    EXPECT_NEAR(mean * nodes.radius * nodes.radius, square, error);
  }
  EXPECT_DOUBLE_EQ(neighbourhood_radius(gaussian, 200), std::sqrt(200.0) + 2.0);
}

}  // namespace
}  // namespace tiltscape
