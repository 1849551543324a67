// The digits, their split, and the perceptron against arithmetic by hand.
#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/models/evaluate.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

TEST(Digits, AreTheKnownImages) {
  const Examples examples = digits(at::kDouble);
  EXPECT_EQ(examples.inputs.sizes(), (at::IntArrayRef{1797, 64}));
  EXPECT_EQ(examples.labels.size(0), 1797);
  EXPECT_EQ(examples.inputs.min().item<double>(), 0.0);
  EXPECT_EQ(examples.inputs.max().item<double>(), 1.0);
  EXPECT_EQ(examples.inputs[0][2].item<double>(), 5.0 / 16);  // the file's first line: 0,0,5,13,…
  EXPECT_EQ(examples.labels.narrow(0, 0, 10).equal(at::arange(10, at::kLong)), true);
  const at::Tensor counts = at::bincount(examples.labels);
  EXPECT_TRUE(counts.equal(at::tensor({178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, at::kLong)));
}

TEST(Digits, SplitIs1437And360AndDisjointAndBySeed) {
  const auto first = split_indices(1797, 1437, 0);
  EXPECT_EQ(first.train.size(), 1437U);
  EXPECT_EQ(first.test.size(), 360U);
  std::set<std::int64_t> all(first.train.begin(), first.train.end());
  all.insert(first.test.begin(), first.test.end());
  EXPECT_EQ(all.size(), 1797U);
  EXPECT_EQ(*all.begin(), 0);
  EXPECT_EQ(*all.rbegin(), 1796);
  EXPECT_EQ(first.train, split_indices(1797, 1437, 0).train);
  EXPECT_NE(first.train, split_indices(1797, 1437, 1).train);
  const auto task = make_task({.name = "mlp", .settings = Settings(find_problem("mlp").parameters)}, 0, 1, at::kFloat);
  EXPECT_EQ(task->train.size(), 1437);
  EXPECT_EQ(task->test.size(), 360);
}

/// Mean cross entropy of a perceptron with one hidden layer, number by number.
double loss_by_hand(const Task& task, const at::Tensor& x, std::int64_t hidden) {
  const auto p = x.accessor<double, 1>();
  const auto inputs = task.train.inputs.accessor<double, 2>();
  const auto labels = task.train.labels.accessor<std::int64_t, 1>();
  double total = 0;
  for (std::int64_t n = 0; n < task.train.size(); ++n) {
    std::vector<double> h;
    for (std::int64_t j = 0; j < hidden; ++j) {
      double sum = p[hidden * 64 + j];
      for (std::int64_t i = 0; i < 64; ++i) sum += p[j * 64 + i] * inputs[n][i];
      h.push_back(std::tanh(sum));
    }
    const std::int64_t second = hidden * 65;
    std::vector<double> scores;
    double normaliser = 0;
    for (std::int64_t c = 0; c < 10; ++c) {
      double sum = p[second + 10 * hidden + c];
      for (std::int64_t j = 0; j < hidden; ++j) sum += p[second + c * hidden + j] * h[static_cast<std::size_t>(j)];
      scores.push_back(sum);
      normaliser += std::exp(sum);
    }
    total += std::log(normaliser) - scores[static_cast<std::size_t>(labels[n])];
  }
  return total / static_cast<double>(task.train.size());
}

TEST(Mlp, LossIsThatOfArithmeticByHand) {
  const auto task = small_task(4, 20);
  EXPECT_EQ(task->model->dimension(), 4 * 65 + 10 * 5);
  const at::Tensor x = task->start() * 1.5 + 0.1;
  EXPECT_NEAR(loss_at(*task->model, task->train, x), loss_by_hand(*task, x, 4), 1e-12);
}

TEST(Mlp, StartIsDrawnBySeedWithinXavierBounds) {
  const Mlp model({64, 32, 10}, Activation::tanh);
  EXPECT_EQ(model.dimension(), 2410);
  const at::Tensor x = model.initial(7);
  EXPECT_TRUE(x.equal(model.initial(7)));
  EXPECT_FALSE(x.equal(model.initial(8)));
  const double bound = std::sqrt(6.0 / 96);
  const at::Tensor first = x.narrow(0, 0, 2048);
  EXPECT_LE(first.abs().max().item<double>(), bound);
  EXPECT_NEAR(first.square().mean().item<double>(), bound * bound / 3, 4 * bound * bound / 3 * std::sqrt(0.8 / 2048));
  EXPECT_EQ(x.narrow(0, 2048, 32).abs().max().item<double>(), 0.0);
  const Mlp relu({64, 32, 10}, Activation::relu);
  EXPECT_GT(relu.initial(7).narrow(0, 0, 2048).abs().max().item<double>(), bound);
}

}  // namespace
}  // namespace tiltscape
