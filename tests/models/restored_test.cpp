// Modules probed in place, their own parameters moved and restored: equal to the other ways to rounding, and what
// rounding leaves is measured.
#include "core/models/drift.h"
#include "core/models/evaluate.h"
#include "core/models/model_loss.h"
#include "core/models/tensor_objective.h"
#include "tests/models/script_files.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

class Restored : public ScriptFiles {
 protected:
  Scene scene(Probing way, const std::string& forward = plain_forward) {
    Scene scene = mlp_scene({run_spec("zest", {{"pairs", std::int64_t{4}}, {"rho", 0.05}})}, 60);
    scene.problem = spec(saved(network(forward)), {{"probing", std::string(choice_name(way))}});
    scene.measures = {measure_spec("drift")};
    scene.measures.front().method = "exact";
    return scene;
  }
  /// A column of a run's records.
  static std::vector<double> column(const tiltscape::Run& run, const Records& records, std::size_t place) {
    std::vector<double> found;
    for (std::size_t i = 0; i < records.size(); ++i)
      found.push_back(records.values[i * run.info().columns.width() + place]);
    return found;
  }
};

TEST_F(Restored, ProbesAreThoseOfTheOtherWays) {
  const std::string file = saved(network(plain_forward));
  const auto probed = [&](Probing way, Law law, at::ScalarType type) {
    const auto task =
        make_task(spec(file, {{"probing", std::string(choice_name(way))}}), 5, 1, at::TensorOptions(type));
    TensorObjective f(task, DirectionSource(Generator::philox, 9));
    FlatTensor x(task->start());
    f.begin_step(3);
    const Directions u{law, 5, 3};
    const PairLosses losses = f.probe(x, u, 0.05);
    std::vector<double> numbers(losses.plus.begin(), losses.plus.end());
    numbers.insert(numbers.end(), losses.minus.begin(), losses.minus.end());
    const std::vector<double> c{0.1, -0.2, 0.3, 0.0, 0.05};
    numbers.push_back(f.move(x, u, c));
    const Vector point = point_of(x.values());
    numbers.insert(numbers.end(), point.begin(), point.end());
    return numbers;
  };
  for (const Law law : {Law::gaussian, Law::sphere, Law::orthogonal})
    for (const auto& [type, rounding] : {std::pair{at::kDouble, 1e-11}, {at::kFloat, 1e-4}}) {
      const auto batched = probed(Probing::batched, law, type);
      EXPECT_GT(std::abs(batched[0] - batched[5]), 1e-4);
      for (const Probing way : {Probing::sequential, Probing::in_place}) {
        const auto other = probed(way, law, type);
        ASSERT_EQ(other.size(), batched.size());
        for (std::size_t i = 0; i < other.size(); ++i)
          EXPECT_NEAR(other[i], batched[i], rounding * (1 + std::abs(batched[i])))
              << choice_name(way) << ", " << choice_name(law) << ", number " << i;
      }
    }
}

TEST_F(Restored, ARunDriftsByRoundingAndSaysSo) {
  const auto run = [&](Probing way) {
    Experiment experiment = make_experiment(scene(way));
    Records records;
    experiment.runs[0]->advance(60, records);
    return std::pair{column(*experiment.runs[0], records, 0), column(*experiment.runs[0], records, 1)};
  };
  const auto [losses, none] = run(Probing::batched);
  const auto [in_place, drift] = run(Probing::in_place);
  ASSERT_EQ(losses.size(), in_place.size());
  for (std::size_t i = 0; i < losses.size(); ++i) EXPECT_NEAR(in_place[i], losses[i], 1e-4);
  for (const double each : none) EXPECT_EQ(each, 0.0);
  EXPECT_EQ(drift.front(), 0.0);
  for (std::size_t i = 1; i < drift.size(); ++i) EXPECT_GT(drift[i], 0.0);
  // 3 roundings of half a unit a pair, at random: √(3 · 4 · 60) of them are 27
  EXPECT_LT(drift.back(), 27 * std::numeric_limits<float>::epsilon());
  EXPECT_GT(drift.back(), 0.1 * std::numeric_limits<float>::epsilon());
  EXPECT_EQ(run(Probing::in_place).second, drift) << "the same bits when it is repeated";
}

/// Beside a copy that is probed in another way and moved the same.
TEST_F(Restored, DriftIsTheDistanceFromWhatMovesAloneMakeOfX) {
  const std::string file = saved(network(plain_forward));
  const auto restored =
      make_task(spec(file, {{"probing", std::string("in-place")}}), 5, 1, at::TensorOptions(at::kFloat));
  TensorObjective f(restored, DirectionSource(Generator::philox, 9));
  FlatTensor x(restored->start());
  at::Tensor left = at::zeros({x.values().numel()}, at::kDouble);
  for (std::uint64_t step = 0; step < 20; ++step) {
    f.begin_step(step);
    const Directions u{Law::gaussian, 2, step};
    const at::Tensor before = x.values().to(at::kDouble).clone();
    f.probe(x, u, 0.05);
    left += x.values().to(at::kDouble) - before;
    f.move(x, u, std::vector<double>{0.01, -0.02});
  }
  EXPECT_DOUBLE_EQ(f.drift(x), (left.norm() / x.values().to(at::kDouble).norm()).item<double>());
  EXPECT_GT(f.drift(x), 0.0);
  EXPECT_EQ(TensorObjective(f).drift(x), f.drift(x)) << "a branch goes on from there";
}

TEST_F(Restored, ManyParametersAreFollowedBySample) {
  const std::int64_t d = 3 * Drift::most + 17;
  const at::Tensor x = at::ones({d}, at::kFloat);
  Drift drift;
  for (int step = 0; step < 3; ++step) {
    drift.before(x);
    x.add_(1e-3);
    drift.after(x);
  }
  EXPECT_NEAR(drift.relative(x), 3e-3 / (1 + 3e-3), 1e-6);
}

TEST_F(Restored, AProbeThatFailsLeavesTheParametersWhereTheyWere) {
  const auto failing = task(saved(network("    assert x.size(0) != 40 or bool(self.b1[0] < 0.3), 'here'\n"
                                          "    return self.scores(x)\n")),
                            {{"probing", std::string("in-place")}, {"batch", std::int64_t{0}}});
  TensorObjective f(failing, DirectionSource(Generator::philox, 9));
  const FlatTensor x(failing->start());
  const at::Tensor before = x.values().clone();
  EXPECT_THROW(f.probe(x, Directions{Law::rademacher, 3, 0}, 0.1), std::runtime_error);
  EXPECT_LT((x.values() - before).abs().max().item<double>(), 1e-15);
}

}  // namespace
}  // namespace tiltscape
