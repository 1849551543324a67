// The recursion in strides within which S moves by a few hundredths: a horizon of millions of steps is some hundred of
// them.
#include "core/valley_prediction.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/law.h"

namespace tiltscape {
namespace {

constexpr double least_share = 0.01;      ///< of S, that the transient may still move it by
constexpr double largest_rate = 0.1;      ///< 2ηλ² a step
constexpr double stride_change = 0.03;    ///< of S, within a stride
constexpr double shortest_stride = 32.0;  ///< steps; shorter ones are taken one by one
constexpr double most_single_steps = 1e6;
constexpr double no_prediction = std::numeric_limits<double>::quiet_NaN();

/// What one step needs, schedules evaluated.
struct Terms {
  double eta, rho, k, d;
  double rate() const { return 2.0 * eta * rho * rho; }
  /// What a step adds to S; NaN where the noise has no finite variance.
  double drift(double s) const {
    const double room = 2.0 - eta * s * (1.0 + 2.0 / k);
    if (!(room > 0.0) || !(s > 0.0)) return no_prediction;
    const double spread = eta * rho * rho * d;
    return -rate() * (s - 4.0 / s) + 2.0 * spread * spread * (s / k) * (1.0 + 3.0 * eta * s / (k * room));
  }
};

struct Piece {
  const Settings& settings;
  double d;
  Terms at(double step) const {
    const auto whole = static_cast<std::uint64_t>(step);
    const auto* pairs = settings.find("pairs");
    return {.eta = settings.real("learning_rate", whole),
            .rho = settings.real("rho", whole),
            .k = pairs != nullptr ? static_cast<double>(std::get<std::int64_t>(*pairs)) : 1.0,
            .d = d};
  }
};

bool is_gaussian(const Settings& settings) {
  const Setting* law = settings.find("law");
  return law != nullptr && std::get<std::string>(*law) == choice_name(Law::gaussian);
}

/// The next step after `step` where a schedule ends or jumps, and how many steps those that are under way take.
struct Schedules {
  std::uint64_t next = std::numeric_limits<std::uint64_t>::max();
  double length = std::numeric_limits<double>::infinity();
  Schedules(const Settings& settings, std::uint64_t step) {
    for (const char* name : {"learning_rate", "rho"}) {
      const Setting* setting = settings.find(name);
      const auto* schedule = setting != nullptr ? std::get_if<Schedule>(setting) : nullptr;
      if (schedule == nullptr || schedule->steps <= step) continue;
      next = std::min(next, schedule->steps);
      if (schedule->shape != Schedule::Shape::step) length = std::min(length, static_cast<double>(schedule->steps));
    }
  }
};

/// S after m steps from a step on: Runge and Kutta's fourth order. The last of them is taken with the settings before
/// it.
double stride(const Piece& piece, double step, double s, double m) {
  const Terms first = piece.at(step), middle = piece.at(step + 0.5 * m), last = piece.at(step + m - 1.0);
  const double a = first.drift(s), b = middle.drift(s + 0.5 * m * a), c = middle.drift(s + 0.5 * m * b),
               e = last.drift(s + m * c);
  return s + m / 6.0 * (a + 2.0 * b + 2.0 * c + e);
}

/// ∫ 2·rate over m steps, by Simpson's rule.
double flow_exponent(const Piece& piece, double step, double m) {
  return m / 3.0 * (piece.at(step).rate() + 4.0 * piece.at(step + 0.5 * m).rate() + piece.at(step + m - 1.0).rate());
}

}  // namespace

Settings SettingsHistory::at(std::uint64_t step) const {
  Settings settings = first;
  for (const Change& change : changes)
    if (change.step <= step)
      for (const auto& [name, setting] : change.settings) settings.set(name, setting);
  return settings;
}

double valley_residual_share(double loss, double trace, double learning_rate, int pairs, Eigen::Index d) {
  const double k = pairs, r = std::sqrt(2.0 * std::max(loss, 0.0));
  const double room = 2.0 - learning_rate * trace * (1.0 + 2.0 / k);
  if (!(room > 0.0) || !(trace > 0.0)) return std::numeric_limits<double>::infinity();
  const double by_flow = 2.0 * r * (2.0 + r) / (trace * trace);
  const double by_noise = 2.0 * static_cast<double>(d) * learning_rate * r * r / (k * trace * room);
  return by_flow + by_noise;
}

std::optional<ValleyStart> valley_start(const Trajectory& records, Eigen::Index d, const SettingsHistory& settings,
                                        std::size_t from) {
  const std::size_t loss = records.columns().find("loss"), trace = records.columns().find("trace");
  if (loss == Columns::npos || trace == Columns::npos) return std::nullopt;
  Settings now = settings.at(0);
  std::size_t changes = 0;
  for (auto row = records.first_measured(trace, from); row; row = records.first_measured(trace, *row + 1)) {
    const std::uint64_t step = records.step(*row);
    std::size_t made = changes;
    while (made < settings.changes.size() && settings.changes[made].step <= step) ++made;
    if (made != changes) now = settings.at(step);
    changes = made;
    const auto* pairs = now.find("pairs");
    const int k = pairs != nullptr ? static_cast<int>(std::get<std::int64_t>(*pairs)) : 1;
    const double s = records.value(*row, trace);
    if (valley_residual_share(records.value(*row, loss), s, now.real("learning_rate", step), k, d) < least_share)
      return ValleyStart{*row, step, s};
  }
  return std::nullopt;
}

ValleyPrediction::ValleyPrediction(Eigen::Index d, const SettingsHistory& settings, const ValleyStart& start,
                                   std::uint64_t until) {
  std::uint64_t step = start.step;
  double flow = start.trace, finite = start.trace, singles = 0.0;
  knots_.push_back({static_cast<double>(step), flow, finite});
  while (step < until) {
    const Settings now = settings.at(step);
    if (!is_gaussian(now)) return;
    const Piece piece{now, static_cast<double>(d)};
    const Schedules schedules(now, step);
    std::uint64_t end = std::min(until, schedules.next);
    for (const Change& change : settings.changes)
      if (change.step > step) end = std::min(end, change.step);
    while (step < end) {
      const double at = static_cast<double>(step), left = static_cast<double>(end - step);
      const Terms terms = piece.at(at);
      const double drift = terms.drift(finite);
      if (!std::isfinite(drift) || terms.rate() > largest_rate) return;
      const bool at_rest = std::abs(drift) <= 1e-6 * terms.rate() * finite && std::isinf(schedules.length);
      const double speed = std::max(std::abs(drift) / finite, terms.rate());
      double m = at_rest || speed == 0.0 ? left : std::clamp(std::floor(stride_change / speed), 1.0, left);
      if (!at_rest) m = std::min(m, std::max(1.0, std::floor(schedules.length / 64.0)));
      if (!at_rest && m < shortest_stride) {
        const bool constant = std::isinf(schedules.length);
        for (double i = 0.0; i < m; ++i) finite += (constant ? terms : piece.at(at + i)).drift(finite);
        if ((singles += m) > most_single_steps) return;
      } else if (!at_rest) {
        finite = stride(piece, at, finite, m);
      }
      flow = std::sqrt(4.0 + (flow * flow - 4.0) * std::exp(-flow_exponent(piece, at, m)));
      if (!std::isfinite(finite) || !(finite > 0.0)) return;
      step += static_cast<std::uint64_t>(m);
      knots_.push_back({static_cast<double>(step), flow, finite});
    }
  }
}

std::uint64_t ValleyPrediction::end() const { return static_cast<std::uint64_t>(knots_.back().step); }
double ValleyPrediction::flow(double step) const { return at(step, &Knot::flow); }
double ValleyPrediction::finite(double step) const { return at(step, &Knot::finite); }

double ValleyPrediction::at(double step, double Knot::*value) const {
  if (!(step >= knots_.front().step && step <= knots_.back().step)) return no_prediction;
  const auto after = std::ranges::lower_bound(knots_, step, {}, &Knot::step);
  if (after == knots_.begin()) return knots_.front().*value;
  const Knot &low = *(after - 1), &high = *after;
  const double part = (step - low.step) / (high.step - low.step);
  return low.*value + part * (high.*value - low.*value);
}

}  // namespace tiltscape
