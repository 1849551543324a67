// Losses and networks against arithmetic by hand, and every shipped model's derivatives against differences.
#include <ATen/ATen.h>

#include <cmath>

#include "core/models/cnn.h"
#include "core/models/evaluate.h"
#include "core/models/losses.h"
#include "core/models/tables.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

TEST(Losses, AreThoseOfTheirFormulas) {
  const at::Tensor labels = at::tensor({0, 2}, at::kLong);
  const at::Tensor scores = at::tensor({0.5, -1.0, 2.0, 0.25, -0.5, 1.5}, at::kDouble).view({1, 3, 2});
  const double z[3][2] = {{0.5, -1.0}, {2.0, 0.25}, {-0.5, 1.5}};  // output × example
  const std::int64_t y[2] = {0, 2};
  for (const LossName name : {LossName::cross_entropy, LossName::squared_error, LossName::hinge, LossName::logistic}) {
    const at::Tensor losses = losses_of(name, scores, labels);
    ASSERT_EQ(losses.sizes(), (at::IntArrayRef{1, 2}));
    for (int n = 0; n < 2; ++n) {
      double expected = 0, total = 0;
      for (int c = 0; c < 3; ++c) {
        const double hit = y[n] == c ? 1 : 0, margin = (2 * hit - 1) * z[c][n];
        total += std::exp(z[c][n]);
        if (name == LossName::squared_error) expected += (z[c][n] - hit) * (z[c][n] - hit);
        if (name == LossName::hinge) expected += std::pow(std::max(0.0, 1 - margin), 2);
        if (name == LossName::logistic) expected += std::log(1 + std::exp(-margin));
      }
      if (name == LossName::cross_entropy) expected = std::log(total) - z[y[n]][n];
      EXPECT_NEAR(losses[0][n].item<double>(), expected, 1e-14) << choice_name(name);
    }
  }
}

TEST(Losses, ALoneScoreIsOfClassOne) {
  const at::Tensor scores = at::tensor({0.3, -0.2}, at::kDouble).view({1, 1, 2});
  const at::Tensor labels = at::tensor({1, 1}, at::kLong);
  EXPECT_NEAR(losses_of(LossName::hinge, scores, labels)[0][0].item<double>(), 0.49, 1e-14);
  EXPECT_NEAR(losses_of(LossName::hinge, scores, labels)[0][1].item<double>(), 1.44, 1e-14);
  EXPECT_TRUE(classes_of(LossName::hinge, scores).equal(at::tensor({1, 0}, at::kLong).view({1, 2})));
  EXPECT_TRUE(classes_of(LossName::squared_error, scores).equal(at::tensor({0, 0}, at::kLong).view({1, 2})));
}

TEST(Mlp, NormalisesEachHiddenLayerOverItsUnits) {
  const Mlp model({3, 4, 2}, Activation::tanh, Norm::layer);
  EXPECT_EQ(model.dimension(), 4 * 4 + 8 + 2 * 5);
  at::Tensor x = model.initial(1);
  EXPECT_EQ(x.narrow(0, 16, 4).sum().item<double>(), 4.0) << "gains are 1";
  x = x + 0.1 * at::arange(x.numel(), at::kDouble).sin();
  const at::Tensor input = at::tensor({0.4, -1.1, 0.7}, at::kDouble).view({1, 3});
  const auto p = x.accessor<double, 1>();
  const auto a = input.accessor<double, 2>();
  std::array<double, 4> sums{};
  double mean = 0, variance = 0;
  for (std::int64_t j = 0; j < 4; ++j) {
    double sum = p[12 + j];
    for (std::int64_t i = 0; i < 3; ++i) sum += p[3 * j + i] * a[0][i];
    sums[static_cast<std::size_t>(j)] = sum;
    mean += sum / 4;
  }
  for (const double sum : sums) variance += (sum - mean) * (sum - mean) / 4;
  for (std::int64_t c = 0; c < 2; ++c) {
    double score = p[24 + 8 + c];
    for (std::int64_t j = 0; j < 4; ++j) {
      const double normal = (sums[static_cast<std::size_t>(j)] - mean) / std::sqrt(variance + 1e-5);
      score += p[24 + 4 * c + j] * std::tanh(normal * p[16 + j] + p[20 + j]);
    }
    EXPECT_NEAR(model.scores(x.unsqueeze(0), input)[0][c][0].item<double>(), score, 1e-12);
  }
}

