// From the view to a request, and from the answer to the picture.
#include "app/panels/shown_surface.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/format.h"
#include "app/panels/run_average.h"
#include "app/views/quiver.h"
#include "core/plane.h"

namespace tiltscape {
namespace {

bool needs_tilt(const SurfaceRequest& request) {
  const auto is = [](SurfaceKind kind) { return kind == SurfaceKind::tilted || kind == SurfaceKind::difference; };
  return is(request.kind) || (request.beside && is(*request.beside));
}

bool same_but_for_id(SurfaceRequest a, const SurfaceRequest& b) {
  a.id = b.id;
  return a == b;
}

/// f ≤ mean ≤ F_t ≤ worst case, but for f where it is concave.
int height(SurfaceKind kind) {
  constexpr std::array order = {SurfaceKind::loss, SurfaceKind::mean, SurfaceKind::tilted, SurfaceKind::worst_case};
  return static_cast<int>(std::ranges::find(order, kind) - order.begin());
}

/// Why f is not finite in places, for the surface that reaches them furthest.
std::string holes_of(const Surface& surface) {
  std::string text;
  for (const Hole hole : {Hole::infinite, Hole::undefined})
    if (surface.grid.has(hole))
      text += (text.empty() ? "" : ", ") + std::string(hole_name(hole, surface.request.kind != SurfaceKind::loss));
  return text;
}

constexpr double as_low = 1e-6;  ///< of the range in view: the rounding of the grid and of the parabolas through it

/// The run that a surface averages for, where another one looks further, less far or otherwise; else nothing.
std::string owner_of_neighbourhood(const Laboratory& lab) {
  const View& view = lab.scene().view;
  const RunView* owner = lab.surface_run();
  if (owner == nullptr || view.rho || !view.neighbourhood.empty()) return {};
  const auto look = [](const RunView& run) {
    const Setting* law = run.info.spec.settings.find("law");
    return std::pair(run.info.spec.settings.real("rho", run.snapshot.step), law != nullptr ? to_string(*law) : "");
  };
  const bool others = std::ranges::any_of(lab.runs(), [&](const RunView& run) {
    return run.info.spec.settings.find("law") != nullptr && look(run) != look(*owner);
  });
  return others ? owner->info.label : "";
}

}  // namespace

Bounds domain_of(const SurfaceSubject& subject, bool own_chart) {
  Bounds bounds{{{-INFINITY, INFINITY}, {-INFINITY, INFINITY}}};
  if (!own_chart || subject.problem == nullptr || subject.problem->dimension() > 3) return bounds;
  const Matrix domain = subject.problem->domain();
  const auto& plane = subject.chart.plane;
  for (Eigen::Index axis = 0; axis < std::min<Eigen::Index>(2, subject.problem->dimension()); ++axis) {
    Eigen::Index coordinate = axis;  // that the chart's axis runs along
    if (plane) plane->axes.col(axis).cwiseAbs().maxCoeff(&coordinate);
    bounds[static_cast<std::size_t>(axis)] = {domain(coordinate, 0), domain(coordinate, 1)};
  }
  return bounds;
}

ShownSurface::Floor ShownSurface::floor_of(const Grid& grid, const Bounds& domain) {
  if (grid.empty()) return {};
  const auto inside = [&](Eigen::Index axis, int cells) {
    const auto& [from, to] = domain[static_cast<std::size_t>(axis)];
    const auto centre = [&](int i) { return grid.centre(i, i)[axis]; };
    Grid::Stretch stretch{0, cells};
    while (stretch.first < cells && centre(stretch.first) < from) ++stretch.first;
    while (stretch.last > stretch.first && centre(stretch.last - 1) > to) --stretch.last;
    return stretch;
  };
  const ValueRange all = grid.range(inside(0, grid.columns), inside(1, grid.rows));
  const auto least = static_cast<double>(all.low), most = static_cast<double>(all.high);
  return {least, most, least < most ? as_low * (most - least) : 0.0};
}

const ShownSurface::Floor& ShownSurface::floor(SurfaceKind kind) const {
  if (kind == SurfaceKind::loss) return loss_floor_;
  return kind == surface_.request.kind ? grid_floor_ : beside_floor_;
}

void ShownSurface::update(const Laboratory& lab) {
  // The same function in the same chart keeps its evaluations while starts and runs change.
  if (const auto& chart = lab.shown_chart().chart(); subject_ == nullptr || chart != chart_) {
    chart_ = chart;
    subject_ = surface_subject(*lab.experiment(), *chart);
  }
  const View& view = lab.scene().view;
  first_ = choice_named<SurfaceKind>(view.surface).value_or(SurfaceKind::loss);
  second_.reset();
  if (!view.beside.empty() && view.beside != view.surface)
    second_ = choice_named<SurfaceKind>(view.beside).value_or(SurfaceKind::loss);
  SurfaceRequest next{.subject = subject_,
                      .kind = first_,
                      .beside = second_,
                      .tilt = lab.surface_tilt(),
                      .rho = lab.surface_rho(),
                      .neighbourhood = lab.surface_neighbourhood(),
                      .average = choice_named<Average>(view.average).value_or(Average::full),
                      .bounds = view.bounds.value_or(subject_->chart.bounds),
                      .id = wanted_.id};
  owner_ = owner_of_neighbourhood(lab);
  // f comes with every average of it
  if (next.kind == SurfaceKind::loss) next.kind = std::exchange(next.beside, std::nullopt).value_or(SurfaceKind::loss);
  if (next.beside == SurfaceKind::loss) next.beside.reset();
  if (!needs_tilt(next)) next.tilt = wanted_.tilt;
  if (next.kind == SurfaceKind::loss) next.rho = wanted_.rho;
  if (!same_but_for_id(next, wanted_)) {
    ++next.id;
    wanted_ = next;
    worker_.request(next);
  }
  if (auto made = worker_.newest()) {
    surface_ = std::move(*made);
    holes_ = holes_of(surface_);
    const Bounds domain = domain_of(*surface_.request.subject, lab.shown_chart().own().has_value());
    grid_floor_ = floor_of(surface_.grid, domain);
    loss_floor_ = floor_of(surface_.loss, domain);
    beside_floor_ = floor_of(surface_.beside, domain);
    ++version_;
  }
}

const SurfaceRequest& ShownSurface::shown() const {
  return surface_.request.subject == subject_ ? surface_.request : wanted_;
}

const Grid* ShownSurface::grid_of(SurfaceKind kind) const {
  if (kind == SurfaceKind::loss) return &surface_.loss;
  if (surface_.request.beside == kind) return &surface_.beside;
  return surface_.request.kind == kind ? &surface_.grid : nullptr;
}

std::uint64_t ShownSurface::version_of(SurfaceKind kind) const {
  return (version_ + 1) * Choices<SurfaceKind>::names.size() + static_cast<std::uint64_t>(kind);
}

std::string ShownSurface::symbol_of(SurfaceKind kind) const {
  if (kind == SurfaceKind::loss) return "f";
  if (kind == SurfaceKind::difference) return "Fₜ − f";
  const double t = shown().effective_tilt(kind);
  return t == 0.0 ? "mean f" : std::isinf(t) ? "max f" : "Fₜ";
}

std::string ShownSurface::title_of(SurfaceKind kind) const {
  const double t = shown().effective_tilt(kind);
  if (kind == SurfaceKind::loss) return "f";
  if (kind == SurfaceKind::difference) return fmt::format("Fₜ − f at t = {}", readable(t));
  if (std::isinf(t)) return "maximum of f (t = ∞)";
  return t == 0.0 ? "mean of f (t = 0)" : fmt::format("Fₜ at t = {}", readable(t));
}

std::string ShownSurface::neighbourhood() const {
  constexpr std::array names = {"ball", "sphere", "Gaussian"};
  return fmt::format("{} {}-D {} of radius {}", owner_.empty() ? "the" : owner_ + "'s",
                     shown().in_plane() ? 2 : subject_->problem->dimension(),
                     names[static_cast<std::size_t>(shown().neighbourhood)], readable(shown().radius()));
}

std::string ShownSurface::subtitle() const {
  if (subject_ == nullptr) return {};
  const std::string& chart = subject_->chart.name;
  const SurfaceKind first = first_shown();
  const bool two = second_ && (grid_of(*second_) != nullptr || surface_.request.subject == nullptr);
  if (first == SurfaceKind::loss && !two)
    return subject_->problem == nullptr ? "training loss in the " + chart : "f, " + chart;
  if (two && (first == SurfaceKind::loss || *second_ == SurfaceKind::loss)) {  // f itself is over nothing
    const SurfaceKind average = first == SurfaceKind::loss ? *second_ : first;
    return fmt::format("f, and {} over {}, {}", title_of(average), neighbourhood(), chart);
  }
  const std::string second = two ? " and " + title_of(*second_) : "";
  return fmt::format("{}{} over {}, {}", title_of(first), second, neighbourhood(), chart);
}

SurfaceKind ShownSurface::first_shown() const {
  return grid_of(first_) != nullptr || surface_.request.subject == nullptr ? first_ : surface_.request.kind;
}

bool ShownSurface::has_both_signs() const {
  constexpr double seen = 2e-3;  // of a colour map with 256 entries
  if (first_shown() != SurfaceKind::difference || second_) return false;
  const auto& [least, most, tie] = floor(SurfaceKind::difference);
  return std::min(-least, most) > seen * std::max(-least, most);
}

void ShownSurface::mark_minima(SurfaceKind kind, bool beside, LandscapeInput& input) const {
  const auto& minima = kind == SurfaceKind::loss       ? surface_.loss_minima
                       : kind == surface_.request.kind ? surface_.minima
                                                       : surface_.beside_minima;
  const auto known = [&](const Eigen::Vector2d& at) {  // f's own minima have crosses
    return kind == SurfaceKind::loss && std::ranges::any_of(input.minima, [&](const LandscapeMark& mark) {
             return ((mark.at - at).array() / surface_.loss.cell().array()).matrix().norm() < 3.0;
           });
  };
  if (minima.empty()) return;
  const auto& [least, most, tie] = floor(kind);
  const double lowest_value = std::min(least, minima.front().value) + tie;
  const auto is_lowest = [&](const SurfaceMinimum& minimum) { return minimum.value <= lowest_value; };
  // so many that are equally low are places of a whole valley of minima: the first stands for it
  const bool valley = std::ranges::count_if(minima, is_lowest) > 5;
  for (const SurfaceMinimum& minimum : minima) {
    const bool lowest = is_lowest(minimum);
    if (known(minimum.at) || (valley && lowest && &minimum != &minima.front())) continue;
    input.lowest.push_back(
        {.at = minimum.at,
         .label = (lowest ? "min " : "local min ") + symbol_of(kind) + (valley && lowest ? ", one of many" : ""),
         .beside = beside,
         .least = lowest});
  }
}

void ShownSurface::describe(const View& view, LandscapeInput& input) const {
  input.loss = &surface_.loss;
  input.reason = surface_.reason;
  input.bounds = wanted_.bounds;
  input.labels = subject_->chart.labels;
  const SurfaceKind first = first_shown();
  input.symbol = symbol_of(first);
  input.grid = grid_of(first);
  input.version = version_of(first);
  if (second_) {
    input.beside = grid_of(*second_);
    input.beside_version = version_of(*second_);
    input.beside_symbol = symbol_of(*second_);
    input.beside_below = height(*second_) < height(first);
    for (LandscapeMark& mark : input.minima) {  // of f
      mark.beside = *second_ == SurfaceKind::loss;
      mark.everywhere = first != SurfaceKind::loss && !mark.beside;
    }
  }
  input.note = subject_->chart.note;
  const auto add = [&input](const std::string& more) {
    if (!more.empty()) input.note += (input.note.empty() ? "" : " · ") + more;
  };
  if (!holes_.empty()) add((view.mode == "3d" ? "gaps: " : "hatched: ") + holes_);
  add(surface_.note);
  mark_minima(first, false, input);
  if (input.beside != nullptr) mark_minima(*second_, true, input);
  if (view.arrows == "loss") input.slopes = &surface_.loss;
  if (view.arrows == "tilted" && surface_.request.kind != SurfaceKind::loss) input.slopes = &surface_.grid;
  if (input.slopes != nullptr && view.mode != "3d")
    add(fmt::format("arrows: {}, {}", view.arrows == "loss" ? "−∇f" : "−∇Fₜ", quiver_note));
}

}  // namespace tiltscape
