// A picture in memory: 8-bit RGBA with straight alpha, rows from the top.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tiltscape {

struct Image {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;  ///< 4 · width · height bytes

  std::array<std::uint8_t, 4> at(int x, int y) const {
    const auto i = 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
    return {rgba.at(i), rgba.at(i + 1), rgba.at(i + 2), rgba.at(i + 3)};
  }
};

}  // namespace tiltscape
