// The window's model: the scene as edited, its runs as far as they came, and the commands that change them.
// Panels read it and call it; it alone talks to the runner.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/notice.h"
#include "app/replayed_step.h"
#include "app/shown_chart.h"
#include "core/neighbourhood.h"
#include "core/runner.h"
#include "core/trajectory.h"

namespace tiltscape {

/// What a run looks like, whatever it is made anew for: belongs to the run's place in the scene.
struct RunLook {
  std::size_t colour = 0;  ///< place in the palette
  bool visible = true;
  bool operator==(const RunLook&) const = default;
};

/// One run as the window knows it.
struct RunView : RunLook {
  RunId id = 0;
  RunInfo info{};  ///< with the settings as they are now
  Trajectory trajectory{};
  Snapshot snapshot{};
  KeptPoints kept{};
  std::vector<Change> changes{};
  std::size_t reached = 0;  ///< how many changes of the scene `info` has the settings of
  double seconds = 0.0;
};

/// The row that is shown: the scrubbed step's, or the last one.
std::size_t shown_row(const RunView& run, std::optional<std::uint64_t> step);

class Laboratory {
 public:
  /// `wake` is called from another thread when there is something to take().
  Laboratory(const Runner::MakeExperiment& make, unsigned workers, const std::function<void()>& wake);

  // -- what there is
  const Scene& scene() const { return scene_; }
  const std::string& file() const { return file_; }  ///< where it was loaded from or saved to; may be empty
  const Experiment* experiment() const { return experiment_.get(); }  ///< null until loaded
  std::shared_ptr<const Experiment> shared_experiment() const { return experiment_; }
  const std::vector<RunView>& runs() const { return runs_; }
  std::size_t selected() const { return selected_; }
  const RunView* selected_run() const { return selected_ < runs_.size() ? &runs_[selected_] : nullptr; }
  bool playing() const { return playing_; }
  /// The scene is being made; until then the runs before it are still here.
  bool loading() const { return loaded_ != generation_ && error_.empty(); }
  const std::string& error() const { return error_; }  ///< why the last scene or run could not be made
  /// What is here is of the scene before, since this one could not be made; its runs stand still.
  bool outdated() const { return loaded_ != generation_ && !error_.empty(); }
  /// What happened last that would go unseen.
  const Notice& notice() const { return notice_; }
  void notify(std::string text, bool at_mouse = false) { notice_ = {std::move(text), at_mouse, notice_.number + 1}; }
  /// Counts the scenes that were opened, and the problems chosen.
  std::uint64_t opened() const { return opened_; }
  /// A run's settings now, or those that led to the step that is shown.
  Settings shown_settings(std::size_t run) const;
  Settings shown_settings(const RunView& run) const {
    return shown_settings(static_cast<std::size_t>(&run - runs_.data()));
  }
  /// Counts loads: of what runs() and experiment() hold now.
  std::uint64_t generation() const { return loaded_; }
  /// The step of the run that is furthest.
  std::uint64_t furthest_step() const;
  /// The step that is shown: the scrubbed one, or none for the latest.
  std::optional<std::uint64_t> shown_step() const { return shown_step_; }
  /// The selected run's step that is shown: the latest one, or an earlier one as it is replayed; null until it is
  /// there.
  const Snapshot* shown_snapshot() const;
  const ReplayedStep& replayed_step() const { return replayed_step_; }
  bool finished() const;
  /// What the landscape is drawn in.
  ShownChart& shown_chart() { return shown_chart_; }
  const ShownChart& shown_chart() const { return shown_chart_; }

  // -- what happens
  /// Takes what the runner has sent. Returns whether anything is new.
  bool take();
  /// Sees to it that the chart and the step that are asked for are shown or on their way: before each frame.
  void update_shown();

