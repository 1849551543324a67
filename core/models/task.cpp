// Tasks by name: a model's parameters and how it is made, one line each.
#include "core/models/task.h"

#include "core/bad_input.h"
#include "core/models/cnn.h"
#include "core/models/mlp.h"
#include "core/models/script_model.h"
#include "core/problem.h"

namespace tiltscape {
namespace {

/// A model for what there is to learn.
using Maker = std::shared_ptr<const Model> (*)(const Settings&, const Split&, const at::TensorOptions&);

std::shared_ptr<const Model> mlp(const Settings& settings, const Split& split, const at::TensorOptions&) {
  const auto p = assigned<MlpParameters>(settings);
  refuse_tokens(split.facts, "mlp");
  return std::make_shared<Mlp>(p.widths(split.facts), p.activation, p.norm, p.loss);
}

std::shared_ptr<const Model> cnn(const Settings& settings, const Split& split, const at::TensorOptions&) {
  const auto p = assigned<CnnParameters>(settings);
  p.check_images(split.facts.side);
  return std::make_shared<Cnn>(p, split.facts);
}

std::shared_ptr<const Model> torchscript(const Settings& settings, const Split& split,
                                         const at::TensorOptions& options) {
  return std::make_shared<ScriptModel>(assigned<ScriptParameters>(settings), split, options);
}

constexpr std::array<std::pair<const char*, Maker>, 3> makers = {
    {{"mlp", mlp}, {"cnn", cnn}, {"torchscript", torchscript}}};

Maker maker_of(const ProblemSpec& spec) {
  std::vector<std::string> names;
  for (const auto& [name, make] : makers) {
    if (spec.name == name) return make;
    names.emplace_back(name);
  }
  throw BadInput(unknown("model", spec.name, names));
}

}  // namespace

std::shared_ptr<const Task> make_task(const ProblemSpec& spec, std::uint64_t seed, int threads,
                                      const at::TensorOptions& options) {
  Settings settings = spec.settings;
  find_problem(spec.name).complete(settings);
  const Maker make = maker_of(spec);
  Split split = prepare(assigned<DataParameters>(settings), seed, options);
  const auto step = assigned<StepParameters>(settings);
  const std::int64_t batch = step.batch < split.train.size() ? step.batch : 0;
  return std::make_shared<const Task>(Task{.model = make(settings, split, options),
                                           .train = std::move(split.train),
                                           .test = std::move(split.test),
                                           .truth = std::move(split.truth),
                                           .facts = split.facts,
                                           .seed = seed,
                                           .batch = batch,
                                           .probing = step.probing,
                                           .threads = threads,
                                           .options = options});
}

}  // namespace tiltscape
