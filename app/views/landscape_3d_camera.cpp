// Orbiting at a fixed distance; zoom and pan act on the picture, so that they are exact at every depth.
#include "app/views/landscape_3d_camera.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "app/views/landscape_3d_outline.h"

namespace tiltscape {
namespace {

constexpr double distance_in_reaches = 4.2;  ///< how strong the perspective is
constexpr double least_zoom = 0.3, most_zoom = 40.0;

Eigen::Vector2d vector(ImVec2 p) { return {static_cast<double>(p.x), static_cast<double>(p.y)}; }
ImVec2 point(const Eigen::Vector2d& p) { return {static_cast<float>(p[0]), static_cast<float>(p[1])}; }

/// By screen points.
void shift(Camera& camera, const Eigen::Vector2d& by, const Lens::Picture& picture) {
  const auto height = static_cast<double>(picture.high.y - picture.low.y);
  camera.pan[0] += by[0] / height;
  camera.pan[1] -= by[1] / height;
}

}  // namespace

Lens::Lens(const Camera& camera, const BoxSides& sides, const Picture& picture)
    : sides_(sides),
      low_(vector(picture.low)),
      size_(vector(picture.high) - low_),
      reach_(sides.norm()),
      perspective_(camera.projection != "orthographic") {
  constexpr double degree = std::numbers::pi / 180.0;
  const double a = camera.azimuth * degree, e = camera.elevation * degree;
  const Eigen::Vector3d right(std::cos(a), std::sin(a), 0.0);
  const Eigen::Vector3d towards(std::cos(e) * std::sin(a), -std::cos(e) * std::cos(a), std::sin(e));
  axes_.row(0) = right;
  axes_.row(1) = towards.cross(right);
  axes_.row(2) = towards;
  distance_ = distance_in_reaches * reach_;
  fit(picture, camera.zoom);
  centre_ += Eigen::Vector2d(camera.pan[0], -camera.pan[1]) * size_[1];
}

void Lens::fit(const Picture& picture, double zoom) {
  const Eigen::Vector2d free(std::max(16.0, size_[0] - static_cast<double>(picture.left + picture.right)),
                             std::max(16.0, size_[1] - static_cast<double>(picture.top + picture.bottom)));
  const std::vector<Extremity> all = extremities(picture);
  // whatever two of them are the outermost must fit side by side
  fitted_ = std::numeric_limits<double>::infinity();
  for (Eigen::Index i = 0; i < 2; ++i)
    for (const Extremity& a : all)
      for (const Extremity& b : all)
        if (const double apart = b.at[i] - a.at[i]; apart > 1e-9)
          fitted_ = std::min(fitted_, std::max(16.0, free[i] - b.high[i] + a.low[i]) / apart);
  scale_ = fitted_ * zoom;
  Eigen::Vector2d least = Eigen::Vector2d::Constant(std::numeric_limits<double>::infinity()), most = -least;
  for (const Extremity& each : all) {
    least = least.cwiseMin(scale_ * each.at + each.low);
    most = most.cwiseMax(scale_ * each.at + each.high);
  }
  centre_ = low_ + Eigen::Vector2d(static_cast<double>(picture.left), static_cast<double>(picture.top)) +
            0.5 * (free - least - most);
}

std::vector<Lens::Extremity> Lens::extremities(const Picture& picture) const {
  std::vector<Extremity> all;
  const auto add = [&](const Eigen::Vector2d& at, const LabelBox& box) {
    all.push_back({at, vector(box.low), vector(box.high)});
  };
  for (int corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3d sign((corner & 1) != 0 ? 1 : -1, (corner & 2) != 0 ? 1 : -1, (corner & 4) != 0 ? 1 : -1);
    add(unscaled(sign.cwiseProduct(sides_)), {});
  }
  for (Eigen::Index i = 0; i < 3; ++i) {
    const auto& [tick, name] = picture.axes[static_cast<std::size_t>(i)];
    const auto edge = tick.x > 0.0F ? outline_edge(*this, sides_, i) : std::nullopt;
    if (!edge) continue;
    const Eigen::Vector2d from = unscaled(edge->low), to = unscaled(edge->high);
    const ImVec2 out = outwards(point(from), point(to), point(unscaled({0.0, 0.0, 0.0})));
    const LabelBox ticks = label_beside({tick_gap * out.x, tick_gap * out.y}, out, tick);
    add(from, ticks);
    add(to, ticks);
    const Eigen::Vector2d middle = 0.5 * (from + to), top = from[1] < to[1] ? from : to;
    add(i == 2 ? top : middle, name_beside(i, {}, out, tick, name));
  }
  return all;
}

Eigen::Vector2d Lens::unscaled(const Eigen::Vector3d& p) const {
  const Eigen::Vector3d seen = axes_ * p;
  return Eigen::Vector2d(seen[0], -seen[1]) * (perspective_ ? distance_ / (distance_ - seen[2]) : 1.0);
}

ImVec2 Lens::project(const Eigen::Vector3d& p) const { return point(centre_ + scale_ * unscaled(p)); }

Ray Lens::ray(ImVec2 screen) const {
  const Eigen::Vector2d away = (vector(screen) - centre_) / scale_;
  const Eigen::Vector3d in_middle(away[0], -away[1], 0.0), eye(0.0, 0.0, distance_);
  if (!perspective_) return {axes_.transpose() * (in_middle + eye), -axes_.row(2).transpose()};
  return {axes_.transpose() * eye, axes_.transpose() * (in_middle - eye).normalized()};
}

Eigen::Vector3d Lens::to_eye(const Eigen::Vector3d& p) const {
  const Eigen::Vector3d towards = axes_.row(2).transpose();
  return perspective_ ? (distance_ * towards - p).normalized() : towards;
}

bool Lens::sees_inside(Eigen::Index axis, int side) const {
  const double eye = axes_(2, axis) * side;
  return perspective_ ? eye * distance_ < sides_[axis] : eye <= 0.0;
}

std::array<float, 4> Lens::eye() const {
  const Eigen::Vector3d towards = axes_.row(2).transpose() * (perspective_ ? distance_ : 1.0);
  return {static_cast<float>(towards[0]), static_cast<float>(towards[1]), static_cast<float>(towards[2]),
          perspective_ ? 1.0F : 0.0F};
}

double Lens::point_size() const { return 1.0 / scale_ / (perspective_ ? distance_ : 1.0); }

std::array<float, 16> Lens::matrix() const {
  // clip = frame · (axes p), w the depth in perspective
  const double near = distance_ - 2.0 * reach_, far = distance_ + 2.0 * reach_;
  const Eigen::Vector2d gain = 2.0 * scale_ * (perspective_ ? distance_ : 1.0) * size_.cwiseInverse();
  const Eigen::Vector2d shift = 2.0 * (centre_ - low_).cwiseQuotient(size_) - Eigen::Vector2d::Ones();
  Eigen::Matrix4d frame = Eigen::Matrix4d::Zero();
  frame(0, 0) = gain[0];
  frame(1, 1) = gain[1];
  if (perspective_) {  // depth d = distance − z
    frame(3, 2) = -1.0;
    frame(3, 3) = distance_;
    const double a = (far + near) / (far - near), b = -2.0 * far * near / (far - near);
    frame(2, 2) = -a;
    frame(2, 3) = a * distance_ + b;
  } else {
    frame(3, 3) = 1.0;
    frame(2, 2) = -2.0 / (far - near);
    frame(2, 3) = (2.0 * distance_ - far - near) / (far - near);
  }
  frame.row(0) += shift[0] * frame.row(3);
  frame.row(1) -= shift[1] * frame.row(3);
  Eigen::Matrix4d view = Eigen::Matrix4d::Identity();
  view.topLeftCorner<3, 3>() = axes_;
  const Eigen::Matrix4f whole = (frame * view).cast<float>();
  std::array<float, 16> result{};
  std::copy(whole.data(), whole.data() + 16, result.begin());
  return result;
}

void zoom_at(Camera& camera, double factor, const BoxSides& sides, const Lens::Picture& picture, ImVec2 fixed) {
  const double zoom = std::clamp(camera.zoom * factor, least_zoom, most_zoom);
  const ImVec2 middle = Lens(camera, sides, picture).project({0.0, 0.0, 0.0});
  const Eigen::Vector2d away = vector(middle) - vector(fixed);
  const Eigen::Vector2d wanted = vector(fixed) + away * (zoom / camera.zoom);
  camera.zoom = zoom;
  shift(camera, wanted - vector(Lens(camera, sides, picture).project({0.0, 0.0, 0.0})), picture);
}

void orbit(Camera& camera, double right, double up, const Eigen::Vector3d& about, const BoxSides& sides,
           const Lens::Picture& picture) {
  const Lens before(camera, sides, picture);
  const bool framed = camera.zoom == 1.0 && camera.pan == std::array<double, 2>{};
  camera.azimuth = std::remainder(camera.azimuth + right, 360.0);
  camera.elevation = std::clamp(camera.elevation + up, -90.0, 90.0);
  if (framed) return;
  camera.zoom *= before.fitted() / Lens(camera, sides, picture).fitted();
  const Lens after(camera, sides, picture);
  shift(camera, vector(before.project(about)) - vector(after.project(about)), picture);
}

}  // namespace tiltscape
