// Where the weight of one step lies among its losses: a histogram, for any number of dimensions.
#pragma once

#include "app/views/perturbation_view.h"

namespace tiltscape {

/// For each of the losses' intervals the share of the points and, in colour, the share of the weight; what is not
/// finite has a grey bar of its own at the right end. One item of this size, with a tooltip for each bar.
PerturbationScale draw_weight_shares(const PerturbationInput& input, ImVec2 size);

}  // namespace tiltscape
