// Points that a plane can be put through, and the menu that picks two or three of them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/laboratory.h"

namespace tiltscape {

struct PlanePoint {
  std::string name{};                   ///< "ZEST, now"
  std::shared_ptr<const Vector> x{};    ///< finite
  std::optional<std::size_t> colour{};  ///< of its run; a start that runs share and minima have none
  bool operator==(const PlanePoint&) const = default;
};

/// Where each run is, where they began (once where that is the same point), and the problem's known minima.
std::vector<PlanePoint> plane_points(const Laboratory& lab);

/// An item of a menu: a submenu with a box to tick for each of them.
void plane_points_menu(Laboratory& lab);

}  // namespace tiltscape
