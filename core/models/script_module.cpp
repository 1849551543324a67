// The module runs in TorchScript's interpreter without the executor around it, as formulas do (core/models/compiled.h).
#include "core/models/script_module.h"

#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <fmt/format.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "core/bad_input.h"
#include "core/models/pt_file.h"
#include "core/models/script_graph.h"
#include "core/models/torch_errors.h"

namespace tiltscape {
namespace {

constexpr const char* remedy = "export it by torch.jit.script(model).save(FILE)";

/// Attention in one kernel has no second derivatives. LibTorch's choice of kernels is the whole process's; no other
/// model asks for it.
void attend_in_steps() {
  auto& context = at::globalContext();
  if (!context.userEnabledFlashSDP() && !context.userEnabledMemEfficientSDP()) return;
  context.setSDPUseFlash(false);
  context.setSDPUseMemEfficient(false);
  context.setSDPUseCuDNN(false);
}

torch::jit::Module read(const std::string& file) {
  if (file.empty()) throw BadInput("module is not given; name a file that torch.jit.script(model).save(FILE) wrote");
  if (!std::filesystem::is_regular_file(file))
    throw BadInput(fmt::format("module: there is no file {}; torch.jit.script(model).save(FILE) makes one", file));
  const PtFile kind = pt_file(file);
  if (kind == PtFile::tensors || kind == PtFile::old)
    throw BadInput(fmt::format("{}: holds tensors or a pickled model, without its code; {}", file, remedy));
  if (kind != PtFile::module) throw BadInput(fmt::format("{}: is no TorchScript module; {}", file, remedy));
  try {
    torch::jit::Module module = torch::jit::load(file, at::kCPU);
    module.eval();
    return module;
  } catch (const std::exception& error) {
    throw BadInput(fmt::format("{}: LibTorch cannot read it: {}; write the model in operators of PyTorch's own", file,
                               telling_line(error)));
  }
}

/// Where and in what type numbers are; whole numbers and booleans stay what they are.
at::Tensor moved(const at::Tensor& tensor, const at::TensorOptions& options) {
  return tensor.is_floating_point() ? tensor.detach().to(options) : tensor.to(options.device());
}

/// Constants that tracing wrote into the code, and the device it wrote down.
void move_constants(torch::jit::Block* block, const at::TensorOptions& options) {
  for (torch::jit::Node* node : block->nodes()) {
    for (torch::jit::Block* inner : node->blocks()) move_constants(inner, options);
    if (node->kind() != c10::prim::Constant || !node->hasAttribute(c10::attr::value)) continue;
    if (node->kindOf(c10::attr::value) == torch::jit::AttributeKind::t)
      node->t_(c10::attr::value, moved(node->t(c10::attr::value), options));
    else if (node->output()->type()->kind() == c10::TypeKind::DeviceObjType)
      node->s_(c10::attr::value, options.device().str());
  }
}

std::vector<ScriptModule::Named> trained(const torch::jit::Module& module, const std::string& file) {
  std::vector<ScriptModule::Named> all;
  for (const auto& [name, tensor] : module.named_parameters()) {
    const bool known = std::ranges::any_of(all, [&](const ScriptModule::Named& other) {
      return other.tensor.unsafeGetTensorImpl() == tensor.unsafeGetTensorImpl();
    });
    if (!tensor.requires_grad() || known || tensor.numel() == 0) continue;
    if (!at::isFloatingType(tensor.scalar_type()))
      throw BadInput(fmt::format("{}: its parameter {} is of {}; only real numbers can be learned", file, name,
                                 c10::toString(tensor.scalar_type())));
    if (!tensor.isfinite().all().item<bool>())
      throw BadInput(
          fmt::format("{}: its parameter {} is not finite everywhere; save the model before it diverges", file, name));
    all.push_back({name, tensor});
  }
  if (all.empty()) throw BadInput(fmt::format("{}: has no parameters to learn; those have requires_grad", file));
  return all;
}

}  // namespace

ScriptModule::ScriptModule(const std::string& file, const at::TensorOptions& options)
    : file_(file), module_(read(file)) {
  attend_in_steps();
  const auto forward = module_.find_method("forward");
  if (!forward) throw BadInput(fmt::format("{}: has no forward; {}", file, remedy));
  class_name_ = module_.type()->name() ? module_.type()->name()->name() : "module";
  const auto& arguments = forward->function().getSchema().arguments();  // the first is the module
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const bool tensor = arguments[i].type()->isSubtypeOf(*c10::TensorType::get());
    const bool given = tensor && !arguments[i].default_value() && (i == 1 || i == 2);
    if (!given && !arguments[i].default_value())
      throw BadInput(
          fmt::format("{}: forward takes a {} '{}'; it may take a tensor of inputs, and one of labels, and "
                      "nothing else without a default",
                      file, tensor ? "third tensor" : arguments[i].type()->repr_str(), arguments[i].name()));
    if (!given) defaults_.push_back(*arguments[i].default_value());
    takes_labels_ = takes_labels_ || (given && i == 2);
  }
  if (arguments.size() < 2 || arguments[1].default_value())
    throw BadInput(fmt::format("{}: forward takes no inputs; it takes a tensor of them", file));
  parameters_ = trained(module_, file);
  try {
    ScriptGraph lifted = script_graph(module_);
    for (const c10::IValue& value : lifted.read) {
      const auto* const tensor = value.isTensor() ? value.toTensor().unsafeGetTensorImpl() : nullptr;
      const auto found = std::ranges::find_if(
          parameters_, [&](const Named& each) { return each.tensor.unsafeGetTensorImpl() == tensor; });
      if (found != parameters_.end())
        read_.push_back({.parameter = static_cast<std::size_t>(found - parameters_.begin())});
      else
        read_.push_back({.value = tensor != nullptr ? c10::IValue(moved(value.toTensor(), options)) : value});
    }
    move_constants(lifted.graph->block(), options);
    writes_ = lifted.writes;
    code_ = torch::jit::Code(lifted.graph, "forward");
  } catch (const std::exception& error) {
    throw BadInput(
        fmt::format("{}: {}; write a forward that changes nothing in evaluation mode", file, telling_line(error)));
  }
  for (Named& each : parameters_) each.tensor = each.tensor.detach();
}

at::Tensor ScriptModule::forward(const std::vector<at::Tensor>& parameters, const at::Tensor& inputs,
                                 const at::Tensor& labels) const {
  const auto safe = [this](const at::Tensor& tensor) { return writes_ ? tensor.clone() : tensor; };
  torch::jit::Stack stack{safe(inputs)};
  if (takes_labels_) stack.emplace_back(safe(labels));
  stack.insert(stack.end(), defaults_.begin(), defaults_.end());
  for (const Read& read : read_) {
    const bool tensor = read.parameter || read.value.isTensor();
    stack.push_back(tensor ? safe(read.parameter ? parameters[*read.parameter] : read.value.toTensor()) : read.value);
  }
  try {
    torch::jit::InterpreterState(code_).run(stack);
  } catch (const c10::OutOfMemoryError&) {
    throw;  // a more frugal way of probing may do
  } catch (const std::exception& error) {
    throw std::runtime_error("fails: " + telling_line(error));
  }
  c10::IValue returned = std::move(stack.back());
  if (returned.isTuple() && !returned.toTupleRef().elements().empty()) returned = returned.toTupleRef().elements()[0];
  if (!returned.isTensor()) throw std::runtime_error(fmt::format("returns a {}, no tensor", returned.tagKind()));
  return returned.toTensor();
}

}  // namespace tiltscape
