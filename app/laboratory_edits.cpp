// What a user changes: edits become commands to the runner, or another scene that is loaded.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/format.h"
#include "app/laboratory.h"
#include "core/measure.h"
#include "core/models/outside.h"
#include "core/optimizer.h"
#include "core/scene_place.h"

namespace tiltscape {

namespace {

/// Whether a setting of one method says the same in another: η is a length where coordinates are rescaled, and what
/// suits exact gradients is too large for estimates; ρ is three radii.
bool same_meaning(std::string_view name, const OptimizerEntry& one, const OptimizerEntry& other) {
  const auto alike = [&](const char* mark) {
    return (find_parameter(one.parameters, mark) == nullptr) == (find_parameter(other.parameters, mark) == nullptr);
  };
  if (name == "learning_rate")
    return one.zeroth_order == other.zeroth_order &&
           (one.step_kind == StepKind::rescaled) == (other.step_kind == StepKind::rescaled);
  return name != "rho" || (alike("law") && alike("offset"));
}

}  // namespace

void Laboratory::show_run(std::size_t run, bool visible) {
  if (loaded_ != generation_ || runs_.at(run).visible == visible) return;
  remember();
  runs_[run].visible = looks_[run].visible = visible;
}

void Laboratory::choose_chart(const std::string& name) {
  remember();
  scene_.view.plane = "own";
  scene_.view.chart = name;
  scene_.view.bounds.reset();
}

void Laboratory::choose_plane(PlaneSpec plane) {
  remember();
  scene_.view.plane = std::move(plane);
  scene_.view.bounds.reset();
  shown_chart_.remake();
}

void Laboratory::change_run(std::size_t index, const std::string& name, const Setting& setting) {
  if (loaded_ != generation_) return;
  RunView& run = runs_.at(index);
  if (run.snapshot.status == Status::done) {
    revive();
    if (playing_)
      notify(run.info.label +
             " was at its end. With this change every run goes on for as many steps again. Space pauses, Ctrl Z takes "
             "the change back.");
  }
  if (shown_step_)
    notify(fmt::format("{} changes at step {}, where it is now; the picture is of step {}.", run.info.label,
                       grouped(run.snapshot.step), grouped(*shown_step_)));
  run.info.spec.settings.set(name, setting);
  Settings settings;
  settings.set(name, setting);
  runner_.send(command::Change{run.id, std::move(settings)});
}

void Laboratory::change_tilt(double tilt) {
  shown_step_.reset();  // the surface is that of the step shown, and would not follow
  const bool followed = std::isfinite(tilt) && std::ranges::any_of(runs_, [](const RunView& run) {
                          return run.info.spec.settings.find("tilt") != nullptr;
                        });
  scene_.view.tilt = followed ? std::nullopt : std::optional(tilt);  // the surface goes with the first run that has one
  for (std::size_t i = 0; i < runs_.size(); ++i)
    if (runs_[i].info.spec.settings.find("tilt") != nullptr) change_run(i, "tilt", std::min(tilt, 1e4));
}

void Laboratory::rename_run(std::size_t run, const std::string& label) { runs_.at(run).info.label = label; }

void Laboratory::add_run(const std::string& optimizer) {
  const OptimizerEntry& entry = find_optimizer(optimizer);
  RunSpec spec{.optimizer = entry.name, .label = entry.title, .settings = Settings(entry.parameters)};
  // What a run of this kind already uses on this problem is a better guess than the defaults.
  for (const RunView& other : runs_)
    for (const auto& [name, setting] : other.info.spec.settings)
      if (find_parameter(entry.parameters, name) != nullptr && name != "law" &&
          same_meaning(name, entry, find_optimizer(other.info.spec.optimizer)))
        spec.settings.set(name, setting);
  std::vector<RunSpec> all = scene_.runs;
  all.push_back(spec);
  spec.label = unique_labels(all).back();
  Scene alone = scene_;
  alone.runs = {spec};
  runner_.send(command::Add{std::move(alone)});
}

void Laboratory::remove_run(std::size_t run) {
  if (loaded_ != generation_) return;
  runner_.send(command::Remove{runs_.at(run).id});
  runs_.erase(runs_.begin() + static_cast<std::ptrdiff_t>(run));
  scene_.runs.erase(scene_.runs.begin() + static_cast<std::ptrdiff_t>(run));
  looks_.erase(looks_.begin() + static_cast<std::ptrdiff_t>(run));
  if (run < replay_.size()) replay_.erase(replay_.begin() + static_cast<std::ptrdiff_t>(run));
  if (selected_ > 0 && selected_ >= run) --selected_;
}

void Laboratory::change_problem(const std::string& name) { replace(default_scene(name, with_libtorch())); }

void Laboratory::change_problem_setting(const std::string& name, const Setting& setting) {
  Settings settings = scene_.problem.settings;
  settings.set(name, setting);
  const ProblemEntry& problem = find_problem(scene_.problem.name);
  if (const Parameter* parameter = find_parameter(problem.parameters, name);
      parameter != nullptr && parameter->in_title)
    scene_.title = problem.title;
  change_problem_settings(settings, false);
}

void Laboratory::change_problem_settings(const Settings& settings, bool same_coordinates) {
  scene_ = current_scene();
  scene_.problem.settings = settings;
  estimate_what_is_large();
  if (same_coordinates) return load();
  const PlaneSpec& plane = scene_.view.plane;  // may be of coordinates that are no more
  if (std::holds_alternative<AxesPlane>(plane) || std::holds_alternative<PointsPlane>(plane))
    scene_.view.plane = "auto";
  const auto is_point = [](const Start& start) { return std::holds_alternative<std::vector<double>>(start); };
  if (is_point(scene_.start)) scene_.start = DefaultStart{};
  for (RunSpec& run : scene_.runs)
    if (run.start && is_point(*run.start)) run.start.reset();
  load();
}

void Laboratory::estimate_what_is_large() {
  const ProblemEntry& problem = find_problem(scene_.problem.name);
  const Settings& settings = scene_.problem.settings;
  const Eigen::Index d = known_dimension(problem, settings);
  for (MeasureSpec& spec : scene_.measures) {
    const auto before = std::ranges::find(estimated_, spec, &std::pair<MeasureSpec, MeasureSpec>::second);
    if (d > 0 && before != estimated_.end() && measure_complaint(before->first, problem, settings, d).empty()) {
      spec = before->first;
      estimated_.erase(before);
      notify(find_measure(spec.name).title + ": exact again.");
      continue;
    }
    if (spec.method != "exact" || measure_complaint(spec, problem, settings, d).empty()) continue;
    const MeasureEntry& measure = find_measure(spec.name);
    MeasureSpec estimated = default_spec(measure, problem, settings);
    estimated.every = spec.every;
    estimated_.emplace_back(std::exchange(spec, estimated), estimated);
    notify(fmt::format("{}: with {} parameters it is estimated, by {}; exact takes up to {}.", measure.title,
                       grouped(static_cast<std::uint64_t>(d)), spec.method, grouped(std::uint64_t{most_exact})));
  }
}

void Laboratory::change_start(Start start) {
  scene_ = current_scene();
  scene_.start = std::move(start);
  for (RunSpec& run : scene_.runs) run.start.reset();
  load();
}

void Laboratory::change_start(const Start& start, const std::vector<std::size_t>& runs) {
  if (runs.size() == scene_.runs.size()) {
    change_start(start);
    return;
  }
  scene_ = current_scene();
  for (const std::size_t run : runs) scene_.runs.at(run).start = start;
  load();
}

void Laboratory::change_seed(std::uint64_t seed) {
  scene_ = current_scene();
  scene_.seed = seed;
  load();
}

void Laboratory::change_machine(const std::string& device, int threads) {
  scene_ = current_scene();
  scene_.device = device;
  scene_.threads = threads;
  load();
}

bool Laboratory::blames_problem() const {
  const ProblemEntry& problem = find_problem(scene_.problem.name);
  const auto is_file_at_fault = [this](const Parameter& parameter) {
    const auto* file = std::get_if<std::string>(scene_.problem.settings.find(parameter.name));
    return file != nullptr && !file->empty() && error_.starts_with(*file);
  };
  return blamed_setting(problem, error_) != nullptr || std::ranges::any_of(problem.parameters, is_file_at_fault);
}

void Laboratory::add_measure(const std::string& name) {
  scene_ = current_scene();
  const ProblemEntry& problem = find_problem(scene_.problem.name);
  MeasureSpec spec = default_spec(find_measure(name), problem, scene_.problem.settings);
  if (problem.model) spec.every = 100;  // an estimate takes as long as fifty steps
  scene_.measures.push_back(std::move(spec));
  load();
}

}  // namespace tiltscape
