// What models answer at a point in parameter space: classes of examples, and where in the plane one class ends.
#pragma once

#include <array>
#include <functional>
#include <memory>

#include "core/classifier.h"

namespace tiltscape {

/// What inputs are taken for, and how sure of it the model is.
struct Answers {
  std::vector<std::int64_t> classes{};
  std::vector<double> shares{};
};

/// Of two features: a box of inputs, looked at in side × side nodes.
struct InputBox {
  std::array<std::array<double, 2>, 2> bounds{};  ///< [feature][low, high]
  int side = 0;                                   ///< 0: nothing is looked at
  bool equal = true;                              ///< whether a unit is as long on both axes
  bool operator==(const InputBox&) const = default;
};

using LinePiece = std::array<std::array<float, 2>, 2>;

struct PredictionRequest {
  std::uint64_t number = 0;  ///< comes back with the answer
  std::shared_ptr<const Classifier> classifier{};
  std::vector<std::shared_ptr<const Vector>> points{};  ///< parameters; the first are answered in full
  InputBox box{};
};

struct Predictions {
  std::uint64_t number = 0;
  Answers train{}, test{};  ///< of the first parameters
  Matrix shares{};          ///< classes × side², of the first parameters, row by row from the lowest
  std::vector<std::vector<LinePiece>> boundaries{};  ///< of all parameters: where another class is the surest
  double seconds = 0.0;
};

/// Where `values` (side × side nodes of the box, row by row) are 0, between nodes by linear interpolation.
std::vector<LinePiece> zero_lines(const std::vector<double>& values, const InputBox& box);

/// Nothing where `stale` says that nobody waits any more.
Predictions predict(
    const PredictionRequest& request, const std::function<bool()>& stale = [] { return false; });

/// The box that holds a data set of two features, with a margin, widened to `aspect` (width over height).
InputBox box_of(const Classifier& classifier, int side, double aspect);

/// How many of the examples of each class (row) are taken for each (column): classes × classes.
Matrix confusion_of(const std::vector<std::int64_t>& labels, const Answers& answers, std::int64_t classes);

}  // namespace tiltscape
