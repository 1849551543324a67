// What linear models on random features learn from.
#pragma once

#include <functional>
#include <memory>

#include "core/features/random_features.h"
#include "core/models/data_set.h"
#include "core/problems/models/feature_parameters.h"

namespace tiltscape {

/// Features of a data set of two classes. `fill` writes W; empty: Philox by the seed. Throws BadInput.
std::shared_ptr<const RandomFeatures> random_features(const FeatureParameters& parameters, const Split& split,
                                                      std::uint64_t seed,
                                                      const std::function<void(std::span<double>)>& fill = {});

/// 0.1 times standard normals (d = F + 1), by Philox and the seed.
Vector feature_start(std::int64_t d, std::uint64_t seed);
inline constexpr double feature_start_scale = 0.1;

/// All features of examples in place of their inputs (n × F), as the plain model takes them.
void form_features(const RandomFeatures& features, Split& split);

}  // namespace tiltscape
