// Eigenpairs by repeated Lanczos passes in the complement of those found.
#include "core/curvature/eigenpairs.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/curvature/lanczos.h"
#include "core/curvature/probes.h"

namespace tiltscape {
namespace {

/// Larger is nearer to the requested end.
double rank_of(double value, End end) {
  if (end == End::magnitude) return std::abs(value);
  return end == End::largest ? value : -value;
}

std::vector<Eigen::Index> order_of(const Vector& values, End end) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(values.size()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::ranges::stable_sort(order, std::greater{}, [&](Eigen::Index i) { return rank_of(values[i], end); });
  return order;
}

/// One Krylov space in the complement of what is locked, grown until its first `wanted` pairs have converged.
struct Pass {
  Eigenpairs::Status status = Eigenpairs::Status::exhausted;
  Lanczos::Ritz ritz{};
  std::vector<Eigen::Index> order{};  ///< of ritz, from the requested end
  Matrix vectors{};                   ///< d × wanted, in order
  double tolerance = 0.0;             ///< absolute
  bool whole = false;                 ///< the space is all of the complement
};

/// How many vectors a pass keeps: enough to restart with what is wanted.
Eigen::Index capacity_of(const EigenRequest& request, Eigen::Index d, Eigen::Index wanted) {
  const Eigen::Index vectors =
      request.vectors > 0 ? request.vectors : std::clamp<Eigen::Index>((Eigen::Index{1} << 25) / d, 20, 200);
  return std::max(vectors, 2 * wanted + 10);
}

Pass pass_of(Hessian& hessian, const EigenRequest& request, const Matrix& locked, Eigen::Index wanted, double scale) {
  const Eigen::Index d = hessian.dimension(), left = d - locked.cols();
  const Eigen::Index capacity = std::min(capacity_of(request, d, wanted), left);
  Matrix start(d, 1);
  fill_probes({.seed = request.seed, .law = Law::gaussian, .first = 0, .family = ProbeFamily::lanczos}, locked.cols(),
              start);
  Lanczos lanczos(hessian, start, capacity, locked);
  Pass pass;
  auto state = Lanczos::State::growing;
  for (Eigen::Index products = 0; state == Lanczos::State::growing && products < request.most;) {
    for (int i = 0; i < 5 && state == Lanczos::State::growing && products < request.most; ++i, ++products)
      state = lanczos.grow();
    if (state == Lanczos::State::not_finite) return {.status = Eigenpairs::Status::not_finite};
    pass.ritz = lanczos.ritz();
    pass.order = order_of(pass.ritz.values, request.end);
    pass.tolerance = request.tolerance * std::max(scale, pass.ritz.values.cwiseAbs().maxCoeff());
    pass.whole = lanczos.size() == left;
    const auto found = std::min<std::size_t>(static_cast<std::size_t>(wanted), pass.order.size());
    const bool enough = static_cast<Eigen::Index>(found) == wanted || state == Lanczos::State::closed;
    if (enough && std::all_of(pass.order.begin(), pass.order.begin() + static_cast<std::ptrdiff_t>(found),
                              [&](Eigen::Index i) { return pass.ritz.errors[i] <= pass.tolerance; })) {
      pass.status = Eigenpairs::Status::converged;
      break;
    }
    if (state == Lanczos::State::ended && !pass.whole && products < request.most) {
      lanczos.restart(pass.ritz, {pass.order.begin(), pass.order.begin() + (wanted + capacity) / 2 - 1});
      state = Lanczos::State::growing;
    }
  }
  pass.vectors.resize(d, std::min(wanted, std::ssize(pass.order)));
  for (Eigen::Index i = 0; i < pass.vectors.cols(); ++i)
    pass.vectors.col(i) = lanczos.vector(pass.ritz.rotation.col(pass.order[static_cast<std::size_t>(i)]));
  return pass;
}

void append(Eigenpairs& pairs, const Pass& pass, Eigen::Index count) {
  const Eigen::Index before = pairs.values.size();
  pairs.values.conservativeResize(before + count);
  pairs.vectors.conservativeResize(Eigen::NoChange, before + count);
  for (Eigen::Index i = 0; i < count; ++i)
    pairs.values[before + i] = pass.ritz.values[pass.order[static_cast<std::size_t>(i)]];
  pairs.vectors.rightCols(count) = pass.vectors.leftCols(count);
}

/// Rayleigh–Ritz on what was found: exact residuals, pairs in order, `count` of them.
void refine(Hessian& hessian, Eigenpairs& pairs, const EigenRequest& request, Eigen::Index count) {
  if (pairs.values.size() == 0) return;
  const Matrix products = hessian.times(pairs.vectors);
  const Matrix projected = pairs.vectors.transpose() * products;
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(0.5 * (projected + projected.transpose()));
  const auto order = order_of(solver.eigenvalues(), request.end);
  const Eigen::Index kept = std::min(count, std::ssize(order));
  Eigenpairs sorted = pairs;
  sorted.values.resize(kept);
  sorted.errors.resize(kept);
  sorted.vectors.resize(pairs.vectors.rows(), kept);
  for (Eigen::Index i = 0; i < kept; ++i) {
    const Eigen::Index from = order[static_cast<std::size_t>(i)];
    sorted.values[i] = solver.eigenvalues()[from];
    sorted.vectors.col(i) = pairs.vectors * solver.eigenvectors().col(from);
    sorted.errors[i] = (products * solver.eigenvectors().col(from) - sorted.values[i] * sorted.vectors.col(i)).norm();
  }
  pairs = std::move(sorted);
}

/// The rank of the count-th pair found so far.
double last_rank(const Eigenpairs& pairs, End end, Eigen::Index count) {
  return rank_of(pairs.values[order_of(pairs.values, end)[static_cast<std::size_t>(count - 1)]], end);
}

/// Passes until one confirms that `count` pairs are complete. Each finds a copy of every multiple eigenvalue.
void search(Hessian& hessian, const EigenRequest& request, Eigen::Index count, Eigenpairs& pairs) {
  using Status = Eigenpairs::Status;
  const Eigen::Index d = hessian.dimension();
  for (Eigen::Index wanted = count;; wanted = std::max<Eigen::Index>(1, count - pairs.values.size())) {
    const double scale = pairs.values.size() > 0 ? pairs.values.cwiseAbs().maxCoeff() : 0.0;
    const Pass pass = pass_of(hessian, request, pairs.vectors, wanted, scale);
    const bool enough = pairs.values.size() >= count;
    if (pass.status != Status::converged) {
      // what was asked for may be there all the same, only not confirmed
      if (!enough || pass.status == Status::not_finite) pairs.status = pass.status;
      if (!enough && pass.vectors.cols() > 0) append(pairs, pass, pass.vectors.cols());
      return;
    }
    const double best = pass.ritz.values[pass.order.front()];
    if (enough && rank_of(best, request.end) <= last_rank(pairs, request.end, count) + pass.tolerance) {
      pairs.complete = true;
      pairs.next = best;
      return;
    }
    append(pairs, pass, pass.vectors.cols());
    if (pass.whole && pass.vectors.cols() == wanted && wanted >= count) {
      pairs.complete = true;
      if (std::ssize(pass.order) > wanted) pairs.next = pass.ritz.values[pass.order[static_cast<std::size_t>(wanted)]];
      return;
    }
    if (pairs.values.size() == d) {
      pairs.complete = true;
      return;
    }
    if (!request.copies && pairs.values.size() >= count) return;
  }
}

}  // namespace

Eigenpairs eigenpairs(Hessian& hessian, const EigenRequest& request) {
  const std::uint64_t before = hessian.products();
  const Eigen::Index count = std::min(request.count, hessian.dimension());
  Eigenpairs pairs;
  pairs.vectors.resize(hessian.dimension(), 0);
  if (hessian.point().allFinite() && count > 0)
    search(hessian, request, count, pairs);
  else
    pairs.status = Eigenpairs::Status::not_finite;
  if (pairs.status == Eigenpairs::Status::not_finite) {
    pairs.values.resize(0);
    pairs.vectors.resize(hessian.dimension(), 0);
  }
  refine(hessian, pairs, request, count);
  pairs.products = hessian.products() - before;
  return pairs;
}

}  // namespace tiltscape
