// Starts where another optimizer left off.
#pragma once

#include <fmt/format.h>

#include <map>

#include "core/bad_input.h"
#include "core/run_of.h"

namespace tiltscape {

/// The directions of a warm start are not those of the run that follows.
inline std::uint64_t warm_seed(std::uint64_t seed) {
  const auto words = philox({.seed = seed, .purpose = Purpose::warm_start}, 0);
  return std::uint64_t{words[0] >> 1U} << 32U | words[1];
}

/// Throws where a warm start's task has another number of parameters than what starts there.
inline void check_same_size(Eigen::Index task, Eigen::Index here) {
  if (task != here)
    throw BadInput(
        fmt::format("start: with its task there are {} parameters, here {}; leave as they are what sets the "
                    "size, such as hidden, or data with other features or classes",
                    task, here));
}

/// Where the optimizer is after its steps from the subject's start. Throws BadInput where it does not get so far.
template <class V>
Vector warm_point(const WarmStart& warm, std::unique_ptr<Subject<V>> subject, std::unique_ptr<Optimizer<V>> optimizer) {
  RunInfo info;
  info.spec.optimizer = warm.optimizer;
  info.spec.settings = warm.settings;
  info.stop.steps = warm.steps;
  info.record_every = warm.steps;
  RunOf<V> run(std::move(info), {}, std::move(subject), std::move(optimizer));
  Records records;
  run.advance(warm.steps, records);
  if (run.step() < warm.steps)
    throw BadInput(fmt::format("start: {} {}; a smaller learning_rate or fewer steps may get through", warm.optimizer,
                               run.message()));
  return run.point();
}

/// Warm starts that several runs share are made once a seed.
class WarmPoints {
 public:
  template <class Make>
  const Vector& of(const WarmStart& warm, std::uint64_t seed, const Make& make) {
    for (const auto& made : made_)
      if (made->warm == warm && made->seed == seed) return made->point;
    made_.push_back(std::make_unique<Made>(Made{warm, seed, make()}));
    return made_.back()->point;
  }

 private:
  struct Made {
    WarmStart warm;
    std::uint64_t seed = 0;
    Vector point;
  };
  std::vector<std::unique_ptr<Made>> made_;
};

}  // namespace tiltscape
