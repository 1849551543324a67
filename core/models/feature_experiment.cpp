// Tasks by seed, starts, and a run for each.
#include "core/models/feature_experiment.h"

#include <map>

#include "core/bad_input.h"
#include "core/features/feature_classifier.h"
#include "core/features/feature_subject.h"
#include "core/measure.h"
#include "core/models/feature_task.h"
#include "core/run_of.h"
#include "core/scout_plane.h"
#include "core/warm_start.h"

namespace tiltscape {
namespace {

/// What the runs of a seed share. With NumPy's generator W comes first, then the start, then the directions.
struct FeatureTask {
  std::shared_ptr<const FeatureLoss> loss;
  DataFacts facts;
  FeatureClassifier::Labels labels;
  Vector start;
  std::int64_t batch = 0;
  DirectionSource source;
};

LossName loss_of(const ProblemSpec& problem) { return problem.name == "svm" ? LossName::hinge : LossName::logistic; }

FeatureTask make_task_of(const ProblemSpec& problem, Generator generator, std::uint64_t seed) {
  Settings settings = problem.settings;
  find_problem(problem.name).complete(settings);
  const auto parameters = assigned<FeatureParameters>(settings);
  DirectionSource source(generator, seed);
  const auto numpy = [&source](std::span<double> numbers) {
    for (double& number : numbers) number = source.numpy().gaussian();
  };
  const Split split = prepare(parameters.data, seed, at::kDouble);
  const bool legacy = generator == Generator::numpy;
  const auto features =
      random_features(parameters, split, seed, legacy ? numpy : std::function<void(std::span<double>)>{});
  Vector start(features->dimension());
  if (legacy) {
    numpy({start.data(), static_cast<std::size_t>(start.size())});
    start *= feature_start_scale;
  } else {
    start = feature_start(start.size(), seed);
  }
  const std::int64_t batch = parameters.step.batch < features->train().size() ? parameters.step.batch : 0;
  FeatureClassifier::Labels labels{.truth = label_numbers(split.truth)};
  if (split.test.places.defined()) labels.places = label_numbers(split.test.places);
  return {.loss = std::make_shared<const FeatureLoss>(features, loss_of(problem)),
          .facts = split.facts,
          .labels = std::move(labels),
          .start = std::move(start),
          .batch = batch,
          .source = std::move(source)};
}

class FeatureRuns {
 public:
  explicit FeatureRuns(const Scene& scene) : scene_(scene) {}

  const FeatureTask& task(std::uint64_t seed) {
    if (!tasks_.contains(seed)) tasks_.emplace(seed, make_task_of(scene_.problem, scene_.generator, seed));
    return tasks_.at(seed);
  }
  Vector start(const Start& wanted, std::uint64_t seed) {
    const FeatureTask& own = task(seed);
    if (const auto* warm = std::get_if<WarmStart>(&wanted))
      return warm_.of(*warm, seed, [&] { return warmed(*warm, seed); });
    const auto* given = std::get_if<std::vector<double>>(&wanted);
    if (given == nullptr) return own.start;  // random starts too: it is drawn by seed
    if (std::ssize(*given) != own.start.size())
      throw BadInput(fmt::format("start has {} coordinates; this {} has {}", given->size(), scene_.problem.name,
                                 own.start.size()));
    return Eigen::Map<const Vector>(given->data(), own.start.size());
  }

 private:
  Vector warmed(const WarmStart& warm, std::uint64_t seed) {
    ProblemSpec problem = scene_.problem;
    for (const auto& [name, setting] : warm.task) problem.settings.set(name, setting);
    const FeatureTask other = warm.task.empty() ? task(seed) : make_task_of(problem, scene_.generator, seed);
    check_same_size(other.loss->dimension(), task(seed).loss->dimension());
    auto subject =
        std::make_unique<FeatureSubject>(other.loss, std::make_shared<const std::vector<Chart>>(), other.start,
                                         other.batch, seed, DirectionSource(scene_.generator, warm_seed(seed)));
    return warm_point<Vector>(warm, std::move(subject), find_optimizer(warm.optimizer).make());
  }

  const Scene& scene_;
  std::map<std::uint64_t, FeatureTask> tasks_;
  WarmPoints warm_;
};

}  // namespace

bool is_factorised(const Scene& scene) {
  if (scene.problem.name != "svm" && scene.problem.name != "logistic") return false;
  const auto parameters = assigned<FeatureParameters>(scene.problem.settings);
  const bool possible = scene.device == "cpu" && parameters.step.precision == Precision::float32;
  if (parameters.products == FeatureProducts::factorised && !possible)
    throw BadInput("products: factorised runs on the CPU alone, in double precision; write products = \"plain\"");
  if (!possible && scene.generator == Generator::numpy)
    throw BadInput("generator: \"numpy\" is for products that are factorised, on the CPU; write \"philox\"");
  return possible && parameters.products != FeatureProducts::plain;
}

Experiment make_feature_experiment(const Scene& scene, std::uint64_t seeds, bool drawn) {
  FeatureRuns all(scene);
  const FeatureTask& shown = all.task(scene.seed);
  check_measures(scene, shown.loss->dimension());
  Experiment experiment{.scene = scene,
                        .problem = {},
                        .loss = shown.loss,
                        .classifier = std::make_shared<const FeatureClassifier>(shown.loss, shown.facts, shown.labels),
                        .charts = {},
                        .runs = {}};
  if (drawn) experiment.charts = {scout_plane(*shown.loss, shown.start)};
  const auto charts = std::make_shared<const std::vector<Chart>>(experiment.charts);
  for (RunInfo& info : run_infos(scene, seeds)) {
    const FeatureTask& task = all.task(info.seed);
    auto subject =
        std::make_unique<FeatureSubject>(task.loss, charts, all.start(info.spec.start.value_or(scene.start), info.seed),
                                         task.batch, info.seed, task.source);
    auto optimizer = find_optimizer(info.spec.optimizer).make();
    experiment.runs.push_back(
        std::make_unique<RunOf<Vector>>(std::move(info), scene.measures, std::move(subject), std::move(optimizer)));
  }
  return experiment;
}

}  // namespace tiltscape
