// Directions, minibatches, probes and moves of models.
#include "core/models/tensor_objective.h"

#include "core/models/device_directions.h"
#include "core/models/evaluate.h"

namespace tiltscape {

TensorObjective::TensorObjective(std::shared_ptr<const Task> task, DirectionSource source)
    : task_(std::move(task)), source_(std::move(source)) {}

TensorObjective::TensorObjective(const TensorObjective& other)
    : Objective(other), task_(other.task_), source_(other.source_), step_(other.step_) {}

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

void TensorObjective::draw(const Directions& u) {
  const std::int64_t d = task_->model->dimension(), k = u.pairs;
  const bool on_device = !task_->options.device().is_cpu() && drawn_on_device(u.law);
  held_ = u;
  if (on_device) {
    directions_.reset();  // before there are others: they may be large
    directions_ = device_directions(u.law, source_.seed(), u.step, k, d, task_->options);
    return;
  }
  if (drawn_.cols() != k) drawn_.resize(d, k);
  if (!directions_.defined() || directions_.size(0) != k) directions_ = at::empty({k, d}, task_->options);
  source_.draw(u.law, u.step, drawn_);
  directions_.copy_(at::from_blob(drawn_.data(), {k, d}, at::kDouble));
}

PairLosses TensorObjective::probe_pairs(const FlatTensor& x, const Directions& u, double rho) {
  use_threads(task_->threads);
  draw(u);
  const std::int64_t k = u.pairs;
  if (!stack_.defined() || stack_.size(0) != 2 * k) stack_ = at::empty({2 * k, x.values().numel()}, task_->options);
  at::Tensor plus = stack_.narrow(0, 0, k), minus = stack_.narrow(0, k, k);
  at::add_out(plus, x.values(), directions_, rho);
  at::sub_out(minus, x.values(), directions_, rho);
  const auto pairs = static_cast<std::size_t>(k);
  losses_.resize(2 * pairs);
  stack_losses(*task_->model, minibatch(), stack_, losses_);
  const std::span<const double> all(losses_);
  return {.plus = all.first(pairs), .minus = all.last(pairs)};
}

std::span<const double> TensorObjective::directional_derivatives(const FlatTensor& x, const Directions& u) {
  use_threads(task_->threads);
  draw(u);
  const at::Tensor gradient = gradient_at(*task_->model, minibatch(), x.values()).gradient;
  const at::Tensor slopes = at::mv(directions_, gradient).to(at::kDouble).cpu();
  losses_.assign(slopes.const_data_ptr<double>(), slopes.const_data_ptr<double>() + slopes.numel());
  return losses_;
}

double TensorObjective::value_and_gradient(const FlatTensor& x, FlatTensor& g) {
  use_threads(task_->threads);
  auto [loss, gradient] = gradient_at(*task_->model, minibatch(), x.values());
  g = FlatTensor(std::move(gradient));
  return loss;
}

double TensorObjective::move(FlatTensor& x, const Directions& u, std::span<const double> c) {
  const at::Tensor coefficients =
      at::from_blob(const_cast<double*>(c.data()), {u.pairs}, at::kDouble).to(task_->options, true);
  const at::Tensor displacement = at::mv(directions_.t(), coefficients);
  x.values().add_(displacement);
  return at::dot(displacement, displacement).item<double>();
}

void TensorObjective::direction(const Directions& u, int i, FlatTensor& to) {
  use_threads(task_->threads);
  if (held_ != u) draw(u);
  assign(to, FlatTensor(directions_.select(0, i)));
}

}  // namespace tiltscape
