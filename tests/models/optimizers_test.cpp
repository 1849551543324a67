// Optimizers on tensors against the same optimizers on Eigen vectors, on a function that both sides compute.
#include <ATen/ATen.h>

#include <cmath>
#include <limits>

#include "core/models/flat_tensor.h"
#include "core/models/optimizers.h"
#include "core/random.h"
#include "core/vector_operations.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

constexpr Eigen::Index dimension = 7;

/// f(x) = Σ (i + 1)/2 x_i² + x_i³/10, for vectors of either kind: only the conversion differs.
template <class V>
class Polynomial final : public Objective<V> {
 public:
  bool spoilt = false;  ///< losses are not finite

  void direction(const Directions& u, int i, V& to) override {
    draw(u);
    from_eigen(u_.col(i), to);
  }
  static Eigen::VectorXd to_eigen(const Eigen::VectorXd& x) { return x; }
  static Eigen::VectorXd to_eigen(const FlatTensor& x) {
    return Eigen::Map<const Eigen::VectorXd>(x.values().template const_data_ptr<double>(), x.values().numel());
  }
  static void from_eigen(const Eigen::VectorXd& x, Eigen::VectorXd& out) { out = x; }
  static void from_eigen(const Eigen::VectorXd& x, FlatTensor& out) {
    out = FlatTensor(at::from_blob(const_cast<double*>(x.data()), {x.size()}, at::kDouble).clone());
  }

 private:
  static double value(const Eigen::VectorXd& x) {
    double sum = 0;
    for (Eigen::Index i = 0; i < x.size(); ++i)
      sum += static_cast<double>(i + 1) / 2 * x[i] * x[i] + x[i] * x[i] * x[i] / 10;
    return sum;
  }
  static Eigen::VectorXd slope(const Eigen::VectorXd& x) {
    Eigen::VectorXd g(x.size());
    for (Eigen::Index i = 0; i < x.size(); ++i) g[i] = static_cast<double>(i + 1) * x[i] + 3 * x[i] * x[i] / 10;
    return g;
  }
  void draw(const Directions& u) {
    u_.resize(dimension, u.pairs);
    DirectionSource(Generator::philox, 3).draw(u.law, u.step, u_);
  }
  PairLosses probe_pairs(const V& x, const Directions& u, double rho) override {
    draw(u);
    const Eigen::VectorXd centre = to_eigen(x);
    plus_.clear();
    minus_.clear();
    if (spoilt) {
      plus_.assign(static_cast<std::size_t>(u_.cols()), std::numeric_limits<double>::quiet_NaN());
      minus_.assign(static_cast<std::size_t>(u_.cols()), 1.0);
      return {plus_, minus_};
    }
    for (Eigen::Index i = 0; i < u_.cols(); ++i) {
      plus_.push_back(value(centre + rho * u_.col(i)));
      minus_.push_back(value(centre - rho * u_.col(i)));
    }
    return {plus_, minus_};
  }
  std::span<const double> directional_derivatives(const V& x, const Directions& u) override {
    draw(u);
    const Eigen::VectorXd slopes = u_.transpose() * slope(to_eigen(x));
    plus_.assign(slopes.begin(), slopes.end());
    return plus_;
  }
  double value_and_gradient(const V& x, V& g) override {
    from_eigen(slope(to_eigen(x)), g);
    return value(to_eigen(x));
  }
  double move_along(V& x, const Directions&, std::span<const double> c) override {
    Eigen::VectorXd values = to_eigen(x);
    const Eigen::VectorXd change = u_ * Eigen::Map<const Eigen::VectorXd>(c.data(), std::ssize(c));
    from_eigen(values + change, x);
    return change.squaredNorm();
  }

  Eigen::MatrixXd u_;
  std::vector<double> plus_, minus_;
};

class EveryOptimizer : public testing::TestWithParam<std::string> {};

TEST_P(EveryOptimizer, StepsOnTensorsAsOnEigenVectors) {
  const auto& entry = find_optimizer(GetParam());
  Settings settings(entry.parameters);
  if (settings.find("learning_rate") != nullptr) settings.set("learning_rate", 0.02);
  if (settings.find("pairs") != nullptr) settings.set("pairs", std::int64_t{5});
  const auto on_vectors = entry.make();
  const auto on_tensors = make_model_optimizer(entry.name);
  on_vectors->set(settings, 0);
  on_tensors->set(settings, 0);
  Polynomial<Eigen::VectorXd> f;
  Polynomial<FlatTensor> g;
  Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(dimension, -1, 2);
  const Eigen::VectorXd start = x;
  FlatTensor y;
  Polynomial<FlatTensor>::from_eigen(x, y);
  for (std::uint64_t number = 0; number < 4; ++number) {
    const Step a = on_vectors->step(f, x, number);
    const Step b = on_tensors->step(g, y, number);
    EXPECT_LT((x - Polynomial<FlatTensor>::to_eigen(y)).cwiseAbs().maxCoeff(), 1e-13);
    EXPECT_NEAR(a.length, b.length, 1e-13);
    EXPECT_EQ(f.counts(), g.counts());
  }
  EXPECT_GT((x - start).norm(), 1e-6);
}

