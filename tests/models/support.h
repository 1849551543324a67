// What the tests of models share: small tasks, scenes made in code, and a run's records.
#pragma once

#include <gtest/gtest.h>

#include <cstring>

#include "core/bad_input.h"
#include "core/measure.h"
#include "core/models/experiment.h"
#include "core/models/mlp.h"
#include "core/models/task.h"
#include "core/optimizer.h"

namespace tiltscape {

/// A perceptron 64–hidden–10 on `train` digits, in float64 unless told otherwise.
inline std::shared_ptr<Task> small_task(std::int64_t hidden = 3, std::int64_t train = 40,
                                        at::ScalarType type = at::kDouble, Activation activation = Activation::tanh) {
  auto task = std::make_shared<Task>();
  task->options = at::TensorOptions(type);
  Split split = prepare({.train = static_cast<int>(train)}, 5, task->options);
  task->model = std::make_shared<Mlp>(std::vector<std::int64_t>{64, hidden, 10}, activation);
  task->stepping = task->model;
  task->train = std::move(split.train);
  task->test = std::move(split.test);
  task->truth = std::move(split.truth);
  task->facts = split.facts;
  task->seed = 5;
  return task;
}

/// What is said of data that cannot be prepared; empty where they can.
inline std::string prepare_complaint(const DataParameters& data) {
  try {
    prepare(data, 0, at::kFloat);
  } catch (const BadInput& error) {
    return error.what();
  }
  return {};
}

inline RunSpec run_spec(const std::string& optimizer, const std::vector<std::pair<std::string, Setting>>& settings) {
  const auto& entry = find_optimizer(optimizer);
  RunSpec spec{.optimizer = entry.name,
               .label = {},
               .settings = Settings(entry.parameters),
               .changes = {},
               .start = {},
               .seed = {},
               .stop = {}};
  for (const auto& [name, setting] : settings) spec.settings.set(name, setting);
  return spec;
}

inline MeasureSpec measure_spec(const std::string& name, std::uint64_t every = 0,
                                std::optional<std::int64_t> probes = {}) {
  MeasureSpec spec = default_spec(find_measure(name), find_problem("mlp"), {});
  spec.every = every;
  spec.probes = probes;
  return spec;
}

/// A scene of `mlp` with default settings, but for those given.
inline Scene mlp_scene(std::vector<RunSpec> runs, std::uint64_t steps,
                       const std::vector<std::pair<std::string, Setting>>& settings = {}) {
  Scene scene;
  scene.problem = {.name = "mlp", .settings = Settings(find_problem("mlp").parameters)};
  for (const auto& [name, setting] : settings) scene.problem.settings.set(name, setting);
  scene.seed = 11;
  scene.stop.steps = steps;
  scene.record_every = 10;
  scene.runs = std::move(runs);
  return scene;
}

/// One run of every method.
inline Scene every_method(std::uint64_t steps) {
  Scene scene =
      mlp_scene({run_spec("gd", {{"learning_rate", 0.2}}), run_spec("sam", {{"learning_rate", 0.2}}),
                 run_spec("zo", {{"learning_rate", 0.01}, {"rho", 0.01}, {"pairs", std::int64_t{8}}}),
                 run_spec("zest", {{"learning_rate", 0.01}, {"rho", 0.01}, {"pairs", std::int64_t{8}}}),
                 run_spec("momentum", {{"learning_rate", 0.02}}), run_spec("adam", {{"learning_rate", 0.003}}),
                 run_spec("asam", {{"learning_rate", 0.2}}), run_spec("tsam", {{"learning_rate", 0.2}}),
                 run_spec("zo-adam", {{"rho", 0.01}, {"pairs", std::int64_t{8}}})},
                steps);
  scene.measures = {measure_spec("trace", 20, 4), measure_spec("accuracy"),      measure_spec("test_accuracy"),
                    measure_spec("test_loss"),    measure_spec("gradient_norm"), measure_spec("x_norm"),
                    measure_spec("ess")};
  return scene;
}

/// Bits of the records; NaN equals itself.
inline bool same(const Records& a, const Records& b) {
  return a.steps == b.steps && a.counts == b.counts && a.values.size() == b.values.size() &&
         std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(double)) == 0;
}

}  // namespace tiltscape
