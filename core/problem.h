// Landscapes: functions of R^d with exact gradients, Hessian products and curvature, and what is known of them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/loss_function.h"
#include "core/outside.h"
#include "core/parameter.h"

namespace tiltscape {

struct Plane;

/// Two coordinates of a high-dimensional point for pictures, and a representative point for each pair of coordinates.
struct Chart {
  std::string name;                   ///< "x–y plane", "y·z and S" (Inter, the font, has no ᵀ)
  std::array<std::string, 2> labels;  ///< axis labels
  std::string note;                   ///< what the picture leaves out, and where there is nothing to show; may be empty
  std::array<std::array<double, 2>, 2> bounds{};  ///< default view, [axis][low, high]
  std::function<Eigen::Vector2d(const Vector&)> project;
  std::function<std::optional<Vector>(const Eigen::Vector2d&)> lift;  ///< nothing where no point has these coordinates
  std::shared_ptr<const Plane> plane{};  ///< where the coordinates are those of a plane (core/plane.h); else empty
};

struct Minimum {
  Vector x;
  double value = 0.0;
  std::string label;  ///< "global minimum", "flat minimum" …
};

/// The function of one landscape, with its parameters fixed. Immutable: shared by runs, surfaces and measures.
/// Outside its domain it may return infinities or NaN; it never throws.
class Problem : public LossFunction {
 public:
  virtual Vector default_start() const = 0;
  /// The known minima, at most a few; a continuum gives representatives.
  virtual std::vector<Minimum> minima() const = 0;
  /// The box the problem is meant for, a row a coordinate [low, high]; infinite where there is no limit.
  virtual Matrix domain() const;
  /// The box that random starts are drawn in, a row a coordinate [low, high]: what the first chart shows, the
  /// bounds of its second axis for every further coordinate, within the domain.
  virtual Matrix start_box() const;
  /// What coordinate i is called, for people: x, y, z in up to three dimensions, x₀, x₁ … beyond.
  virtual std::string coordinate_name(Eigen::Index i) const;
  /// The largest curvature at infinity: sup over directions e of lim 2 f(se)/s², s → ∞. 0 where f grows slower than a
  /// quadratic, ∞ where it grows faster, nothing where that is not known. Under an untruncated Gaussian F_t = ∞ where
  /// t ρ² times it is 1 or more.
  virtual std::optional<double> growth() const { return std::nullopt; }
  /// Charts for pictures, the default first. Two-dimensional problems: the plane itself.
  virtual std::vector<Chart> charts() const = 0;
};

/// x, y, z in up to three dimensions, x₀, x₁ … beyond.
std::string default_coordinate_name(Eigen::Index i, Eigen::Index dimension);
/// NAME₀, NAME₁₂ …
std::string subscripted(std::string_view name, Eigen::Index i);

/// The plane of two coordinates through `origin`, the others kept.
Chart axis_plane(const Vector& origin, Eigen::Index first, Eigen::Index second, std::array<std::string, 2> labels,
                 std::array<std::array<double, 2>, 2> bounds);

/// Step sizes that a scene begins with whose model was just picked.
struct FirstRates {
  double gradient = 0.2, zeroth_order = 0.05;  ///< of eight pairs
};

/// A problem's place in the list: everything but the function.
struct ProblemEntry {
  std::string name;     ///< "sharpness-valley"
  std::string title;    ///< "Sharpness valley"
  std::string formula;  ///< f = ½[(4+x)y² + …]
  std::string help;     ///< one or two sentences
  std::string citation;
  std::vector<Parameter> parameters{};
  bool gaussian_start = false;  ///< random starts are N(0, I); otherwise uniform in the problem's start_box
  bool model = false;           ///< a LibTorch model: made by core/models instead
  /// Where it is known without making the problem, else 0 or empty. Throws BadInput as `complete` does.
  std::function<Eigen::Index(const Settings&)> parameter_count{};
  /// Fills in settings that follow from others. Throws BadInput, beginning with a parameter's name, where they
  /// contradict one another or say nothing.
  std::function<void(Settings&)> complete{};
  /// Of models: whether trace and λ_max are exact at the cost of a few evaluations, whatever d is. Empty: they are not.
  std::function<bool(const Settings&)> quick_curvature{};
  FirstRates first_rates{};  ///< of models; those of landscapes follow from their curvature
  /// Empty where core/models makes it. `seed` is for problems that are drawn (a rotated quadratic).
  std::function<std::shared_ptr<const Problem>(const Settings&, std::uint64_t seed)> make{};
};

/// The number of parameters; 0 where only making the problem tells, and where its settings contradict one another.
Eigen::Index known_dimension(const ProblemEntry& entry, const Settings& settings);

/// The function of any landscape, also of those that core/models makes. Throws BadInput.
std::shared_ptr<const Problem> make_problem(const ProblemEntry& entry, const Settings& settings, std::uint64_t seed,
                                            const Outside& outside);

/// Every landscape that core makes, in the order of menus. One line each in core/problems/registry.h.
const std::vector<ProblemEntry>& landscapes();
/// The landscape of a formula, which core/models makes.
const ProblemEntry& expression_entry();
/// Every model's description, without LibTorch. One line each in core/problems/models/registry.cpp.
const std::vector<ProblemEntry>& model_entries();
/// All of them in the order of menus: landscapes, the user's own, models.
std::vector<const ProblemEntry*> all_problems();
/// Throws BadInput naming the nearest.
const ProblemEntry& find_problem(std::string_view name);

}  // namespace tiltscape
