// What a model says of examples, for pictures: boundaries, mistakes, confusion.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/data_facts.h"
#include "core/loss_function.h"

namespace tiltscape {

/// Examples as the model sees them.
struct ShownExamples {
  Matrix inputs{};                     ///< features × n
  std::vector<std::int64_t> labels{};  ///< classes
  std::vector<std::int64_t> truth{};   ///< the labels before noise
  std::vector<std::int64_t> places{};  ///< from 1: lines of a text file, rows of other data; empty of generated ones
};

/// Immutable and safe from any thread.
class Classifier {
 public:
  virtual ~Classifier() = default;

  /// "64 → 32 → 10, tanh".
  virtual std::string architecture() const = 0;
  /// Of the examples.
  const DataFacts& facts() const { return facts_; }
  /// As the data call it; else its number.
  std::string class_name(std::int64_t label) const {
    const auto at = static_cast<std::size_t>(label);
    return at < facts_.class_names.size() ? facts_.class_names[at] : std::to_string(label);
  }
  /// As the data call it; else "feature 1" …
  std::string feature_name(std::int64_t feature) const {
    const auto at = static_cast<std::size_t>(feature);
    return at < facts_.feature_names.size() ? facts_.feature_names[at] : "feature " + std::to_string(feature + 1);
  }
  /// Whether inputs are points of a plane.
  bool planar() const { return facts_.features == 2 && facts_.tokens == 0; }
  virtual const ShownExamples& train() const = 0;
  virtual const ShownExamples& test() const = 0;
  /// How sure the model with parameters x is of each class (classes × n), for inputs (features × n): softmax of the
  /// scores; of a lone score its logistic function, of one score a class against the rest those, scaled to sum to 1.
  virtual Matrix shares(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& inputs) const = 0;

 protected:
  explicit Classifier(DataFacts facts) : facts_(std::move(facts)) {}

 private:
  DataFacts facts_;
};

}  // namespace tiltscape
