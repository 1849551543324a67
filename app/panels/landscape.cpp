// The landscape panel: the surface of f or of one of its averages, with the runs upon it.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/colormaps.h"
#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/describe_run.h"
#include "app/panels/panel.h"
#include "app/panels/plane_chooser.h"
#include "app/theme.h"
#include "app/views/landscape_3d.h"
#include "app/views/landscape_view.h"
#include "app/views/quiver.h"
#include "app/widgets/segmented.h"
#include "core/surface_worker.h"

namespace tiltscape {
namespace {

using Point = std::array<float, 2>;

class LandscapePanel final : public Panel {
 public:
  LandscapePanel(std::function<void()> wake, bool economical) : worker_(surface_work(), std::move(wake)) {
    view_.set_economical(economical);
    relief_.set_economical(economical);
  }

  std::string name() const override { return "Landscape"; }
  PanelPlace place() const override { return PanelPlace::middle; }
  bool settled() const override { return chart_settled_ && surface_.refined && surface_.request.id == wanted_.id; }

  bool again_soon() const override { return again_soon_; }

  void draw(Laboratory& lab) override {
    const bool shown = begin_panel(
        {.title = "Landscape", .subtitle = subtitle(), .right = [&] { controls(lab); }, .scrolls = false}, &open);
    chart_settled_ = lab.shown_chart().settled();
    if (shown && lab.experiment() != nullptr && lab.shown_chart().chart() != nullptr) {
      request(lab);
      picture(lab);
    }
    end_panel();
  }

 private:
  void controls(Laboratory& lab) {
    if (lab.experiment() == nullptr) return;
    View& view = lab.view();
    if (plane_chooser(lab)) ImGui::SameLine();
    if (ImGui::Button("…")) ImGui::OpenPopup("colours");
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("Neighbourhood, colours and arrows");
    if (ImGui::BeginPopup("colours")) {
      muted("Colour scale");
      for (const char* scale : Choices<ColourScaleKind>::names)
        if (ImGui::MenuItem(scale, nullptr, view.scale == scale)) view.scale = scale;
      ImGui::Separator();
      muted("Colour map");
      for (const std::string_view map : colormap_names())
        if (ImGui::MenuItem(std::string(map).c_str(), nullptr, view.colormap == map)) view.colormap = map;
      ImGui::Separator();
      muted("Arrows");
      if (ImGui::MenuItem("none", nullptr, view.arrows == "none")) view.arrows = "none";
      if (ImGui::MenuItem("−∇f", nullptr, view.arrows == "loss")) view.arrows = "loss";
      if (ImGui::MenuItem("−∇ of the surface shown", nullptr, view.arrows == "tilted", view.surface != "loss"))
        view.arrows = "tilted";
      if (view.surface != "loss") {
        ImGui::Separator();
        muted("Averaged over the");
        const Neighbourhood shown = choice_named<Neighbourhood>(view.neighbourhood).value_or(Neighbourhood::ball);
        static constexpr std::array help = {"Uniform in the ball of radius ρ√d: what sphere directions descend",
                                            "Uniform on the sphere of radius ρ√d",
                                            "Normal with deviation ρ, cut off at 3ρ"};
        for (std::size_t i = 0; i < help.size(); ++i) {
          const char* name = Choices<Neighbourhood>::names[i];
          if (ImGui::MenuItem(name, nullptr, shown == static_cast<Neighbourhood>(i))) view.neighbourhood = name;
          if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", help[i]);
        }
        if (lab.experiment()->problem != nullptr && lab.experiment()->problem->dimension() > 2 &&
            ImGui::MenuItem("in the plane alone", nullptr, view.average == "in-plane"))
          view.average = view.average == "in-plane" ? "full" : "in-plane";
        ImGui::Separator();
        if (ImGui::MenuItem("f beside it", nullptr, view.beside == "loss"))
          view.beside = view.beside == "loss" ? "" : "loss";
      }
      ImGui::EndPopup();
    }
    ImGui::SameLine();
    static constexpr Segment modes[] = {{"2-D", "From above, as a map"},
                                        {"3-D", "In relief, with the values as heights"}};
    int mode = view.mode == "3d" ? 1 : 0;
    if (segmented("##mode", modes, mode)) view.mode = mode == 1 ? "3d" : "2d";
    ImGui::SameLine();
    static constexpr Segment segments[] = {
        {"f", "The loss itself"},
        {"mean", "t = 0: the mean of f over the neighbourhood"},
        {"Fₜ", "(1/t) log of the mean of exp(t f) over the neighbourhood, at the tilt of the bar below"},
        {"max", "t = ∞: the worst case within the neighbourhood"},
        {"Fₜ−f", "The sharpness itself: how far Fₜ lies above f"}};
    static constexpr SurfaceKind order[] = {SurfaceKind::loss, SurfaceKind::mean, SurfaceKind::tilted,
                                            SurfaceKind::worst_case, SurfaceKind::difference};
    int selected =
        static_cast<int>(std::ranges::find(order, choice_named<SurfaceKind>(view.surface).value_or(SurfaceKind::loss)) -
                         std::begin(order));
    if (segmented("##surface", segments, selected))
      view.surface = Choices<SurfaceKind>::names[static_cast<std::size_t>(order[selected])];
  }

