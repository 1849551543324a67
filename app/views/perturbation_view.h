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
  std::string label;      ///< at its head, where there is room, and in its tooltip
  std::string meaning{};  ///< in its tooltip
  Eigen::Vector2d vector{0.0, 0.0};
  double length = 0.0;  ///< of the vector in space
  ImColor colour{};
  bool thick = false;
};

struct PerturbationInput {
  std::array<float, 2> centre{};
  std::span<const std::array<float, 2>> points{};  ///< in the coordinates of `centre`: plus, then minus
  std::span<const float> weights{}, losses{};      ///< a point
  std::span<const std::uint32_t> pairs{};          ///< numbers of the pairs, from 0
  double radius = 0.0;                             ///< of the neighbourhood's outline; 0: none
  std::vector<PerturbationArrow> arrows{};
  std::array<std::string, 2> labels{};  ///< of the axes
  std::span<const std::uint8_t> colours{};
};

/// What the picture is drawn with, for what stands beside it.
struct PerturbationScale {
  double per_gradient = 0.0;             ///< an arrow's length over its vector's: round, the same for all
  double low = 0.0, high = 0.0;          ///< losses at the ends of the colours
  std::size_t drawn = 0;                 ///< points: the heaviest
  std::vector<std::string> too_short{};  ///< arrows too short to be seen, with their lengths: "|−∇f| = 3e−9"
};

/// "x − ρu12": what a step's probed point is called, counted plus, then minus, of these pairs.
std::string probed_name(std::span<const std::uint32_t> pairs, std::size_t point);

/// A square at ImGui's cursor, `side` points wide, as one item, with a tooltip for each place and arrow. Points at the
/// same place are one disc. Points without a weight and a loss are left out.
PerturbationScale draw_perturbations(const PerturbationInput& input, float side);

/// The colours of the losses with both ends written beside them, across `width`.
void draw_loss_bar(std::span<const std::uint8_t> colours, double low, double high, float width);

}  // namespace tiltscape
