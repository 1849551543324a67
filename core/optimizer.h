// Optimizers: one step on an objective, with a small copyable state. They know nothing of threads, loops or screens.
#pragma once

#include <Eigen/Core>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/describe.h"
#include "core/objective.h"

namespace tiltscape {

/// What one step did, for records and the step panel. Spans live until the optimizer's next step.
struct Step {
  double length = 0.0;             ///< ‖x_new − x‖, the effective step
  double effective_samples = 0.0;  ///< ESS = 1/ΣBᵢ², between 1 and the number of pairs (samples); 0 where there is none
  double estimate_norm = 0.0;      ///< ‖ĝ‖ (or ‖∇f‖ at the point where it was taken)
  double tilt_spread = 0.0;        ///< t · standard deviation of the losses: the tilt acts where this is ≳ 1
  PairLosses losses{};             ///< empty where nothing was probed
  std::span<const double> plus_weights{};  ///< w⁺ᵢ, softmax of t f over the 2k points
  std::span<const double> minus_weights{};
  std::span<const double> sample_losses{};  ///< where single points were looked at instead of pairs; else empty
  std::span<const double> sample_weights{};
};

template <class V>
class Optimizer {
 public:
  virtual ~Optimizer() = default;
  /// Moves x by one step; `number` counts steps from 0 and names the directions.
  virtual Step step(Objective<V>& f, V& x, std::uint64_t number) = 0;
  /// Takes the settings as they are at a step.
  virtual void set(const Settings& settings, std::uint64_t step) = 0;
  virtual std::unique_ptr<Optimizer> clone() const = 0;
};

/// Makes an Optimizer<V> of a method: a copyable struct with visit(), and step(f, x, number).
template <template <class> class Method, class V>
class OptimizerOf final : public Optimizer<V> {
 public:
  Step step(Objective<V>& f, V& x, std::uint64_t number) override { return method_.step(f, x, number); }
  void set(const Settings& settings, std::uint64_t step) override {
    Assign assign(settings, step);
    method_.visit(assign);
  }
  std::unique_ptr<Optimizer<V>> clone() const override { return std::make_unique<OptimizerOf>(*this); }

 private:
  Method<V> method_;
};

/// How a method turns what it estimates, ĝ, into a step.
enum class StepKind {
  plain,     ///< x ← x − η ĝ
  averaged,  ///< over the steps before: momentum
  rescaled   ///< coordinate by coordinate: η is about what each moves by, however large ĝ is
};

/// A method's place in the list: what menus, scenes, help and tests need.
struct OptimizerEntry {
  std::string name;  ///< "zest"
  std::vector<std::string> aliases{};
  std::string title;    ///< "ZEST"
  std::string summary;  ///< "tilted zeroth order"
  std::string formula;  ///< x ← x − η/(tρ) Σ δᵢ vᵢ
  std::string help;
  std::string citation;
  bool reconstruction = false;  ///< built from the literature's description, not from the authors' code
  bool zeroth_order = false;    ///< draws directions and probes
  StepKind step_kind = StepKind::plain;
  std::vector<Parameter> parameters{};
  /// Throws BadInput where settings contradict one another (bias-corrected with one pair).
  std::function<void(const Settings&)> check{};
  std::function<std::unique_ptr<Optimizer<Eigen::VectorXd>>()> make{};

  /// Whether x changes by Objective::move alone, which leaves it as it is where a step cannot be done.
  bool only_moves() const { return zeroth_order && step_kind == StepKind::plain; }
};

/// Every optimizer, in the order of menus. One line each in core/optimizers/all.h.
const std::vector<OptimizerEntry>& optimizers();
/// By name or alias; throws BadInput naming the nearest.
const OptimizerEntry& find_optimizer(std::string_view name);

}  // namespace tiltscape
