// A scout, or two random directions.
#include "core/models/model_plane.h"

#include <algorithm>

#include "core/models/evaluate.h"
#include "core/models/model_loss.h"
#include "core/plane_makers.h"
#include "core/scout_plane.h"

namespace tiltscape {

Chart model_plane(const Task& task, const Vector& start) {
  constexpr std::int64_t most_parameters = 1 << 20;   // of which the scout keeps 50 points
  constexpr std::int64_t most_activations = 1 << 23;  // that every step computes, so that it takes no minutes
  const auto random = [&] { return random_plane(start, task.model->filters(), task.seed, 0, "the start"); };
  if (task.model->dimension() > most_parameters) return random();
  Task seen = task;
  seen.train =
      task.train.part(0, std::clamp<std::int64_t>(most_activations / task.model->activations(), 1, task.train.size()));
  try {
    return scout_plane(ModelLoss(std::make_shared<const Task>(std::move(seen))), start);
  } catch (const NotDifferentiable&) {  // a module without gradients can be probed all the same
    return random();
  }
}

}  // namespace tiltscape
