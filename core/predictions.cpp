// Inputs through the model, and lines where its answer changes.
#include "core/predictions.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace tiltscape {
namespace {

Answers answers_of(const Matrix& shares) {
  Answers answers;
  for (const auto& example : shares.colwise()) {
    Eigen::Index taken = 0;
    answers.shares.push_back(example.maxCoeff(&taken));
    answers.classes.push_back(taken);
  }
  return answers;
}

double node(const InputBox& box, std::size_t axis, int i) {
  const auto [low, high] = box.bounds[axis];
  return low + (high - low) * i / (box.side - 1);
}

Matrix nodes_of(const InputBox& box) {
  Matrix nodes(2, Eigen::Index{box.side} * box.side);
  for (int row = 0; row < box.side; ++row)
    for (int column = 0; column < box.side; ++column)
      nodes.col(Eigen::Index{row} * box.side + column) << node(box, 0, column), node(box, 1, row);
  return nodes;
}

/// Each boundary once: between class c and those before it.
std::vector<LinePiece> boundaries_of(const Matrix& shares, const InputBox& box) {
  std::vector<LinePiece> all;
  for (Eigen::Index c = 1; c < shares.rows(); ++c) {
    std::vector<double> ahead(static_cast<std::size_t>(shares.cols()));
    for (Eigen::Index i = 0; i < shares.cols(); ++i) {
      double others = 0.0;
      for (Eigen::Index k = 0; k < shares.rows(); ++k)
        if (k != c) others = std::max(others, shares(k, i));
      ahead[static_cast<std::size_t>(i)] = shares(c, i) - others;
    }
    const auto lines = zero_lines(ahead, box);
    all.insert(all.end(), lines.begin(), lines.end());
  }
  return all;
}

}  // namespace

std::vector<LinePiece> zero_lines(const std::vector<double>& values, const InputBox& box) {
  const auto side = static_cast<std::size_t>(box.side);
  const auto at = [&](std::size_t column, std::size_t row) { return values[row * side + column]; };
  std::vector<LinePiece> pieces;
  std::vector<std::array<float, 2>> crossings;
  for (std::size_t row = 0; row + 1 < side; ++row)
    for (std::size_t column = 0; column + 1 < side; ++column) {
      crossings.clear();
      const auto edge = [&](std::size_t c0, std::size_t r0, std::size_t c1, std::size_t r1) {
        const double from = at(c0, r0), to = at(c1, r1);
        if ((from > 0.0) == (to > 0.0) || !std::isfinite(from - to)) return;
        const double part = from / (from - to);
        const auto between = [&](std::size_t axis, std::size_t first, std::size_t last) {
          const double low = node(box, axis, static_cast<int>(first)), high = node(box, axis, static_cast<int>(last));
          return static_cast<float>(low + part * (high - low));
        };
        crossings.push_back({between(0, c0, c1), between(1, r0, r1)});
      };
      edge(column, row, column + 1, row);
      edge(column + 1, row, column + 1, row + 1);
      edge(column + 1, row + 1, column, row + 1);
      edge(column, row + 1, column, row);
      for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) pieces.push_back({crossings[i], crossings[i + 1]});
    }
  return pieces;
}

Predictions predict(const PredictionRequest& request, const std::function<bool()>& stale) {
  const auto began = std::chrono::steady_clock::now();
  const Classifier& model = *request.classifier;
  Predictions answer{.number = request.number};
  if (request.points.empty()) return answer;
  answer.train = answers_of(model.shares(*request.points.front(), model.train().inputs));
  answer.test = answers_of(model.shares(*request.points.front(), model.test().inputs));
  if (request.box.side > 1) {
    const Matrix nodes = nodes_of(request.box);
    for (const auto& x : request.points) {
      if (stale()) return answer;
      Matrix shares = model.shares(*x, nodes);
      answer.boundaries.push_back(boundaries_of(shares, request.box));
      if (x == request.points.front()) answer.shares = std::move(shares);
    }
  }
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return answer;
}

InputBox box_of(const Classifier& classifier, int side, double aspect) {
  InputBox box{.side = classifier.planar() ? side : 0};
  if (box.side == 0) return box;
  constexpr double margin = 0.08;
  std::array<double, 2> middle{}, half{};
  for (Eigen::Index axis = 0; axis < 2; ++axis) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const ShownExamples* set : {&classifier.train(), &classifier.test()}) {
      low = std::min(low, set->inputs.row(axis).minCoeff());
      high = std::max(high, set->inputs.row(axis).maxCoeff());
    }
    const auto at = static_cast<std::size_t>(axis);
    middle[at] = 0.5 * (low + high);
    half[at] = (0.5 + margin) * std::max(high - low, 1e-6);
  }
  constexpr double alike = 5.0;  // beyond, axes of one scale would leave the points in a strip
  box.equal = std::max(half[0] / half[1], half[1] / half[0]) < alike;
  if (box.equal) {
    half[0] = std::max(half[0], aspect * half[1]);
    half[1] = std::max(half[1], half[0] / aspect);
  }
  for (std::size_t axis = 0; axis < 2; ++axis)
    box.bounds[axis] = {middle[axis] - half[axis], middle[axis] + half[axis]};
  return box;
}

Matrix confusion_of(const std::vector<std::int64_t>& labels, const Answers& answers, std::int64_t classes) {
  Matrix counts = Matrix::Zero(classes, classes);
  for (std::size_t i = 0; i < labels.size() && i < answers.classes.size(); ++i)
    counts(labels[i], answers.classes[i]) += 1.0;
  return counts;
}

}  // namespace tiltscape