  /// Asks for another surface when what it depends on has changed.
  void request(const Laboratory& lab) {
    // The same function in the same chart keeps its evaluations while starts and runs change.
    if (const auto& chart = lab.shown_chart().chart(); subject_ == nullptr || chart != chart_) {
      chart_ = chart;
      subject_ = surface_subject(*lab.experiment(), *chart);
    }
    const View& view = lab.scene().view;
    SurfaceRequest next{.subject = subject_,
                        .kind = choice_named<SurfaceKind>(view.surface).value_or(SurfaceKind::loss),
                        .tilt = lab.surface_tilt(),
                        .rho = lab.surface_rho(),
                        .neighbourhood = choice_named<Neighbourhood>(view.neighbourhood).value_or(Neighbourhood::ball),
                        .average = choice_named<Average>(view.average).value_or(Average::full),
                        .bounds = view.bounds.value_or(subject_->chart.bounds),
                        .id = wanted_.id};
    // f comes with every average of it, so of two surfaces the average is asked for
    if (next.kind == SurfaceKind::loss) next.kind = choice_named<SurfaceKind>(view.beside).value_or(SurfaceKind::loss);
    if (next.kind != SurfaceKind::tilted && next.kind != SurfaceKind::difference) next.tilt = wanted_.tilt;
    if (next.kind == SurfaceKind::loss) next.rho = wanted_.rho;
    const bool same = next.subject == wanted_.subject && next.kind == wanted_.kind && next.tilt == wanted_.tilt &&
                      next.rho == wanted_.rho && next.neighbourhood == wanted_.neighbourhood &&
                      next.average == wanted_.average && next.bounds == wanted_.bounds;
    if (!same) {
      ++next.id;
      wanted_ = next;
      worker_.request(next);
    }
    if (auto made = worker_.newest()) {
      surface_ = std::move(*made);
      ++version_;
    }
  }

  std::string subtitle() const {
    if (subject_ == nullptr) return {};
    const std::string& chart = subject_->chart.name;
    if (wanted_.kind == SurfaceKind::loss)
      return subject_->problem == nullptr ? "training loss in the " + chart : "f, " + chart;
    const std::string over = fmt::format("{}, {}", neighbourhood(), chart);
    const double t = wanted_.effective_tilt();
    if (wanted_.kind == SurfaceKind::difference) return fmt::format("Fₜ − f at t = {} over {}", readable(t), over);
    if (std::isinf(t)) return fmt::format("maximum of f (t = ∞) over {}", over);
    if (t == 0.0) return fmt::format("mean of f (t = 0) over {}", over);
    return fmt::format("Fₜ at t = {} over {}", readable(t), over);
  }

  /// What the surface averages over: "the 3-D ball of radius 0.52".
  std::string neighbourhood() const {
    constexpr std::array names = {"ball", "sphere", "Gaussian"};
    return fmt::format("the {}-D {} of radius {}", wanted_.in_plane() ? 2 : subject_->problem->dimension(),
                       names[static_cast<std::size_t>(wanted_.neighbourhood)], readable(wanted_.radius()));
  }

  /// What the picture leaves out, and what happens at the far right of the tilt bar.
  std::string note(const Laboratory& lab) const {
    std::string text = subject_->chart.note;
    const auto add = [&text](const std::string& more) {
      if (!more.empty()) text += (text.empty() ? "" : " · ") + more;
    };
    add(surface_.note);
    if (wanted_.kind != SurfaceKind::loss && lab.surface_tilt() >= 300)
      for (const RunView& run : lab.runs())
        if (run.info.spec.settings.find("tilt") != nullptr && run.snapshot.length > 0) {
          add(fmt::format("the surface goes on to the worst case, but {}'s step shrinks as 1/t: now {} at t = {}",
                          run.info.label, readable(run.snapshot.length, 2),
                          readable(run.snapshot.settings.real("tilt", run.snapshot.step))));
          break;
        }
    for (const RunView& run : lab.runs())
      if (run.snapshot.message.starts_with("left")) {
        add(run.info.label + " " + run.snapshot.message);
        break;
      }
    return text;
  }

