// Tasks by name: a model's parameters and how it is made, one line each.
#include "core/models/task.h"

#include "core/bad_input.h"
#include "core/models/cnn.h"
#include "core/models/feature_task.h"
#include "core/models/linear_scores.h"
#include "core/models/mlp.h"
#include "core/models/reduced_precision.h"
#include "core/models/script_model.h"
#include "core/models/transformer.h"
#include "core/problem.h"

namespace tiltscape {
namespace {

/// What a model is made of; it may put the examples in the form that it wants.
struct Given {
  const Settings& settings;
  Split& split;
  std::uint64_t seed = 0;
  const at::TensorOptions& options;
};

using Maker = std::shared_ptr<const Model> (*)(const Given&);

std::shared_ptr<const Model> mlp(const Given& given) {
  const auto p = assigned<MlpParameters>(given.settings);
  refuse_tokens(given.split.facts, "mlp");
  return std::make_shared<Mlp>(p.widths(given.split.facts), p.activation, p.norm, p.loss);
}

std::shared_ptr<const Model> cnn(const Given& given) {
  const auto p = assigned<CnnParameters>(given.settings);
  p.check_images(given.split.facts.side);
  return std::make_shared<Cnn>(p, given.split.facts);
}

template <LossName Loss>
std::shared_ptr<const Model> on_features(const Given& given) {
  const auto p = assigned<FeatureParameters>(given.settings);
  form_features(*random_features(p, given.split, given.seed), given.split);
  given.split.facts.features = p.features;
  given.split.facts.feature_names.clear();
  return std::make_shared<LinearScores>(p.features, Loss);
}

std::shared_ptr<const Model> torchscript(const Given& given) {
  return std::make_shared<ScriptModel>(assigned<ScriptParameters>(given.settings), given.split, given.options);
}

std::shared_ptr<const Model> transformer(const Given& given) {
  refuse_numbers(given.split.facts, "transformer");
  return std::make_shared<Transformer>(assigned<TransformerParameters>(given.settings), given.split.facts);
}

constexpr std::array<std::pair<const char*, Maker>, 6> makers = {{{"mlp", mlp},
                                                                  {"cnn", cnn},
                                                                  {"transformer", transformer},
                                                                  {"svm", on_features<LossName::hinge>},
                                                                  {"logistic", on_features<LossName::logistic>},
                                                                  {"torchscript", torchscript}}};

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
  auto model = make({settings, split, seed, options});
  if (step.precision == Precision::bfloat16 && !model->blockwise())
    throw BadInput("precision: a module runs in the type that it was exported in; write precision = \"float32\"");
  std::shared_ptr<const Model> stepping = model;
  if (step.precision == Precision::bfloat16)
    stepping = std::make_shared<const ReducedPrecision>(model, split.facts.tokens > 0);
  return std::make_shared<const Task>(Task{.model = std::move(model),
                                           .stepping = std::move(stepping),
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