std::vector<std::string> optimizer_names() {
  std::vector<std::string> names;
  for (const auto& entry : optimizers()) names.push_back(entry.name);
  return names;
}
TEST_P(EveryOptimizer, ThatOnlyMovesLeavesXWhereALossIsNotFinite) {
  const auto& entry = find_optimizer(GetParam());
  if (!entry.only_moves()) return;  // runs keep the point before for the others
  Settings settings(entry.parameters);
  if (settings.find("pairs") != nullptr) settings.set("pairs", std::int64_t{5});
  const auto optimizer = entry.make();
  optimizer->set(settings, 0);
  Polynomial<Eigen::VectorXd> f;
  Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(dimension, -1, 2);
  f.begin_step(0);
  optimizer->step(f, x, 0);
  const Eigen::VectorXd before = x;
  f.spoilt = true;
  f.begin_step(1);
  const Step step = optimizer->step(f, x, 1);
  EXPECT_FALSE(f.all_finite() && std::isfinite(step.length));
  EXPECT_EQ(x, before);
}

INSTANTIATE_TEST_SUITE_P(List, EveryOptimizer, testing::ValuesIn(optimizer_names()), [](const auto& parameter) {
  std::string name = parameter.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

// Each operation on either kind of vector, on numbers with every sign.
TEST(FlatTensor, HasTheOperationsOfVectors) {
  using Both = Polynomial<FlatTensor>;
  const Eigen::VectorXd a = Eigen::VectorXd::LinSpaced(dimension, -1, 2), b = a.array().cos().matrix(),
                        positive = a.array().square().matrix();
  const auto expect_same = [&](const char* what, auto operation) {
    FlatTensor s, t, p, y;
    Both::from_eigen(a, s);
    Both::from_eigen(b, t);
    Both::from_eigen(positive, p);
    assign(y, t);
    Eigen::VectorXd z = b;
    operation(s, t, p, y);
    operation(a, b, positive, z);
    EXPECT_LT((Both::to_eigen(y) - z).cwiseAbs().maxCoeff(), 1e-15) << what;
    EXPECT_EQ(Both::to_eigen(s), a) << what << " leaves its arguments";
    EXPECT_EQ(Both::to_eigen(p), positive) << what;
    EXPECT_GT((z - b).norm(), 0.1) << what;
  };
  expect_same("axpby", [](const auto& x, const auto&, const auto&, auto& y) { axpby(0.3, x, -2.0, y); });
  expect_same("square_axpby", [](const auto& x, const auto&, const auto&, auto& y) { square_axpby(0.3, x, 2.0, y); });
  expect_same("multiply", [](const auto& x, const auto&, const auto&, auto& y) { multiply(x, y); });
  expect_same("absolute", [](const auto& x, const auto&, const auto&, auto& y) { absolute(x, 0.25, y); });
  expect_same("over_root", [](const auto& x, const auto&, const auto& p, auto& y) { over_root(x, p, 0.5, y); });
  expect_same("set_zero", [](const auto& x, const auto&, const auto&, auto& y) { set_zero(y, x); });
  FlatTensor x, kept;
  Both::from_eigen(a, x);
  EXPECT_EQ(tiltscape::dimension(kept), 0U);
  begin_at_zero(kept, x);
  EXPECT_EQ(Both::to_eigen(kept), Eigen::VectorXd::Zero(dimension));
  assign(kept, x);
  begin_at_zero(kept, x);
  EXPECT_EQ(Both::to_eigen(kept), a) << "only once";
}

TEST(FlatTensor, CopiesLikeAValue) {
  FlatTensor a(at::ones({4}, at::kDouble));
  FlatTensor b = a, undefined, c;
  axpy(2.0, a, b);
  EXPECT_EQ(norm(a), 2.0);
  EXPECT_EQ(norm(b), 6.0);
  assign(c, b);
  const auto* const before = c.values().data_ptr();
  assign(c, a);
  EXPECT_EQ(c.values().data_ptr(), before) << "assigned in place";
  axpy(1.0, a, c);
  EXPECT_EQ(norm(a), 2.0);
  EXPECT_EQ(norm(c), 4.0);
  assign(undefined, FlatTensor());
  EXPECT_FALSE(undefined.values().defined());
}

}  // namespace
}  // namespace tiltscape
