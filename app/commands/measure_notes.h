// What `run` says of a scene's measures beside their values.
#pragma once

#include <vector>

#include "core/results.h"

namespace tiltscape {

/// Before the runs, on standard error: exact curvature of a model takes a Hessian product a parameter, at each record
/// where it is due.
void note_what_takes_long(const Scene& scene);
/// After the table: where estimates did not reach the error that they were to have.
void print_missed_errors(const Scene& scene, const std::vector<RunResult>& results);

}  // namespace tiltscape
