// Every measure, one line each.
#include "core/measures/registry.h"

#include <algorithm>

#include "core/bad_input.h"

namespace tiltscape {
namespace {

/// Measures that core/models computes; landscapes have none of them.
MeasureEntry model_measure(std::string name, std::string title, std::string symbol, std::string help,
                           std::string beside = {}, std::string problem = {}) {
  return {.name = std::move(name),
          .title = std::move(title),
          .symbol = std::move(symbol),
          .help = std::move(help),
          .problem = std::move(problem),
          .landscape = false,
          .beside = std::move(beside)};
}

MeasureEntry drift_measure() {
  MeasureEntry drift = model_measure(
      "drift", "Drift of restored parameters", "δ",
      "‖Σ (restored − x)‖/‖x‖: what in-place probing has left in x since the start by rounding, where it moves x to "
      "x ± ρu and back. Of all parameters up to 65 536, else of a sample of as many. 0 in the other ways of probing.",
      {}, "torchscript");
  drift.log_scale = true;
  return drift;
}

}  // namespace

const std::vector<MeasureEntry>& measures() {
  static const std::vector<MeasureEntry> list = {
      trace_measure(),
      lambda_max_measure(),
      lambda_min_measure(),
      frobenius_measure(),
      sam_sharpness_measure(),
      ball_sharpness_measure(),
      adaptive_sharpness_measure(),
      average_sharpness_measure(),
      tilted_sharpness_measure(),
      gradient_norm_measure(),
      ess_measure(),
      imbalance_measure(),
      x_norm_measure(),
      model_measure("accuracy", "Training accuracy", "acc", "Share of the training set that is classified right."),
      model_measure("test_accuracy", "Test accuracy", "acc", "Share of the held-out set that is classified right.",
                    "accuracy"),
      model_measure("test_loss", "Test loss", "f", "Mean loss over the held-out set.", "loss"),
      drift_measure(),
  };
  return list;
}

const MeasureEntry& find_measure(std::string_view name) {
  const auto found = std::ranges::find(measures(), name, &MeasureEntry::name);
  if (found != measures().end()) return *found;
  std::vector<std::string> names;
  for (const auto& entry : measures()) names.push_back(entry.name);
  throw BadInput(unknown("measure", name, names));
}

}  // namespace tiltscape
