// Minibatches, probes and moves of models.
#include "core/models/tensor_objective.h"

#include <c10/core/CachingDeviceAllocator.h>
#include <fmt/format.h>

#include <algorithm>

#include "core/library_error.h"
#include "core/models/evaluate.h"
#include "core/models/model_loss.h"
#include "core/models/rows.h"

namespace tiltscape {
namespace {

/// x + c uᵢ, each block made when it is asked for: nothing is changed in place, so nothing has to be restored.
class PerturbedBlocks final : public ParameterBlocks {
 public:
  PerturbedBlocks(const at::Tensor& x, StepDirections& directions, int i, double c)
      : x_(x), directions_(directions), i_(i), c_(c) {}
  std::int64_t models() const override { return 1; }
  at::Tensor next(std::int64_t size) override {
    at::Tensor block = at::empty({size}, x_.options());
    directions_.perturb(x_, i_, c_, at_, block);
    at_ += size;
    return block.unsqueeze(0);
  }

 private:
  const at::Tensor& x_;
  StepDirections& directions_;
  int i_;
  double c_;
  std::int64_t at_ = 0;
};

/// x moved along uᵢ, and back when it is over, whatever ends it: x + ρu − 2ρu + ρu (Malladi et al. 2023, arXiv
/// 2305.17333, Algorithm 1).
class Displacement {
 public:
  Displacement(at::Tensor& x, StepDirections& directions, int i) : x_(x), directions_(directions), i_(i) {}
  Displacement(const Displacement&) = delete;
  Displacement& operator=(const Displacement&) = delete;
  ~Displacement() { become(0.0); }
  void become(double c) {
    directions_.add_part(i_, c - c_, 0, x_);
    c_ = c;
  }

