// The run itself, once for landscapes and for models: steps, changes, records, end.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <limits>
#include <optional>
#include <utility>

#include "core/followed_measures.h"
#include "core/heaviest_pairs.h"
#include "core/library_error.h"
#include "core/run.h"
#include "core/subject.h"
#include "core/vector_operations.h"

namespace tiltscape {

template <class V>
class RunOf final : public Run {
 public:
  RunOf(RunInfo info, const std::vector<MeasureSpec>& measures, std::unique_ptr<Subject<V>> subject,
        std::unique_ptr<Optimizer<V>> optimizer)
      : Run(std::move(info)),
        measures_(measures),
        subject_(std::move(subject)),
        optimizer_(std::move(optimizer)),
        drawn_(!subject_->charts().empty()),
        keeps_before_(drawn_ || !find_optimizer(info_.spec.optimizer).only_moves()),
        x_(subject_->start()) {
    settings_ = info_.spec.settings;
    info_.columns = columns();
    if (keeps_before_) before_ = copy_of(x_);
    if (drawn_) {
      Vector start = subject_->point(x_);
      kept_ = KeptPoints(start.size());
      kept_.add(0, std::move(start));
    }
    apply_changes();
  }
  RunOf(const RunOf& other)
      : Run(other),
        measures_(other.measures_),
        subject_(other.subject_->clone()),
        optimizer_(other.optimizer_->clone()),
        drawn_(other.drawn_),
        keeps_before_(other.keeps_before_),
        settings_(other.settings_),
        x_(copy_of(other.x_)),
        before_(keeps_before_ ? copy_of(other.before_) : V{}),
        last_(without_spans(other.last_)),
        stepped_with_(other.stepped_with_),
        counts_(other.counts_),
        last_loss_(other.last_loss_),
        recorded_(other.recorded_),
        scheduled_(other.scheduled_),
        last_recorded_(other.last_recorded_),
        next_change_(other.next_change_) {}

  void advance(std::uint64_t steps, Records& records) override {
    try {
      go_on(steps, records);
    } catch (const std::exception& error) {  // memory ran out, a device failed: this run ends, the others go on
      status_ = Status::failed;
      message_ = "stopped at step " + std::to_string(step_) + ": " + library_error(error);
      last_ = without_spans(last_);
      keep_whole_rows(records);
    }
  }

  void change(const Settings& settings) override {
    if (is_final(status_)) return;
    auto at = std::ranges::lower_bound(changes_, step_, {}, &Change::step);
    if (at == changes_.end() || at->step != step_) at = changes_.insert(at, {.step = step_, .settings = {}});
    for (const auto& [name, setting] : settings) at->settings.set(name, setting);
    if (step_ > 0 && !stepped_with_) stepped_with_ = settings_;
    apply(settings);
  }

  void interrupt(Records& records) override {
    if (status_ != Status::running) return;
    status_ = Status::interrupted;
    record_once(records);
  }

  void set_stop(const Stop& stop, Records& records) override {
    if (is_final(status_)) return;
    info_.stop = stop;
    if (status_ != Status::done || reached_end()) return;
    status_ = Status::running;
    records.retract_last();
    last_recorded_ = step_ - step_ % info_.record_every;
    if (last_recorded_ == step_) record(records);
  }

  Snapshot snapshot() const override {
    Snapshot s{.step = step_,
               .status = status_,
               .message = message_,
               .counts = counts_,
               .loss = last_loss_,
               .settings = last_settings(),
               .length = last_.length,
               .estimate_norm = last_.estimate_norm,
               .effective_samples = last_.effective_samples,
               .tilt_spread = last_.tilt_spread};
    s.rho = s.settings.real("rho");
    if (!drawn_) return s;
    const auto before = subject_->coordinates(before_);
    s.before = Eigen::Map<const Vector>(before.data(), static_cast<Eigen::Index>(before.size()));
    s.point = std::make_shared<const Vector>(point());
    s.sample_losses.assign(last_.sample_losses.begin(), last_.sample_losses.end());
    s.sample_weights.assign(last_.sample_weights.begin(), last_.sample_weights.end());
    if (last_.losses.plus.empty()) return s;
    constexpr std::size_t most = 512;
    s.probed = last_.losses.plus.size() + last_.losses.minus.size();
    s.pairs = heaviest_pairs(last_, most);
    for (std::size_t chart = 0; chart < subject_->charts().size(); ++chart)
      s.points.push_back(subject_->perturbations(before_, s.rho, s.pairs, subject_->charts()[chart]));
    if (shown_) s.shown_points = subject_->perturbations(before_, s.rho, s.pairs, *shown_);
    s.shown = shown_;
    const auto append = [&s](std::vector<float>& out, std::span<const double> values) {
      for (const std::uint32_t i : s.pairs)
        if (i < values.size()) out.push_back(static_cast<float>(values[i]));
    };
    append(s.losses, last_.losses.plus);
    append(s.losses, last_.losses.minus);
    append(s.weights, last_.plus_weights);
    append(s.weights, last_.minus_weights);
    if (s.weights.empty()) s.weights.assign(s.losses.size(), 1.0F / static_cast<float>(s.probed));
    return s;
  }

