// The models' descriptions, without LibTorch, one line each; the list of every problem and the look-up over it.
#include <algorithm>

#include "core/bad_input.h"
#include "core/problem.h"
#include "core/problems/mlp_parameters.h"

namespace tiltscape {
namespace {

ProblemEntry mlp() {
  return {.name = "mlp",
          .title = "Digits (multilayer perceptron)",
          .formula = "f = mean over images of −log softmax(W₂ tanh(W₁ a + b₁) + b₂)[digit]",
          .help =
              "A small neural network that learns handwritten digits; f is its cross entropy over the training images. "
              "Steps see a minibatch; the loss shown is over the whole training set.",
          .citation = "Data: E. Alpaydin, C. Kaynak 1998 (UCI), as in scikit-learn",
          .parameters = parameters_of<MlpParameters>(),
          .gaussian_start = false,
          .model = true,
          .parameter_count =
              [](const Settings& settings) {
                MlpParameters parameters;
                Assign assign(settings);
                parameters.visit(assign);
                return static_cast<Eigen::Index>(parameters.count());
              },
          .make = {}};
}

}  // namespace

const std::vector<ProblemEntry>& model_entries() {
  static const std::vector<ProblemEntry> list = {mlp()};
  return list;
}

std::vector<const ProblemEntry*> all_problems() {
  std::vector<const ProblemEntry*> list;
  for (const ProblemEntry& entry : landscapes()) list.push_back(&entry);
  list.push_back(&expression_entry());
  for (const ProblemEntry& entry : model_entries()) list.push_back(&entry);
  return list;
}

const ProblemEntry& find_problem(std::string_view name) {
  std::vector<std::string> names;
  for (const ProblemEntry* entry : all_problems()) {
    if (entry->name == name) return *entry;
    names.push_back(entry->name);
  }
  throw BadInput(unknown("problem", name, names));
}

}  // namespace tiltscape
