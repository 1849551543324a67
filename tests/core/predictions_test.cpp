// Boundaries and confusion of a classifier whose answers are known.
#include "core/predictions.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tiltscape {
namespace {

/// Two classes that a circle of radius x₀ about 0 parts; the share of the inner one falls linearly with the radius.
class Disc final : public Classifier {
 public:
  explicit Disc(double width = 1.0) : Classifier({.features = 2, .classes = 2, .feature_names = {"width"}}) {
    for (ShownExamples* set : {&train_, &test_}) {
      set->inputs = Matrix(2, 3);
      set->inputs << 0.0, 2.0 * width, -0.5 * width, 0.0, -1.0, 0.5;
      set->labels = set->truth = {0, 1, 1};
    }
  }
  std::string architecture() const override { return "a disc"; }
  const ShownExamples& train() const override { return train_; }
  const ShownExamples& test() const override { return test_; }
  Matrix shares(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& inputs) const override {
    Matrix shares(2, inputs.cols());
    for (Eigen::Index i = 0; i < inputs.cols(); ++i) {
      const double outer = std::clamp(0.5 + 0.25 * (inputs.col(i).norm() - x[0]), 0.0, 1.0);
      shares.col(i) << 1.0 - outer, outer;
    }
    return shares;
  }

 private:
  ShownExamples train_, test_;
};

std::shared_ptr<const Vector> at_radius(double value) {
  return std::make_shared<const Vector>(Vector::Constant(1, value));
}

PredictionRequest request(std::vector<double> radii) {
  PredictionRequest request{.number = 7, .classifier = std::make_shared<Disc>()};
  for (const double each : radii) request.points.push_back(at_radius(each));
  request.box = {.bounds = {{{-1.5, 1.5}, {-1.2, 1.2}}}, .side = 129};
  return request;
}

TEST(Classifier, CallsClassesAndFeaturesAsTheDataDoElseByNumber) {
  const Disc disc;
  EXPECT_EQ(disc.class_name(1), "1");
  EXPECT_EQ(disc.feature_name(0), "width");
  EXPECT_EQ(disc.feature_name(1), "feature 2");
}

TEST(Predictions, BoundariesOfAllParametersLieWhereTheAnswerChanges) {
  const Predictions answer = predict(request({1.0, 0.6}));
  ASSERT_EQ(answer.boundaries.size(), 2U);
  const std::array<double, 2> expected{1.0, 0.6};
  for (std::size_t run = 0; run < 2; ++run) {
    double length = 0.0;
    for (const auto& [from, to] : answer.boundaries[run]) {
      // linear interpolation of √(x² + y²) over cells of 0.03 is off by less than cell²/(8 r) = 2e-4
      for (const auto& end : {from, to}) EXPECT_NEAR(std::hypot(end[0], end[1]), expected[run], 3e-4);
      length += std::hypot(to[0] - from[0], to[1] - from[1]);
    }
    EXPECT_NEAR(length, 2.0 * std::acos(-1.0) * expected[run], 0.01) << "all of the circle, once";
  }
}

TEST(Predictions, AreFullOfTheFirstParameters) {
  const Predictions answer = predict(request({1.0, 0.6}));
  EXPECT_EQ(answer.number, 7U);
  EXPECT_EQ(answer.test.classes, (std::vector<std::int64_t>{0, 1, 0}));
  EXPECT_NEAR(answer.test.shares[0], 0.75, 1e-12);
  EXPECT_EQ(answer.shares.cols(), 129 * 129);
  EXPECT_EQ(confusion_of({0, 1, 1}, answer.test, 2), (Matrix(2, 2) << 1, 0, 1, 1).finished());
}

TEST(Predictions, EndEarlyWhereNobodyWaits) {
  EXPECT_TRUE(predict(request({1.0}), [] { return true; }).boundaries.empty());
}

TEST(InputBox, HoldsTheExamplesWithTheAspectOfThePicture) {
  const Disc disc;
  for (const double aspect : {0.5, 1.0, 3.0}) {
    const InputBox box = box_of(disc, 33, aspect);
    const auto [x, y] = box.bounds;
    EXPECT_NEAR((x[1] - x[0]) / (y[1] - y[0]), aspect, 1e-12);
    EXPECT_LT(x[0], -0.5);
    EXPECT_GT(x[1], 2.0);
    EXPECT_LT(y[0], -1.0);
    EXPECT_GT(y[1], 0.5);
  }
}

TEST(InputBox, HasAScaleAnAxisWherePointsWouldLieInAStrip) {
  const Disc flat(30.0);
  const InputBox box = box_of(flat, 33, 1.0);
  EXPECT_FALSE(box.equal);
  EXPECT_LT(box.bounds[1][1] - box.bounds[1][0], 1.5 * 1.2) << "its points are 1.5 high";
  EXPECT_GT(box.bounds[0][1], 60.0);
  EXPECT_TRUE(box_of(Disc(), 33, 1.0).equal);
}

// A saddle: the values of one node's corners alternate, and both lines of the cell are drawn.
TEST(ZeroLines, DrawBothLinesOfASaddle) {
  const InputBox box{.bounds = {{{0.0, 1.0}, {0.0, 1.0}}}, .side = 2};
  EXPECT_EQ(zero_lines({1.0, -1.0, -1.0, 1.0}, box).size(), 2U);
  EXPECT_TRUE(zero_lines({1.0, 2.0, 3.0, 4.0}, box).empty());
  const auto line = zero_lines({-1.0, 3.0, -1.0, 3.0}, box);
  ASSERT_EQ(line.size(), 1U);
  for (const auto& end : line[0]) EXPECT_FLOAT_EQ(end[0], 0.25F);
}

}  // namespace
}  // namespace tiltscape
