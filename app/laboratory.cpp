// Edits become commands to the runner; updates become what panels show.
#include "app/laboratory.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "app/format.h"
#include "core/optimizer.h"
#include "core/problem.h"
#include "core/tilted_oracle.h"

namespace tiltscape {

namespace {

/// The first colour that no other run has.
std::size_t free_colour(const std::vector<RunLook>& looks) {
  std::size_t colour = 0;
  while (std::ranges::count(looks, colour, &RunLook::colour) > 0) ++colour;
  return colour;
}

}  // namespace

std::size_t shown_row(const RunView& run, std::optional<std::uint64_t> step) {
  if (run.trajectory.empty()) return 0;
  return step ? run.trajectory.row_at(*step) : run.trajectory.size() - 1;
}

Laboratory::Laboratory(const Runner::MakeExperiment& make, unsigned workers, const std::function<void()>& wake)
    : runner_(make, {.workers = workers, .together = true, .playing = true, .notify = wake}),
      shown_chart_(make, wake),
      replayed_step_(make, wake) {}

std::uint64_t Laboratory::furthest_step() const {
  std::uint64_t step = 0;
  for (const RunView& run : runs_) step = std::max(step, run.snapshot.step);
  return step;
}

bool Laboratory::finished() const {
  return !runs_.empty() &&
         std::ranges::none_of(runs_, [](const RunView& run) { return run.snapshot.status == Status::running; });
}

RunView* Laboratory::find(RunId id) {
  const auto found = std::ranges::find(runs_, id, &RunView::id);
  return found == runs_.end() ? nullptr : &*found;
}

void Laboratory::adopt(const update::RunAdded& added, const RunLook& look) {
  RunView& run = runs_.emplace_back(look);
  run.id = added.id;
  run.info = added.info;
  run.trajectory = Trajectory(added.info.columns);
  run.changes = added.info.spec.changes;
}

void Laboratory::show_run(std::size_t run, bool visible) {
  if (loaded_ != generation_ || runs_.at(run).visible == visible) return;
  remember();
  runs_[run].visible = looks_[run].visible = visible;
}

bool Laboratory::take() {
  auto updates = runner_.updates();
  for (Update& update : updates) {
    if (const auto* loaded = std::get_if<update::Loaded>(&update)) {
      if (loaded->generation != generation_) continue;
      experiment_ = loaded->experiment;
      loaded_ = loaded->generation;
      runs_.clear();
      for (std::size_t i = 0; i < loaded->runs.size(); ++i) adopt(loaded->runs[i], looks_.at(i));
      selected_ = std::min(selected_, runs_.empty() ? 0 : runs_.size() - 1);
    } else if (const auto* added = std::get_if<update::Added>(&update)) {
      if (added->generation != generation_) continue;
      looks_.push_back({.colour = free_colour(looks_)});
      adopt(added->run, looks_.back());
      scene_.runs.push_back(added->run.info.spec);
      selected_ = runs_.size() - 1;
    } else if (const auto* failed = std::get_if<update::Failed>(&update)) {
      if (failed->generation == generation_) error_ = failed->message;
    } else if (auto* progress = std::get_if<update::Progress>(&update)) {
      RunView* run = progress->generation == generation_ ? find(progress->run) : nullptr;
      if (run == nullptr) continue;
      const std::vector<Change>& planned = run->info.spec.changes;  // of the scene; the user's are known already
      for (; run->reached < planned.size() && planned[run->reached].step <= progress->snapshot.step; ++run->reached)
        for (const auto& [name, setting] : planned[run->reached].settings) run->info.spec.settings.set(name, setting);
      run->trajectory.append(progress->records);
      run->snapshot = std::move(progress->snapshot);
      run->seconds = progress->seconds;
      if (progress->kept) run->kept.take(std::move(*progress->kept));
      run->info.stop = progress->stop;
      if (progress->changes) run->changes = std::move(*progress->changes);
    }
  }
  return !updates.empty();
}

const Snapshot* Laboratory::shown_snapshot() const {
  if (shown_step_) return replayed_step_.snapshot();
  return selected_run() != nullptr ? &selected_run()->snapshot : nullptr;
}

Settings Laboratory::shown_settings(std::size_t run) const {
  const RunView& view = runs_.at(run);
  if (!shown_step_ || *shown_step_ >= view.snapshot.step || loaded_ != generation_) return view.info.spec.settings;
  Settings settings = scene_.runs.at(run).settings;
  for (const Change& change : view.changes)
    if (change.step < *shown_step_)
      for (const auto& [name, setting] : change.settings) settings.set(name, setting);
  return settings;
}

void Laboratory::update_shown() {
  shown_chart_.update(*this);
  replayed_step_.update(*this);
  shown_chart_.compare(*this);
  const std::pair told{loaded_, shown_chart_.own() ? nullptr : shown_chart_.chart()};
  if (told == told_) return;
  told_ = told;
  runner_.send(command::Show{.generation = loaded_, .chart = told.second});
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

void Laboratory::load(std::vector<std::uint64_t> replay) {
  ++generation_;
  error_.clear();
  shown_step_.reset();
  replay_ = std::move(replay);
  runner_.send(command::Load{.scene = scene_, .generation = generation_, .replay = replay_});
}

void Laboratory::replace(Scene scene) {
  scene_ = std::move(scene);
  looks_.clear();
  for (std::size_t i = 0; i < scene_.runs.size(); ++i) looks_.push_back({.colour = i});
  selected_ = 0;
  ++opened_;
  runner_.send(command::Speed{scene_.view.speed});
  load();
}

void Laboratory::open(Scene scene, std::string file) {
  if (generation_ > 0) {
    remember();
    undo_.back().file = std::move(file_);
  }
  editing_ = false;
  file_ = std::move(file);
  shown_chart_.follow();
  replace(std::move(scene));
}

void Laboratory::play(bool playing) {
  playing_ = playing;
  if (playing && finished()) revive();
  shown_step_.reset();
  runner_.send(command::Play{playing});
}

void Laboratory::toggle() {
  if (!shown_step_) return play(!playing_ || finished());
  if (playing_ && !finished()) {
    playing_ = false;
    runner_.send(command::Play{false});
    return;
  }
  shown_step_.reset();
  if (!finished()) play(true);
}

void Laboratory::step_once() {
  if (shown_step_) return show_step(next_recorded(*shown_step_));
  play(false);
  if (finished()) revive();
  runner_.send(command::Advance{1});
}

std::optional<std::uint64_t> Laboratory::next_recorded(std::uint64_t step) const {
  std::optional<std::uint64_t> next;
  for (const RunView& run : runs_) {
    if (run.trajectory.empty()) continue;
    const std::size_t row = run.trajectory.row_at(step) + 1;
    if (row < run.trajectory.size()) next = std::min(next.value_or(run.trajectory.step(row)), run.trajectory.step(row));
  }
  return next < furthest_step() ? next : std::nullopt;
}

void Laboratory::restart() {
  if (std::ranges::any_of(runs_, [](const RunView& run) { return !run.changes.empty(); })) remember();
  scene_ = current_scene();
  load();
}

void Laboratory::set_speed(double steps_per_second) {
  scene_.view.speed = steps_per_second;
  runner_.send(command::Speed{steps_per_second});
}

/// Runs that came to their end go on when something is changed: the laboratory is live.
void Laboratory::revive() {
  runner_.send(command::Extend{scene_.stop.steps.value_or(10'000)});
  for (RunView& run : runs_)  // as it will be: a drag at the end moves the end once
    if (run.snapshot.status == Status::done) run.snapshot.status = Status::running;
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
  const bool followed = std::isfinite(tilt) && std::ranges::any_of(runs_, [](const RunView& run) {
                          return run.info.spec.settings.find("tilt") != nullptr;
                        });
  scene_.view.tilt = followed ? std::nullopt : std::optional(tilt);  // the surface goes with the first run that has one
  for (std::size_t i = 0; i < runs_.size(); ++i)
    if (runs_[i].info.spec.settings.find("tilt") != nullptr) change_run(i, "tilt", std::min(tilt, 1e4));
}

double Laboratory::surface_tilt() const {
  if (scene_.view.tilt) return *scene_.view.tilt;
  for (const RunView& run : runs_)
    if (run.info.spec.settings.find("tilt") != nullptr) return run.info.spec.settings.real("tilt", run.snapshot.step);
  return 1.0;
}

const RunView* Laboratory::surface_run() const {
  for (const char* mark : {"tilt", "law"})
    for (const RunView& run : runs_)
      if (run.info.spec.settings.find(mark) != nullptr && run.info.spec.settings.real("rho", run.snapshot.step) > 0)
        return &run;
  return nullptr;
}

double Laboratory::surface_rho() const {
  if (scene_.view.rho) return *scene_.view.rho;
  const RunView* run = surface_run();
  return run != nullptr ? run->info.spec.settings.real("rho", run->snapshot.step) : 0.1;
}

Neighbourhood Laboratory::surface_neighbourhood() const {
  const RunView* run = surface_run();
  const Setting* word = run != nullptr ? run->info.spec.settings.find("law") : nullptr;
  const auto law = word != nullptr ? choice_named<Law>(std::get<std::string>(*word)) : std::nullopt;
  const auto own = law ? neighbourhood_of(*law) : std::nullopt;
  return choice_named<Neighbourhood>(scene_.view.neighbourhood).value_or(own.value_or(Neighbourhood::ball));
}

void Laboratory::rename_run(std::size_t run, const std::string& label) { runs_.at(run).info.label = label; }

void Laboratory::add_run(const std::string& optimizer) {
  const OptimizerEntry& entry = find_optimizer(optimizer);
  RunSpec spec{.optimizer = entry.name, .label = entry.title, .settings = Settings(entry.parameters)};
  // What a run of this kind already uses on this problem is a better guess than the defaults.
  for (const RunView& other : runs_)
    for (const auto& [name, setting] : other.info.spec.settings)
      if (find_parameter(entry.parameters, name) != nullptr && name != "law") spec.settings.set(name, setting);
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

void Laboratory::change_problem(const std::string& name) { replace(default_scene(name)); }

void Laboratory::change_problem_setting(const std::string& name, const Setting& setting) {
  scene_ = current_scene();
  scene_.problem.settings.set(name, setting);
  const PlaneSpec& plane = scene_.view.plane;  // may be of coordinates that are no more
  if (std::holds_alternative<AxesPlane>(plane) || std::holds_alternative<PointsPlane>(plane))
    scene_.view.plane = "auto";
  if (std::holds_alternative<std::vector<double>>(scene_.start)) scene_.start = DefaultStart{};
  for (RunSpec& run : scene_.runs) run.start.reset();
  load();
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

namespace {

/// The changes of a run that began with these settings, with those at its present step that it has not confirmed yet.
std::vector<Change> changes_of(const RunView& run, Settings settings) {
  std::vector<Change> changes = run.changes;
  if (run.snapshot.status == Status::diverged || run.snapshot.status == Status::interrupted) return changes;
  const std::uint64_t step = run.snapshot.step;
  const auto later = std::ranges::upper_bound(changes, step, {}, &Change::step);
  for (auto change = changes.begin(); change != later; ++change)
    for (const auto& [name, setting] : change->settings) settings.set(name, setting);
  Change sent{.step = step, .settings = {}};
  for (const auto& [name, setting] : run.info.spec.settings)
    if (*settings.find(name) != setting) sent.settings.set(name, setting);
  if (sent.settings.empty()) return changes;
  if (later == changes.begin() || std::prev(later)->step != step)
    changes.insert(later, std::move(sent));
  else
    for (const auto& [name, setting] : sent.settings) std::prev(later)->settings.set(name, setting);
  return changes;
}

}  // namespace

Scene Laboratory::recorded_scene() const {
  Scene scene = scene_;
  if (loaded_ != generation_) return scene;  // the runs here are still those of the scene before
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    RunSpec& spec = scene.runs[i];
    spec.label = runs_[i].info.label;
    spec.changes = changes_of(runs_[i], spec.settings);
    if (!spec.changes.empty() && spec.changes.front().step == 0) {  // made before the first step: part of the beginning
      for (const auto& [name, setting] : spec.changes.front().settings) spec.settings.set(name, setting);
      spec.changes.erase(spec.changes.begin());
    }
    if (runs_[i].info.stop != scene.stop) scene.runs[i].stop = runs_[i].info.stop;
  }
  return scene;
}

Scene Laboratory::current_scene() const {
  Scene scene = scene_;
  if (loaded_ != generation_) return scene;  // the runs here are still those of the scene before
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    scene.runs[i].label = runs_[i].info.label;
    scene.runs[i].settings = runs_[i].info.spec.settings;
    scene.runs[i].changes.clear();
  }
  return scene;
}

Laboratory::Remembered Laboratory::now() const {
  // runs that are still taken back to where they were count as there
  Remembered remembered{.scene = recorded_scene(), .looks = looks_, .steps = replay_};
  if (loaded_ != generation_) return remembered;
  remembered.steps.resize(runs_.size());
  for (std::size_t i = 0; i < runs_.size(); ++i)
    if (runs_[i].snapshot.status != Status::running || runs_[i].snapshot.step > remembered.steps[i])
      remembered.steps[i] = runs_[i].snapshot.step;
  return remembered;
}

void Laboratory::remember() {
  undo_.push_back(now());
  redo_.clear();
}

void Laboratory::track(bool changed, bool ended) {
  if (changed && !editing_) {
    remember();
    editing_ = true;
  }
  if (ended) editing_ = false;
}

/// Turning, zooming, panning and the speed are no edits: what is undone is seen from where one is. Another scene comes
/// back as it was seen.
void Laboratory::keep_sight(Scene& scene) const {
  if (scene.title != scene_.title || scene.problem.name != scene_.problem.name) return;
  scene.view.camera = scene_.view.camera;
  scene.view.speed = scene_.view.speed;
  if (scene.problem == scene_.problem && scene.view.plane == scene_.view.plane && scene.view.chart == scene_.view.chart)
    scene.view.bounds = scene_.view.bounds;
}

void Laboratory::restore(std::vector<Remembered>& from, std::vector<Remembered>& to) {
  if (from.empty()) return;
  to.push_back(now());
  Remembered remembered = std::move(from.back());
  from.pop_back();
  if (remembered.file) to.back().file = std::exchange(file_, std::move(*remembered.file));
  keep_sight(remembered.scene);
  const bool same_looks = looks_ == remembered.looks;
  looks_ = std::move(remembered.looks);
  if (Scene before = to.back().scene; !same_looks || before.view != remembered.scene.view) {
    before.view = remembered.scene.view;
    if (before == remembered.scene) {  // only the view was changed: the runs go on
      scene_.view = remembered.scene.view;
      for (std::size_t i = 0; loaded_ == generation_ && i < runs_.size(); ++i)
        static_cast<RunLook&>(runs_[i]) = looks_[i];
      return;
    }
  }
  if (finished()) {  // nothing moved: nothing moves after it either, though the runs are not at their end any more
    playing_ = false;
    runner_.send(command::Play{false});
  }
  scene_ = std::move(remembered.scene);
  runner_.send(command::Speed{scene_.view.speed});
  load(std::move(remembered.steps));
}

void Laboratory::cancel() {
  if (!std::exchange(editing_, false)) return;
  std::vector<Remembered> dropped;
  restore(undo_, dropped);
}

void Laboratory::undo() { restore(undo_, redo_); }
void Laboratory::redo() { restore(redo_, undo_); }

}  // namespace tiltscape
