// The ways of probing against each other: the same losses and moves to rounding, and parameters that nobody touches.
#include <ATen/ATen.h>

#include "core/models/evaluate.h"
#include "core/models/tensor_objective.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

struct Probed {
  std::vector<double> losses;
  Vector x;
  double squares = 0.0;
  Matrix shares;
};

/// A probe and a move in one way.
Probed probed(Probing way, at::ScalarType type, Law law, const char* problem) {
  ProblemSpec spec{.name = problem, .settings = Settings(find_problem(problem).parameters)};
  spec.settings.set("probing", std::string(choice_name(way)));
  const auto task = make_task(spec, 5, 1, at::TensorOptions(type));
  TensorObjective f(task, DirectionSource(Generator::philox, 9));
  FlatTensor x(task->start());
  const at::Tensor before = x.values().clone();
  f.begin_step(3);
  const Directions u{law, 5, 3};
  const PairLosses losses = f.probe(x, u, 0.05);
  EXPECT_TRUE(x.values().equal(before)) << "probing changes nothing";
  Probed result;
  result.losses.assign(losses.plus.begin(), losses.plus.end());
  result.losses.insert(result.losses.end(), losses.minus.begin(), losses.minus.end());
  const Matrix axes = Matrix::Identity(task->model->dimension(), 2);
  const std::array<std::uint32_t, 2> pairs{4, 1};
  result.shares = f.shares(axes, pairs);
  FlatTensor one;
  f.direction(u, 4, one);
  EXPECT_NEAR(result.shares(1, 0), one.values()[1].item<double>(), 1e-6);
  const std::vector<double> c{0.1, -0.2, 0.3, 0.0, 0.05};
  result.squares = f.move(x, u, c);
  result.x = Eigen::Map<const Vector>(x.values().to(at::kDouble).contiguous().const_data_ptr<double>(), axes.rows());
  return result;
}

TEST(Probing, WaysAgreeToRounding) {
  for (const char* problem : {"mlp", "cnn", "transformer"})
    for (const Law law : {Law::gaussian, Law::sphere, Law::rademacher, Law::coordinate, Law::orthogonal})
      for (const auto& [type, rounding] : {std::pair{at::kDouble, 1e-12}, {at::kFloat, 2e-5}}) {
        const Probed batched = probed(Probing::batched, type, law, problem);
        EXPECT_GT(std::abs(batched.losses[0] - batched.losses[5]), 1e-4);
        for (const Probing way : {Probing::sequential, Probing::in_place}) {
          const Probed other = probed(way, type, law, problem);
          for (std::size_t i = 0; i < batched.losses.size(); ++i)
            EXPECT_NEAR(other.losses[i], batched.losses[i], rounding)
                << problem << ", " << choice_name(law) << ", " << choice_name(way);
          EXPECT_LT((other.x - batched.x).cwiseAbs().maxCoeff(), rounding);
          EXPECT_NEAR(other.squares / batched.squares, 1.0, rounding);
          EXPECT_LT((other.shares - batched.shares).cwiseAbs().maxCoeff(), rounding);
        }
      }
}

TEST(Probing, ARunIsTheSameToRoundingInEveryWay) {
  const auto losses = [](Probing way) {
    Scene scene = mlp_scene({run_spec("zest", {{"pairs", std::int64_t{4}}, {"law", std::string("gaussian")}})}, 40,
                            {{"probing", std::string(choice_name(way))}, {"hidden", std::int64_t{6}}});
    scene.measures.clear();
    Experiment experiment = make_experiment(scene);
    Records records;
    experiment.runs[0]->advance(100, records);
    std::vector<double> found;
    for (std::size_t i = 0; i < records.size(); ++i)
      found.push_back(records.values[i * experiment.runs[0]->info().columns.width()]);
    return found;
  };
  const auto batched = losses(Probing::batched);
  ASSERT_GE(batched.size(), 5U);
  for (const Probing way : {Probing::sequential, Probing::in_place}) {
    const auto other = losses(way);
    for (std::size_t i = 0; i < batched.size(); ++i) EXPECT_NEAR(other[i], batched[i], 1e-4) << choice_name(way);
    EXPECT_EQ(losses(way), other) << "and the same bits when it is repeated";
  }
}

TEST(Probing, IsChosenBySize) {
  const auto chosen = [](std::int64_t hidden, std::int64_t pairs) {
    Settings settings(find_problem("mlp").parameters);
    settings.set("hidden", hidden);
    return chosen_probing(*make_task({"mlp", settings}, 0, 1, at::TensorOptions(at::kFloat)), pairs);
  };
  EXPECT_EQ(chosen(32, 8), Probing::batched);
  EXPECT_EQ(chosen(32, 10'000), Probing::sequential);  // 3 · 10 000 · 2 410 · 4 bytes = 289 MB
  EXPECT_EQ(chosen(4096, 1000), Probing::in_place);    // 1 000 · 307 210 · 4 bytes = 1.2 GB
}

}  // namespace
}  // namespace tiltscape
