// freeze_module with its parameters preserved does nearly this, but keeps the weights of an LSTM, which it reads from a
// list, as constants.
#include "core/models/script_graph.h"

#include <fmt/format.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/alias_analysis.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/constant_propagation.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/inliner.h>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace tiltscape {
namespace {

using torch::jit::Value;

class Lifting {
 public:
  explicit Lifting(const torch::jit::Module& module) {
    auto& function = module.get_method("forward").function();
    function.ensure_defined();
    result_.graph = torch::jit::toGraphFunction(function).graph()->copy();
    torch::jit::Inline(graph());
    follow(graph().inputs().front(), module._ivalue());
    torch::jit::ConstantPropagation(result_.graph);  // what is for training alone goes
    torch::jit::EliminateDeadCode(result_.graph);
    refuse_what_is_left();
    graph().eraseInput(0);
    const torch::jit::AliasDb aliases(result_.graph);
    result_.writes =
        std::ranges::any_of(graph().inputs(), [&](const Value* input) { return aliases.hasWriters(input); });
  }

  ScriptGraph take() { return std::move(result_); }

 private:
  torch::jit::Graph& graph() { return *result_.graph; }

  /// Replaces what is read of a module, and of the modules in it.
  void follow(Value* value, const c10::intrusive_ptr<c10::ivalue::Object>& module) {
    modules_.push_back(value);
    const auto uses = value->uses();  // a copy: they change
    for (const torch::jit::Use& use : uses) {
      if (use.user->kind() != c10::prim::GetAttr) continue;
      const c10::IValue read = module->getAttr(use.user->s(c10::attr::name));
      Value* const output = use.user->output();
      if (read.isModule())
        follow(output, read.toObject());
      else
        output->replaceAllUsesWith(given(read, output->type()));
    }
  }

  /// A value of the module's in the graph: tensors as inputs, lists of tensors made of those, the rest constants.
  Value* given(const c10::IValue& value, const c10::TypePtr& type) {
    const torch::jit::WithInsertPoint beginning(*graph().nodes().begin());
    if (value.isTensor()) return input(value, type);
    if (value.isTensorList()) {
      std::vector<Value*> each;
      for (const at::Tensor& tensor : value.toTensorVector()) each.push_back(input(tensor, c10::TensorType::get()));
      return graph().insertNode(graph().createList(c10::TensorType::get(), each))->output();
    }
    if (const auto constant = torch::jit::tryInsertConstant(graph(), value)) return *constant;
    return input(value, type);
  }

  Value* input(const c10::IValue& value, const c10::TypePtr& type) {
    Value*& known = inputs_[value.isTensor() ? value.toTensor().unsafeGetTensorImpl() : nullptr];
    if (value.isTensor() && known != nullptr) return known;
    result_.read.push_back(value);
    return known = graph().addInput()->setType(type);
  }

  /// A module that is still used for something else than what was followed.
  void refuse_what_is_left() {
    if (!graph().inputs().front()->hasUses()) return;
    refuse_in(graph().block());
  }
  void refuse_in(torch::jit::Block* block) {
    for (torch::jit::Node* node : block->nodes()) {
      for (torch::jit::Block* inner : node->blocks()) refuse_in(inner);
      const bool uses =
          std::ranges::any_of(node->inputs(), [this](Value* v) { return std::ranges::count(modules_, v); });
      if (!uses || node->kind() == c10::prim::GetAttr) continue;
      if (node->kind() == c10::prim::SetAttr)
        throw std::runtime_error(fmt::format(
            "forward changes its attribute '{}', so that it is no function of its inputs", node->s(c10::attr::name)));
      throw std::runtime_error(fmt::format("forward passes a module on to {}", node->kind().toDisplayString()));
    }
  }

  ScriptGraph result_;
  std::vector<Value*> modules_;
  std::map<const void*, Value*> inputs_;  ///< by tensor: what is read twice is one input
};

}  // namespace

ScriptGraph script_graph(const torch::jit::Module& module) { return Lifting(module).take(); }

}  // namespace tiltscape
