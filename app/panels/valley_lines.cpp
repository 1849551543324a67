// A row is looked at once; a prediction reaches to the run's end, or twice as far as it has come.
#include "app/panels/valley_lines.h"

#include <algorithm>

#include "app/panels/stability_lines.h"
#include "core/law.h"

namespace tiltscape {

SettingsHistory history_of(const Laboratory& lab, std::size_t run) {
  const RunView& view = lab.runs().at(run);
  const auto& specs = lab.scene().runs;
  const bool same = !lab.loading() && run < specs.size() && specs[run].optimizer == view.info.spec.optimizer;
  return same ? SettingsHistory{specs[run].settings, view.changes} : SettingsHistory{view.info.spec.settings, {}};
}

void ValleyLines::update(const Laboratory& lab) {
  std::erase_if(entries_,
                [&lab](const auto& entry) { return std::ranges::count(lab.runs(), entry.first, &RunView::id) == 0; });
  const bool valley = lab.experiment() != nullptr && lab.experiment()->scene.problem.name == "product-valley";
  if (!valley) return entries_.clear();
  for (std::size_t i = 0; i < lab.runs().size(); ++i) {
    const RunView& run = lab.runs()[i];
    Entry& entry = entries_[run.id];
    if (SettingsHistory history = history_of(lab, i); entry.history != history)
      entry = Entry{.history = std::move(history)};
    update(run, lab.experiment()->problem->dimension() / 2, entry);
  }
}

void ValleyLines::update(const RunView& run, Eigen::Index d, Entry& entry) {
  const Trajectory& records = run.trajectory;
  const std::string law = law_of(entry.history.first);
  entry.reason = run.info.spec.optimizer != "zo"     ? "no prediction: it is for ZO"
                 : law != choice_name(Law::gaussian) ? "no prediction: it is for Gaussian directions"
                                                     : "";
  if (!entry.reason.empty() || records.empty()) return;
  if (entry.start && (entry.start->row >= records.size() || records.step(entry.start->row) != entry.start->step))
    entry = Entry{.history = entry.history};  // a last record was taken back
  if (!entry.start) {
    entry.start = valley_start(records, d, entry.history, std::min(entry.looked, records.size() - 1));
    entry.looked = records.size() - 1;  // that one may be taken back
  }
  if (!entry.start) {
    entry.reason = "no prediction yet: y·z − 1 still moves the trace by more than 1 %";
    return;
  }
  const std::uint64_t last = records.step(records.size() - 1);
  if (entry.prediction && last <= entry.until) return;
  entry.until = std::max(run.info.stop.steps.value_or(0), entry.prediction ? 2 * last : last);
  entry.prediction.emplace(d, entry.history, *entry.start, entry.until);
}

const ValleyPrediction* ValleyLines::prediction(const RunView& run) const {
  const auto entry = entries_.find(run.id);
  return entry != entries_.end() && entry->second.prediction ? &*entry->second.prediction : nullptr;
}

const ValleyStart& ValleyLines::start(const RunView& run) const { return *entries_.at(run.id).start; }

std::string ValleyLines::reason(const RunView& run) const {
  const auto entry = entries_.find(run.id);
  if (entry == entries_.end()) return {};
  const Entry& found = entry->second;
  if (!found.reason.empty() || !found.prediction) return found.reason;
  const std::uint64_t last = run.trajectory.empty() ? 0 : run.trajectory.step(run.trajectory.size() - 1);
  return found.prediction->end() < std::min(last, found.until)
             ? "no prediction from there on: the settings are beyond what it is meant for"
             : "";
}

}  // namespace tiltscape
