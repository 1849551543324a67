// Experiments of every scene: landscapes are passed on, models are made here.
#include "core/models/experiment.h"

#include <ATen/Parallel.h>

#include <map>

#include "core/bad_input.h"
#include "core/measure.h"
#include "core/models/device_options.h"
#include "core/models/devices.h"
#include "core/models/evaluate.h"
#include "core/models/feature_experiment.h"
#include "core/models/model_classifier.h"
#include "core/models/model_loss.h"
#include "core/models/model_plane.h"
#include "core/models/model_subject.h"
#include "core/models/optimizers.h"
#include "core/models/outside.h"
#include "core/warm_start.h"

namespace tiltscape {
namespace {

/// The tasks of an experiment, one a seed.
class Tasks {
 public:
  Tasks(const Scene& scene, const at::TensorOptions& options) : scene_(scene), options_(options) {}
  std::shared_ptr<const Task> of(std::uint64_t seed) {
    auto& task = tasks_[seed];
    if (!task) task = make(scene_.problem, seed);
    return task;
  }
  /// The one that a warm start has instead.
  std::shared_ptr<const Task> of(const WarmStart& warm, std::uint64_t seed) {
    if (warm.task.empty()) return of(seed);
    ProblemSpec other = scene_.problem;
    for (const auto& [name, setting] : warm.task) other.settings.set(name, setting);
    return make(other, seed);
  }

 private:
  std::shared_ptr<const Task> make(const ProblemSpec& problem, std::uint64_t seed) const {
    return make_task(problem, seed, scene_.threads, options_);
  }

  const Scene& scene_;
  at::TensorOptions options_;
  std::map<std::uint64_t, std::shared_ptr<const Task>> tasks_;
};

/// Where runs begin.
class Starts {
 public:
  Starts(const Scene& scene, Tasks& tasks) : scene_(scene), tasks_(tasks) {}

  FlatTensor of(const Start& start, std::uint64_t seed) {
    const auto task = tasks_.of(seed);
    if (const auto* given = std::get_if<std::vector<double>>(&start)) return point(*given, *task);
    const auto* warm = std::get_if<WarmStart>(&start);
    if (warm == nullptr) return FlatTensor(task->start());  // random starts too: a network's start is drawn by seed
    const Vector& x = warm_.of(*warm, seed, [&] { return warmed(*warm, seed); });
    return point({x.begin(), x.end()}, *task);
  }

 private:
  FlatTensor point(const std::vector<double>& x, const Task& task) const {
    const auto d = static_cast<std::int64_t>(x.size());
    if (d != task.model->dimension())
      throw BadInput("start has " + std::to_string(d) + " coordinates; this " + scene_.problem.name + " has " +
                     std::to_string(task.model->dimension()));
    return FlatTensor(at::tensor(x, at::kDouble).to(task.options));
  }
  Vector warmed(const WarmStart& warm, std::uint64_t seed) {
    const auto task = tasks_.of(warm, seed);
    check_same_size(task->model->dimension(), tasks_.of(seed)->model->dimension());
    auto subject =
        std::make_unique<ModelSubject>(task, std::make_shared<const std::vector<Chart>>(), FlatTensor(task->start()),
                                       DirectionSource(scene_.generator, warm_seed(seed)));
    return warm_point<FlatTensor>(warm, std::move(subject), make_model_optimizer(warm.optimizer));
  }

  const Scene& scene_;
  Tasks& tasks_;
  WarmPoints warm_;
};

Experiment make_model_experiment(const Scene& scene, std::uint64_t seeds, bool drawn) {
  if (is_factorised(scene)) return make_feature_experiment(scene, seeds, drawn);
  Tasks tasks(scene, options_for(scene.device));
  if (at::get_num_interop_threads() != 1) at::set_num_interop_threads(1);
  use_threads(scene.threads);
  auto infos = run_infos(scene, seeds);
  for (RunInfo& info : infos) info.device = device_name(scene.device);
  const auto shown = tasks.of(scene.seed);
  check_measures(scene, shown->model->dimension());  // of files it is known only now how many there are
  Experiment experiment{
      .scene = scene,
      .problem = {},
      .loss = std::make_shared<const ModelLoss>(shown),
      .classifier = shown->model->gives_scores() ? std::make_shared<const ModelClassifier>(shown) : nullptr,
      .charts = {},
      .runs = {}};
  Starts starts(scene, tasks);
  if (drawn) experiment.charts = {model_plane(*shown, point_of(starts.of(scene.start, scene.seed).values()))};
  const auto charts = std::make_shared<const std::vector<Chart>>(experiment.charts);
  for (const RunInfo& info : infos) {
    const auto task = tasks.of(info.seed);
    auto subject =
        std::make_unique<ModelSubject>(task, charts, starts.of(info.spec.start.value_or(scene.start), info.seed),
                                       DirectionSource(scene.generator, info.seed));
    experiment.runs.push_back(std::make_unique<RunOf<FlatTensor>>(info, scene.measures, std::move(subject),
                                                                  make_model_optimizer(info.spec.optimizer)));
  }
  return experiment;
}

Experiment make(const Scene& scene, std::uint64_t seeds, bool drawn) {
  const ProblemEntry& entry = find_problem(scene.problem.name);
  if (entry.model) return make_model_experiment(scene, seeds, drawn);
  return make_experiment_on(make_problem(entry, scene.problem.settings, scene.seed, with_libtorch()), scene, seeds);
}

}  // namespace

Experiment make_experiment(const Scene& scene, std::uint64_t seeds) { return make(scene, seeds, true); }
Experiment make_undrawn_experiment(const Scene& scene, std::uint64_t seeds) { return make(scene, seeds, false); }

}  // namespace tiltscape
