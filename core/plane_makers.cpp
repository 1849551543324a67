// Planes of coordinates, of chance, of paths and through points; core/plane_curvature.cpp has the Hessian's.
#include "core/plane_makers.h"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>

#include "core/bad_input.h"

namespace tiltscape {
namespace {

/// "x₁₂" (the font has these digits).
std::string coordinate(Eigen::Index index) {
  std::string name = "x";
  for (const char digit : std::to_string(index)) name += {'\xe2', '\x82', static_cast<char>('\x80' + (digit - '0'))};
  return name;
}

/// Each filter of v orthogonal to the same filter of `other` and as long as that of `centre`; 0 outside of the filters.
Vector filter_normalised(const Vector& v, const Vector& other, const Vector& centre,
                         const std::vector<Filter>& filters) {
  Vector result = Vector::Zero(v.size());
  for (const Filter& filter : filters) {
    Vector part = v.segment(filter.first, filter.size);
    const auto across = other.segment(filter.first, filter.size);
    if (const double squared = across.squaredNorm(); squared > 0.0) part -= across.dot(part) / squared * across;
    const double length = part.norm();
    if (length > 0.0)
      result.segment(filter.first, filter.size) = centre.segment(filter.first, filter.size).norm() / length * part;
  }
  return result;
}

std::string percent(double share) { return fmt::format("{:.3g} %", 100.0 * share); }

}  // namespace

Vector gaussian_direction(const Stream& stream, Eigen::Index d) {
  Vector direction(d);
  fill_gaussian(stream, {direction.data(), static_cast<std::size_t>(d)});
  return direction;
}

Chart axes_plane(const Vector& centre, Eigen::Index first, Eigen::Index second, const std::string& place) {
  Chart chart = axis_plane(centre, first, second, {coordinate(first), coordinate(second)}, {});
  if (!chart.note.empty()) chart.note += " " + place;
  return chart;
}

Chart random_plane(const Vector& centre, const std::vector<Filter>& filters, std::uint64_t seed, std::uint64_t draw,
                   const std::string& place) {
  const Stream stream{.seed = seed, .purpose = Purpose::plane, .step = draw};
  Stream other = stream;
  other.item = 1;
  Vector first = gaussian_direction(stream, centre.size()), second = gaussian_direction(other, centre.size());
  if (filters.empty())
    return plane_chart(spanned(centre, first, second), "random plane",
                       {"first random direction", "second random direction"},
                       fmt::format("two random directions through {}; the runs leave this plane", place));
  first = filter_normalised(first, Vector::Zero(centre.size()), centre, filters);
  second = filter_normalised(second, first, centre, filters);
  if (!(first.norm() > 0.0)) throw BadInput("every weight is 0 here: there is nothing to normalise directions by");
  Chart chart =
      plane_chart(spanned(centre, first, second), "random plane", {"first random direction", "second random direction"},
                  fmt::format("two random, filter-normalised directions through {}; the runs leave this plane", place));
  chart.bounds = {{{-first.norm(), first.norm()}, {-first.norm(), first.norm()}}};
  return chart;
}

Chart pca_plane(const Points& points) {
  const auto n = static_cast<Eigen::Index>(points.size());
  const Eigen::Index d = points.empty() ? 0 : points.front()->size();
  Matrix centred(d, n);
  for (Eigen::Index i = 0; i < n; ++i) centred.col(i) = *points[static_cast<std::size_t>(i)];
  const Vector mean = centred.rowwise().mean();
  centred.colwise() -= mean;
  const bool few = n < d;  // the smaller of covariance and Gram matrix has the same eigenvalues
  Matrix products;
  if (few)
    products = centred.transpose() * centred;
  else
    products = centred * centred.transpose();
  if (n < 2 || !products.allFinite() || !(products.trace() > 0.0))
    throw BadInput("the runs have not moved yet: their paths have no principal directions");
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(products);
  const auto direction = [&](Eigen::Index place) -> Vector {
    const Vector eigenvector = solver.eigenvectors().col(products.rows() - 1 - place);
    return few ? Vector(centred * eigenvector) : eigenvector;
  };
  const auto share = [&](Eigen::Index place) {
    return std::max(0.0, solver.eigenvalues()[products.rows() - 1 - place]) / products.trace();
  };
  Vector first = direction(0), second = direction(1);
  const Vector forward = *points.back() - *points.front();
  if (first.dot(forward) < 0.0) first = -first;
  if (second.dot(forward) < 0.0) second = -second;
  return plane_chart(spanned(mean, first, second), "PCA of the paths",
                     {fmt::format("first principal direction, {} of the variance", percent(share(0))),
                      fmt::format("second principal direction, {}", percent(share(1)))},
                     "the runs leave this plane where the other directions matter");
}

Chart points_plane(const LossFunction& loss, const Points& points, const std::vector<std::string>& names) {
  const Vector& origin = *points.at(0);
  const Vector along = *points.at(1) - origin;
  if (!(along.norm() > 0.0)) throw BadInput(fmt::format("{} and {} are the same point", names.at(0), names.at(1)));
  const std::array<std::string, 2> labels = {fmt::format("from {} to {}", names[0], names.at(1)),
                                             points.size() > 2 ? "towards " + names.at(2) : "across: ∇f half-way"};
  Vector across(origin.size());
  if (points.size() > 2) {
    across = *points[2] - origin;
  } else {
    loss.gradient(origin + 0.5 * along, across);
    if (!across.allFinite()) across.setZero();
  }
  Chart chart = plane_chart(
      spanned(origin, along, across), points.size() > 2 ? "plane of 3 points" : "plane of 2 points", labels,
      points.size() > 2 ? fmt::format("through {}, {} and {}; paths leave this plane", names[0], names[1], names[2])
                        : "the line through both and the gradient half-way");
  const Eigen::Vector2d last = chart.project(*points.back());
  if (points.size() > 2 && !(std::abs(last[1]) > 1e-9 * along.norm()))
    throw BadInput("the three points lie on one line: they span no plane");
  chart.bounds = {{{std::min(0.0, last[0]), std::max(along.norm(), last[0])}, {0.0, last[1]}}};
  return chart;
}

}  // namespace tiltscape
