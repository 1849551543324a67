// Thinning of kept points.
#include "core/kept_points.h"

#include <algorithm>
#include <iterator>

namespace tiltscape {

KeptPoints::KeptPoints(Eigen::Index dimension) {
  constexpr std::size_t bytes = std::size_t{32} << 20;
  const std::size_t one = static_cast<std::size_t>(std::max<Eigen::Index>(dimension, 1)) * sizeof(double);
  most_ = std::clamp<std::size_t>(bytes / one, 8, 1024);
}

void KeptPoints::add(std::uint64_t step, Vector x) {
  points_.push_back({step, std::make_shared<const Vector>(std::move(x))});
  if (points_.size() > most_) thin(2 * stride_);
  next_ = step - step % stride_ + stride_;
}

void KeptPoints::thin(std::uint64_t stride) {
  stride_ = stride;
  std::erase_if(points_, [stride](const KeptPoint& point) { return point.step % stride != 0; });
}

KeptPoints::News KeptPoints::since(std::uint64_t from) const {
  const auto first = std::ranges::lower_bound(points_, from, {}, &KeptPoint::step);
  return {stride_, next_, {first, points_.end()}};
}

void KeptPoints::take(News news) {
  if (news.stride != stride_) thin(news.stride);
  points_.insert(points_.end(), std::make_move_iterator(news.points.begin()),
                 std::make_move_iterator(news.points.end()));
  next_ = news.next;
}

}  // namespace tiltscape
