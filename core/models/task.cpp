// Tasks by name: a model's parameters and how it is made, one line each.
#include "core/models/task.h"

#include "core/bad_input.h"
#include "core/models/cnn.h"
#include "core/models/mlp.h"
#include "core/problem.h"

namespace tiltscape {
namespace {

struct Learner {
  std::shared_ptr<const Model> model;
  DataParameters data;
  StepParameters step;
};

Learner mlp(const Settings& settings) {
  const auto p = assigned<MlpParameters>(settings);
  return {std::make_shared<Mlp>(p.widths(), p.activation, p.norm, p.loss), p.data, p.step};
}

Learner cnn(const Settings& settings) {
  const auto p = assigned<CnnParameters>(settings);
  return {std::make_shared<Cnn>(p), p.data, p.step};
}

constexpr std::array<std::pair<const char*, Learner (*)(const Settings&)>, 2> learners = {{{"mlp", mlp}, {"cnn", cnn}}};

Learner learner(const ProblemSpec& spec) {
  std::vector<std::string> names;
  for (const auto& [name, make] : learners) {
    if (spec.name == name) return make(spec.settings);
    names.emplace_back(name);
  }
  throw BadInput(unknown("model", spec.name, names));
}

}  // namespace

std::shared_ptr<const Task> make_task(const ProblemSpec& spec, std::uint64_t seed, int threads,
                                      const at::TensorOptions& options) {
  Settings settings = spec.settings;
  find_problem(spec.name).complete(settings);
  auto [model, data, step] = learner(spec);
  auto [train, test, truth] = prepare(data, seed, options);
  const std::int64_t batch = step.batch < train.size() ? step.batch : 0;
  return std::make_shared<const Task>(Task{.model = std::move(model),
                                           .train = std::move(train),
                                           .test = std::move(test),
                                           .truth = std::move(truth),
                                           .data = data,
                                           .seed = seed,
                                           .batch = batch,
                                           .probing = step.probing,
                                           .threads = threads,
                                           .options = options});
}

}  // namespace tiltscape