  Vector point() const override { return subject_->point(x_); }

  std::unique_ptr<Run> clone() const override { return std::make_unique<RunOf>(*this); }

 private:
  void go_on(std::uint64_t steps, Records& records) {
    if (!recorded_) {
      watch();
      record(records);
    }
    const auto began = std::chrono::steady_clock::now();
    const double before = seconds_;
    const auto clock = [&] {
      seconds_ = before + std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    };
    for (std::uint64_t i = 0; i < steps && status_ == Status::running; ++i) {
      if (reached_end()) {
        status_ = Status::done;
        break;
      }
      take_step();
      if (status_ == Status::running && step_ % info_.record_every == 0) {
        clock();
        record(records);
      }
    }
    clock();
    if (status_ == Status::running && reached_end()) status_ = Status::done;
    if (status_ != Status::running) record_once(records);
  }

  void keep_whole_rows(Records& records) const {
    const std::size_t rows = records.values.size() / info_.columns.width();
    records.values.resize(rows * info_.columns.width());
    records.steps.resize(rows);
    records.counts.resize(rows);
    records.seconds.resize(rows);
  }

  static V copy_of(const V& x) {
    V copy{};
    assign(copy, x);
    return copy;
  }

  /// A step's numbers; its spans belong to the objective and the optimizer that took it.
  static Step without_spans(Step step) {
    step.losses = {};
    step.plus_weights = step.minus_weights = step.sample_losses = step.sample_weights = {};
    return step;
  }

  Columns columns() const {
    Columns columns{.names = {"loss"}, .charts = subject_->charts().size()};
    measures_.add_columns(columns);
    const std::size_t d = subject_->coordinates(x_).size();
    for (std::size_t i = 0; d <= 8 && i < d; ++i)
      columns.names.push_back(std::string("x").append(std::to_string(i)));  // GCC 12 warns of "x" + …
    return columns;
  }

  /// The settings of the last step, schedules evaluated; before the first, those it will have.
  Settings last_settings() const {
    const Settings& used = stepped_with_ ? *stepped_with_ : settings_;
    Settings values = used;
    for (const auto& [name, setting] : used)
      if (std::holds_alternative<Schedule>(setting)) values.set(name, used.real(name, step_ == 0 ? 0 : step_ - 1));
    return values;
  }

  bool reached_end() const {
    const Stop& stop = info_.stop;
    return (stop.steps && step_ >= *stop.steps) || (stop.cost && counts_.cost() >= *stop.cost) ||
           (stop.loss && recorded_ && last_recorded_ == step_ && last_loss_ <= *stop.loss);
  }

  void apply(const Settings& settings) {
    for (const auto& [name, setting] : settings) settings_.set(name, setting);
    scheduled_ = std::ranges::any_of(settings_,
                                     [](const auto& entry) { return std::holds_alternative<Schedule>(entry.second); });
    optimizer_->set(settings_, step_);
  }
  void apply_changes() {
    apply({});
    for (const auto& change : changes_)
      if (change.step == step_) apply(change.settings);
    next_change_ = std::numeric_limits<std::uint64_t>::max();
    for (const auto& change : changes_)
      if (change.step > step_) next_change_ = std::min(next_change_, change.step);
  }