/// One 8×8 image through one block of one channel, pixel by pixel.
TEST(Cnn, IsConvolutionActivationAndMeans) {
  const CnnParameters shape{.channels = 1, .blocks = 1, .activation = Activation::tanh};
  const Cnn model(shape, shape.data.facts());
  EXPECT_EQ(model.dimension(), 10 + 10 * 17);
  const at::Tensor x = model.initial(2) + 0.05;
  const at::Tensor image = table(DataName::digits).inputs.narrow(0, 17, 1);
  const auto p = x.accessor<double, 1>();
  const auto a = image.accessor<double, 2>();
  std::array<double, 16> pooled{};
  for (std::int64_t row = 0; row < 8; ++row)
    for (std::int64_t column = 0; column < 8; ++column) {
      double sum = p[9];
      for (std::int64_t i = -1; i <= 1; ++i)
        for (std::int64_t j = -1; j <= 1; ++j)
          if (row + i >= 0 && row + i < 8 && column + j >= 0 && column + j < 8)
            sum += p[3 * (i + 1) + j + 1] * a[0][8 * (row + i) + column + j];
      pooled[static_cast<std::size_t>(4 * (row / 2) + column / 2)] += std::tanh(sum) / 4;
    }
  const at::Tensor scores = model.scores(x.unsqueeze(0), image);
  for (std::int64_t c = 0; c < 10; ++c) {
    double score = p[10 + 160 + c];
    for (std::int64_t i = 0; i < 16; ++i) score += p[10 + 16 * c + i] * pooled[static_cast<std::size_t>(i)];
    EXPECT_NEAR(scores[0][c][0].item<double>(), score, 1e-12);
  }
}

struct Shipped {
  const char* problem;
  std::vector<std::pair<std::string, Setting>> settings;
};

/// Every model in every form that changes its arithmetic.
std::vector<Shipped> shipped() {
  using I = std::int64_t;
  const auto word = [](const char* text) { return Setting(std::string(text)); };
  return {{"mlp", {{"hidden", I{3}}, {"train", I{30}}}},
          {"mlp", {{"hidden", I{4}}, {"layers", I{3}}, {"data", word("iris")}, {"norm", word("layer")}}},
          {"mlp", {{"hidden", I{4}}, {"data", word("spirals")}, {"examples", I{40}}, {"activation", word("gelu")}}},
          {"mlp", {{"hidden", I{4}}, {"data", word("two-moons")}, {"examples", I{40}}, {"activation", word("silu")}}},
          {"mlp", {{"layers", I{0}}, {"data", word("breast-cancer")}, {"loss", word("logistic")}}},
          {"mlp", {{"hidden", I{4}}, {"data", word("wine")}, {"loss", word("squared-error")}}},
          {"mlp", {{"hidden", I{4}}, {"data", word("circles")}, {"examples", I{40}}, {"loss", word("hinge")}}},
          {"cnn", {{"channels", I{2}}, {"train", I{20}}}},
          {"cnn", {{"channels", I{2}}, {"blocks", I{3}}, {"train", I{20}}, {"activation", word("tanh")}}},
          {"transformer", {{"modulus", I{5}}, {"width", I{4}}, {"heads", I{2}}}},
          {"transformer",
           {{"modulus", I{5}},
            {"width", I{4}},
            {"heads", I{1}},
            {"blocks", I{2}},
            {"norm", word("none")},
            {"activation", word("silu")},
            {"attention", word("encoder")}}},
          {"transformer",
           {{"modulus", I{4}}, {"width", I{4}}, {"heads", I{2}}, {"blocks", I{2}}, {"loss", word("hinge")}}}};
}