  void picture(Laboratory& lab) {
    const Chart& chart = subject_->chart;
    LandscapeInput input;
    input.grid = &surface_.grid;
    input.loss = &surface_.loss;
    input.version = version_ + 1;
    input.reason = surface_.reason;
    const double t = wanted_.effective_tilt();
    input.symbol = wanted_.kind == SurfaceKind::loss         ? "f"
                   : wanted_.kind == SurfaceKind::difference ? "Fₜ − f"
                   : std::isinf(t)                           ? "max f"
                   : t == 0                                  ? "mean f"
                                                             : "Fₜ";
    const std::string averaged = input.symbol;
    const std::string& first = lab.scene().view.surface;
    if (surface_.request.kind != SurfaceKind::loss && (first == "loss" || lab.scene().view.beside == "loss")) {
      input.beside = &surface_.loss;
      input.beside_version = version_ + 1;
      input.beside_symbol = "f";
      if (first == "loss") {
        std::swap(input.grid, input.beside);
        std::swap(input.symbol, input.beside_symbol);
      }
    }
    input.note = note(lab);
    input.split = split_;
    if (arrows(lab) != nullptr) {
      input.slopes = arrows(lab);
      input.note += std::string(input.note.empty() ? "" : " · ") + quiver_note;
    }
    input.labels = chart.labels;
    input.bounds = wanted_.bounds;
    input.scale = choice_named<ColourScaleKind>(lab.scene().view.scale).value_or(ColourScaleKind::linear);
    input.colormap = lab.scene().view.colormap;
    if (wanted_.kind != SurfaceKind::loss)
      for (const SurfaceMinimum& minimum : surface_.minima)
        input.lowest.push_back({minimum.at, (input.lowest.empty() ? "min " : "local min ") + averaged});
    if (const auto& problem = subject_->problem) {
      const bool own = lab.shown_chart().own().has_value();
      for (const Minimum& minimum : problem->minima())
        if (own || chart.plane->distance(minimum.x) < 1e-6)
          input.minima.push_back({chart.project(minimum.x), minimum.label});
      if (own && problem->dimension() <= 3) {
        const Matrix domain = problem->domain();
        for (Eigen::Index axis = 0; axis < std::min<Eigen::Index>(2, problem->dimension()); ++axis)
          input.domain[static_cast<std::size_t>(axis)] = {domain(axis, 0), domain(axis, 1)};
        input.domain_reason = "beyond the domain this problem is meant for";
      }
    }
    collect_runs(lab, input);
    plane_facts(lab);
    const LandscapeOutput output =
        lab.scene().view.mode == "3d" ? in_relief(lab, input) : view_.draw(input, ImGui::GetContentRegionAvail());
    again_soon_ = output.again_soon;
    if (output.drag) drag(lab, *output.drag);
    if (output.clicked) click(lab, *output.clicked);
    if (output.split) split_ = *output.split;
    if (output.bounds) lab.view().bounds = *output.bounds;
    if (output.reset) lab.view().bounds.reset();
  }

  /// What arrows go down, if anything.
  const Grid* arrows(const Laboratory& lab) const {
    const std::string& wanted = lab.scene().view.arrows;
    if (wanted == "loss") return &surface_.loss;
    return wanted == "tilted" && surface_.request.kind != SurfaceKind::loss ? &surface_.grid : nullptr;
  }

  LandscapeOutput in_relief(Laboratory& lab, const LandscapeInput& input) {
    View& view = lab.view();
    const ReliefOutput output = relief_.draw(input, view.camera, ImGui::GetContentRegionAvail());
    if (output.camera) view.camera = *output.camera;
    return output.landscape;
  }

  /// A path in one of the problem's charts, whose coordinates are in the records.
  std::vector<Point> recorded_path(const RunView& run, std::size_t chart, std::optional<std::uint64_t> step) const {
    const Trajectory& trajectory = run.trajectory;
    const std::size_t column = trajectory.columns().chart(chart);
    std::vector<Point> points;
    for (const std::uint32_t row : trajectory.path(column, wanted_.bounds, shown_row(run, step)))
      points.push_back(
          {static_cast<float>(trajectory.value(row, column)), static_cast<float>(trajectory.value(row, column + 1))});
    return points;
  }

  /// Where the run probed in its latest step, in the chart that is shown.
  std::span<const Point> probed_points(const RunView& run, std::optional<std::size_t> own) const {
    if (own && *own < run.snapshot.points.size()) return run.snapshot.points[*own];
    if (!own && run.snapshot.shown == chart_) return run.snapshot.shown_points;
    return {};
  }

