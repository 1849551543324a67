// Cross entropy, and the losses of each score against the rest.
#include "core/models/losses.h"

namespace tiltscape {
namespace {

/// −log softmax(scores)[label].
at::Tensor cross_entropies(const at::Tensor& scores, const at::Tensor& labels) {
  const at::Tensor index = labels.view({1, 1, -1}).expand({scores.size(0), 1, labels.size(0)});
  return scores.log_softmax(1).gather(1, index).squeeze(1).neg();
}

/// Whether each output (rows) stands for the example's class, 0 or 1: a lone output for class 1.
at::Tensor hits(const at::Tensor& scores, const at::Tensor& labels) {
  const std::int64_t outputs = scores.size(1);
  const at::Tensor classes =
      outputs == 1 ? at::ones({1, 1}, labels.options()) : at::arange(outputs, labels.options()).unsqueeze(1);
  return classes.eq(labels.unsqueeze(0)).to(scores.scalar_type());
}

}  // namespace

at::Tensor losses_of(LossName loss, const at::Tensor& scores, const at::Tensor& labels) {
  if (loss == LossName::cross_entropy) return cross_entropies(scores, labels);
  const at::Tensor hit = hits(scores, labels);
  if (loss == LossName::squared_error) return (scores - hit).square().sum(1);
  const at::Tensor margins = scores * (2 * hit - 1);  // yz
  if (loss == LossName::hinge) return (1 - margins).clamp_min(0).square().sum(1);
  return at::softplus(-margins).sum(1);  // log(1 + e^(−yz))
}

at::Tensor classes_of(LossName loss, const at::Tensor& scores) {
  if (scores.size(1) > 1) return scores.argmax(1);
  return scores.squeeze(1).ge(loss == LossName::squared_error ? 0.5 : 0.0).to(at::kLong);
}

at::Tensor shares_of(LossName loss, const at::Tensor& scores) {
  if (loss == LossName::cross_entropy) return scores.softmax(0);
  const at::Tensor each = loss == LossName::squared_error ? scores.clamp(0, 1) : scores.sigmoid();
  if (scores.size(0) == 1) return at::cat({1 - each, each});
  return each / each.sum(0, true).clamp_min(1e-12);
}

}  // namespace tiltscape
