// The landscape panel: the surface of f or of its averages, with the runs upon it.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <limits>
#include <map>

#include "app/format.h"
#include "app/panels/describe_run.h"
#include "app/panels/landscape_controls.h"
#include "app/panels/movable_starts.h"
#include "app/panels/panel.h"
#include "app/panels/plane_chooser.h"
#include "app/panels/shown_surface.h"
#include "app/theme.h"
#include "app/views/landscape_3d.h"
#include "app/views/note.h"

namespace tiltscape {
namespace {

using Point = std::array<float, 2>;

constexpr double nearly_worst_case = 300.0;  ///< t where runs have almost come to a stop

class LandscapePanel final : public Panel {
 public:
  LandscapePanel(std::function<void()> wake, bool economical) : surface_(wake), wake_(std::move(wake)) {
    view_.set_economical(economical);
    relief_.set_economical(economical);
  }

  std::string name() const override { return "Landscape"; }
  PanelPlace place() const override { return PanelPlace::middle; }
  bool settled() const override { return chart_settled_ && paths_complete_ && surface_.settled() && step_settled_; }
  bool again_soon() const override { return again_soon_; }

  void draw(Laboratory& lab) override {
    const bool shown = begin_panel({.title = "Landscape",
                                    .subtitle = surface_.subtitle(),
                                    .right = [&] { landscape_controls(lab); },
                                    .scrolls = false,
                                    .cut = &subtitle_below_},
                                   &open);
    chart_settled_ = lab.shown_chart().settled();
    step_settled_ = lab.replayed_step().settled();
    if (shown && lab.experiment() != nullptr && lab.shown_chart().chart() != nullptr) {
      surface_.update(lab);
      picture(lab);
    }
    end_panel();
  }

 private:
  void picture(Laboratory& lab) {
    const View& view = lab.scene().view;
    LandscapeInput input;
    known_of_problem(lab, input);
    surface_.describe(view, input);
    input.split = split_;
    input.scale = choice_named<ColourScaleKind>(view.scale).value_or(ColourScaleKind::linear);
    input.colormap = view.colormap;
    if (surface_.has_both_signs()) {  // colours are signs then, whatever map is chosen
      input.colormap = "diverging";
      input.scale = input.scale == ColourScaleKind::linear ? ColourScaleKind::centred : ColourScaleKind::centred_log;
    }
    runs(lab, input);
    if (subtitle_below_) input.note = joined_note(surface_.subtitle(), input.note);
    note_runs(lab, input);
    plane_facts(lab);
    const LandscapeOutput output =
        view.mode == "3d" ? in_relief(lab, input) : view_.draw(input, ImGui::GetContentRegionAvail());
    obey(lab, output);
  }

  LandscapeOutput in_relief(Laboratory& lab, const LandscapeInput& input) {
    const ReliefOutput output = relief_.draw(input, lab.scene().view.camera, ImGui::GetContentRegionAvail());
    if (output.camera) lab.view().camera = *output.camera;
    return output.landscape;
  }

  void obey(Laboratory& lab, const LandscapeOutput& output) {
    again_soon_ = output.again_soon || !paths_complete_;
    if (output.drag) starts_.drag(lab, *surface_.subject(), *output.drag);
    if (output.clicked) MovableStarts::click(lab, *surface_.subject(), *output.clicked);
    if (output.split) split_ = *output.split;
    if (output.bounds) lab.view().bounds = *output.bounds;
    if (output.reset) lab.view().bounds.reset();
  }

  /// Minima and domain, as far as they lie in the picture.
  void known_of_problem(const Laboratory& lab, LandscapeInput& input) const {
    const auto& problem = surface_.subject()->problem;
    if (problem == nullptr) return;
    const Chart& chart = surface_.subject()->chart;
    input.exact_loss = [&problem, &chart](const Eigen::Vector2d& at) {
      const auto x = chart.lift(at);
      return x ? problem->value(*x) : std::numeric_limits<double>::quiet_NaN();
    };
    const bool own = lab.shown_chart().own().has_value();
    for (const Minimum& minimum : problem->minima())
      if (own || chart.plane->distance(minimum.x) < 1e-6)
        input.minima.push_back({chart.project(minimum.x), minimum.label});
    if (!own || problem->dimension() > 3) return;
    input.domain = domain_of(*surface_.subject(), own);
    input.domain_reason = "beyond the domain this problem is meant for";
  }

