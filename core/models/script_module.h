// A TorchScript module read from a file, and its forward as a pure function of parameters and inputs.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/runtime/interpreter.h>

#include <optional>
#include <string>
#include <vector>

namespace tiltscape {

/// In evaluation mode. Immutable and safe from any thread.
class ScriptModule {
 public:
  /// Throws BadInput "FILE: what is wrong; what would be right".
  ScriptModule(const std::string& file, const at::TensorOptions& options);

  struct Named {
    std::string name;   ///< "fc1.weight"
    at::Tensor tensor;  ///< as the file has it: of any floating type, on the CPU
  };
  /// Those that gradients are followed of, each once, in the module's order.
  const std::vector<Named>& parameters() const { return parameters_; }
  const std::string& file() const { return file_; }
  const std::string& class_name() const { return class_name_; }
  /// Whether forward takes inputs and labels, and not inputs alone.
  bool takes_labels() const { return takes_labels_; }

  /// What forward returns, the first of a tuple. `parameters` in order, each in its shape. Labels are passed on where
  /// they are taken. Throws std::runtime_error of one line.
  at::Tensor forward(const std::vector<at::Tensor>& parameters, const at::Tensor& inputs,
                     const at::Tensor& labels) const;

 private:
  struct Read {
    std::optional<std::size_t> parameter{};  ///< which, or
    c10::IValue value{};                     ///< what else
  };

  std::string file_, class_name_;
  torch::jit::Module module_;  ///< owns the functions that the code calls and names in errors
  std::vector<Named> parameters_;
  std::vector<c10::IValue> defaults_;  ///< of arguments beyond inputs and labels
  std::vector<Read> read_;             ///< what the graph takes after the arguments
  bool takes_labels_ = false, writes_ = false;
  torch::jit::Code code_;
};

}  // namespace tiltscape
