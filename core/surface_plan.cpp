// Resolution against time: everything here is in cells a side and evaluations.
#include "core/surface_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/affine_chart.h"
#include "core/quadrature.h"

namespace tiltscape {
namespace {

using Way = SurfacePlan::Way;

constexpr int finest = 512;
constexpr double coordinates = 1e9;    ///< evaluations times dimension that take about a second
constexpr double model_losses = 5000;  ///< of a model, for one picture
/// In cells, of the widest neighbourhood, unless the picture would have fewer than 64 cells a side.
constexpr double widest_radius = 128.0;
constexpr double node_values = 6e6;  ///< kept for averages in space, single precision

int even(double cells) { return 2 * static_cast<int>(0.5 * cells); }
/// So that the middle of the view, often an axis of symmetry with a kink of F_t on it, is a cell's centre.
int odd(double cells) { return 2 * static_cast<int>(0.5 * cells) - 1; }

SurfacePlan loss_plan(const SurfaceSubject& subject) {
  if (subject.problem == nullptr) return {.way = Way::loss, .cells = {16, 48}};
  const double most = std::sqrt(coordinates / static_cast<double>(subject.problem->dimension()));
  return {.way = Way::loss, .cells = {64, even(std::clamp<double>(most, 64, finest))}};
}

SurfacePlan in_space_plan(Eigen::Index dimension, const Nodes& nodes) {
  const auto n = static_cast<double>(nodes.weights.size());
  const double squared = nodes.sampled ? 2.0 * coordinates / (n * static_cast<double>(dimension)) : node_values / n;
  const double most = std::min(std::sqrt(squared), nodes.sampled ? 96.0 : 128.0);
  return {.way = Way::in_space, .cells = {odd(std::max(24.0, 0.3 * most)), odd(std::max(24.0, most))}};
}

std::optional<Eigen::Vector2d> lengths_of(const SurfaceRequest& request) {
  if (!request.subject->chart.lift) return Eigen::Vector2d::Ones();
  const auto plane = affine_chart(request.subject->chart, request.bounds);
  return plane ? plane->lengths() : std::nullopt;
}

/// `share`: the widest radius over the picture's width.
double in_plane_cells(const SurfaceRequest& request, double share) {
  const double evaluated = 1.0 + 2.0 * share;  // a side, over the picture's
  if (request.subject->problem == nullptr) return std::sqrt(model_losses) / evaluated;
  const double affordable = std::sqrt(coordinates / static_cast<double>(request.subject->problem->dimension()));
  return std::min({static_cast<double>(finest), std::max(64.0, widest_radius / share), affordable / evaluated});
}

SurfacePlan in_plane_plan(const SurfaceRequest& request) {
  const Eigen::Index dimension = request.subject->problem == nullptr ? 0 : request.subject->problem->dimension();
  const auto lengths = lengths_of(request);
  if (lengths) {
    const Grid whole{1, 1, request.bounds, {}, {}};
    const double share =
        (request.rho * neighbourhood_radius(Neighbourhood::gaussian, 2) / lengths->array() / whole.cell().array())
            .maxCoeff();
    const double cells = in_plane_cells(request, share);
    if (share <= 6.0 && cells >= 16.0)
      return {.way = Way::in_plane, .cells = {std::max(16, even(0.375 * cells)), even(cells)}, .lengths = *lengths};
  }
  if (dimension == 2) return in_space_plan(2, neighbourhood_nodes(request.neighbourhood, 2));
  return {.way = Way::none,
          .reason = lengths ? "the neighbourhood is many times as wide as this picture: zoom out, or choose a smaller ρ"
                            : "these coordinates are not lengths in a plane: there is no average in the plane"};
}

std::string_view name(Neighbourhood neighbourhood) {
  return neighbourhood == Neighbourhood::gaussian ? "Gaussian" : choice_name(neighbourhood);
}

}  // namespace

SurfacePlan plan_of(const SurfaceRequest& request) {
  if (request.kind == SurfaceKind::loss) return loss_plan(*request.subject);
  if (!(request.rho > 0.0)) return {.way = Way::none, .reason = "ρ = 0: there is nothing to average over"};
  if (request.in_plane()) return in_plane_plan(request);
  const Eigen::Index dimension = request.subject->problem->dimension();
  return in_space_plan(dimension, neighbourhood_nodes(request.neighbourhood, dimension));
}

std::string note_of(const SurfaceRequest& request) {
  std::string note;
  const auto add = [&note](const std::string& more) { note += (note.empty() ? "" : "; ") + more; };
  if (request.kind == SurfaceKind::loss) return note;
  const double t = std::max(request.effective_tilt(), request.effective_tilt(request.beside.value_or(request.kind)));
  const Problem* problem = request.subject->problem.get();
  const Eigen::Index dimension = problem == nullptr ? 0 : problem->dimension();
  if (request.in_plane() && dimension != 2)
    add("averaged in this plane alone" +
        (problem == nullptr ? std::string() : fmt::format(", not in all {} dimensions", dimension)));
  if (!request.in_plane() && dimension > 3) {
    const auto samples = neighbourhood_nodes(request.neighbourhood, dimension).weights.size();
    add(fmt::format("estimated from {} samples of the {} in {} dimensions", samples, name(request.neighbourhood),
                    dimension));
    if (std::isinf(t)) add(fmt::format("the worst of them, not of the {}", name(request.neighbourhood)));
  }
  if (request.neighbourhood == Neighbourhood::gaussian) {
    add(fmt::format("Gaussian cut at {:.3g}ρ", request.radius() / request.rho));
    const bool whole = problem != nullptr && (!request.in_plane() || dimension == 2);
    const double growth = whole ? problem->growth().value_or(0.0) : 0.0;
    if (growth > 0.0 && t > 0.0 && t * request.rho * request.rho * growth >= 1.0) add("untruncated: Fₜ = ∞");
  }
  return note;
}

}  // namespace tiltscape
