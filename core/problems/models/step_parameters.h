// How a model's steps look at its examples: minibatches, and how perturbed models are evaluated.
#pragma once

#include <array>

#include "core/describe.h"

namespace tiltscape {

/// How the losses at x ± ρuᵢ are found; equal to rounding.
enum class Probing { automatic, batched, sequential, in_place };

template <>
struct Choices<Probing> {
  static constexpr std::array names = {"auto", "batched", "sequential", "in-place"};
};

/// What forward passes of steps compute with; parameters stay in single precision.
enum class Precision { float32, bfloat16 };

template <>
struct Choices<Precision> {
  static constexpr std::array names = {"float32", "bfloat16"};
};

struct StepParameters {
  int batch = 64;
  Probing probing = Probing::automatic;
  Precision precision = Precision::float32;

  void visit(auto& parameter) {
    parameter(batch, {.name = "batch",
                      .title = "Minibatch",
                      .symbol = "B",
                      .help = "Examples in a step's minibatch, drawn anew by seed and step and shared by all of its "
                              "probes; 0 takes the whole training set.",
                      .low = 0,
                      .high = 1'000'000,
                      .slider_low = 0,
                      .slider_high = 512,
                      .zero = "all"});
    parameter(probing,
              {.name = "probing",
               .title = "Probing",
               .symbol = "",
               .help = "batched: all 2k perturbed models in one pass; sequential: one after the other, from kept "
                       "directions; in-place: one after the other, each block of parameters perturbed as it is used "
                       "and its directions drawn again, so that nothing but a block is kept. auto chooses by size. A "
                       "module of your own needs its parameters together: batched is one after the other then, and "
                       "in-place moves them to x + ρu, to x − ρu and back, as MeZO does, which leaves the drift that "
                       "is measured.",
               .advanced = true});
    parameter(
        precision,
        {.name = "precision",
         .title = "Precision",
         .symbol = "",
         .help = "Of the forward passes of steps. bfloat16 takes half of the memory, and less time where the "
                 "processor or GPU has it; parameters, perturbations, updates and what is measured stay in single "
                 "precision.",
         .advanced = true});
  }
};

}  // namespace tiltscape
