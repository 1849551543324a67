// The objective of models: probes in one batch, minibatches by seed and step, moves, slopes, counts.
#include <ATen/ATen.h>

#include <cmath>

#include "core/models/evaluate.h"
#include "core/models/tensor_objective.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

TensorObjective objective_of(const std::shared_ptr<Task>& task, std::uint64_t seed = 9) {
  return {task, DirectionSource(Generator::philox, seed)};
}

Eigen::MatrixXd directions(const Task& task, Law law, std::uint64_t step, int pairs) {
  Eigen::MatrixXd u(task.model->dimension(), pairs);
  DirectionSource(Generator::philox, 9).draw(law, step, u);
  return u;
}

at::Tensor column(const Eigen::MatrixXd& u, Eigen::Index i) {
  return at::from_blob(const_cast<double*>(u.col(i).data()), {u.rows()}, at::kDouble).clone();
}

TEST(TensorObjective, ProbesAreTheLossesOneAtATime) {
  for (const auto type : {at::kDouble, at::kFloat}) {
    const auto task = small_task(6, 300, type);
    TensorObjective f = objective_of(task);
    const FlatTensor x(task->start());
    constexpr double rho = 0.05;
    for (const Law law : {Law::gaussian, Law::sphere, Law::rademacher, Law::coordinate, Law::orthogonal}) {
      const Directions u{law, 40, 3};
      f.begin_step(3);
      const PairLosses losses = f.probe(x, u, rho);
      const auto drawn = directions(*task, law, 3, 40);
      for (std::size_t i = 0; i < 40; ++i) {
        const at::Tensor step = rho * column(drawn, static_cast<Eigen::Index>(i));
        const double tolerance = type == at::kDouble ? 1e-13 : 2e-6;
        EXPECT_NEAR(losses.plus[i], loss_at(*task->model, task->train, (x.values() + step).to(type)), tolerance);
        EXPECT_NEAR(losses.minus[i], loss_at(*task->model, task->train, (x.values() - step).to(type)), tolerance);
      }
    }
    EXPECT_EQ(f.counts(), (Counts{.evaluations = 400, .gradients = 0}));
  }
}

TEST(TensorObjective, MoveAddsTheDirectionsAndSlopesAreInnerProducts) {
  const auto task = small_task();
  TensorObjective f = objective_of(task);
  FlatTensor x(task->start());
  const Directions u{Law::sphere, 3, 7};
  f.begin_step(7);
  const auto slopes = f.slopes(x, u);
  const auto drawn = directions(*task, Law::sphere, 7, 3);
  const at::Tensor gradient = gradient_at(*task->model, task->train, x.values()).gradient;
  for (Eigen::Index i = 0; i < 3; ++i)
    EXPECT_NEAR(slopes[static_cast<std::size_t>(i)], at::dot(column(drawn, i), gradient).item<double>(), 1e-12);
  const std::vector<double> c{0.5, -1.0, 0.25};
  const at::Tensor before = x.values().clone();
  const double squared = f.move(x, u, c);
  const at::Tensor expected = 0.5 * column(drawn, 0) - column(drawn, 1) + 0.25 * column(drawn, 2);
  EXPECT_LT((x.values() - before - expected).abs().max().item<double>(), 1e-13);
  EXPECT_NEAR(squared, expected.square().sum().item<double>(), 1e-9);
  EXPECT_EQ(f.counts(), (Counts{.evaluations = 0, .gradients = 1}));
}

TEST(TensorObjective, GivesItsDirectionsOneByOneAndFreeOfCharge) {
  for (const auto type : {at::kDouble, at::kFloat}) {
    const auto task = small_task(3, 40, type);
    TensorObjective f = objective_of(task);
    FlatTensor e;
    for (const std::uint64_t step : {7U, 8U, 7U})
      for (const Law law : {Law::gaussian, Law::sphere}) {
        const auto drawn = directions(*task, law, step, 3);
        for (const int i : {2, 0, 1}) {
          f.direction({law, 3, step}, i, e);
          EXPECT_TRUE(e.values().equal(column(drawn, i).to(type))) << choice_name(law) << " " << step << " " << i;
        }
      }
    f.direction({Law::gaussian, 3, 7}, 0, e);
    const at::Tensor kept = e.values().clone();
    FlatTensor x(task->start());
    f.probe(x, {Law::gaussian, 3, 9}, 0.1);
    EXPECT_TRUE(e.values().equal(kept)) << "it is a copy";
    EXPECT_EQ(f.counts(), (Counts{.evaluations = 6, .gradients = 0}));
  }
}

TEST(TensorObjective, MinibatchesComeFromSeedAndStep) {
  const auto task = small_task(3, 200);
  task->batch = 16;
  const FlatTensor x(task->start());
  const auto loss = [&](TensorObjective& f, std::uint64_t step) {
    f.begin_step(step);
    FlatTensor g;
    return f.gradient(x, g);
  };
  TensorObjective f = objective_of(task), other_directions = objective_of(task, 1234);
  const double at_four = loss(f, 4);
  EXPECT_NE(at_four, loss(f, 5));
  EXPECT_EQ(at_four, loss(f, 4)) << "a minibatch depends on its step alone";
  EXPECT_EQ(at_four, loss(other_directions, 4)) << "and not on the directions";
  task->seed = 6;
  TensorObjective other_seed = objective_of(task);
  EXPECT_NE(at_four, loss(other_seed, 4));
  // the examples themselves
  const auto chosen = sample_without_replacement({.seed = 6, .purpose = Purpose::minibatch, .step = 4}, 200, 16);
  EXPECT_NEAR(loss(other_seed, 4), loss_at(*task->model, task->train.at(chosen), x.values()), 1e-13);
}

TEST(TensorObjective, AStepHasOneMinibatch) {
  const auto task = small_task(3, 200);
  task->batch = 16;
  TensorObjective f = objective_of(task);
  const FlatTensor x(task->start());
  FlatTensor g;
  f.begin_step(2);
  const double first = f.gradient(x, g);
  EXPECT_EQ(first, f.gradient(x, g));
  const auto losses = f.probe(x, {Law::gaussian, 1, 2}, 1e-9);
  EXPECT_NEAR(losses.plus[0], first, 1e-6);
}

}  // namespace
}  // namespace tiltscape
