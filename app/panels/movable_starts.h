// Starts as marks on the landscape, and what a drag or click does to them.
#pragma once

#include <optional>
#include <vector>

#include "app/laboratory.h"
#include "app/views/landscape_view.h"
#include "core/surface.h"

namespace tiltscape {

class MovableStarts {
 public:
  /// Whether a mouse can place this problem's starts: not those of models, nor of more than eight dimensions.
  static bool movable(const Problem* problem);
  /// Why a click moves none where they are not movable.
  static std::string why_fixed(const Problem* problem);
  /// Marks where each run's path begins, given in the order of the runs; runs that begin at the same point share one.
  void mark(const std::vector<std::pair<std::size_t, std::array<float, 2>>>& begins, const SurfaceSubject& subject,
            LandscapeInput& input);
  /// While a start is held it follows; Escape takes it back. One edit for undo.
  void drag(Laboratory& lab, const SurfaceSubject& subject, const LandscapeOutput::Drag& drag);
  /// A click puts the start of every run there; with Shift that of the selected run.
  static void click(Laboratory& lab, const SurfaceSubject& subject, const Click& click);

 private:
  std::vector<std::vector<std::size_t>> started_;  ///< the runs of each start that is shown
  struct Dragged {
    Vector from;
    std::vector<std::size_t> runs;
    std::optional<Start> last{};
  };
  std::optional<Dragged> dragged_;
};

}  // namespace tiltscape
