// What there is and what happens: updates become what panels show, playing and loading become commands.
#include "app/laboratory.h"

#include <algorithm>
#include <utility>

#include "core/tilted_oracle.h"

namespace tiltscape {

namespace {

/// The first colour that no other run has.
std::size_t free_colour(const std::vector<RunLook>& looks) {
  std::size_t colour = 0;
  while (std::ranges::count(looks, colour, &RunLook::colour) > 0) ++colour;
  return colour;
}

/// What is said once none of them goes on by itself.
const char* end_notice(const std::vector<RunView>& runs) {
  if (std::ranges::all_of(runs, [](const RunView& run) { return run.trajectory.empty(); }))
    return "No run can begin: f is not finite where they start. Move the start, in the landscape or on the left.";
  if (std::ranges::all_of(runs, [](const RunView& run) { return is_final(run.snapshot.status); }))
    return "No run can go on from here. R starts again, with the settings as they are then.";
  return "Every run is at its end. They go on when something is changed, or with Space; R starts again.";
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

bool Laboratory::take() {
  const bool was_finished = finished();
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
  if (playing_ && !was_finished && finished()) notify(end_notice(runs_));
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

void Laboratory::load(std::vector<std::uint64_t> replay) {
  ++generation_;
  error_.clear();
  shown_step_.reset();
  replay_ = std::move(replay);
  runner_.send(command::Load{.scene = scene_, .generation = generation_, .replay = replay_});
}

void Laboratory::replace(Scene scene) {
  scene_ = std::move(scene);
  estimated_.clear();
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

void Laboratory::pause() {
  playing_ = false;
  runner_.send(command::Play{false});
}

void Laboratory::toggle() {
  if (!shown_step_) return play(!playing_ || finished());
  if (playing_ && !finished()) return pause();
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

double Laboratory::shown_real(const RunView& run, const std::string& name) const {
  if (!shown_step_) return run.info.spec.settings.real(name, run.snapshot.step);
  return shown_settings(run).real(name, *shown_step_);
}

double Laboratory::surface_tilt() const {
  if (scene_.view.tilt) return *scene_.view.tilt;
  const RunView* run = tilted_run();
  return run != nullptr ? shown_real(*run, "tilt") : 1.0;
}

const RunView* Laboratory::tilted_run() const {
  for (const char* mark : {"law", "tilt"})
    for (const RunView& run : runs_)
      if (const Settings& settings = run.info.spec.settings; settings.find("tilt") && settings.find(mark)) return &run;
  return nullptr;
}

const RunView* Laboratory::surface_run() const {
  for (const char* mark : {"tilt", "law"})
    for (const RunView& run : runs_)
      if (const Settings& settings = run.info.spec.settings;
          settings.find(mark) && settings.find("law") && shown_real(run, "rho") > 0)
        return &run;
  return nullptr;
}

double Laboratory::surface_rho() const {
  if (scene_.view.rho) return *scene_.view.rho;
  const RunView* run = surface_run();
  return run != nullptr ? shown_real(*run, "rho") : 0.1;
}

Neighbourhood Laboratory::surface_neighbourhood() const {
  const RunView* run = surface_run();
  const Settings earlier = run != nullptr && shown_step_ ? shown_settings(*run) : Settings();
  const Setting* word = run != nullptr ? (shown_step_ ? earlier : run->info.spec.settings).find("law") : nullptr;
  const auto law = word != nullptr ? choice_named<Law>(std::get<std::string>(*word)) : std::nullopt;
  const auto own = law ? neighbourhood_of(*law) : std::nullopt;
  return choice_named<Neighbourhood>(scene_.view.neighbourhood).value_or(own.value_or(Neighbourhood::ball));
}

}  // namespace tiltscape
