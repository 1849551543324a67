// The scene as it was recorded, and undo: a remembered scene is loaded and replayed to where it was left.
#include <algorithm>
#include <iterator>
#include <utility>

#include "app/laboratory.h"

namespace tiltscape {
namespace {

/// The changes of a run that began with these settings, with those at its present step that it has not confirmed yet.
std::vector<Change> changes_of(const RunView& run, Settings settings) {
  std::vector<Change> changes = run.changes;
  if (is_final(run.snapshot.status)) return changes;
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
    pause();
  }
  scene_ = std::move(remembered.scene);
  runner_.send(command::Speed{scene_.view.speed});
  const auto shown = std::ranges::any_of(remembered.steps, [this](std::uint64_t step) { return shown_step_ < step; })
                         ? shown_step_
                         : std::nullopt;
  load(std::move(remembered.steps));
  shown_step_ = shown;
}

void Laboratory::cancel() {
  if (!std::exchange(editing_, false)) return;
  std::vector<Remembered> dropped;
  restore(undo_, dropped);
}

void Laboratory::undo() { restore(undo_, redo_); }
void Laboratory::redo() { restore(redo_, undo_); }

}  // namespace tiltscape
