// What a model says of examples, for pictures: boundaries, mistakes, confusion.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

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
  virtual std::int64_t features() const = 0;
  virtual std::int64_t classes() const = 0;
  /// As the data call it; else its number.
  std::string class_name(std::int64_t label) const {
    const auto& names = class_names();
    return names.empty() ? std::to_string(label) : names.at(static_cast<std::size_t>(label));
  }
  /// Different ones, where inputs are tokens 0, 1, …; 0 where they are numbers.
  virtual std::int64_t tokens() const { return 0; }
  /// Whether inputs are points of a plane.
  bool planar() const { return features() == 2 && tokens() == 0; }
  /// A sequence of tokens for people; empty where inputs are numbers.
  virtual std::string spelled(std::span<const double> /*input*/) const { return {}; }
  /// Of images with side × side pixels, row by row, 0 to 1; 0 where examples are none.
  virtual std::int64_t side() const = 0;
  virtual const ShownExamples& train() const = 0;
  virtual const ShownExamples& test() const = 0;
  /// How sure the model with parameters x is of each class (classes × n), for inputs (features × n): softmax of the
  /// scores; of a lone score its logistic function, of one score a class against the rest those, scaled to sum to 1.
  virtual Matrix shares(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& inputs) const = 0;

 private:
  /// Empty where the data have none.
  virtual const std::vector<std::string>& class_names() const = 0;
};

}  // namespace tiltscape
