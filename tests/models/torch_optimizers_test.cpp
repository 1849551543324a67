// Momentum and Adam against LibTorch's own SGD, Adam and AdamW, on the gradients of a small network.
#include <torch/optim.h>

#include "core/models/optimizers.h"
#include "core/models/tensor_objective.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

/// The parameters after each step of an optimizer of LibTorch's, which is given the objective's gradients.
template <class Peer, class Options>
std::vector<at::Tensor> peer_way(const std::shared_ptr<Task>& task, const Options& options, std::uint64_t steps) {
  TensorObjective f(task, DirectionSource(Generator::philox, 9));
  at::Tensor p = task->start().clone();
  Peer peer(std::vector<at::Tensor>{p}, options);
  std::vector<at::Tensor> way;
  for (std::uint64_t step = 0; step < steps; ++step) {
    f.begin_step(step);
    FlatTensor g;
    f.gradient(FlatTensor(p.clone()), g);
    p.mutable_grad() = g.values().clone();
    peer.step();
    way.push_back(p.detach().clone());
  }
  return way;
}

std::vector<at::Tensor> own_way(const std::shared_ptr<Task>& task, const std::string& optimizer,
                                const std::vector<std::pair<std::string, Setting>>& given, std::uint64_t steps) {
  TensorObjective f(task, DirectionSource(Generator::philox, 9));
  const auto method = make_model_optimizer(optimizer);
  Settings settings(find_optimizer(optimizer).parameters);
  for (const auto& [name, setting] : given) settings.set(name, setting);
  method->set(settings, 0);
  FlatTensor x(task->start().clone());
  std::vector<at::Tensor> way;
  for (std::uint64_t step = 0; step < steps; ++step) {
    f.begin_step(step);
    method->step(f, x, step);
    way.push_back(x.values().clone());
  }
  return way;
}

void expect_same_way(const std::vector<at::Tensor>& own, const std::vector<at::Tensor>& peer) {
  ASSERT_EQ(own.size(), peer.size());
  for (std::size_t i = 0; i < own.size(); ++i)
    EXPECT_LT((own[i] - peer[i]).abs().max().item<double>(), 1e-12) << "step " << i;
  EXPECT_GT((own.back() - own.front()).abs().max().item<double>(), 1e-2) << "it went somewhere";
}

TEST(TorchOptimizers, MomentumIsItsSgd) {
  const auto task = small_task(3, 100);
  task->batch = 20;
  for (const double beta : {0.0, 0.9})
    expect_same_way(own_way(task, "momentum", {{"learning_rate", 0.05}, {"momentum", beta}}, 30),
                    peer_way<torch::optim::SGD>(task, torch::optim::SGDOptions(0.05).momentum(beta), 30));
}

// LibTorch keeps Nesterov's method at the point where the gradient is taken, x + βv.
TEST(TorchOptimizers, NesterovIsItsSgdSeenFromBehind) {
  const auto task = small_task(3, 100);
  task->batch = 20;
  auto own = own_way(task, "momentum", {{"learning_rate", 0.05}, {"kind", std::string("nesterov")}}, 30);
  std::vector<at::Tensor> ahead;
  for (std::size_t i = 0; i < own.size(); ++i) {
    const at::Tensor before = i == 0 ? task->start() : own[i - 1];
    ahead.push_back(own[i] + 0.9 * (own[i] - before));
  }
  expect_same_way(ahead,
                  peer_way<torch::optim::SGD>(task, torch::optim::SGDOptions(0.05).momentum(0.9).nesterov(true), 30));
}

TEST(TorchOptimizers, AdamIsItsAdamAndWithDecayItsAdamW) {
  const auto task = small_task(3, 100);
  task->batch = 20;
  expect_same_way(own_way(task, "adam", {{"learning_rate", 0.01}}, 30),
                  peer_way<torch::optim::Adam>(task, torch::optim::AdamOptions(0.01), 30));
  expect_same_way(
      own_way(task, "adam", {{"learning_rate", 0.01}, {"beta1", 0.8}, {"beta2", 0.99}, {"weight_decay", 0.5}}, 30),
      peer_way<torch::optim::AdamW>(
          task, torch::optim::AdamWOptions(0.01).betas(std::make_tuple(0.8, 0.99)).weight_decay(0.5), 30));
}

}  // namespace
}  // namespace tiltscape
