// Tasks by name: a model's parameters and how it is made, one line each.
#include "core/models/task.h"

#include "core/bad_input.h"
#include "core/models/cnn.h"
#include "core/models/mlp.h"
#include "core/models/transformer.h"
#include "core/problem.h"

namespace tiltscape {
namespace {

/// A model for what there is to learn.
using Maker = std::shared_ptr<const Model> (*)(const Settings&, const DataFacts&);

std::shared_ptr<const Model> mlp(const Settings& settings, const DataFacts& facts) {
  const auto p = assigned<MlpParameters>(settings);
  refuse_tokens(facts, "mlp");
  return std::make_shared<Mlp>(p.widths(facts), p.activation, p.norm, p.loss);
}

std::shared_ptr<const Model> cnn(const Settings& settings, const DataFacts& facts) {
  const auto p = assigned<CnnParameters>(settings);
  p.check_images(facts.side);
  return std::make_shared<Cnn>(p, facts);
}

std::shared_ptr<const Model> transformer(const Settings& settings, const DataFacts& facts) {
  const auto p = assigned<TransformerParameters>(settings);
  refuse_numbers(facts, "transformer");
  return std::make_shared<Transformer>(p, facts);
}

constexpr std::array<std::pair<const char*, Maker>, 3> makers = {
    {{"mlp", mlp}, {"cnn", cnn}, {"transformer", transformer}}};

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
  return std::make_shared<const Task>(Task{.model = make(settings, split.facts),
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
