// A TorchScript module's forward as a graph without the module: what it reads of itself becomes inputs.
#pragma once

#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/ir.h>

#include <memory>
#include <vector>

namespace tiltscape {

/// Parameters can then be passed in, those that gradients are followed of too; the module is never touched, and what
/// the graph gives is a function of its inputs alone.
struct ScriptGraph {
  std::shared_ptr<torch::jit::Graph> graph;  ///< inputs: forward's arguments, then one for each of `read`
  std::vector<c10::IValue> read;             ///< the module's own values: parameters, buffers …
  bool writes = false;                       ///< it may change inputs in place, so that it has to be given copies
};

/// Of a module in evaluation mode. Throws std::runtime_error where forward changes the module, or starts threads.
ScriptGraph script_graph(const torch::jit::Module& module);

}  // namespace tiltscape
