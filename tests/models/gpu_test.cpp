// Models on a GPU, where there is one: the CPU's numbers but for rounding, the same bits at every repetition, and
// learning.
#include <ATen/ATen.h>

#include <cmath>
#include <cstring>
#include <thread>

#include "core/models/device_options.h"
#include "core/models/devices.h"
#include "core/models/evaluate.h"
#include "core/models/model_loss.h"
#include "core/models/model_plane.h"
#include "core/models/tensor_objective.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

/// LibTorch looks for GPUs once, and models on the CPU make it look: the question comes before every test.
struct AskFirst final : testing::Environment {
  void SetUp() override { cuda_problem(); }
};
const testing::Environment* const ask_first = testing::AddGlobalTestEnvironment(new AskFirst);

class Gpu : public testing::Test {
 protected:
  void SetUp() override {
    if (const std::string problem = cuda_problem(); !problem.empty()) GTEST_SKIP() << "no GPU: " << problem;
  }
};

/// The same task on the GPU.
std::shared_ptr<Task> on_gpu(const Task& task) {
  auto other = std::make_shared<Task>(task);
  other->options = task.options.device(at::Device(at::kCUDA, 0));
  for (Examples* each : {&other->train, &other->test})
    *each = {each->inputs.to(other->options.device()), each->labels.to(other->options.device())};
  return other;
}

/// ‖a − b‖ / ‖b‖ in double on the CPU.
double difference(const at::Tensor& a, const at::Tensor& b) {
  const at::Tensor on_cpu = a.to(at::kCPU, at::kDouble), reference = b.to(at::kCPU, at::kDouble);
  return ((on_cpu - reference).norm() / reference.norm()).item<double>();
}

at::Tensor random_rows(std::int64_t rows, std::int64_t d, at::ScalarType type) {
  at::Tensor v = at::empty({rows, d}, at::kDouble);
  fill_gaussian({.seed = 4, .purpose = Purpose::measure},
                std::span(v.data_ptr<double>(), static_cast<std::size_t>(v.numel())));
  return v.to(type);
}

TEST_F(Gpu, LossesGradientsAndHessianProductsAreThoseOfTheCpu) {
  for (const auto type : {at::kFloat, at::kDouble})
    for (const auto activation : {Activation::tanh, Activation::relu}) {
      const double rounding = type == at::kFloat ? 1e-5 : 1e-10;
      const auto cpu = small_task(32, 1437, type, activation), gpu = on_gpu(*cpu);
      const std::int64_t d = cpu->model->dimension();
      const at::Tensor v = random_rows(40, d, type), x = cpu->start().add(v[0], 0.1), on_device = x.cuda();
      const at::Tensor stack = x + 0.05 * v;
      EXPECT_LT(
          difference(stack_losses(*gpu->model, gpu->train, stack.cuda()), stack_losses(*cpu->model, cpu->train, stack)),
          rounding);
      const auto [loss, gradient] = gradient_at(*gpu->model, gpu->train, on_device);
      const auto [cpu_loss, cpu_gradient] = gradient_at(*cpu->model, cpu->train, x);
      EXPECT_NEAR(loss, cpu_loss, rounding * cpu_loss);
      EXPECT_TRUE(gradient.is_cuda());
      EXPECT_LT(difference(gradient, cpu_gradient), rounding);
      EXPECT_LT(difference(hessian_products(*gpu->model, gpu->train, on_device, v.cuda()),
                           hessian_products(*cpu->model, cpu->train, x, v)),
                rounding);
      EXPECT_NEAR(accuracy_at(*gpu->model, gpu->test, on_device), accuracy_at(*cpu->model, cpu->test, x), 0.01);
    }
}

