// Coarse and fine grids for the requests that come, and surfaces from them.
#include "core/surface.h"

#include <cmath>
#include <limits>

#include "core/field_grid.h"
#include "core/node_grid.h"
#include "core/surface_plan.h"

namespace tiltscape {

double SurfaceRequest::effective_tilt(SurfaceKind of) const {
  if (of == SurfaceKind::mean) return 0.0;
  return of == SurfaceKind::worst_case ? std::numeric_limits<double>::infinity() : tilt;
}

bool SurfaceRequest::in_plane() const {
  return average == Average::in_plane || subject->problem == nullptr || subject->problem->dimension() == 2;
}

double SurfaceRequest::radius() const {
  if (kind == SurfaceKind::loss) return 0.0;
  return rho * neighbourhood_radius(neighbourhood, in_plane() ? 2 : subject->problem->dimension());
}

namespace {

/// f at points of a chart, NaN where no point has these coordinates.
void lifted_losses(const LossFunction& loss, const decltype(Chart::lift)& lift,
                   std::span<const Eigen::Vector2d> coordinates, std::span<double> out) {
  Matrix points(loss.dimension(), std::ssize(coordinates));
  std::vector<std::size_t> there;
  for (std::size_t i = 0; i < coordinates.size(); ++i) {
    out[i] = std::numeric_limits<double>::quiet_NaN();
    if (const auto x = lift(coordinates[i])) {
      points.col(std::ssize(there)) = *x;
      there.push_back(i);
    }
  }
  std::vector<double> losses(there.size());
  loss.values(points.leftCols(std::ssize(there)), losses);
  for (std::size_t i = 0; i < there.size(); ++i) out[there[i]] = losses[i];
}

}  // namespace

std::shared_ptr<const SurfaceSubject> surface_subject(const Experiment& experiment, std::size_t chart) {
  if (chart >= experiment.charts.size()) return nullptr;
  return surface_subject(experiment, experiment.charts[chart]);
}

std::shared_ptr<const SurfaceSubject> surface_subject(const Experiment& experiment, const Chart& chart) {
  auto subject = std::make_shared<SurfaceSubject>();
  subject->problem = experiment.problem;
  subject->chart = chart;
  subject->plane_losses = [loss = experiment.loss, lift = chart.lift](std::span<const Eigen::Vector2d> coordinates,
                                                                      std::span<double> out) {
    const auto most = std::max<std::size_t>(16, (std::size_t{1} << 21) / static_cast<std::size_t>(loss->dimension()));
    for (std::size_t first = 0; first < coordinates.size(); first += most) {  // a part at a time needs little memory
      const std::size_t count = std::min(most, coordinates.size() - first);
      lifted_losses(*loss, lift, coordinates.subspan(first, count), out.subspan(first, count));
    }
  };
  return subject;
}

namespace {

constexpr double waits_for_the_fine_one = 0.1;  ///< part of the picture that may be steep without a coarse one first

/// F_t of a request's one or two averages.
using Averages = std::vector<Grid>;

/// `tilted(i, t)` gives the i-th; nothing when that was stopped.
template <class Tilted>
std::optional<Averages> averages(const SurfaceRequest& request, const Tilted& tilted) {
  Averages grids;
  std::optional<Grid> grid = tilted(0, request.effective_tilt());
  if (grid) grids.push_back(std::move(*grid));
  if (!grid || !request.beside) return grid ? std::optional(std::move(grids)) : std::nullopt;
  grid = tilted(1, request.effective_tilt(*request.beside));
  if (!grid) return std::nullopt;
  grids.push_back(std::move(*grid));
  return grids;
}

void finish(Grid& grid, SurfaceKind kind, const Grid& loss) {
  if (kind != SurfaceKind::difference) return;
  for (std::size_t i = 0; i < grid.values.size(); ++i) grid.values[i] -= loss.values[i];
}

/// `grids` has what `averages` gives, or f where that is asked for.
Surface surface_of(const SurfaceRequest& request, Averages grids, const FieldGrid& field, bool refined) {
  Surface surface;
  surface.request = request;
  surface.loss = field.loss();
  surface.grid = std::move(grids.front());
  finish(surface.grid, request.kind, surface.loss);
  surface.loss_minima = field.loss_minima();
  surface.minima = request.kind == SurfaceKind::loss ? surface.loss_minima : minima_of(surface.grid, field.inside());
  if (grids.size() > 1) {
    surface.beside = std::move(grids.back());
    finish(surface.beside, *request.beside, surface.loss);
    surface.beside_minima = minima_of(surface.beside, field.inside());
  }
  surface.radius = request.radius();
  surface.note = note_of(request);
  surface.refined = refined;
  return surface;
}

const auto never = [] { return false; };

}  // namespace

SurfaceMaker::SurfaceMaker() = default;
SurfaceMaker::~SurfaceMaker() = default;

FieldGrid& SurfaceMaker::loss(const SurfaceRequest& request, const SurfacePlan& plan, std::size_t level) {
  for (auto* kept : {&fields_[level], &loss_[level]})
    if (*kept != nullptr && (*kept)->shows(request) && (*kept)->cells() >= plan.cells[level]) return **kept;
  loss_[level] =
      std::make_unique<FieldGrid>(request.subject, request.bounds, plan.cells[level], Eigen::Vector2d::Zero());
  return *loss_[level];
}

FieldGrid& SurfaceMaker::field(const SurfaceRequest& request, const SurfacePlan& plan, std::size_t level) {
  const Eigen::Vector2d widest = request.rho * neighbourhood_radius(Neighbourhood::gaussian, 2) / plan.lengths.array();
  auto& kept = fields_[level];
  if (kept == nullptr || !kept->shows(request) || kept->widest() != widest || kept->cells() != plan.cells[level]) {
    kept.reset();  // frees the old one first
    kept = std::make_unique<FieldGrid>(request.subject, request.bounds, plan.cells[level], widest);
  }
  return *kept;
}

NodeGrid& SurfaceMaker::nodes(const SurfaceRequest& request, const SurfacePlan& plan, std::size_t level) {
  auto& kept = nodes_[level];
  if (kept == nullptr || !kept->is_for(request)) {
    kept.reset();
    kept =
        std::make_unique<NodeGrid>(request.subject, request.bounds, plan.cells[level], request.rho,
                                   neighbourhood_nodes(request.neighbourhood, request.subject->problem->dimension()));
  }
  return *kept;
}

void SurfaceMaker::make_loss(const SurfaceRequest& request, const SurfacePlan& plan, const Done& done,
                             const Stale& stale) {
  FieldGrid& fine = loss(request, plan, 1);
  if (!fine.complete()) {
    FieldGrid& coarse = loss(request, plan, 0);
    if (!coarse.fill(crew_, stale)) return;
    done(surface_of(request, {coarse.loss()}, coarse, false));
    if (!fine.fill(crew_, stale)) return;
  }
  done(surface_of(request, {fine.loss()}, fine, true));
}

void SurfaceMaker::make_in_plane(const SurfaceRequest& request, const SurfacePlan& plan, const Done& done,
                                 const Stale& stale) {
  const Eigen::Vector2d radius = request.radius() / plan.lengths.array();
  const auto tilted = [&](FieldGrid& grid, const Stale& stop, const Averages* coarse = nullptr) {
    return averages(request, [&](std::size_t i, double t) {
      return grid.tilted(request.neighbourhood, radius, t, crew_, stop, coarse != nullptr ? &(*coarse)[i] : nullptr);
    });
  };
  const auto steep = [&](FieldGrid& grid) {
    const auto part = [&](SurfaceKind kind) {
      return grid.steep_part(request.neighbourhood, radius, request.effective_tilt(kind));
    };
    return std::max(part(request.kind), part(request.beside.value_or(request.kind))) > waits_for_the_fine_one;
  };
  FieldGrid& fine = field(request, plan, 1);
  const bool evaluated = fine.complete();
  if (!evaluated || steep(fine)) {
    FieldGrid& coarse = field(request, plan, 0);
    if (!coarse.fill(crew_, stale)) return;
    Averages quick = *tilted(coarse, never);
    if (evaluated)
      done(surface_of(request, *tilted(fine, never, &quick), fine, false));
    else
      done(surface_of(request, std::move(quick), coarse, false));
    if (!fine.fill(crew_, stale)) return;
  }
  if (auto grids = tilted(fine, stale)) done(surface_of(request, std::move(*grids), fine, true));
}

void SurfaceMaker::make_in_space(const SurfaceRequest& request, const SurfacePlan& plan, const Done& done,
                                 const Stale& stale) {
  const auto tilted = [&](NodeGrid& grid) {
    return *averages(request, [&](std::size_t, double t) { return std::optional(grid.tilted(t, crew_)); });
  };
  NodeGrid& fine = nodes(request, plan, 1);
  if (!fine.complete()) {
    NodeGrid& coarse = nodes(request, plan, 0);
    if (!coarse.fill(crew_, stale)) return;
    done(surface_of(request, tilted(coarse), coarse.field(), false));
    if (!fine.fill(crew_, stale)) return;
  }
  done(surface_of(request, tilted(fine), fine.field(), true));
}

void SurfaceMaker::make(const SurfaceRequest& request, const Done& done, const Stale& stale) {
  const SurfacePlan plan = plan_of(request);
  switch (plan.way) {
    case SurfacePlan::Way::loss:
      return make_loss(request, plan, done, stale);
    case SurfacePlan::Way::in_plane:
      return make_in_plane(request, plan, done, stale);
    case SurfacePlan::Way::in_space:
      return make_in_space(request, plan, done, stale);
    case SurfacePlan::Way::none:
      break;
  }
  Surface none;
  none.request = request;
  none.reason = plan.reason;
  none.refined = true;
  done(std::move(none));
}

Surface SurfaceMaker::make_refined(const SurfaceRequest& request) {
  Surface last;
  make(request, [&last](Surface surface) { last = std::move(surface); });
  return last;
}

}  // namespace tiltscape
