// Short texts about runs.
#include "app/panels/describe_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

#include "app/fonts.h"
#include "app/format.h"
#include "core/measure.h"
#include "core/optimizer.h"

namespace tiltscape {
namespace {

std::string setting_text(const Setting& setting) {
  if (const auto* real = std::get_if<double>(&setting)) return readable(*real);
  return to_string(setting);
}

}  // namespace

std::string run_summary(const RunView& run, const Settings& settings, float width) {
  std::string text;
  for (const char* name : {"tilt", "pairs", "samples", "momentum", "rho", "learning_rate"}) {
    const Setting* setting = settings.find(name);
    const Parameter* parameter = find_parameter(find_optimizer(run.info.spec.optimizer).parameters, name);
    if (setting == nullptr || parameter == nullptr || std::holds_alternative<Schedule>(*setting)) continue;
    const std::string longer = text + (text.empty() ? "" : "   ") + parameter->symbol + " = " + setting_text(*setting);
    if (text_extent(text_font(), small_size, longer.c_str()).x > width) break;
    text = longer;
  }
  return text;
}

std::string run_details(const RunView& run, const Settings& settings) {
  const OptimizerEntry& entry = find_optimizer(run.info.spec.optimizer);
  std::string text = entry.title + ": " + entry.summary;
  if (entry.reconstruction) text += " (reconstruction)";
  for (const auto& [name, setting] : settings) {
    const Parameter* parameter = find_parameter(entry.parameters, name);
    if (parameter == nullptr) continue;
    text += fmt::format("\n{}{}{} = {}", parameter->title, parameter->symbol.empty() ? "" : " ", parameter->symbol,
                        setting_text(setting));
  }
  text += fmt::format("\nseed {}, now at step {}, {} evaluations, {} gradients", run.info.seed,
                      grouped(run.snapshot.step), compact(static_cast<double>(run.snapshot.counts.evaluations)),
                      compact(static_cast<double>(run.snapshot.counts.gradients)));
  if (!run.changes.empty())
    text += fmt::format("\nchanged {} times on the way: not comparable with unchanged runs", run.changes.size());
  if (!run.snapshot.message.empty()) text += "\n" + run.snapshot.message;
  return text;
}

std::vector<std::size_t> measured_columns(const Columns& columns) {
  std::vector<std::size_t> list;
  for (std::size_t i = 0; i < columns.names.size(); ++i) {
    const std::string& name = columns.names[i];
    const bool coordinate = name.size() > 1 && name[0] == 'x' && std::isdigit(static_cast<unsigned char>(name[1])) != 0;
    if (!coordinate && !name.ends_with("_stderr")) list.push_back(i);
  }
  return list;
}

std::string column_title(const std::string& name) { return name == "loss" ? "Loss" : find_measure(name).title; }

std::string column_help(const std::string& name) {
  return name == "loss" ? "f(x) at every record: exact on landscapes, over the training set for models."
                        : find_measure(name).help;
}

std::size_t error_column(const Columns& columns, std::size_t column) {
  return columns.find(columns.names[column] + "_stderr");
}

std::size_t step_error_column(const Columns& columns, std::size_t column) {
  return columns.find(columns.names[column] + "_step_stderr");
}

std::optional<Vector> start_of(const RunView& run) {
  const auto& kept = run.kept.points();
  return kept.empty() ? std::nullopt : std::optional(*kept.front().x);  // step 0 is never thinned out
}

double latest(const RunView& run, std::string_view column, std::optional<std::uint64_t> up_to) {
  const std::size_t index = run.trajectory.columns().find(column);
  if (index == Columns::npos || run.trajectory.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto row = run.trajectory.last_measured(index, shown_row(run, up_to));
  return row ? run.trajectory.value(*row, index) : std::numeric_limits<double>::quiet_NaN();
}

namespace {

std::optional<double> own(const Laboratory& lab, const RunView& run, const char* name) {
  const Settings settings = lab.shown_settings(run);
  if (settings.find(name) == nullptr) return std::nullopt;
  return settings.real(name, lab.shown_step().value_or(run.snapshot.step));
}

}  // namespace

double scale_of(const Laboratory& lab, const RunView& run) {
  const double rho = own(lab, run, "rho").value_or(0.0);
  return rho > 0.0 ? rho : lab.surface_rho();
}

double tilt_of(const Laboratory& lab, const RunView& run) {
  return std::min(own(lab, run, "tilt").value_or(lab.surface_tilt()), 1e4);
}

Spent spent_by(const std::vector<RunView>& runs, std::optional<std::uint64_t> step) {
  Spent spent;
  for (const RunView& run : runs) {
    if (step && run.trajectory.empty()) continue;
    const std::size_t row = shown_row(run, step);
    const Counts& counts = step ? run.trajectory.counts(row) : run.snapshot.counts;
    spent.cost += static_cast<double>(counts.cost());
    spent.seconds = std::max(spent.seconds, step ? run.trajectory.seconds(row) : run.seconds);
  }
  return spent;
}

}  // namespace tiltscape