  /// A path in one of the problem's charts, whose coordinates are in the records.
  std::vector<Point> recorded_path(const RunView& run, std::size_t chart, std::optional<std::uint64_t> step) {
    const Trajectory& trajectory = run.trajectory;
    const std::size_t column = trajectory.columns().chart(chart);
    std::vector<Point> points;
    for (const std::uint32_t row : trajectory.path(outlines_[run.id], column, surface_.bounds(), shown_row(run, step)))
      points.push_back(
          {static_cast<float>(trajectory.value(row, column)), static_cast<float>(trajectory.value(row, column + 1))});
    return points;
  }

  void runs(Laboratory& lab, LandscapeInput& input) {
    paths_.resize(lab.runs().size());
    paths_complete_ = true;
    std::erase_if(outlines_,
                  [&lab](const auto& entry) { return std::ranges::count(lab.runs(), entry.first, &RunView::id) == 0; });
    std::vector<std::pair<std::size_t, Point>> begins;
    const auto own = lab.shown_chart().own();
    for (std::size_t i = 0; i < lab.runs().size(); ++i) {
      const RunView& run = lab.runs()[i];
      if (run.trajectory.empty()) {  // f is not finite at its start
        const auto start = start_of(run);
        if (!start || lab.shown_chart().chart() == nullptr) continue;
        const Eigen::Vector2f at = lab.shown_chart().chart()->project(*start).cast<float>();
        begins.emplace_back(i, Point{at[0], at[1]});
        continue;
      }
      std::vector<Point>& points = paths_[i];
      TracedPaths& traced = lab.shown_chart().paths();
      points = own ? recorded_path(run, *own, lab.shown_step()) : traced.path(run, lab.shown_step(), surface_.bounds());
      paths_complete_ = paths_complete_ && traced.complete(run);
      const RunStyle style = run_style(run.colour, Theme::dark);
      input.paths.push_back({.points = points,
                             .colour = style.colour,
                             .dashes = style.dashes,
                             .mark = style.mark,
                             .label = run.info.label,
                             .current = points.back(),
                             .hidden = !run.visible,
                             .selected = i == lab.selected()});
      if (const Snapshot* step = lab.shown_snapshot(); i == lab.selected() && run.visible && step != nullptr)
        input.perturbations.push_back(
            {.points = lab.shown_chart().probed(*step), .weights = step->weights, .colour = style.colour});
      begins.emplace_back(i, points.front());
    }
    if (!paths_complete_) wake_();  // who waits for a settled picture draws more of them
    starts_.mark(begins, *surface_.subject(), input);
  }

  /// What happens at the far right of the tilt bar, and who left the domain.
  static void note_runs(const Laboratory& lab, LandscapeInput& input) {
    const auto add = [&input](const std::string& more) { input.note += (input.note.empty() ? "" : " · ") + more; };
    const View& view = lab.scene().view;
    if ((view.surface != "loss" || !view.beside.empty()) && lab.surface_tilt() >= nearly_worst_case)
      for (const RunView& run : lab.runs())
        if (run.info.spec.settings.find("tilt") != nullptr && run.info.spec.settings.find("law") != nullptr &&
            run.snapshot.length > 0 && run.snapshot.settings.real("tilt", run.snapshot.step) >= nearly_worst_case) {
          add(fmt::format("the surface goes on to the worst case, but {}'s step shrinks as 1/t: now {} at t = {}",
                          run.info.label, readable(run.snapshot.length, 2),
                          readable(run.snapshot.settings.real("tilt", run.snapshot.step))));
          break;
        }
    const auto left =
        std::ranges::find_if(lab.runs(), [](const RunView& run) { return run.snapshot.message.starts_with("left"); });
    if (left != lab.runs().end()) add(left->info.label + " " + left->snapshot.message);
  }

  ShownSurface surface_;
  LandscapeView view_;
  LandscapeView3D relief_;
  MovableStarts starts_;
  std::vector<std::vector<Point>> paths_;
  std::map<RunId, PathOutline> outlines_;
  double split_ = 0.5;
  bool subtitle_below_ = false;  ///< there is no room for it in the heading
  bool again_soon_ = false, chart_settled_ = false, step_settled_ = true, paths_complete_ = true;
  std::function<void()> wake_;
};

}  // namespace

std::unique_ptr<Panel> make_landscape_panel(std::function<void()> wake, bool economical) {
  return std::make_unique<LandscapePanel>(std::move(wake), economical);
}

}  // namespace tiltscape
