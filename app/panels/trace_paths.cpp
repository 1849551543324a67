// A record is looked at once; which of them are drawn is path_rows' business.
#include "app/panels/trace_paths.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/panels/curve_lines.h"

namespace tiltscape {
namespace {

/// So many records are taken in for a frame, which takes a few milliseconds.
constexpr std::size_t most_at_once = 1 << 17;

}  // namespace

void TracePaths::update(const std::vector<RunView>& runs, bool logarithmic) {
  if (logarithmic != logarithmic_) entries_.clear();
  logarithmic_ = logarithmic;
  std::erase_if(entries_,
                [&runs](const auto& entry) { return std::ranges::count(runs, entry.first, &RunView::id) == 0; });
  complete_ = true;
  for (const RunView& run : runs) complete_ = update(run, entries_[run.id]) && complete_;
}

bool TracePaths::update(const RunView& run, Entry& entry) const {
  const Trajectory& records = run.trajectory;
  const std::size_t loss = records.columns().find("loss"), trace = records.columns().find("trace");
  if (loss == Columns::npos || trace == Columns::npos) return true;
  if (entry.looked > 0 && (entry.looked > records.size() ||
                           records.step(entry.looked - 1) != entry.last_step)) {  // a last one was taken back
    entry.looked = std::min(entry.looked - 1, records.size());
    const std::size_t kept = entry.looked > 0 ? entry.count_until(entry.looked - 1) : 0;
    entry.points.keep(2 * kept);
    entry.rows.keep(kept);
    entry.pyramid.keep(kept, 2);
  }
  const std::size_t end = std::min(records.size(), entry.looked + most_at_once);
  for (std::size_t row = entry.looked; row < end; ++row) {
    const double f = records.value(row, loss), tr = records.value(row, trace);
    if (!std::isfinite(f) || !std::isfinite(tr)) continue;
    entry.points.append(std::array{logarithmic_ ? std::log10(std::max(f, smallest_shown)) : f, tr});
    entry.rows.push_back(static_cast<std::uint32_t>(row));
  }
  entry.looked = end;
  if (end > 0) entry.last_step = records.step(end - 1);
  entry.pyramid.grow({entry.points, 2});
  return end == records.size();
}

/// Of the measured ones, at or before a row.
std::size_t TracePaths::Entry::count_until(std::size_t row) const {
  std::size_t low = 0, high = rows.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    (rows[middle] <= row ? low : high) = rows[middle] <= row ? middle + 1 : middle;
  }
  return low;
}

std::vector<std::size_t> TracePaths::rows(const RunView& run, const Bounds& bounds, std::size_t last) {
  std::vector<std::size_t> list;
  const auto found = entries_.find(run.id);
  if (found == entries_.end()) return list;
  Entry& entry = found->second;
  const std::size_t count = entry.count_until(last);
  if (count == 0) return list;
  for (const std::uint32_t at : entry.outline.rows({entry.points, 2}, entry.pyramid, 0, bounds, count - 1))
    list.push_back(entry.rows[at]);
  return list;
}

std::optional<std::size_t> TracePaths::end(const RunView& run, std::size_t last) const {
  const auto found = entries_.find(run.id);
  const std::size_t count = found != entries_.end() ? found->second.count_until(last) : 0;
  return count > 0 ? std::optional<std::size_t>(found->second.rows[count - 1]) : std::nullopt;
}

std::optional<Bounds> TracePaths::reach(const RunView& run) const {
  const auto found = entries_.find(run.id);
  if (found == entries_.end() || found->second.rows.empty()) return std::nullopt;
  const Entry& entry = found->second;
  const Table table{entry.points, 2};
  const Extremes x = entry.pyramid.extremes(table, 0, 0, table.rows()),
                 y = entry.pyramid.extremes(table, 1, 0, table.rows());
  const auto loss = [this](double at) { return logarithmic_ ? std::pow(10.0, at) : at; };
  return Bounds{{{loss(x.low), loss(x.high)}, {y.low, y.high}}};
}

}  // namespace tiltscape
