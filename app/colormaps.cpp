// Colour maps as a few equally spaced stops, mixed linearly. viridis, cividis and magma: matplotlib (CC0), every ninth
// part.
#include "app/colormaps.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/scene_colormaps.h"

namespace tiltscape {
namespace {

constexpr std::array tilt_stops = {0x0A1122U, 0x0E2342U, 0x123A63U, 0x17547CU, 0x246F8EU,
                                   0x44899AU, 0x76A5A2U, 0xA5BFAFU, 0xD2D6C1U, 0xF6EED8U};
constexpr std::array viridis = {0x440154U, 0x482878U, 0x3E4989U, 0x31688EU, 0x26828EU,
                                0x1F9E89U, 0x35B779U, 0x6ECE58U, 0xB5DE2BU, 0xFDE725U};
constexpr std::array cividis = {0x00224EU, 0x123570U, 0x3B496CU, 0x575D6DU, 0x707173U,
                                0x8A8678U, 0xA59C74U, 0xC3B369U, 0xE1CC55U, 0xFEE838U};
constexpr std::array magma = {0x000004U, 0x180F3DU, 0x440F76U, 0x721F81U, 0x9E2F7FU,
                              0xCD4071U, 0xF1605DU, 0xFD9668U, 0xFECA8DU, 0xFCFDBFU};
constexpr std::array grey = {0x15171AU, 0x46494DU, 0x7C7F83U, 0xB6B8BAU, 0xF2F2F0U};
constexpr std::array diverging = {0x1F4E8CU, 0x5A93C6U, 0xB4D2E6U, 0xF5F2EDU, 0xF0BFA9U, 0xD8705AU, 0x9C1F34U};

struct Map {
  std::string_view name;
  std::span<const unsigned> stops;
};
constexpr std::array maps = {Map{"tilt", tilt_stops}, Map{"viridis", viridis}, Map{"cividis", cividis},
                             Map{"magma", magma},     Map{"grey", grey},       Map{"diverging", diverging}};
static_assert(std::ranges::equal(maps, scene_colormaps, {}, &Map::name), "core/scene_colormaps.h has the names");

std::span<const unsigned> stops_of(std::string_view name) {
  const auto* found = std::ranges::find(maps, name, &Map::name);
  return found == maps.end() ? maps.front().stops : found->stops;
}

}  // namespace

std::span<const std::string_view> colormap_names() { return scene_colormaps; }

std::vector<std::uint8_t> colormap(std::string_view name) {
  const auto stops = stops_of(name);
  std::vector<std::uint8_t> entries;
  entries.reserve(4 * 256);
  for (int i = 0; i < 256; ++i) {
    const double place = i / 255.0 * static_cast<double>(stops.size() - 1);
    const std::size_t low = std::min(static_cast<std::size_t>(place), stops.size() - 2);
    const double part = place - static_cast<double>(low);
    for (const unsigned shift : {16U, 8U, 0U}) {
      const auto from = static_cast<double>(stops[low] >> shift & 255U);
      const auto to = static_cast<double>(stops[low + 1] >> shift & 255U);
      entries.push_back(static_cast<std::uint8_t>(std::lround(from + part * (to - from))));
    }
    entries.push_back(255);
  }
  return entries;
}

ImColor colour_at(std::span<const std::uint8_t> map, double u) {
  if (std::isnan(u)) return {128, 128, 128};
  const auto last = static_cast<double>(map.size() / 4 - 1);
  const auto i = 4 * static_cast<std::size_t>(std::lround(std::clamp(u, 0.0, 1.0) * last));
  return {map[i], map[i + 1], map[i + 2]};
}

}  // namespace tiltscape