  void collect_runs(Laboratory& lab, LandscapeInput& input) {
    paths_.resize(lab.runs().size());
    const auto own = lab.shown_chart().own();
    for (std::size_t i = 0; i < lab.runs().size(); ++i) {
      const RunView& run = lab.runs()[i];
      const Trajectory& trajectory = run.trajectory;
      if (trajectory.empty()) continue;
      std::vector<Point>& points = paths_[i];
      points = own ? recorded_path(run, *own, lab.shown_step()) : lab.shown_chart().paths().path(run, lab.shown_step());
      const RunStyle style = run_style(run.colour, Theme::dark);
      input.paths.push_back({.points = points,
                             .colour = style.colour,
                             .dashes = style.dashes,
                             .label = run.info.label,
                             .current = points.back(),
                             .hidden = !run.visible,
                             .selected = i == lab.selected()});
      if (const auto probed = probed_points(run, own); i == lab.selected() && run.visible && !lab.shown_step())
        input.perturbations.push_back({.points = probed, .weights = run.snapshot.weights, .colour = style.colour});
      add_start(points.front(), i, input);
    }
  }

  /// Runs that begin at the same point share one mark.
  void add_start(const Point& at, std::size_t run, LandscapeInput& input) {
    const Eigen::Vector2d place(static_cast<double>(at[0]), static_cast<double>(at[1]));
    const auto same = std::ranges::find(input.starts, place, &LandscapeStart::at);
    if (same == input.starts.end()) {
      input.starts.push_back({.at = place, .label = "start", .draggable = positions_known()});
      started_.resize(input.starts.size());
      started_.back() = {run};
    } else {
      started_[static_cast<std::size_t>(same - input.starts.begin())].push_back(run);
    }
  }

  /// Whether records carry positions, so that a start can be moved within the plane.
  bool positions_known() const { return subject_->problem != nullptr && subject_->problem->dimension() <= 8; }

  /// Where a start goes that was at `from` and is put at a point of the picture: what lies off the plane stays.
  std::optional<Start> moved_start(const Vector& from, const Eigen::Vector2d& to) const {
    const Chart& chart = subject_->chart;
    const auto there = chart.lift(to), here = chart.lift(chart.project(from));
    if (!there || !here) return std::nullopt;
    const Matrix domain = subject_->problem->domain();
    const Vector x = (from + *there - *here).cwiseMax(domain.col(0)).cwiseMin(domain.col(1));
    std::vector<double> start(x.data(), x.data() + x.size());
    for (double& coordinate : start) coordinate = std::round(coordinate * 1e4) / 1e4;
    return Start(std::move(start));
  }

  void drag(Laboratory& lab, const LandscapeOutput::Drag& drag) {
    if (!dragged_) {
      if (drag.start >= started_.size()) return;
      const auto from = lab.runs()[started_[drag.start].front()].trajectory.point(0);
      if (!from) return;
      dragged_ = Dragged{.from = *from, .runs = started_[drag.start]};
    }
    if (const auto start = moved_start(dragged_->from, drag.at); start && start != dragged_->last) {
      lab.track(true, false);
      lab.change_start(*start, dragged_->runs);
      dragged_->last = start;
    }
    if (drag.released || drag.cancelled) {
      lab.track(false, true);
      dragged_.reset();
    }
  }

  /// A click puts the start of every run there; with Shift that of the selected run.
  void click(Laboratory& lab, const Click& click) {
    if (!positions_known() || lab.selected_run() == nullptr) return;
    const auto from = lab.selected_run()->trajectory.point(0);
    const auto start = from ? moved_start(*from, click.at) : std::nullopt;
    if (!start) return;
    std::vector<std::size_t> runs(lab.runs().size());
    std::iota(runs.begin(), runs.end(), std::size_t{0});
    if (click.shift) runs = {lab.selected()};
    lab.remember();
    lab.change_start(*start, runs);
  }

  SurfaceWorker worker_;
  bool again_soon_ = false;
  LandscapeView view_;
  LandscapeView3D relief_;
  std::shared_ptr<const Chart> chart_;
  bool chart_settled_ = false;
  std::shared_ptr<const SurfaceSubject> subject_;
  SurfaceRequest wanted_;
  Surface surface_;
  std::uint64_t version_ = 0;
  std::vector<std::vector<Point>> paths_;
  std::vector<std::vector<std::size_t>> started_;  ///< the runs of each start that is shown
  struct Dragged {
    Vector from;
    std::vector<std::size_t> runs;
    std::optional<Start> last{};
  };
  std::optional<Dragged> dragged_;
  double split_ = 0.5;
};

}  // namespace

std::unique_ptr<Panel> make_landscape_panel(std::function<void()> wake, bool economical) {
  return std::make_unique<LandscapePanel>(std::move(wake), economical);
}

}  // namespace tiltscape
