// The Hessian that benchmarks of curvature measure: of the digits MLP 64–32–10 in float32, after 1 000 steps of GD in
// the gallery's scene.
#pragma once

#include <algorithm>

#include "core/curvature/hessian.h"
#include "core/models/experiment.h"

namespace tiltscape {

struct TrainedDigits {
  static constexpr std::uint64_t steps = 1000;

  Experiment experiment;
  Vector x;  ///< d = 2 410

  TrainedDigits() {
    Scene scene = load_scene("digits");
    std::erase_if(scene.runs, [](const RunSpec& run) { return run.optimizer != "gd"; });
    scene.measures.clear();
    scene.threads = 1;
    experiment = make_experiment(scene);
    Records records;
    experiment.runs.at(0)->advance(steps, records);
    x = experiment.runs[0]->point();
  }
  /// At x, with nothing counted yet. Needs this object to live on.
  Hessian hessian() const { return {*experiment.loss, x}; }
};

}  // namespace tiltscape
