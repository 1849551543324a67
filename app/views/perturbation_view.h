// One step from near: the points that were probed around x, by weight and loss, and the gradients that go with them.
#pragma once

#include <imgui.h>

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tiltscape {

/// A vector drawn from x, in the plane of the picture.
struct PerturbationArrow {
  std::string label;
  Eigen::Vector2d vector{0.0, 0.0};
  ImColor colour{};
  bool thick = false;
};

struct PerturbationInput {
  std::array<float, 2> centre{};
  std::span<const std::array<float, 2>> points{};  ///< in the coordinates of `centre`
  std::span<const float> weights{}, losses{};      ///< a point; the weights sum to 1
  double radius = 0.0;                             ///< of the neighbourhood's outline; 0: none
  std::vector<PerturbationArrow> arrows{};
  std::array<std::string, 2> labels{};  ///< of the axes
  std::span<const std::uint8_t> colours{};
};

/// What the picture is drawn with, for what stands beside it.
struct PerturbationScale {
  double per_gradient = 0.0;     ///< an arrow's length over its vector's: round, the same for all
  double low = 0.0, high = 0.0;  ///< losses at the ends of the colours
  std::size_t drawn = 0;         ///< points: the heaviest
};

/// A square at ImGui's cursor, `side` points wide, as one item.
PerturbationScale draw_perturbations(const PerturbationInput& input, float side);

/// The colours of the losses with both ends written beside them, across `width`.
void draw_loss_bar(std::span<const std::uint8_t> colours, double low, double high, float width);

/// Where there are too many dimensions for a picture of the points: for each of the losses' intervals the share of the
/// points and, in colour, the share of the weight.
PerturbationScale draw_weight_shares(const PerturbationInput& input, ImVec2 size);

}  // namespace tiltscape
