// Measures: quantities followed along a run, exact or with a standard error.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/optimizer.h"
#include "core/problem.h"
#include "core/scene.h"

namespace tiltscape {

/// A value and, where it is estimated, its standard error.
struct Measured {
  double value = 0.0;
  std::optional<double> standard_error{};
};

struct MeasureEntry {
  std::string name;    ///< "lambda_max"
  std::string title;   ///< "Largest eigenvalue"
  std::string symbol;  ///< λ₁
  std::string help;
  /// Exact value at a point of a landscape; empty for measures of models or steps.
  std::function<Measured(const Problem&, const Vector&)> landscape{};
  /// Of the update that led to the point, on landscapes and models alike; before the first one it is all zeros.
  std::function<Measured(const Step&)> step{};
  /// The only problem it belongs to; empty for all.
  std::string problem{};
  bool model = false;      ///< core/models has an implementation, or it is of the step
  bool log_scale = false;  ///< usually drawn on a log axis
};

/// Every measure. One line each in core/measures/registry.cpp.
const std::vector<MeasureEntry>& measures();
/// Throws BadInput naming the nearest.
const MeasureEntry& find_measure(std::string_view name);

}  // namespace tiltscape
