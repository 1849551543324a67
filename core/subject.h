// What a run works on: the objective its optimizer sees, and beside it what is measured, which no optimizer pays for.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/loss_function.h"
#include "core/objective.h"
#include "core/optimizer.h"
#include "core/problem.h"
#include "core/record.h"

namespace tiltscape {

/// A problem or model as one run meets it, over vectors V. Each run has its own.
template <class V>
class Subject {
 public:
  virtual ~Subject() = default;

  virtual Objective<V>& objective() = 0;
  virtual const Objective<V>& objective() const = 0;
  /// The point to begin at; asked for once.
  virtual V start() = 0;
  /// f(x), uncharged.
  virtual double loss(const V& x) = 0;
  /// The loss as a function of the whole point, for measures of it.
  virtual const LossFunction& loss_function() const = 0;
  /// A measure at x that only the subject knows: of models, the accuracy …
  virtual double measure(const std::string& name, const V&) {
    throw std::logic_error("nobody measures " + name + " here");
  }
  virtual const std::vector<Chart>& charts() const = 0;
  /// Appends x's two coordinates in every chart.
  virtual void project(const V& x, std::vector<double>& out) const = 0;
  /// x in full.
  virtual Vector point(const V& x) const = 0;
  /// x itself where it is short enough to be recorded (d ≤ 8) or shown; empty for models.
  virtual std::span<const double> coordinates(const V& x) const = 0;
  /// Coordinates in a chart of the points before ± ρuᵢ of the last step for these pairs i, plus then minus.
  virtual std::vector<std::array<float, 2>> perturbations(const V& before, double rho,
                                                          std::span<const std::uint32_t> pairs,
                                                          const Chart& chart) const = 0;
  /// What is wrong with being at x ("left the domain …"), or nothing.
  virtual std::string complaint(const V& x) const = 0;
  virtual std::unique_ptr<Subject> clone() const = 0;
};

}  // namespace tiltscape