std::shared_ptr<const Task> task_of(const Shipped& model) {
  ProblemSpec spec{.name = model.problem, .settings = Settings(find_problem(model.problem).parameters)};
  for (const auto& [name, setting] : model.settings) spec.settings.set(name, setting);
  return make_task(spec, 5, 1, at::kDouble);
}

at::Tensor gaussian(std::int64_t rows, std::int64_t d, std::uint64_t seed) {
  at::Tensor v = at::empty({rows, d}, at::kDouble);
  fill_gaussian({.seed = seed, .purpose = Purpose::measure},
                {v.data_ptr<double>(), static_cast<std::size_t>(v.numel())});
  return v;
}

TEST(ShippedModels, GradientsAndHessianProductsAreLimitsOfDifferences) {
  for (const Shipped& model : shipped()) {
    const auto task = task_of(model);
    const std::int64_t d = task->model->dimension();
    EXPECT_EQ(d, find_problem(model.problem).parameter_count([&] {
      Settings settings(find_problem(model.problem).parameters);
      for (const auto& [name, setting] : model.settings) settings.set(name, setting);
      return settings;
    }()))
        << model.problem;
    const at::Tensor x = task->start() + 0.1 * gaussian(1, d, 3)[0], v = gaussian(2, d, 4);
    const at::Tensor gradient = gradient_at(*task->model, task->train, x).gradient;
    const at::Tensor products = hessian_products(*task->model, task->train, x, v);
    constexpr double h = 1e-6;  // kinks lie further away than this here
    for (std::int64_t i = 0; i < 2; ++i) {
      const auto plus = gradient_at(*task->model, task->train, x + h * v[i]),
                 minus = gradient_at(*task->model, task->train, x - h * v[i]);
      const double slope = at::dot(gradient, v[i]).item<double>();
      EXPECT_NEAR(slope, (plus.loss - minus.loss) / (2 * h), 1e-6 * (1 + std::abs(slope))) << model.problem;
      const at::Tensor difference = (plus.gradient - minus.gradient) / (2 * h);
      EXPECT_LT((products[i] - difference).norm().item<double>(), 1e-6 * (1 + difference.norm().item<double>()))
          << model.problem << " with " << (model.settings.empty() ? "" : model.settings.back().first);
      EXPECT_GT(difference.norm().item<double>(), 1e-3);
    }
  }
}

TEST(ShippedModels, AStackGivesEachModelsOwnLoss) {
  for (const Shipped& model : shipped()) {
    const auto task = task_of(model);
    const at::Tensor stack = task->start().unsqueeze(0) + 0.1 * gaussian(3, task->model->dimension(), 6);
    const at::Tensor together = stack_losses(*task->model, task->train, stack);
    for (std::int64_t i = 0; i < 3; ++i)
      EXPECT_NEAR(together[i].item<double>(), loss_at(*task->model, task->train, stack[i]), 1e-12) << model.problem;
    EXPECT_GT((together[0] - together[1]).abs().item<double>(), 1e-6);
  }
}

TEST(ShippedModels, FiltersAndLayersCoverTheParameters) {
  for (const Shipped& model : shipped()) {
    const auto task = task_of(model);
    Eigen::Index end = 0;
    for (const Layer& layer : task->model->layers()) {
      EXPECT_EQ(layer.first, end);
      end += layer.size;
    }
    EXPECT_EQ(end, task->model->dimension());
    Eigen::Index last = 0;
    for (const Filter& filter : task->model->filters()) {
      EXPECT_GE(filter.first, last);
      last = filter.first + filter.size;
    }
    EXPECT_LE(last, end);
  }
}

}  // namespace
}  // namespace tiltscape