TEST_F(Gpu, LossFunctionTakesAndGivesColumnsOfTheCpu) {
  const auto cpu = small_task(6, 300, at::kDouble);
  const ModelLoss on_cpu(cpu), on_device(on_gpu(*cpu));
  const Vector x = point_of(cpu->start());
  const Matrix v = Matrix::Random(x.size(), 5);
  Matrix products(v.rows(), 5), expected(v.rows(), 5);
  on_device.hessian_times_columns(x, v, products);
  on_cpu.hessian_times_columns(x, v, expected);
  EXPECT_LT((products - expected).norm(), 1e-10 * expected.norm());
  Vector gradient(x.size()), expected_gradient(x.size());
  EXPECT_NEAR(on_device.gradient(x, gradient), on_cpu.gradient(x, expected_gradient), 1e-12);
  EXPECT_LT((gradient - expected_gradient).norm(), 1e-10 * expected_gradient.norm());
  EXPECT_NEAR(on_device.value(x), on_cpu.value(x), 1e-12);
}

TEST_F(Gpu, ProbesMovesAndSlopesAreThoseOfTheirDirections) {
  for (const int pairs : {3, 70}) {
    const auto cpu = small_task(6, 300), gpu = on_gpu(*cpu);
    gpu->batch = cpu->batch = 50;
    TensorObjective f(gpu, DirectionSource(Generator::philox, 9));
    FlatTensor x(gpu->start());
    const Examples minibatch = cpu->train.at(
        sample_without_replacement({.seed = cpu->seed, .purpose = Purpose::minibatch, .step = 3}, 300, 50));
    for (const Law law : {Law::gaussian, Law::sphere, Law::rademacher, Law::coordinate, Law::orthogonal}) {
      f.begin_step(3);
      const Directions u{law, pairs, 3};
      const PairLosses losses = f.probe(x, u, 0.05);
      const at::Tensor drawn = f.directions().cpu(), start = x.values().cpu();
      for (std::int64_t i = 0; i < pairs; ++i) {
        const auto at = static_cast<std::size_t>(i);
        EXPECT_NEAR(losses.plus[at], loss_at(*cpu->model, minibatch, start.add(drawn[i], 0.05)), 1e-12);
        EXPECT_NEAR(losses.minus[at], loss_at(*cpu->model, minibatch, start.sub(drawn[i], 0.05)), 1e-12);
      }
      const at::Tensor slopes = at::mv(drawn, gradient_at(*cpu->model, minibatch, start).gradient);
      const auto given = f.slopes(x, u);
      std::vector<double> c;
      for (std::int64_t i = 0; i < pairs; ++i) {
        EXPECT_NEAR(given[static_cast<std::size_t>(i)], slopes[i].item<double>(), 1e-11);
        c.push_back(0.01 * std::sin(static_cast<double>(i)));
      }
      const at::Tensor moved = at::mv(drawn.t(), at::tensor(c, at::kDouble));
      const double squared = moved.square().sum().item<double>();
      EXPECT_NEAR(f.move(x, u, c), squared, 1e-10 * squared);
      EXPECT_LT((x.values().cpu() - start - moved).abs().max().item<double>(), 1e-12);
      FlatTensor one;
      f.direction(u, pairs - 1, one);
      EXPECT_TRUE(one.values().cpu().equal(drawn[pairs - 1]));
    }
  }
}

