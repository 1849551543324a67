// Thinning of kept points.
#include "core/kept_points.h"

#include <algorithm>

namespace tiltscape {

KeptPoints::KeptPoints(Eigen::Index dimension) {
  constexpr std::size_t bytes = std::size_t{32} << 20;
  const std::size_t one = static_cast<std::size_t>(std::max<Eigen::Index>(dimension, 1)) * sizeof(double);
  most_ = std::clamp<std::size_t>(bytes / one, 8, 1024);
}

void KeptPoints::add(std::uint64_t step, Vector x) {
  points_.push_back({step, std::make_shared<const Vector>(std::move(x))});
  if (points_.size() > most_) {
    stride_ *= 2;
    std::erase_if(points_, [this](const KeptPoint& point) { return point.step % stride_ != 0; });
  }
  next_ = step - step % stride_ + stride_;
}

}  // namespace tiltscape
