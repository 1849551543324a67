// The one or two surfaces that the view asks for, made in the background, and what is said of them.
#pragma once

#include <memory>
#include <string>

#include "app/laboratory.h"
#include "app/views/landscape_view.h"
#include "core/surface_worker.h"

namespace tiltscape {

/// The problem's domain along the axes of one of its own charts; infinite of planes that were made.
Bounds domain_of(const SurfaceSubject& subject, bool own_chart);

class ShownSurface {
 public:
  /// `wake` is called from another thread when something is finished.
  explicit ShownSurface(std::function<void()> wake) : worker_(surface_work(), std::move(wake)) {}

  /// Asks for another surface when what it depends on has changed, and takes what is finished. Needs a chart.
  void update(const Laboratory& lab);
  bool settled() const { return surface_.refined && surface_.request.id == wanted_.id; }

  /// Empty before the first update.
  const SurfaceSubject* subject() const { return subject_.get(); }
  /// What the picture shows of the chart.
  const Bounds& bounds() const { return wanted_.bounds; }
  /// What is shown is Fₜ − f alone, and is below 0 in some places and above in others.
  bool has_both_signs() const;
  /// "Fₜ at t = 4 over the 3-D ball of radius 0.52, x–y plane".
  std::string subtitle() const;
  /// The surfaces with their symbols, minima (of f where `input` knows none), arrows and notes.
  void describe(const View& view, LandscapeInput& input) const;

 private:
  /// What the answer that is here was asked for: until the next one comes, the picture shows that and says so.
  const SurfaceRequest& shown() const;
  SurfaceKind first_shown() const;
  void mark_minima(SurfaceKind kind, bool beside, LandscapeInput& input) const;
  const Grid* grid_of(SurfaceKind kind) const;
  std::uint64_t version_of(SurfaceKind kind) const;
  std::string symbol_of(SurfaceKind kind) const;
  std::string title_of(SurfaceKind kind) const;
  std::string neighbourhood() const;

  SurfaceWorker worker_;
  std::shared_ptr<const Chart> chart_;
  std::shared_ptr<const SurfaceSubject> subject_;
  SurfaceKind first_ = SurfaceKind::loss;  ///< of the view
  std::optional<SurfaceKind> second_;      ///< another one than the first
  std::string owner_;                      ///< whose neighbourhood it is, where runs differ in it
  SurfaceRequest wanted_;
  Surface surface_;
  /// The least and largest value in view, and by how much another one may be higher and still as low.
  struct Floor {
    double least = 0.0, most = 0.0, tie = 0.0;
  };
  static Floor floor_of(const Grid& grid, const Bounds& domain);
  const Floor& floor(SurfaceKind kind) const;
  Floor grid_floor_, loss_floor_, beside_floor_;
  std::string holes_;  ///< of what is shown: "f is NaN here", "f is infinite within the neighbourhood"
  std::uint64_t version_ = 0;
};

}  // namespace tiltscape
