// Tensors become matrices and back.
#include "core/models/model_classifier.h"

#include "core/models/evaluate.h"
#include "core/models/losses.h"
#include "core/models/model_loss.h"

namespace tiltscape {
namespace {

ShownExamples shown_of(const Examples& examples, const at::Tensor& truth) {
  const at::Tensor inputs = examples.inputs.to(at::kCPU, at::kDouble).contiguous();
  return {Eigen::Map<const Matrix>(inputs.const_data_ptr<double>(), inputs.size(1), inputs.size(0)),
          label_numbers(examples.labels), label_numbers(truth),
          examples.places.defined() ? label_numbers(examples.places) : std::vector<std::int64_t>()};
}

}  // namespace

ModelClassifier::ModelClassifier(std::shared_ptr<const Task> task)
    : Classifier(task->facts),
      task_(std::move(task)),
      train_(shown_of(task_->train, task_->truth)),
      test_(shown_of(task_->test, task_->test.labels)) {}

Matrix ModelClassifier::shares(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& inputs) const {
  const c10::InferenceMode guard;
  use_threads(task_->threads);
  const at::Tensor rows = rows_of(inputs, task_->options);
  const at::Tensor scores = scores_at(*task_->model, rows, rows_of(x, task_->options).squeeze(0));
  const at::Tensor shares =
      shares_of(task_->model->loss(), scores).t().to(at::kCPU, at::kDouble).contiguous();  // n × classes
  return Eigen::Map<const Matrix>(shares.const_data_ptr<double>(), shares.size(1), shares.size(0));
}

}  // namespace tiltscape