  // -- what a user does
  /// Another scene in place of this one, which undo brings back.
  void open(Scene scene, std::string file = {});
  void select(std::size_t run) { selected_ = run; }
  /// Shows or hides a run; can be undone.
  void show_run(std::size_t run, bool visible);
  void show_step(std::optional<std::uint64_t> step) { shown_step_ = step; }
  void play(bool playing);
  /// Pauses or plays. While an earlier step is shown: pauses runs that go on beyond it; else back to the latest and on
  /// from there.
  void toggle();
  /// One step of every run; while an earlier step is shown, the next one that is recorded.
  void step_once();
  /// Every run takes this many more steps, playing or not.
  void advance(std::uint64_t steps) { runner_.send(command::Advance{steps}); }
  void restart();
  void set_speed(double steps_per_second);
  void change_run(std::size_t run, const std::string& name, const Setting& setting);
  /// The tilt of the surface and, up to 1e4, of every run that has one. May be infinite. Shows the latest step again.
  void change_tilt(double tilt);
  void rename_run(std::size_t run, const std::string& label);
  void add_run(const std::string& optimizer);
  void remove_run(std::size_t run);
  void change_problem(const std::string& name);
  void change_problem_setting(const std::string& name, const Setting& setting);
  /// Complete ones. Starts and planes that were given as points stay where the coordinates are the same.
  void change_problem_settings(const Settings& settings, bool same_coordinates);
  /// Of every run.
  void change_start(Start start);
  /// Of these runs, by index.
  void change_start(const Start& start, const std::vector<std::size_t>& runs);
  void change_seed(std::uint64_t seed);
  /// Where models run, and how many of LibTorch's threads each run has.
  void change_machine(const std::string& device, int threads);
  /// Whether `error` begins with the name of one of the problem's settings.
  bool blames_problem() const;
  /// Follows one more measure along every run, by its default method.
  void add_measure(const std::string& name);
  View& view() { return scene_.view; }
  /// One of the problem's own charts, by name, or a plane, made of the runs as they are now.
  void choose_chart(const std::string& name);
  void choose_plane(PlaneSpec plane);
  void remake_plane() { shown_chart_.remake(); }
  /// The run whose average the surfaces show where the view does not say otherwise: of those with directions and ρ > 0
  /// the first that has a tilt, else the first; null where there is none. (TSAM's ρ is another radius.)
  const RunView* surface_run() const;
  /// The run whose t the tilt bar shows: the first that has one, directions before none; null where there is none.
  const RunView* tilted_run() const;
  /// What every surface, slice and minimiser averages with: the view's, else that run's. The neighbourhood of a run is
  /// the one that belongs to its directions; the ball where none does. While an earlier step is shown, as they were
  /// there.
  double surface_tilt() const;
  double surface_rho() const;
  Neighbourhood surface_neighbourhood() const;

  // -- undo: what was there before an edit is remembered; replay brings the runs back to where it was made
  void remember();
  /// For edits that go on over frames, such as drags: remembers once, when they begin.
  void track(bool changed, bool ended);
  /// Takes back the edit that goes on, as if it had never begun.
  void cancel();
  bool can_undo() const { return !undo_.empty(); }
  bool can_redo() const { return !redo_.empty(); }
  void undo();
  void redo();

  /// The scene with every change that was made live, at its step: what is saved, and what undo replays.
  Scene recorded_scene() const;
  /// The scene with the settings as they are now, from step 0: what a restart runs.
  Scene current_scene() const;
  void saved_as(std::string file) { file_ = std::move(file); }

 private:
  struct Remembered {
    Scene scene;
    std::vector<RunLook> looks{};        ///< of each run
    std::vector<std::uint64_t> steps{};  ///< of each run
    std::optional<std::string> file{};   ///< where another scene was opened: what this one's was
  };
  Remembered now() const;
  void load(std::vector<std::uint64_t> replay = {});
  /// Another scene, whose runs have colours of their own.
  void replace(Scene scene);
  void keep_sight(Scene& scene) const;
  /// Of the scene's measures, those that are exact and cannot be with so many parameters; they are exact again where
  /// they can be.
  void estimate_what_is_large();
  void restore(std::vector<Remembered>& from, std::vector<Remembered>& to);
  void adopt(const update::RunAdded& added, const RunLook& look);
  void revive();
  /// With the step that is shown left as it is.
  void pause();
  RunView* find(RunId id);
  /// A setting of a run at the step that is shown.
  double shown_real(const RunView& run, const std::string& name) const;
  /// The next step after this that any run has a record of; none where that is the latest.
  std::optional<std::uint64_t> next_recorded(std::uint64_t step) const;

  Runner runner_;
  ShownChart shown_chart_;
  ReplayedStep replayed_step_;
  std::pair<std::uint64_t, std::shared_ptr<const Chart>> told_;  ///< the load and the plane that its runs know of
  Scene scene_;
  std::vector<RunLook> looks_;                                  ///< of each run of scene_
  std::vector<std::pair<MeasureSpec, MeasureSpec>> estimated_;  ///< exact measures, and what they became
  std::string file_;
  std::shared_ptr<const Experiment> experiment_;
  std::vector<RunView> runs_;
  std::size_t selected_ = 0;
  std::uint64_t generation_ = 0;  ///< of the latest load that was asked for
  std::uint64_t loaded_ = 0;      ///< of what is here
  bool playing_ = true;
  std::vector<std::uint64_t> replay_;  ///< steps that the runs of the last load are taken to first
  std::optional<std::uint64_t> shown_step_;
  std::string error_;
  Notice notice_;
  std::uint64_t opened_ = 0;
  std::vector<Remembered> undo_, redo_;
  bool editing_ = false;
};

}  // namespace tiltscape
