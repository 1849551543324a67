// Estimators of curvature: what an achieved error of 1 % costs Hutchinson and Hutch++, and times on the digits MLP.
#include <benchmark/benchmark.h>

#include <Eigen/QR>

#include <cmath>
#include <map>

#include "bench/achieved_error.h"
#include "bench/trained_digits.h"
#include "core/curvature/eigenpairs.h"
#include "core/curvature/hutch_plus_plus.h"
#include "core/curvature/spectrum.h"
#include "core/curvature/trace.h"
#include "core/curvature/trace_request.h"

namespace {

using namespace tiltscape;

/// ½ xᵀAx with eigenvalues decay^i, i = 0 … 199, in a random basis.
class Decaying final : public LossFunction {
 public:
  explicit Decaying(double decay) {
    constexpr Eigen::Index d = 200;
    Matrix basis(d, d);
    fill_gaussian_columns({.seed = 13, .purpose = Purpose::problem}, basis);
    basis = Eigen::HouseholderQR<Matrix>(basis).householderQ();
    const Vector eigenvalues =
        Vector::LinSpaced(d, 0.0, d - 1.0).unaryExpr([&](double i) { return std::pow(decay, i); });
    matrix_ = basis * eigenvalues.asDiagonal() * basis.transpose();
  }
  double trace() const { return matrix_.trace(); }
  Eigen::Index dimension() const override { return matrix_.rows(); }
  double value(const Eigen::Ref<const Vector>& x) const override { return 0.5 * x.dot(matrix_ * x); }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> gradient) const override {
    gradient = matrix_ * x;
    return 0.5 * x.dot(gradient);
  }
  void hessian_times(const Eigen::Ref<const Vector>&, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override {
    product = matrix_ * v;
  }
  void hessian_times_columns(const Eigen::Ref<const Vector>&, const Eigen::Ref<const Matrix>& v,
                             Eigen::Ref<Matrix> products) const override {
    products = matrix_ * v;
  }

 private:
  Matrix matrix_;
};

constexpr double goal = 0.01;
constexpr std::uint64_t repetitions = 100;

Estimate plain(Hessian& hessian, Eigen::Index products, std::uint64_t seed) {
  return hutchinson(hessian, {.count = products, .seed = seed});
}

/// Hutchinson's estimates of n products are the running means of one of many: all n are tried together.
Achieved fewest_products_of_hutchinson(const Decaying& loss) {
  constexpr Eigen::Index most = 4000;  // nearly twice what these spectra need
  Vector squares = Vector::Zero(most);
  for (std::uint64_t seed = 0; seed < repetitions; ++seed) {
    Hessian hessian(loss, Vector::Zero(loss.dimension()));
    const Vector samples = plain(hessian, most, seed).samples;
    double sum = 0.0;
    for (Eigen::Index i = 0; i < most; ++i) {
      sum += samples[i];
      squares[i] += std::pow(sum / static_cast<double>(i + 1) / loss.trace() - 1.0, 2);
    }
  }
  const Vector errors = (squares / static_cast<double>(repetitions)).cwiseSqrt();
  return fewest_products(goal, 1, 1, [&](Eigen::Index n) { return n < most ? errors[n - 1] : 0.0; });
}

/// A spectrum, and what the error costs there.
struct Comparison {
  Decaying loss;
  Achieved hutchinson, hutch;

  explicit Comparison(double decay) : loss(decay), hutchinson(fewest_products_of_hutchinson(loss)) {
    hutch = fewest_products(goal, 6, 3, [&](Eigen::Index products) {
      return achieved_error(
          loss.trace(), repetitions,
          [&](std::uint64_t seed) {
            Hessian hessian(loss, Vector::Zero(loss.dimension()));
            return hutch_plus_plus(hessian, products, seed);
          },
          goal);
    });
  }
};
const Comparison& comparison(int percent) {
  static std::map<int, Comparison> all;
  return all.try_emplace(percent, percent / 100.0).first->second;
}

/// Time of one estimate that achieves the error; `ratio` is how many times Hutch++'s products are needed.
template <Estimate estimate(Hessian&, Eigen::Index, std::uint64_t)>
void trace_to_one_percent(benchmark::State& state) {
  const Comparison& c = comparison(static_cast<int>(state.range(0)));
  const Achieved& needed = estimate == plain ? c.hutchinson : c.hutch;
  Hessian hessian(c.loss, Vector::Zero(c.loss.dimension()));
  std::uint64_t seed = 0;
  for (auto _ : state) benchmark::DoNotOptimize(estimate(hessian, needed.products, seed++));
  state.counters["products"] = static_cast<double>(needed.products);
  state.counters["error_percent"] = 100.0 * needed.error;
  state.counters["ratio"] = static_cast<double>(needed.products) / static_cast<double>(c.hutch.products);
  if (c.hutchinson.products < 3 * c.hutch.products) state.SkipWithError("Hutch++ needs more than a third");
}
/// Argument: percent that every eigenvalue is of the one before.
BENCHMARK(trace_to_one_percent<plain>)->Name("trace_to_1%/hutchinson")->Arg(90)->Arg(80);
BENCHMARK(trace_to_one_percent<hutch_plus_plus>)->Name("trace_to_1%/hutch++")->Arg(90)->Arg(80);

const TrainedDigits& digits_mlp() {
  static const TrainedDigits trained;
  return trained;
}

/// Argument: vectors multiplied together; items are products.
void hessian_product(benchmark::State& state) {
  Hessian hessian = digits_mlp().hessian();
  Matrix v(hessian.dimension(), state.range(0));
  fill_probes({}, 0, v);
  for (auto _ : state) benchmark::DoNotOptimize(hessian.times(v));
  state.SetItemsProcessed(state.iterations() * v.cols());
}
BENCHMARK(hessian_product)->Name("digits_mlp/hessian_product")->Arg(1)->Arg(8)->Arg(64)->Unit(benchmark::kMillisecond);

/// Runs `measure` on a new Hessian each time, and says how many products it asked for.
template <class Measure>
void measure_digits(benchmark::State& state, Measure measure) {
  std::uint64_t products = 0;
  for (auto _ : state) {
    Hessian hessian = digits_mlp().hessian();
    benchmark::DoNotOptimize(measure(hessian));
    products = hessian.products();
  }
  state.counters["products"] = static_cast<double>(products);
}
#define TILTSCAPE_BENCH(name, expression)                                              \
  BENCHMARK_CAPTURE(measure_digits, name, [](Hessian& hessian) { return expression; }) \
      ->Name("digits_mlp/" #name)                                                      \
      ->Unit(benchmark::kMillisecond)
TILTSCAPE_BENCH(estimate_trace, estimate_trace(hessian, {}));
TILTSCAPE_BENCH(estimate_trace_hutch, estimate_trace(hessian, {.method = TraceMethod::hutch_plus_plus}));
TILTSCAPE_BENCH(lambda_max, eigenpairs(hessian, {.tolerance = 1e-6, .copies = false}));
TILTSCAPE_BENCH(density, lanczos_quadrature(hessian, 1, 100, 0));
#undef TILTSCAPE_BENCH

}  // namespace
