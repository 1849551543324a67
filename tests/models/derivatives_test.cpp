// Gradients and Hessian products of models against differences of losses, in float64, and traces of them.
#include <ATen/ATen.h>

#include "core/curvature/trace.h"
#include "core/models/evaluate.h"
#include "core/models/model_loss.h"
#include "tests/many_points.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

/// A point away from the start, where biases are not zero.
at::Tensor some_point(const Task& task) {
  at::Tensor shift = at::empty({task.model->dimension()}, at::kDouble);
  fill_gaussian({.seed = 3, .purpose = Purpose::start},
                std::span(shift.data_ptr<double>(), static_cast<std::size_t>(shift.numel())));
  return task.start().to(at::kDouble) + 0.3 * shift;
}

at::Tensor unit(const Task& task, std::int64_t i) {
  at::Tensor e = at::zeros({task.model->dimension()}, at::kDouble);
  e[i] = 1;
  return e;
}

TEST(Derivatives, GradientIsTheLimitOfDifferences) {
  for (const auto activation : {Activation::tanh, Activation::relu}) {
    const auto task = small_task(3, 40, at::kDouble, activation);
    const at::Tensor x = some_point(*task);
    const auto [loss, gradient] = gradient_at(*task->model, task->train, x);
    EXPECT_NEAR(loss, loss_at(*task->model, task->train, x), 1e-12);
    constexpr double h = 1e-5;
    for (std::int64_t i = 0; i < x.numel(); i += 7) {
      const at::Tensor e = unit(*task, i) * h;
      const double difference =
          (loss_at(*task->model, task->train, x + e) - loss_at(*task->model, task->train, x - e)) / (2 * h);
      EXPECT_NEAR(gradient[i].item<double>(), difference, 2e-8) << "coordinate " << i;
    }
  }
}

TEST(Derivatives, HessianProductIsTheLimitOfGradientDifferences) {
  for (const auto activation : {Activation::tanh, Activation::relu}) {
    const auto task = small_task(3, 40, at::kDouble, activation);
    const at::Tensor x = some_point(*task);
    at::Tensor v = at::empty({3, x.numel()}, at::kDouble);
    fill_gaussian({.seed = 4, .purpose = Purpose::measure},
                  std::span(v.data_ptr<double>(), static_cast<std::size_t>(v.numel())));
    const at::Tensor products = hessian_products(*task->model, task->train, x, v);
    constexpr double h = 1e-6;  // relu's kinks lie further away than this here
    for (std::int64_t i = 0; i < v.size(0); ++i) {
      const auto plus = gradient_at(*task->model, task->train, x + h * v[i]),
                 minus = gradient_at(*task->model, task->train, x - h * v[i]);
      const at::Tensor difference = (plus.gradient - minus.gradient) / (2 * h);
      EXPECT_LT((products[i] - difference).abs().max().item<double>(), 1e-6);
      EXPECT_GT(products[i].abs().max().item<double>(), 1e-2);
    }
  }
}

TEST(Derivatives, ManyPointsHaveTheDerivativesOfEach) {
  const auto task = small_task(1, 20);
  const Vector x = point_of(some_point(*task));
  Matrix points(x.size(), 2);
  points << x, 0.5 * x;
  expect_derivatives_of_each(ModelLoss(task), points, 1e-12);
}

// relu(α(W₁x + b₁)) = α relu(W₁x + b₁): the second layer's weights over α give the same scores; tanh has no such pair.
TEST(Derivatives, RescaledLayersAreTheSameFunctionWithAnotherHessian) {
  const auto task = small_task(3, 40, at::kDouble, Activation::relu);
  const ModelLoss loss(task);
  const Vector x = point_of(some_point(*task)), other = loss.rescaled(x, 3.0);
  EXPECT_GT((other - x).norm(), 1.0);
  EXPECT_NEAR(loss.value(other), loss.value(x), 1e-12);
  EXPECT_GT(std::abs(loss.trace(other) / loss.trace(x) - 1.0), 0.1);
  EXPECT_FALSE(loss.rescaling().empty());
  const ModelLoss smooth(small_task(3, 40, at::kDouble, Activation::tanh));
  EXPECT_TRUE(smooth.rescaling().empty());
  EXPECT_EQ(smooth.rescaled(x, 3.0), x);
  Eigen::Index end = 0;
  for (const Layer& layer : loss.layers()) {
    EXPECT_EQ(layer.first, end);
    end += layer.size;
  }
  EXPECT_EQ(end, x.size());
}

TEST(Derivatives, HutchinsonAgreesWithTheFullHessian) {
  const auto task = small_task();
  const at::Tensor x = some_point(*task);
  const at::Tensor h = hessian_products(*task->model, task->train, x, at::eye(x.numel(), at::kDouble));
  EXPECT_LT((h - h.t()).abs().max().item<double>(), 1e-10);
  const double trace = h.trace().item<double>();
  // for signs, the variance of vᵀHv is 2 (‖H‖²_F − Σ H_ii²)
  const double variance = 2 * (h.square().sum() - h.diagonal().square().sum()).item<double>();
  constexpr Eigen::Index probes = 800;
  const double exact_error = std::sqrt(variance / probes);
  const ModelLoss loss(task);
  Hessian hessian(loss, point_of(x));
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Estimate estimate = hutchinson(hessian, {.count = probes, .seed = seed});
    EXPECT_NEAR(estimate.value, trace, 4 * exact_error) << "beyond four standard errors with seed " << seed;
    ASSERT_TRUE(estimate.standard_error.has_value());
    EXPECT_NEAR(*estimate.standard_error, exact_error, 0.2 * exact_error);
  }
  EXPECT_LT(4 * exact_error, 0.25 * std::abs(trace)) << "the test would accept anything";
}

}  // namespace
}  // namespace tiltscape
