// A loss whose evaluations can be abandoned between two of them, however deep in a measurement they are asked for.
#pragma once

#include <algorithm>
#include <functional>

#include "core/loss_function.h"

namespace tiltscape {

/// What ends a measurement that nobody waits for any more.
struct Abandoned {};

/// The same function; throws Abandoned instead of an evaluation once `stale` says so. Both arguments outlive it.
class AbandonedLoss final : public LossFunction {
 public:
  AbandonedLoss(const LossFunction& loss, const std::function<bool()>& stale) : loss_(loss), stale_(stale) {}

  Eigen::Index dimension() const override { return loss_.dimension(); }
  double value(const Eigen::Ref<const Vector>& x) const override { return asked().value(x); }
  void values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const override {
    asked().values(points, out);
  }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> gradient) const override {
    return asked().gradient(x, gradient);
  }
  void gradients(const Eigen::Ref<const Matrix>& points, std::span<double> out,
                 Eigen::Ref<Matrix> gradients) const override {
    asked().gradients(points, out, gradients);
  }
  void hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override {
    asked().hessian_times(x, v, product);
  }
  void hessian_times_columns(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& v,
                             Eigen::Ref<Matrix> products) const override {
    constexpr Eigen::Index at_once = 16;  // so that it need not wait for all of them
    for (Eigen::Index i = 0; i < v.cols(); i += at_once) {
      const Eigen::Index n = std::min(at_once, v.cols() - i);
      asked().hessian_times_columns(x, v.middleCols(i, n), products.middleCols(i, n));
    }
  }
  void hessians(const Eigen::Ref<const Matrix>& points, Eigen::Ref<Matrix> hessians) const override {
    asked().hessians(points, hessians);
  }
  double trace(const Eigen::Ref<const Vector>& x) const override { return asked().trace(x); }
  double lambda_max(const Eigen::Ref<const Vector>& x) const override { return asked().lambda_max(x); }
  double epsilon() const override { return loss_.epsilon(); }
  std::vector<Filter> filters() const override { return loss_.filters(); }
  std::vector<Layer> layers() const override { return loss_.layers(); }
  std::string rescaling() const override { return loss_.rescaling(); }
  Vector rescaled(const Eigen::Ref<const Vector>& x, double alpha) const override { return loss_.rescaled(x, alpha); }

 private:
  const LossFunction& asked() const {
    if (stale_()) throw Abandoned();
    return loss_;
  }

  const LossFunction& loss_;
  const std::function<bool()>& stale_;
};

}  // namespace tiltscape