TEST_F(Gpu, DirectionsFollowTheirLawFromSeedStepAndRowAlone) {
  const auto task = on_gpu(*small_task(6, 40));
  const auto draw = [&](Law law, int pairs, std::uint64_t step, std::uint64_t seed) {
    TensorObjective f(task, DirectionSource(Generator::philox, seed));
    f.begin_step(step);
    f.probe(FlatTensor(task->start()), {law, pairs, step}, 0.1);
    return f.directions().cpu();
  };
  const auto d = static_cast<double>(task->model->dimension());
  for (const Law law : {Law::gaussian, Law::sphere, Law::rademacher}) {
    const at::Tensor u = draw(law, 200, 7, 1);
    EXPECT_TRUE(u.equal(draw(law, 200, 7, 1)));
    EXPECT_TRUE(u.narrow(0, 0, 33).equal(draw(law, 33, 7, 1))) << "whatever the number of pairs is";
    EXPECT_FALSE(u.equal(draw(law, 200, 8, 1)));
    EXPECT_FALSE(u.equal(draw(law, 200, 7, 2)));
    const double numbers = 200 * d;
    EXPECT_LT(std::abs(u.mean().item<double>()), 4 / std::sqrt(numbers));
    EXPECT_NEAR(u.square().mean().item<double>(), 1, 4 * std::sqrt(2 / numbers));
    // the largest of 200·199/2 correlations of independent rows stays below 6 standard deviations
    const at::Tensor correlations = at::mm(u, u.t()).fill_diagonal_(0);
    EXPECT_LT(correlations.abs().max().item<double>(), 6 * std::sqrt(d));
  }
  EXPECT_LT((draw(Law::sphere, 40, 7, 1).norm(2, {1}) - std::sqrt(d)).abs().max().item<double>(), 1e-9);
  EXPECT_EQ(draw(Law::rademacher, 40, 7, 1).abs().sub(1).abs().max().item<double>(), 0);
  const double fourth = draw(Law::gaussian, 200, 7, 1).pow(4).mean().item<double>();
  EXPECT_NEAR(fourth, 3, 4 * std::sqrt(96 / (200 * d)));
}

TEST_F(Gpu, EveryWayOfProbingFindsAndMovesTheSame) {
  for (const Law law : {Law::gaussian, Law::sphere, Law::rademacher, Law::coordinate, Law::orthogonal}) {
    std::vector<std::vector<double>> found;
    std::vector<at::Tensor> moved;
    for (const Probing way : {Probing::batched, Probing::sequential, Probing::in_place}) {
      const auto gpu = on_gpu(*small_task(6, 300));
      gpu->probing = way;
      TensorObjective f(gpu, DirectionSource(Generator::philox, 9));
      FlatTensor x(gpu->start());
      f.begin_step(3);
      const Directions u{law, 5, 3};
      const PairLosses losses = f.probe(x, u, 0.05);
      auto& all = found.emplace_back(losses.plus.begin(), losses.plus.end());
      all.insert(all.end(), losses.minus.begin(), losses.minus.end());
      all.push_back(f.move(x, u, std::vector{0.1, -0.2, 0.3, 0.0, 0.05}));
      const Matrix shares = f.shares(Matrix::Identity(x.values().numel(), 2), std::vector<std::uint32_t>{4, 1});
      all.insert(all.end(), shares.data(), shares.data() + shares.size());
      moved.push_back(x.values().cpu());
    }
    for (std::size_t way = 1; way < found.size(); ++way) {
      for (std::size_t i = 0; i < found[0].size(); ++i) EXPECT_NEAR(found[way][i], found[0][i], 1e-11);
      EXPECT_LT((moved[way] - moved[0]).abs().max().item<double>(), 1e-12);
    }
  }
}

TEST_F(Gpu, InPlaceKeepsNoDirections) {
  ProblemSpec spec{.name = "transformer", .settings = Settings(find_problem("transformer").parameters)};
  spec.settings.set("probing", std::string("in-place"));
  spec.settings.set("width", std::int64_t{512});
  spec.settings.set("heads", std::int64_t{8});
  spec.settings.set("blocks", std::int64_t{4});
  spec.settings.set("batch", std::int64_t{16});
  const auto task = make_task(spec, 5, 1, options_for("cuda"));
  TensorObjective f(task, DirectionSource(Generator::philox, 9));
  FlatTensor x(task->start());
  take_peak_memory("cuda");
  const auto held = static_cast<double>(memory_use("cuda").in_use);
  f.begin_step(0);
  const Directions u{Law::sphere, 8, 0};
  f.probe(x, u, 1e-3);
  f.move(x, u, std::vector(8, 1e-6));
  const double model = 4.0 * static_cast<double>(x.values().numel());  // bytes
  EXPECT_GT(model, 50e6);
  EXPECT_LT(static_cast<double>(take_peak_memory("cuda")) - held, 0.7 * model) << "not even one direction";
}

