// A click that is one once no second follows.
#pragma once

#include <imgui.h>

#include <Eigen/Core>
#include <optional>
#include <utility>

namespace tiltscape {

struct Click {
  Eigen::Vector2d at;
  bool shift = false;
};

class SingleClick {
 public:
  /// Call every frame, for the last item. `at`: where the mouse is, in the view's coordinates. Returns a click once it
  /// cannot become a double click any more.
  std::optional<Click> update(bool hovered, const Eigen::Vector2d& at);
  /// A click was made and may become one of two.
  bool waiting() const { return click_.has_value(); }

 private:
  std::optional<Click> click_;
  double time_ = 0.0;
};

}  // namespace tiltscape
