// The camera in three dimensions: there and back, framing, and what stays where it is.
#include "app/views/landscape_3d_camera.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "app/views/landscape_3d_outline.h"

namespace tiltscape {
namespace {

const Lens::Picture screen{
    .low = {40.0F, 20.0F}, .high = {840.0F, 620.0F}, .left = 60.0F, .right = 50.0F, .top = 30.0F, .bottom = 40.0F};
const BoxSides sides(1.0, 0.7, 0.5);

std::vector<Camera> cameras() {
  std::vector<Camera> all;
  for (const char* projection : {"perspective", "orthographic"})
    for (const double azimuth : {0.0, 35.0, -120.0, 180.0})
      for (const double elevation : {-90.0, -20.0, 0.0, 30.0, 90.0})
        all.push_back(
            {.azimuth = azimuth, .elevation = elevation, .zoom = 1.7, .projection = projection, .pan = {0.1, -0.05}});
  return all;
}

/// By hand, from the definition of the matrix alone.
Eigen::Vector2d through_matrix(const Lens& lens, const Eigen::Vector3d& p) {
  const auto m = lens.matrix();
  const Eigen::Map<const Eigen::Matrix4f> matrix(m.data());
  const Eigen::Vector4d clip = matrix.cast<double>() * p.homogeneous();
  return {40.0 + 800.0 * (0.5 + 0.5 * clip[0] / clip[3]), 20.0 + 600.0 * (0.5 - 0.5 * clip[1] / clip[3])};
}

TEST(Camera3D, RaysGoThroughWhatIsProjectedThere) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> unit(-1.0, 1.0);
  for (const Camera& camera : cameras()) {
    const Lens lens(camera, sides, screen);
    for (int i = 0; i < 20; ++i) {
      const Eigen::Vector3d p = Eigen::Vector3d(unit(random), unit(random), unit(random)).cwiseProduct(sides);
      const Ray ray = lens.ray(lens.project(p));
      const Eigen::Vector3d to = p - ray.origin;
      EXPECT_LT((to - ray.direction * to.dot(ray.direction) / ray.direction.squaredNorm()).norm(), 1e-5);
      EXPECT_GT(to.dot(ray.direction), 0.0);
      EXPECT_LT(lens.to_eye(p).dot(ray.direction.normalized()), -0.999999);
    }
  }
}

TEST(Camera3D, OpenGLDrawsWhereTheMousePoints) {
  for (const Camera& camera : cameras()) {
    const Lens lens(camera, sides, screen);
    for (const Eigen::Vector3d& p : {Eigen::Vector3d(0.3, -0.6, 0.4), Eigen::Vector3d(-1.0, 0.7, -0.5)}) {
      const ImVec2 there = lens.project(p);
      EXPECT_NEAR(through_matrix(lens, p)[0], static_cast<double>(there.x), 2e-3);
      EXPECT_NEAR(through_matrix(lens, p)[1], static_cast<double>(there.y), 2e-3);
    }
  }
}

TEST(Camera3D, FramesTheBox) {
  for (Camera camera : cameras()) {
    camera.zoom = 1.0;
    camera.pan = {};
    const Lens lens(camera, sides, screen);
    double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
    for (int i = 0; i < 8; ++i) {
      const ImVec2 p = lens.project(
          Eigen::Vector3d((i & 1) != 0 ? 1.0 : -1.0, (i & 2) != 0 ? 0.7 : -0.7, (i & 4) != 0 ? 0.5 : -0.5));
      left = std::min(left, static_cast<double>(p.x));
      right = std::max(right, static_cast<double>(p.x));
      top = std::min(top, static_cast<double>(p.y));
      bottom = std::max(bottom, static_cast<double>(p.y));
    }
    EXPECT_GE(left, 100.0 - 0.01);
    EXPECT_LE(right, 790.0 + 0.01);
    EXPECT_GE(top, 50.0 - 0.01);
    EXPECT_LE(bottom, 580.0 + 0.01);
    const bool full = left < 100.01 || right > 789.99 || top < 50.01 || bottom > 579.99;
    EXPECT_TRUE(full) << camera.azimuth << " " << camera.elevation;
  }
}

TEST(Camera3D, FramesTheLabelsBesideTheBoxAndNoMore) {
  for (const ImVec2 size : {ImVec2(430.0F, 600.0F), ImVec2(600.0F, 400.0F), ImVec2(1200.0F, 800.0F)})
    for (Camera camera : cameras()) {
      camera.zoom = 1.0;
      camera.pan = {};
      const Lens::Room room{{40.0F, 15.0F}, {90.0F, 16.0F}};
      const Lens::Picture around{{0.0F, 0.0F}, size, 8.0F, 8.0F, 8.0F, 8.0F, {room, room, room}};
      const Lens lens(camera, sides, around);
      ImVec2 least = size, most{0.0F, 0.0F};
      const auto see = [&](const LabelBox& box) {
        least = {std::min(least.x, box.low.x), std::min(least.y, box.low.y)};
        most = {std::max(most.x, box.high.x), std::max(most.y, box.high.y)};
      };
      for (int i = 0; i < 8; ++i) {
        const ImVec2 p = lens.project(
            Eigen::Vector3d((i & 1) != 0 ? 1.0 : -1.0, (i & 2) != 0 ? 0.7 : -0.7, (i & 4) != 0 ? 0.5 : -0.5));
        see({p, p});
      }
      for (Eigen::Index axis = 0; axis < 3; ++axis)
        if (const auto edge = outline_edge(lens, sides, axis)) {
          const ImVec2 from = lens.project(edge->low), to = lens.project(edge->high);
          const ImVec2 out = outwards(from, to, lens.project({0.0, 0.0, 0.0}));
          for (const ImVec2 end : {from, to})
            see(label_beside({end.x + tick_gap * out.x, end.y + tick_gap * out.y}, out, room.tick));
          const ImVec2 middle{0.5F * (from.x + to.x), 0.5F * (from.y + to.y)};
          see(name_beside(axis, axis != 2 ? middle : from.y < to.y ? from : to, out, room.tick, room.name));
        }
      EXPECT_GE(std::min(least.x, least.y), 7.9F) << camera.azimuth << " " << camera.elevation;
      EXPECT_LE(most.x, size.x - 7.9F);
      EXPECT_LE(most.y, size.y - 7.9F);
      const bool full = most.x - least.x > size.x - 16.2F || most.y - least.y > size.y - 16.2F;
      EXPECT_TRUE(full) << camera.azimuth << " " << camera.elevation << " at " << size.x;
    }
}

TEST(Camera3D, FromAboveItIsTheMap) {
  const Lens lens({.azimuth = 0.0, .elevation = 90.0, .projection = "orthographic"}, sides, screen);
  const ImVec2 middle = lens.project({0.0, 0.0, 0.0}), right = lens.project({0.5, 0.0, 0.3}),
               up = lens.project({0.0, 0.5, -0.2});
  EXPECT_NEAR(right.y, middle.y, 1e-3);
  EXPECT_GT(right.x, middle.x + 50.0F);
  EXPECT_NEAR(up.x, middle.x, 1e-3);
  EXPECT_LT(up.y, middle.y - 50.0F);
}

TEST(Camera3D, ZoomKeepsWhatIsUnderTheCursor) {
  for (Camera camera : cameras()) {
    const Eigen::Vector3d p(0.4, -0.3, 0.2);
    const Lens before(camera, sides, screen);
    const ImVec2 at = before.project(p);
    zoom_at(camera, 1.8, sides, screen, at);
    EXPECT_NEAR(camera.zoom, 1.7 * 1.8, 1e-12);
    const Lens after(camera, sides, screen);
    EXPECT_NEAR(after.project(p).x, at.x, 0.01F);
    EXPECT_NEAR(after.project(p).y, at.y, 0.01F);
    // and what lies elsewhere moves away from it by as much
    const Eigen::Vector3d q(-0.2, 0.5, -0.1);
    EXPECT_NEAR(after.project(q).x - at.x, 1.8F * (before.project(q).x - at.x), 0.02F);
  }
}

TEST(Camera3D, OrbitKeepsItsPointAndTheScale) {
  for (Camera camera : cameras()) {
    const Eigen::Vector3d about(0.4, -0.3, 0.2);
    const Lens before(camera, sides, screen);
    const ImVec2 at = before.project(about);
    const double scale = before.fitted() * camera.zoom;
    orbit(camera, 25.0, 10.0, about, sides, screen);
    const Lens after(camera, sides, screen);
    EXPECT_NEAR(after.project(about).x, at.x, 0.01F);
    EXPECT_NEAR(after.project(about).y, at.y, 0.01F);
    EXPECT_NEAR(after.fitted() * camera.zoom, scale, 1e-9 * scale);
    EXPECT_LE(camera.elevation, 90.0);
    EXPECT_LE(std::abs(camera.azimuth), 180.0);
  }
}

TEST(Camera3D, WhatIsFramedStaysFramedWhileItTurns) {
  Camera camera;
  const double fitted = Lens(camera, sides, screen).fitted();
  orbit(camera, 70.0, -20.0, {0.0, 0.0, 0.0}, sides, screen);
  EXPECT_EQ(camera.zoom, 1.0);
  EXPECT_EQ(camera.pan, (std::array<double, 2>{}));
  EXPECT_GT(std::abs(Lens(camera, sides, screen).fitted() - fitted), 1.0);
}

}  // namespace
}  // namespace tiltscape
