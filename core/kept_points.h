// The points of a run that are kept so that its path can be drawn in any plane: evenly spread, thinned by powers of
// two.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/loss_function.h"

namespace tiltscape {

/// x after `step` updates; shared, so that copies of the list are cheap.
struct KeptPoint {
  std::uint64_t step = 0;
  std::shared_ptr<const Vector> x;
};

/// The points after 0, s, 2s … updates. The stride s doubles when there would be too many of them: what is kept depends
/// on the step alone.
class KeptPoints {
 public:
  /// What is new in a list since it wanted `from`; with it an older copy becomes the same.
  struct News {
    std::uint64_t stride = 1, next = 0;
    std::vector<KeptPoint> points{};
  };

  KeptPoints() = default;
  /// At most 1024 points, fewer where d is so large that they would take more than 32 MiB, and at least 8.
  explicit KeptPoints(Eigen::Index dimension);

  /// Whether the point after this many updates is the next to keep.
  bool wants(std::uint64_t step) const { return step == next_; }
  /// The step of the next point to keep: another one whenever the list is another one.
  std::uint64_t next() const { return next_; }
  /// Only what it wants.
  void add(std::uint64_t step, Vector x);

  News since(std::uint64_t from) const;
  void take(News news);

  const std::vector<KeptPoint>& points() const { return points_; }
  std::uint64_t stride() const { return stride_; }
  std::size_t most() const { return most_; }

 private:
  void thin(std::uint64_t stride);

  std::size_t most_ = 8;
  std::uint64_t stride_ = 1, next_ = 0;
  std::vector<KeptPoint> points_;
};

}  // namespace tiltscape
