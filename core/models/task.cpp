// Tasks by name: one function a model.
#include "core/models/task.h"

#include "core/bad_input.h"
#include "core/models/mlp.h"

namespace tiltscape {
namespace {

Task mlp_task(const Settings& settings, std::uint64_t seed, const at::TensorOptions& options) {
  MlpParameters parameters;
  Assign assign(settings);
  parameters.visit(assign);
  const Examples examples = digits(options);
  auto [train, test] = split(examples, parameters.train, seed);
  return {.model = std::make_shared<Mlp>(parameters.widths(), parameters.activation),
          .train = std::move(train),
          .test = std::move(test),
          .seed = seed,
          .batch = parameters.batch < parameters.train ? parameters.batch : 0,
          .options = options};
}

}  // namespace

std::shared_ptr<const Task> make_task(const ProblemSpec& spec, std::uint64_t seed, int threads,
                                      const at::TensorOptions& options) {
  if (spec.name != "mlp") throw BadInput(unknown("model", spec.name, {"mlp"}));
  Task task = mlp_task(spec.settings, seed, options);
  task.threads = threads;
  return std::make_shared<const Task>(std::move(task));
}

}  // namespace tiltscape
