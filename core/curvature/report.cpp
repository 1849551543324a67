// Cheap measures first; the spectrum, which costs most, last.
#include "core/curvature/report.h"

#include <chrono>
#include <cmath>
#include <exception>

#include "core/abandoned.h"
#include "core/curvature/layer_traces.h"
#include "core/measure.h"

namespace tiltscape {
namespace {

constexpr Eigen::Index quadrature_probes = 10, quadrature_steps = 60, layer_probes = 60;

/// A report under way.
class Reporter {
 public:
  Reporter(const CurvatureRequest& request, const std::function<void(CurvatureReport)>& done,
           const std::function<bool()>& stale)
      : request_(request), done_(done), stale_(stale), loss_(*request.loss, pulse_), hessian_(loss_, request.x) {}

  void report() {
    const bool twice = request_.alpha != 1.0, dense = request_.x.size() <= most_dense;
    report_.number = request_.number;
    report_.layers = loss_.layers();
    Vector gradient(request_.x.size());
    report_.loss = loss_.gradient(request_.x, gradient);
    report_.gradient_norm = gradient.norm();
    const Vector other = twice ? loss_.rescaled(request_.x, request_.alpha) : Vector();
    if (twice) report_.rescaled_loss = loss_.value(other);
    for (const MeasureSpec& spec : request_.measures) report_.rows.push_back({.spec = spec});
    report_.parts = report_.rows.size() + (dense ? 1 : 3) + (report_.layers.empty() ? 0 : 1);
    for (CurvatureReport::Row& row : report_.rows) {
      row.here = measured(row.spec, request_.x);
      if (twice) row.rescaled = measured(row.spec, other);
      part_is_done();
    }
    dense ? all_eigenvalues() : some_eigenvalues();
    if (!report_.layers.empty()) layers();
    report_.last = true;
    tell();
  }

 private:
  Estimate measured(const MeasureSpec& spec, const Vector& x) {
    Estimate estimate = find_measure(spec.name).point(spec, {loss_, x, request_.seed});
    report_.cost += estimate.cost;
    return estimate;
  }

  void all_eigenvalues() {
    report_.spectrum = exact_spectrum(hessian_);
    part_is_done();
  }

  /// Those at the ends, and the density between.
  void some_eigenvalues() {
    for (const End end : {End::largest, End::smallest}) {
      Eigenpairs pairs = eigenpairs(hessian_, {.count = request_.pairs,
                                               .end = end,
                                               .tolerance = reachable_tolerance(loss_),
                                               .seed = request_.seed,
                                               .copies = false});
      pairs.vectors.resize(0, 0);
      (end == End::largest ? report_.top : report_.bottom) = std::move(pairs);
      part_is_done();
    }
    report_.spectrum = lanczos_quadrature(hessian_, quadrature_probes, quadrature_steps, request_.seed);
    part_is_done();
  }

  void layers() {
    if (request_.x.allFinite())
      report_.layer_traces = layer_traces(hessian_, report_.layers, {.count = layer_probes, .seed = request_.seed});
    part_is_done();
  }

  void part_is_done() {
    ++report_.done;
    tell();
    if (stale_()) throw Abandoned();
  }

  void tell() {
    told_ = std::chrono::steady_clock::now();
    CurvatureReport now = report_;
    now.cost += hessian_.products();
    now.seconds = std::chrono::duration<double>(told_ - began_).count();
    done_(std::move(now));
  }

  const CurvatureRequest& request_;
  const std::function<void(CurvatureReport)>& done_;
  const std::function<bool()>& stale_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now(), told_ = began_;
  /// Before every evaluation, so that a long measure shows that it goes on.
  const std::function<bool()> pulse_ = [this] {
    const std::chrono::duration<double> since = std::chrono::steady_clock::now() - told_;
    if (report_.parts > 0 && since.count() >= request_.tell_every) tell();
    return stale_();
  };
  AbandonedLoss loss_;
  Hessian hessian_;
  CurvatureReport report_;
};

}  // namespace

void measure_curvature(const CurvatureRequest& request, const std::function<void(CurvatureReport)>& done,
                       const std::function<bool()>& stale) {
  try {
    Reporter(request, done, stale).report();
  } catch (const Abandoned&) {       // nobody waits
  } catch (const std::exception&) {  // memory ran out: what was told stays
    done({.number = request.number, .loss = std::nan(""), .gradient_norm = std::nan(""), .last = true});
  }
}

}  // namespace tiltscape