Scene every_method_on_gpu(std::uint64_t steps) {
  Scene scene = every_method(steps);
  scene.runs.push_back(run_spec("zest", {{"learning_rate", 0.01}, {"rho", 0.01}, {"pairs", std::int64_t{100}}}));
  scene.device = "cuda";
  return scene;
}

/// All runs together, on `threads` threads that each advance their own, in slices.
std::vector<Records> records_of(const Scene& scene, std::size_t threads) {
  Experiment experiment = make_experiment(scene);
  std::vector<Records> records(experiment.runs.size());
  std::vector<std::thread> workers;
  for (std::size_t worker = 0; worker < threads; ++worker)
    workers.emplace_back([&, worker] {
      for (const std::uint64_t steps : {13, 1'000'000})
        for (std::size_t i = worker; i < records.size(); i += threads)
          experiment.runs[i]->advance(static_cast<std::uint64_t>(steps), records[i]);
    });
  for (std::thread& worker : workers) worker.join();
  return records;
}

TEST_F(Gpu, RunsLearnAndAreTheSameBitsWhenRepeatedWhateverRunsBeside) {
  const Scene scene = every_method_on_gpu(400);
  const auto first = records_of(scene, 1), again = records_of(scene, 1), beside = records_of(scene, 3);
  for (std::size_t i = 0; i < first.size(); ++i) {
    SCOPED_TRACE(scene.runs[i].optimizer);
    ASSERT_EQ(first[i].size(), 41U);
    EXPECT_TRUE(same(first[i], again[i]));
    EXPECT_TRUE(same(first[i], beside[i]));
    const std::size_t last = first[i].values.size() - first[i].values.size() / first[i].size();
    EXPECT_LT(first[i].values[last], first[i].values[0] - 0.3);
    for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(same(first[i], first[j]));
  }
}

TEST_F(Gpu, FirstOrderRunsAreThoseOfTheCpuButForRounding) {
  Scene scene = every_method_on_gpu(30);
  std::erase_if(scene.runs, [](const RunSpec& run) {
    return run.optimizer == "tsam" || find_optimizer(run.optimizer).zeroth_order;  // they draw other directions
  });
  const auto on_device = records_of(scene, 1);
  scene.device = "cpu";
  const auto on_cpu = records_of(scene, 1);
  for (std::size_t i = 0; i < on_cpu.size(); ++i) {
    ASSERT_EQ(on_device[i].size(), on_cpu[i].size());
    const std::size_t width = on_cpu[i].values.size() / on_cpu[i].size();
    for (std::size_t row = 0; row < on_cpu[i].size(); ++row)
      EXPECT_NEAR(on_device[i].values[row * width], on_cpu[i].values[row * width], 1e-4);
  }
}

TEST_F(Gpu, ScoutsGoTheSameWay) {
  const auto cpu = make_task(mlp_scene({}, 1).problem, 11, 1, at::kFloat);
  const Vector start = point_of(cpu->start());
  const Chart on_cpu = model_plane(*cpu, start), on_device = model_plane(*on_gpu(*cpu), start);
  EXPECT_LT((on_cpu.plane->axes - on_device.plane->axes).norm(), 1e-2);
}

TEST_F(Gpu, RunsAreNamedAfterItAndItsPeakMemoryIsThatOfTheDirectionsAndStack) {
  Scene scene = mlp_scene({run_spec("zest", {{"pairs", std::int64_t{512}}})}, 5, {{"hidden", std::int64_t{512}}});
  scene.device = "cuda";
  const Experiment experiment = make_experiment(scene);
  EXPECT_EQ(experiment.runs.at(0)->info().device, device_name("cuda"));
  EXPECT_NE(device_name("cuda"), "cuda");
  take_peak_memory("cuda");
  Records records;
  experiment.runs[0]->advance(5, records);
  const double floats = 3.0 * 512 * 38'410;  // k directions and 2k perturbed models, d = 38 410
  const auto peak = static_cast<double>(take_peak_memory("cuda"));
  EXPECT_GT(peak, 4 * floats);
  EXPECT_LT(peak, 3 * 4 * floats);
}

}  // namespace
}  // namespace tiltscape
