// bfloat16 forward passes over parameters in single precision.
#include "core/models/reduced_precision.h"

#include <ATen/ATen.h>

#include "core/models/tensor_objective.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

std::shared_ptr<const Task> task_with(const char* precision, const char* probing = "auto") {
  ProblemSpec spec{.name = "mlp", .settings = Settings(find_problem("mlp").parameters)};
  spec.settings.set("precision", std::string(precision));
  spec.settings.set("probing", std::string(probing));
  return make_task(spec, 5, 1, at::kFloat);
}

double first_loss(const std::shared_ptr<const Task>& task, double rho = 1e-3) {
  TensorObjective f(task, DirectionSource(Generator::philox, 9));
  f.begin_step(0);
  return f.probe(FlatTensor(task->start()), {.law = Law::gaussian, .pairs = 2, .step = 0}, rho).plus[0];
}

TEST(ReducedPrecision, RoundsForwardPassesToEightBits) {
  const double whole = first_loss(task_with("float32")), rounded = first_loss(task_with("bfloat16"));
  EXPECT_NE(rounded, whole);
  EXPECT_NEAR(rounded, whole, 0.02 * whole);
  const auto task = task_with("bfloat16");
  const at::Tensor scores = task->stepping->scores(task->start().unsqueeze(0), task->train.inputs.narrow(0, 0, 5));
  EXPECT_EQ(scores.scalar_type(), at::kFloat);
  EXPECT_TRUE(scores.equal(scores.to(at::kBFloat16).to(at::kFloat))) << "numbers of bfloat16";
}

TEST(ReducedPrecision, EveryWayOfProbingRoundsAlike) {
  const double batched = first_loss(task_with("bfloat16", "batched"), 0.05);
  for (const char* way : {"sequential", "in-place"})
    EXPECT_NEAR(first_loss(task_with("bfloat16", way), 0.05), batched, 0.01 * batched) << way;
}

TEST(ReducedPrecision, ParametersKeepStepsThatEightBitsWouldLose) {
  const auto task = task_with("bfloat16");
  TensorObjective f(task, DirectionSource(Generator::philox, 9));
  FlatTensor x(task->start());
  const at::Tensor before = x.values().clone();
  f.begin_step(0);
  const Directions u{.law = Law::rademacher, .pairs = 1, .step = 0};
  f.probe(x, u, 1e-3);
  f.move(x, u, std::array{1e-5});
  const at::Tensor moved = (x.values() - before).abs();
  EXPECT_EQ(x.values().scalar_type(), at::kFloat);
  EXPECT_NEAR(moved.min().item<double>(), 1e-5, 1e-6);
  EXPECT_TRUE(x.values().to(at::kBFloat16).ne(before.to(at::kBFloat16)).to(at::kFloat).mean().item<double>() < 0.1)
      << "rounded, most are where they were";
}

/// What is measured and recorded is not rounded.
TEST(ReducedPrecision, LossesThatAreRecordedAreInSinglePrecision) {
  const auto start_loss = [](const char* precision) {
    Scene scene = mlp_scene({run_spec("zo", {{"learning_rate", 0.01}})}, 1, {{"precision", std::string(precision)}});
    scene.measures.clear();
    const Experiment experiment = make_experiment(scene);
    Records records;
    experiment.runs[0]->advance(1, records);
    return records.values[0];
  };
  EXPECT_EQ(start_loss("bfloat16"), start_loss("float32"));
}

}  // namespace
}  // namespace tiltscape
