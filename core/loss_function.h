// A loss as a function of the whole point, with its derivatives: what landscapes and models have in common for pictures
// and for measurements beside the runs.
#pragma once

#include <Eigen/Core>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace tiltscape {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

/// Coordinates that a model scales together: the incoming weights of one neuron (Li et al. 2018, arXiv 1712.09913,
/// section 4).
struct Filter {
  Eigen::Index first = 0, size = 0;
};

/// Coordinates that belong together for people: a model's layer.
struct Layer {
  std::string name;
  Eigen::Index first = 0, size = 0;
};

/// Immutable and safe from any thread; nobody is charged. Points are double whatever the model's own type is.
class LossFunction {
 public:
  virtual ~LossFunction() = default;

  virtual Eigen::Index dimension() const = 0;
  virtual double value(const Eigen::Ref<const Vector>& x) const = 0;
  /// f at every column of `points` (d × n) into `out` (n).
  virtual void values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const;
  /// ∇f(x) into `gradient`; returns f(x).
  virtual double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> gradient) const = 0;
  /// ∇f at every column of `points` (d × n) into those of `gradients`, f there into `out` (n).
  virtual void gradients(const Eigen::Ref<const Matrix>& points, std::span<double> out,
                         Eigen::Ref<Matrix> gradients) const;
  /// H(x) v into `product`.
  virtual void hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                             Eigen::Ref<Vector> product) const = 0;
  /// H(x) v for the columns of `v` (d × m) into those of `products`.
  virtual void hessian_times_columns(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& v,
                                     Eigen::Ref<Matrix> products) const;
  /// H at every column of `points` (d × n) into `hessians` (d × nd), side by side; for small d.
  virtual void hessians(const Eigen::Ref<const Matrix>& points, Eigen::Ref<Matrix> hessians) const;
  /// tr H(x), exact. The default takes d products.
  virtual double trace(const Eigen::Ref<const Vector>& x) const;
  /// Largest eigenvalue of H(x), exact. The default forms H by d products.
  virtual double lambda_max(const Eigen::Ref<const Vector>& x) const;
  /// The rounding of f, relative to its terms: that of the numbers it computes with.
  virtual double epsilon() const { return std::numeric_limits<double>::epsilon(); }
  /// A model's filters in order; empty for landscapes. Coordinates that are in none (biases) have no scale of their
  /// own.
  virtual std::vector<Filter> filters() const { return {}; }
  /// A model's layers in order, which hold all coordinates; empty for landscapes.
  virtual std::vector<Layer> layers() const { return {}; }
  /// What `rescaled` does, for people: "y → αy, z → z/α"; empty where no such thing is known.
  virtual std::string rescaling() const { return {}; }
  /// Another point, for α > 0, where f is the same whatever the data: what depends on the choice between them is no
  /// property of the function that was found.
  virtual Vector rescaled(const Eigen::Ref<const Vector>& x, double /*alpha*/) const { return x; }
};

}  // namespace tiltscape
