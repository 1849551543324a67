// Measures: quantities followed along a run, exact or with a standard error.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/curvature/estimate.h"
#include "core/optimizer.h"
#include "core/problem.h"
#include "core/scene.h"

namespace tiltscape {

/// Where a run measures. The seed is the run's, whatever the step: estimates share their probes along a run, and
/// between runs of one seed.
struct MeasuredPoint {
  const LossFunction& loss;
  const Vector& x;
  std::uint64_t seed = 0;
};

struct MeasureEntry {
  std::string name;    ///< "lambda_max"
  std::string title;   ///< "Largest eigenvalue"
  std::string symbol;  ///< λ₁
  std::string help;
  /// At a point of any loss, in the way that the spec says. Not defined (NaN) where f or what is asked for is not
  /// finite.
  std::function<Estimate(const MeasureSpec&, const MeasuredPoint&)> point{};
  /// Of the update that led to the point; before the first one it is all zeros. Where both are empty, core/models
  /// knows.
  std::function<double(const Step&)> step{};
  std::vector<std::string> methods{"exact"};  ///< what `method` may be, the one of landscapes first
  std::string model_method{};                 ///< the one of models; empty: the first, too
  std::string problem{};                      ///< the only one it belongs to; empty for all
  bool landscape = true, model = true;        ///< whether they have it
  /// Whether it measures how f bends around the point, which says little of flatness where ∇f is not small.
  bool curvature = false;
  bool has_rho = false, has_tilt = false;  ///< whether it depends on a perturbation size or a tilt of its own
  bool log_scale = false;                  ///< usually drawn on a log axis
  std::string beside{};                    ///< the column of training whose curve it is drawn beside: "loss"
  std::string around{};                    ///< the neighbourhood, where it has one: "ball ρ√d"
};

/// Up to so many parameters the whole Hessian is formed for what is exact (200 MB).
inline constexpr Eigen::Index most_exact = 5000;

/// Every measure. One line each in core/measures/registry.cpp.
const std::vector<MeasureEntry>& measures();
/// Throws BadInput naming the nearest.
const MeasureEntry& find_measure(std::string_view name);

/// Whether a problem has a measure.
bool belongs(const MeasureEntry& measure, const ProblemEntry& problem);
/// Whether a measure is exact at the cost of a few evaluations, whatever d is.
bool quick_when_exact(const MeasureEntry& measure, const ProblemEntry& problem, const Settings& settings);
/// A measure of a problem with its defaults.
MeasureSpec default_spec(const MeasureEntry& measure, const ProblemEntry& problem, const Settings& settings);
/// The error and budget of a method where nothing is said of either: on landscapes 5 % and at most 1 000; on models no
/// error, but Hessian products or evaluations that cost about as much as fifty steps of a small one.
void plan_by_default(MeasureSpec& spec, const ProblemEntry& problem);
/// Whether a method draws probes, so that its values have standard errors.
bool is_sampled(std::string_view method);
/// What is wrong with measuring this of a problem of dimension d, 0 where that is not known; empty where nothing is.
std::string measure_complaint(const MeasureSpec& spec, const ProblemEntry& problem, const Settings& settings,
                              Eigen::Index d);
/// Throws BadInput where a measure of the scene is not to be had of its problem with d parameters.
void check_measures(const Scene& scene, Eigen::Index d);

}  // namespace tiltscape
