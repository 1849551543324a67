// What the model is, what it learns from, where it runs and how fast.
#include <fmt/format.h>
#include <imgui.h>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/model_parts.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

void fact_row(const char* label, const std::string& value, const char* help) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  muted(label);
  help_tooltip(help);
  ImGui::TableNextColumn();
  mono(value.c_str());
}

double accuracy(const ShownExamples& examples, const Answers& answers) {
  double right = 0.0;
  for (std::size_t i = 0; i < answers.classes.size(); ++i)
    right += answers.classes[i] == examples.labels[i] ? 1.0 : 0.0;
  return right / static_cast<double>(std::max<std::size_t>(1, answers.classes.size()));
}

/// Examples that pass through the model in an average step of the run, forward and backward.
double samples_per_step(const RunView& run, std::int64_t batch) {
  const double steps = static_cast<double>(std::max<std::uint64_t>(1, run.snapshot.step));
  const Counts& counts = run.snapshot.counts;
  return static_cast<double>(counts.evaluations + counts.gradients) / steps * static_cast<double>(batch);
}

}  // namespace

void model_facts(const Laboratory& lab, const RunView& run, const Predictions& predictions) {
  const Classifier& classifier = *lab.experiment()->classifier;
  const auto train = static_cast<std::int64_t>(classifier.train().labels.size());
  const auto test = static_cast<std::int64_t>(classifier.test().labels.size());
  const Settings& settings = lab.experiment()->scene.problem.settings;
  const Setting* minibatch = settings.find("batch");
  const std::int64_t wanted = minibatch != nullptr ? std::get<std::int64_t>(*minibatch) : 0;
  const std::int64_t batch = wanted > 0 && wanted < train ? wanted : train;
  const double rate = run.seconds > 0.0 ? static_cast<double>(run.snapshot.step) / run.seconds : 0.0;
  ImGui::Spacing();
  if (!ImGui::BeginTable("##facts", 2, ImGuiTableFlags_SizingFixedFit)) return;
  fact_row("Architecture", classifier.architecture(), "Widths of the layers and what stands between them.");
  fact_row("Parameters", grouped(static_cast<std::uint64_t>(lab.experiment()->loss->dimension())),
           "d, the weights and biases.");
  for (const Layer& layer : lab.experiment()->loss->layers())
    fact_row("", fmt::format("{}   {}", layer.name, grouped(static_cast<std::uint64_t>(layer.size))), "");
  fact_row("Examples",
           fmt::format("{} to train, {} to test", grouped(static_cast<std::uint64_t>(train)),
                       grouped(static_cast<std::uint64_t>(test))),
           "Split by the scene's seed.");
  fact_row("Minibatch", batch == train ? "all" : grouped(static_cast<std::uint64_t>(batch)),
           "Examples that each loss of a step is over, the same for all of its probes.");
  fact_row("Accuracy",
           fmt::format("{:.1f} % of training, {:.1f} % of test examples",
                       100.0 * accuracy(classifier.train(), predictions.train),
                       100.0 * accuracy(classifier.test(), predictions.test)),
           "Share of examples that are taken for what their label says; training labels with their noise.");
  fact_row("Device", run.info.device, "Where the model runs.");
  fact_row("Threads", std::to_string(lab.experiment()->scene.threads),
           "LibTorch's, within a run; the scene's `threads`.");
  fact_row("Speed",
           fmt::format("{} steps/s, {} samples/s", compact(rate), compact(rate * samples_per_step(run, batch))),
           "Steps of this run in a second of its own time, and examples that pass through the model in it: a loss or a "
           "gradient of a minibatch passes each of its examples once.");
  ImGui::EndTable();
}

}  // namespace tiltscape
