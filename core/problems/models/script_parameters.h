// The parameters of `torchscript`.
#pragma once

#include <string>
#include <vector>

#include "core/problems/models/data_parameters.h"
#include "core/problems/models/loss_name.h"
#include "core/problems/models/step_parameters.h"

namespace tiltscape {

/// The numbers in "3x32x32". Throws BadInput where it is something else.
std::vector<std::int64_t> shape_in(const std::string& text);

struct ScriptParameters {
  DataParameters data{.standardise = Standardise::no,
                      .inputs = Inputs::any};  ///< the module wants its inputs as it learned from them
  StepParameters step{};
  std::string module{};
  std::string shape = "auto";
  LossName loss = LossName::cross_entropy;

  /// Nobody knows before the module is read.
  std::int64_t count(const DataFacts&) const { return 0; }
  /// Throws BadInput where the settings contradict one another. A module may still be missing: it is chosen after the
  /// problem.
  void check() const;

  void visit(auto& parameter) {
    parameter(module, {.name = "module",
                       .title = "Module",
                       .symbol = "",
                       .help = "The file that torch.jit.script(model).save(FILE) wrote. Its forward takes inputs and "
                               "returns scores, or takes inputs and labels and returns a loss.",
                       .file_ending = ".pt"});
    data.visit(parameter);
    step.visit(parameter);
    parameter(shape, {.name = "shape",
                      .title = "Shape",
                      .symbol = "",
                      .help = "Of an example as the module takes it, such as \"1x28x28\"; auto tries the data set's "
                              "own, a row of features, and square images of one channel.",
                      .advanced = true});
    parameter(loss, loss_parameter());
  }
};

}  // namespace tiltscape
