// Planes of eigenvectors: the two strongest curvatures, or two counted from either end, by Lanczos' method on Hessian
// products.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/bad_input.h"
#include "core/curvature/eigenpairs.h"
#include "core/curvature/lanczos.h"
#include "core/plane_makers.h"

namespace tiltscape {
namespace {

struct Pairs {
  std::array<double, 2> values{}, errors{};
  Matrix vectors;  ///< d × 2
};

/// The two of largest magnitude, with the norms of their residuals.
Pairs largest_pairs(const Lanczos& lanczos, Eigen::Index d) {
  const Lanczos::Ritz ritz = lanczos.ritz();
  std::vector<Eigen::Index> order(static_cast<std::size_t>(lanczos.size()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::ranges::sort(order, std::greater{}, [&](Eigen::Index i) { return std::abs(ritz.values[i]); });
  Pairs pairs{.vectors = Matrix::Zero(d, 2)};
  for (std::size_t i = 0; i < std::min<std::size_t>(2, order.size()); ++i) {
    pairs.values[i] = ritz.values[order[i]];
    pairs.errors[i] = ritz.errors[order[i]];
    pairs.vectors.col(static_cast<Eigen::Index>(i)) = lanczos.vector(ritz.rotation.col(order[i]));
  }
  return pairs;
}

/// A start that is nearly the hint, and has a part of every eigenvector.
Vector start_from(const Vector& hint) {
  const Vector start = gaussian_direction({.seed = 0, .purpose = Purpose::plane, .item = 2}, hint.size()).normalized();
  const double length = hint.norm();
  return length > 0.0 ? Vector(hint / length + 1e-3 * start) : start;
}

}  // namespace

Chart curvature_plane(const LossFunction& loss, const Vector& x, const Vector& hint, const std::string& place) {
  const Eigen::Index d = x.size();
  const Eigen::Index most = std::min(d, std::clamp<Eigen::Index>((Eigen::Index{1} << 25) / d, 20, 200));
  constexpr double tolerance = 1e-5;  // of the largest; models' products are single precision
  Hessian hessian(loss, x);
  Lanczos lanczos(hessian, start_from(hint), most);
  Pairs pairs;
  for (bool growing = true; growing;) {
    for (int i = 0; i < 5 && growing; ++i) {
      const Lanczos::State state = lanczos.grow();
      if (state == Lanczos::State::not_finite) throw BadInput("the Hessian is not finite here");
      growing = state == Lanczos::State::growing;
    }
    pairs = largest_pairs(lanczos, d);
    if (std::max(pairs.errors[0], pairs.errors[1]) <= tolerance * std::abs(pairs.values[0])) growing = false;
  }
  if (pairs.values[0] == 0.0) throw BadInput("the Hessian is 0 here: there are no curvatures to choose by");
  for (Eigen::Index i = 0; i < 2; ++i)
    if (pairs.vectors.col(i).dot(hint) < 0.0) pairs.vectors.col(i) *= -1.0;
  const bool flat = std::abs(pairs.values[1]) <= tolerance * std::abs(pairs.values[0]);
  return plane_chart(spanned(x, pairs.vectors.col(0), pairs.vectors.col(1)), "curvature plane",
                     {fmt::format("strongest curvature, λ = {:.4g}", pairs.values[0]),
                      fmt::format("second strongest, λ {} {:.4g}", flat ? "≈" : "=", flat ? 0.0 : pairs.values[1])},
                     fmt::format("the Hessian's two strongest eigenvectors at {}; the runs leave this plane", place));
}

Chart eigenvectors_plane(const LossFunction& loss, const Vector& x, const std::array<std::int64_t, 2>& which,
                         const std::string& place) {
  Hessian hessian(loss, x);
  std::array<Vector, 2> axes;
  std::array<double, 2> values{};
  double largest = 0.0;
  for (const End end : {End::largest, End::smallest}) {
    const std::int64_t sign = end == End::largest ? 1 : -1, count = std::max(sign * which[0], sign * which[1]);
    if (count <= 0) continue;
    const Eigenpairs pairs = eigenpairs(hessian, {.count = count, .end = end, .tolerance = reachable_tolerance(loss)});
    if (pairs.status == Eigenpairs::Status::not_finite) throw BadInput("the Hessian is not finite here");
    for (std::size_t i = 0; i < 2; ++i)
      if (const std::int64_t n = sign * which[i]; n > 0 && n <= pairs.values.size()) {
        axes[i] = pairs.vectors.col(n - 1);
        values[i] = pairs.values[n - 1];
        largest = std::max(largest, pairs.values.cwiseAbs().maxCoeff());
      }
  }
  if (axes[0].size() == 0 || axes[1].size() == 0) throw BadInput("Lanczos' method did not find these eigenvectors");
  std::array<std::string, 2> labels;
  for (std::size_t i = 0; i < 2; ++i)  // what is left of 0 by rounding is 0
    labels[i] =
        fmt::format("eigenvector {}, λ = {:.4g}", which[i], std::abs(values[i]) < 1e-12 * largest ? 0.0 : values[i]);
  return plane_chart(spanned(x, axes[0], axes[1]), fmt::format("eigenvectors {} and {}", which[0], which[1]), labels,
                     fmt::format("eigenvectors of the Hessian at {}; the runs leave this plane", place));
}

}  // namespace tiltscape
