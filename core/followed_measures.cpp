// When measures are due, and what their changes are known to.
#include "core/followed_measures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace tiltscape {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// At the first record at or after each multiple of `every`: records need not fall on multiples. Of the step alone, so
/// that slices and replays agree.
bool is_due(std::uint64_t every, const FollowedMeasures::Record& record) {
  if (every == 0 || record.step == 0) return true;
  const std::uint64_t before = (record.step - 1) / record.record_every * record.record_every;
  return record.step / every != before / every;
}

}  // namespace

FollowedMeasures::FollowedMeasures(const std::vector<MeasureSpec>& specs) {
  for (const MeasureSpec& spec : specs) followed_.push_back({.spec = spec, .entry = &find_measure(spec.name)});
}

bool FollowedMeasures::keeps_norm() const {
  return std::ranges::any_of(followed_, [](const Followed& each) { return each.entry->curvature; }) &&
         std::ranges::none_of(followed_, [](const Followed& each) { return each.spec.name == "gradient_norm"; });
}

void FollowedMeasures::add_columns(Columns& columns) const {
  for (const Followed& each : followed_) {
    columns.names.push_back(each.spec.name);
    if (!is_sampled(each.spec.method)) continue;
    columns.names.push_back(each.spec.name + "_stderr");
    columns.aside.push_back(each.spec.name + "_step_stderr");
  }
  if (keeps_norm()) columns.aside.emplace_back("gradient_norm");
}

std::vector<double> FollowedMeasures::measure(const Record& record, std::vector<double>& values) {
  std::vector<double> aside;
  bool bent = false;  // curvature was measured
  for (Followed& each : followed_) {
    const bool due = is_due(each.spec.every, record);
    const Estimate now = due || record.ends ? measured(each, record) : Estimate{};
    values.push_back(now.defined() ? now.value : nothing);
    bent = bent || ((due || record.ends) && each.entry->curvature);
    if (due && each.at != record.step) each.earlier = std::exchange(each.latest, {});
    if (is_sampled(each.spec.method)) {
      values.push_back(now.standard_error.value_or(nothing));
      aside.push_back(difference(now, due ? each.earlier : each.latest).standard_error.value_or(nothing));
    }
    if (due) {  // what is measured only because the run ends is no part of its way: it may go on
      each.latest = now;
      each.at = record.step;
    }
  }
  if (keeps_norm()) aside.push_back(bent ? find_measure("gradient_norm").point({}, record.here()).value : nothing);
  return aside;
}

Estimate FollowedMeasures::measured(const Followed& each, const Record& record) {
  const MeasureEntry& entry = *each.entry;
  if (entry.step) return exactly(entry.step(record.taken), 0);
  if (entry.point) return entry.point(each.spec, record.here());
  return exactly(record.subject(entry.name), 0);
}

}  // namespace tiltscape
