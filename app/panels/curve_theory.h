// Lines of theory beside the curves: where steps stop being stable, and how the trace of the product valley should
// fall. What is shown is the view's choice (`lines`).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/panels/curve_lines.h"
#include "app/panels/stability_lines.h"
#include "app/panels/valley_lines.h"
#include "app/views/paths.h"

namespace tiltscape {

/// The button "Lines" of the curves' heading, an icon where `room` (points) is short, with its pop-up.
void theory_choice(Laboratory& lab, float room);
/// How wide it is with its word.
float theory_choice_width();

class CurveTheory {
 public:
  /// Before the plots of a frame. `stretches`: one a run, as the curves are drawn.
  void update(const Laboratory& lab, const CurveAxis& axis, const std::vector<CurveStretches>& stretches);

  /// A range that follows the curves takes in lines that are near, and no others.
  void widen(const std::string& column, bool log_y, double& low, double& high) const;
  /// Within the column's plot.
  void draw(const Laboratory& lab, const std::string& column);
  /// Within the tooltip of the column's plot, at the mouse: what the lines say there, or where they lie outside, and of
  /// those under the mouse where they are from.
  void tooltip(const Laboratory& lab, const std::string& column) const;
  /// What the column's title says of the lines: "limit 2/η", where it lies if that is not between low and high, and
  /// "dashed: predicted"; empty where there are none.
  std::string legend(const std::string& column, double low, double high) const;

 private:
  /// One level, of all the runs that have it.
  struct Level {
    StabilityLine line{};
    std::vector<std::size_t> runs{};
  };
  struct Prediction {
    std::size_t run = 0;
    CurveLine flow{}, finite{};
  };
  /// Why some runs have no line.
  struct Without {
    std::string reason{};
    std::vector<std::size_t> runs{};
  };
  void add_levels(const Laboratory& lab);
  void add_predictions(const Laboratory& lab, const CurveAxis& axis, const std::vector<CurveStretches>& stretches);
  const std::vector<Level>& levels(const std::string& column) const;
  bool has_predictions(const std::string& column) const { return column == "trace" && !predictions_.empty(); }

  std::map<std::string, std::vector<Level>> levels_{};  ///< by column
  std::vector<Prediction> predictions_{};
  std::map<std::string, std::vector<Without>> without_{};  ///< by column
  ValleyLines valley_{};
  PathPainter painter_{};
};

}  // namespace tiltscape
