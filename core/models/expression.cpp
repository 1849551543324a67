// The landscape of a formula: points in and out of LibTorch's tensors, charts, start.
#include "core/models/expression.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "core/models/compiled.h"
#include "core/problems/common.h"
#include "core/problems/expression.h"

namespace tiltscape {
namespace {

/// LibTorch computes the last points of a batch, those that fill no whole register, by other functions than the rest:
/// with no such points a value is the same bits whatever it was asked for with.
constexpr Eigen::Index lanes = 16;
/// So many points at once stay in the cache, and on this thread.
constexpr Eigen::Index most_points = 2048;

Eigen::Index padded(Eigen::Index n) { return (n + lanes - 1) / lanes * lanes; }

using Tensors = std::vector<at::Tensor>;

/// A tensor a coordinate; what fills the last lanes repeats the last point.
Tensors to_tensors(const Eigen::Ref<const Matrix>& points) {
  const Eigen::Index n = points.cols(), size = padded(n);
  Tensors tensors;
  tensors.reserve(static_cast<std::size_t>(points.rows()));
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    at::Tensor& tensor = tensors.emplace_back(at::empty({size}, at::kDouble));
    auto* to = tensor.mutable_data_ptr<double>();
    for (Eigen::Index j = 0; j < n; ++j) to[j] = points(i, j);
    std::fill(to + n, to + size, points(i, n - 1));
  }
  return tensors;
}

/// One point in every lane.
Tensors to_tensors(const Eigen::Ref<const Vector>& x, Eigen::Index n) {
  Tensors tensors;
  tensors.reserve(static_cast<std::size_t>(x.size()));
  for (const double coordinate : x) tensors.push_back(at::full({padded(n)}, coordinate, at::kDouble));
  return tensors;
}

/// The first lanes of what belongs to each coordinate: a row of `out`; an undefined tensor is 0.
void from_tensors(const Tensors& tensors, Eigen::Ref<Matrix> out) {
  for (Eigen::Index i = 0; i < out.rows(); ++i) {
    const at::Tensor& tensor = tensors[static_cast<std::size_t>(i)];
    if (!tensor.defined()) {
      out.row(i).setZero();
      continue;
    }
    const at::Tensor adjacent = tensor.contiguous();
    const auto* from = adjacent.const_data_ptr<double>();
    for (Eigen::Index j = 0; j < out.cols(); ++j) out(i, j) = from[j];
  }
}

double first(const at::Tensor& tensor) { return *tensor.const_data_ptr<double>(); }

class Expression final : public Problem {
 public:
  Expression(problems::ExpressionSettings settings, const Formula& formula)
      : settings_(std::move(settings)), compiled_(formula.script) {}

  Eigen::Index dimension() const override { return static_cast<Eigen::Index>(settings_.variables.size()); }
  double value(const Eigen::Ref<const Vector>& x) const override { return first(compiled_.values(to_tensors(x, 1))); }
  void values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const override {
    for (Eigen::Index from = 0; from < points.cols(); from += most_points) {
      const Eigen::Index n = std::min(most_points, points.cols() - from);
      const at::Tensor values = compiled_.values(to_tensors(points.middleCols(from, n)));
      std::copy_n(values.const_data_ptr<double>(), n, out.begin() + from);
    }
  }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> g) const override {
    double value = 0.0;
    gradients(x, {&value, 1}, g);
    return value;
  }
  void gradients(const Eigen::Ref<const Matrix>& points, std::span<double> out,
                 Eigen::Ref<Matrix> gradients) const override {
    for (Eigen::Index from = 0; from < points.cols(); from += most_points) {
      const Eigen::Index n = std::min(most_points, points.cols() - from);
      const auto [values, slopes] = compiled_.gradient(to_tensors(points.middleCols(from, n)));
      std::copy_n(values.const_data_ptr<double>(), n, out.begin() + from);
      from_tensors(slopes, gradients.middleCols(from, n));
    }
  }
  void hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override {
    hessian_times_columns(x, v, product);
  }
  void hessian_times_columns(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& v,
                             Eigen::Ref<Matrix> products) const override {
    if (v.cols() == 0) return;
    from_tensors(compiled_.hessian_times(to_tensors(x, v.cols()), to_tensors(v)), products);
  }
  /// A lane a column.
  void hessians(const Eigen::Ref<const Matrix>& points, Eigen::Ref<Matrix> hessians) const override {
    const Eigen::Index d = points.rows(), most = std::max<Eigen::Index>(1, most_points / d);
    for (Eigen::Index from = 0; from < points.cols(); from += most) {
      const Eigen::Index n = std::min(most, points.cols() - from);
      Matrix at(d, n * d);
      for (Eigen::Index i = 0; i < n; ++i) at.middleCols(i * d, d).colwise() = points.col(from + i);
      const Tensors columns =
          compiled_.hessian_times(to_tensors(at), to_tensors(Matrix::Identity(d, d).replicate(1, n)));
      from_tensors(columns, hessians.middleCols(from * d, n * d));
    }
  }
  Vector default_start() const override {
    const Matrix box = start_box();
    return box.col(0) + 0.2 * (box.col(1) - box.col(0));
  }
  std::vector<Minimum> minima() const override { return {}; }
  Matrix start_box() const override {
    Matrix box(dimension(), 2);
    for (Eigen::Index i = 0; i < box.rows(); ++i) {
      const auto& [low, high] = settings_.bounds[static_cast<std::size_t>(i)];
      box.row(i) << low, high;
    }
    return box;
  }
  std::string coordinate_name(Eigen::Index i) const override {
    return settings_.variables[static_cast<std::size_t>(i)];
  }
  std::vector<Chart> charts() const override;

 private:
  problems::ExpressionSettings settings_;
  Compiled compiled_;
};

std::vector<Chart> Expression::charts() const {
  const auto& bounds = settings_.bounds;
  if (dimension() == 1) return {problems::line_chart(coordinate_name(0), {bounds[0], bounds[0]})};
  Chart chart = axis_plane(default_start(), 0, 1, {coordinate_name(0), coordinate_name(1)}, {bounds[0], bounds[1]});
  if (dimension() > 2) chart.note += " at the default start";
  return {std::move(chart)};
}

}  // namespace

std::shared_ptr<const Problem> compile_expression(const Settings& settings) {
  problems::ExpressionSettings own(settings);
  const Formula formula = own.complete();
  return std::make_shared<const Expression>(std::move(own), formula);
}

}  // namespace tiltscape
