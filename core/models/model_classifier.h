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
  std::int64_t features() const override { return task_->facts.features; }
  std::int64_t classes() const override { return task_->facts.classes; }
  std::int64_t tokens() const override { return task_->facts.tokens; }
  std::string spelled(std::span<const double> input) const override {
    return task_->facts.spelled != nullptr ? task_->facts.spelled(input) : std::string();
  }
  std::int64_t side() const override { return task_->facts.side; }
  const ShownExamples& train() const override { return train_; }
  const ShownExamples& test() const override { return test_; }
  Matrix shares(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& inputs) const override;

 private:
  const std::vector<std::string>& class_names() const override { return task_->facts.class_names; }

  std::shared_ptr<const Task> task_;
  ShownExamples train_, test_;
};

}  // namespace tiltscape
