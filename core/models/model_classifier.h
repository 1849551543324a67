// A task's examples and its model's answers, for pictures.
#pragma once

#include <memory>

#include "core/classifier.h"
#include "core/models/task.h"

namespace tiltscape {

class ModelClassifier final : public Classifier {
 public:
  explicit ModelClassifier(std::shared_ptr<const Task> task);

  std::string architecture() const override { return task_->model->architecture(); }
  const ShownExamples& train() const override { return train_; }
  const ShownExamples& test() const override { return test_; }
  Matrix shares(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& inputs) const override;

 private:
  std::shared_ptr<const Task> task_;
  ShownExamples train_, test_;
};

}  // namespace tiltscape