 private:
  at::Tensor& x_;
  StepDirections& directions_;
  int i_;
  double c_ = 0.0;
};

/// Also a device's.
bool is_out_of_memory(const std::exception& error) {
  return dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr || memory_ran_out(error);
}

}  // namespace

Probing chosen_probing(const Task& task, std::int64_t pairs) {
  if (task.probing != Probing::automatic) return task.probing;
  const double bytes =
      static_cast<double>(pairs * task.model->dimension()) * static_cast<double>(task.options.dtype().itemsize());
  if (3.0 * bytes <= batched_bytes || !task.options.device().is_cpu()) return Probing::batched;
  return bytes <= held_bytes ? Probing::sequential : Probing::in_place;
}

TensorObjective::TensorObjective(std::shared_ptr<const Task> task, DirectionSource source)
    : task_(std::move(task)),
      source_(source),
      held_(source, task_->options),
      drawn_(drawn_directions(source, task_->options)) {}

TensorObjective::TensorObjective(const TensorObjective& other)
    : Objective(other),
      task_(other.task_),
      source_(other.source_),
      step_(other.step_),
      held_(other.source_, task_->options),
      drawn_(drawn_directions(other.source_, task_->options)),
      drift_(other.drift_),
      at_least_(other.at_least_),
      remark_(other.remark_) {}

void TensorObjective::use_step(std::uint64_t number) {
  use_threads(task_->threads);
  if (number != step_) minibatch_.reset();
  step_ = number;
}

const Examples& TensorObjective::minibatch() {
  if (task_->batch == 0) return task_->train;
  if (!minibatch_) {
    const Stream stream{.seed = task_->seed, .purpose = Purpose::minibatch, .step = step_};
    minibatch_ = task_->train.at(sample_without_replacement(stream, task_->train.size(), task_->batch));
  }
  return *minibatch_;
}

Probing TensorObjective::way(const Directions& u) const { return std::max(chosen_probing(*task_, u.pairs), at_least_); }

bool TensorObjective::become_more_frugal(const Directions& u) {
  const Probing now = way(u);
  if (now == Probing::in_place) return false;
  at_least_ = now == Probing::batched ? Probing::sequential : Probing::in_place;
  remark_ = fmt::format("out of memory at step {}: probes {} from there on", step_,
                        at_least_ == Probing::sequential ? "sequentially" : "in place");
  stack_ = {};
  if (at_least_ == Probing::in_place && source_.draws_parts(u.law)) held_ = {source_, task_->options};
  if (!task_->options.device().is_cpu()) at::getDeviceAllocator(at::kCUDA)->emptyCache();
  return true;
}

StepDirections& TensorObjective::directions(const Directions& u) {
  const bool again = way(u) == Probing::in_place && source_.draws_parts(u.law);
  StepDirections& used = again ? *drawn_ : held_;
  used.begin(u, task_->model->dimension());
  return used;
}

PairLosses TensorObjective::probe_pairs(const FlatTensor& x, const Directions& u, double rho) {
  use_threads(task_->threads);
  last_ = u;
  minibatch();  // a gradient may be asked for it, too: it must not be made without
  const c10::InferenceMode guard;
  for (;;) try {
      return probe_once(x, u, rho);
    } catch (const std::exception& error) {
      if (!is_out_of_memory(error) || !become_more_frugal(u)) throw;
    }
}

PairLosses TensorObjective::probe_once(const FlatTensor& x, const Directions& u, double rho) {
  StepDirections& used = directions(u);
  const auto pairs = static_cast<std::size_t>(u.pairs);
  losses_.resize(2 * pairs);
  const bool in_place = way(u) == Probing::in_place;
  if (way(u) == Probing::batched)
    probe_batched(x, u.pairs, rho);
  else if (in_place && !task_->model->blockwise())
    probe_restoring(x, used, u.pairs, rho);
  else
    probe_singly(x, used, u.pairs, rho, in_place);
  const std::span<const double> all(losses_);
  return {.plus = all.first(pairs), .minus = all.last(pairs)};
}

void TensorObjective::probe_batched(const FlatTensor& x, int pairs, double rho) {
  const std::int64_t k = pairs;
  if (!stack_.minus.defined() || stack_.minus.size(0) != k) {
    stack_.all = at::empty({2 * k, x.values().numel()}, task_->options);
    stack_.plus = stack_.all.narrow(0, 0, k);
    stack_.minus = stack_.all.narrow(0, k, k);
  }
  add_and_subtract(x.values(), rho, held_.all(), stack_.plus, stack_.minus);
  stack_losses(*task_->stepping, minibatch(), stack_.all, losses_);
}

void TensorObjective::probe_singly(const FlatTensor& x, StepDirections& directions, int pairs, double rho,
                                   bool in_place) {
  std::vector<at::Tensor> losses;
  const bool whole = !in_place || x.values().numel() <= small_model;
  if (!whole || stack_.minus.defined()) stack_ = {};
  if (whole && !stack_.all.defined()) {
    stack_.all = at::empty({1, x.values().numel()}, task_->options);
    stack_.plus = stack_.all.select(0, 0);
  }
  for (int probe = 0; probe < 2 * pairs; ++probe) {
    const int i = probe % pairs;
    const double c = probe < pairs ? rho : -rho;
    if (whole) {
      directions.perturb(x.values(), i, c, 0, stack_.plus);
      StackedBlocks blocks(stack_.all);
      losses.push_back(blocks_loss(*task_->stepping, minibatch(), blocks));
    } else {
      PerturbedBlocks blocks(x.values(), directions, i, c);
      losses.push_back(blocks_loss(*task_->stepping, minibatch(), blocks));
    }
  }
  take_losses(losses);
}

void TensorObjective::probe_restoring(const FlatTensor& x, StepDirections& directions, int pairs, double rho) {
  at::Tensor moved = x.values();  // x itself
  stack_ = {};
  drift_.before(moved);
  std::vector<at::Tensor> losses(2 * static_cast<std::size_t>(pairs));
  for (int i = 0; i < pairs; ++i) {
    Displacement displacement(moved, directions, i);
    for (const auto& [place, c] : {std::pair{i, rho}, {pairs + i, -rho}}) {
      displacement.become(c);
      StackedBlocks blocks(moved.unsqueeze(0));
      losses[static_cast<std::size_t>(place)] = blocks_loss(*task_->stepping, minibatch(), blocks);
    }
  }
  drift_.after(moved);
  take_losses(losses);
}

void TensorObjective::take_losses(const std::vector<at::Tensor>& losses) {
  const at::Tensor here = at::stack(losses).cpu();  // the one wait
  std::copy_n(here.const_data_ptr<double>(), here.numel(), losses_.begin());
}

std::span<const double> TensorObjective::directional_derivatives(const FlatTensor& x, const Directions& u) {
  use_threads(task_->threads);
  last_ = u;
  held_.begin(u, task_->model->dimension());
  const at::Tensor gradient = gradient_at(*task_->stepping, minibatch(), x.values()).gradient;
  const at::Tensor slopes = at::mv(held_.all(), gradient).to(at::kDouble).cpu();
  losses_.assign(slopes.const_data_ptr<double>(), slopes.const_data_ptr<double>() + slopes.numel());
  return losses_;
}

double TensorObjective::value_and_gradient(const FlatTensor& x, FlatTensor& g) {
  use_threads(task_->threads);
  auto [loss, gradient] = gradient_at(*task_->stepping, minibatch(), x.values());
  g = FlatTensor(std::move(gradient));
  return loss;
}

double TensorObjective::move_along(FlatTensor& x, const Directions& u, std::span<const double> c) {
  return directions(u).move(x, c);
}

void TensorObjective::direction(const Directions& u, int i, FlatTensor& to) {
  use_threads(task_->threads);
  at::Tensor whole = at::zeros({task_->model->dimension()}, task_->options);
  directions(u).add_part(i, 1.0, 0, whole);
  to = FlatTensor(std::move(whole));
}

Matrix TensorObjective::shares(const Matrix& axes, std::span<const std::uint32_t> pairs) const {
  if (!last_) return Matrix(axes.cols(), 0);
  use_threads(task_->threads);
  const bool held = held_.holds(*last_);
  const auto again = held ? nullptr : drawn_directions(source_, task_->options);
  if (again) again->begin(*last_, axes.rows());
  Matrix shares(axes.cols(), std::ssize(pairs));
  for (Eigen::Index i = 0; i < shares.cols(); ++i) {
    const auto pair = static_cast<int>(pairs[static_cast<std::size_t>(i)]);
    at::Tensor u = held ? held_.all().select(0, pair) : at::zeros({axes.rows()}, task_->options.dtype(at::kDouble));
    if (again) again->add_part(pair, 1.0, 0, u);
    shares.col(i) = axes.transpose() * point_of(u);
  }
  return shares;
}

}  // namespace tiltscape