  void take_step() {
    stepped_with_.reset();
    if (step_ == next_change_) apply_changes();
    if (scheduled_) optimizer_->set(settings_, step_);
    if (keeps_before_) assign(before_, x_);
    Objective<V>& objective = subject_->objective();
    objective.begin_step(step_);
    const Step taken = optimizer_->step(objective, x_, step_);
    if (!objective.all_finite() || !std::isfinite(taken.length)) {  // the update is not done
      if (keeps_before_) assign(x_, before_);
      last_ = without_spans(last_);
      return objective.all_finite()
                 ? diverge(step_ + 1, "the step is not finite (no gradient there, or too large a step size)")
                 : diverge(step_, undefined(objective.not_finite()) + " there");
    }
    last_ = taken;
    counts_ = objective.counts();
    ++step_;
    if (drawn_ && kept_.wants(step_)) kept_.add(step_, subject_->point(x_));
    watch();
    const bool still = last_.length == 0.0 || last_.estimate_norm == 0.0;  // averages go on for a while
    if (still && !last_.losses.plus.empty() && out_of_reach()) diverge(step_, "so far out, x ± ρu is x to rounding");
  }

  /// Notes the first step whose point is nowhere to be.
  void watch() {
    if (!message_.empty()) return;
    if (const auto complaint = subject_->complaint(x_); !complaint.empty())
      message_ = complaint + " at step " + std::to_string(step_);
    else
      message_ = subject_->objective().remark();
  }

  /// So far out that x ± ρu is x to rounding: every difference is 0 and the run would stand still for ever.
  bool out_of_reach() const { return norm(x_) * std::numeric_limits<double>::epsilon() > settings_.real("rho", step_); }

  void diverge(std::uint64_t step, const std::string& why) {
    status_ = Status::diverged;
    message_ = "diverged at step " + std::to_string(step) + ": " + why;
  }
  static std::string undefined(double loss) { return std::isnan(loss) ? "f is not defined" : "f is infinite"; }

  /// The last record of a run that ended between two records.
  void record_once(Records& records) {
    if (!recorded_ || last_recorded_ != step_) record(records);
  }

  void record(Records& records) {
    const double loss = subject_->loss(x_);
    if (!std::isfinite(loss)) {
      if (step_ == 0 || reached_end()) diverge(step_, undefined(loss) + (step_ == 0 ? " at the start" : " there"));
      return;
    }
    last_loss_ = loss;
    recorded_ = true;
    last_recorded_ = step_;
    records.steps.push_back(step_);
    records.counts.push_back(counts_);
    records.seconds.push_back(seconds_);
    records.values.push_back(loss);
    const std::vector<double> aside = measure(records.values);
    const auto x = subject_->coordinates(x_);
    if (x.size() <= 8) records.values.insert(records.values.end(), x.begin(), x.end());
    records.values.insert(records.values.end(), aside.begin(), aside.end());
    subject_->project(x_, records.values);
  }

  /// Appends what a record holds of the measures; returns what it keeps aside.
  std::vector<double> measure(std::vector<double>& values) {
    std::optional<Vector> point;  // x in full, once something is measured of it
    return measures_.measure({.step = step_,
                              .record_every = info_.record_every,
                              .ends = status_ != Status::running || reached_end(),
                              .taken = last_,
                              .here = [&]() -> MeasuredPoint {
                                if (!point) point = subject_->point(x_);
                                return {subject_->loss_function(), *point, info_.seed};
                              },
                              .subject = [&](const std::string& name) { return subject_->measure(name, x_); }},
                             values);
  }

  FollowedMeasures measures_;
  std::unique_ptr<Subject<V>> subject_;
  std::unique_ptr<Optimizer<V>> optimizer_;
  /// Where nothing of a run is drawn it has no charts, keeps no points, and its snapshots are numbers alone: a large
  /// model then takes the memory of its steps.
  bool drawn_;
  bool keeps_before_;
  Settings settings_;
  V x_, before_{};
  Step last_;
  std::optional<Settings> stepped_with_;  ///< the last step's settings, where they have changed since
  Counts counts_;                         ///< after step_ updates
  double last_loss_ = std::numeric_limits<double>::quiet_NaN();
  bool recorded_ = false;
  bool scheduled_ = false;
  std::uint64_t last_recorded_ = 0;
  std::uint64_t next_change_ = std::numeric_limits<std::uint64_t>::max();
};

}  // namespace tiltscape
