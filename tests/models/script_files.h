// TorchScript modules that tests write into files of their own.
#pragma once

#include <gtest/gtest.h>
#include <torch/script.h>
#include <torch/serialize.h>

#include <string>

#include "core/models/task.h"
#include "core/problem.h"
#include "tests/folder_test.h"

namespace tiltscape {

class ScriptFiles : public FolderTest {
 protected:
  std::string saved(const torch::jit::Module& module, const std::string& name = "module.pt") const {
    module.save(path(name));
    return path(name);
  }

  static void add(torch::jit::Module& module, const std::string& name, at::IntArrayRef sizes) {
    const std::int64_t n = c10::multiply_integers(sizes);
    module.register_parameter(name, (0.3 * at::arange(n, at::kFloat).add(1).sin()).view(sizes).set_requires_grad(true),
                              false);
  }
  /// Parameters of a perceptron in–hidden–out as `mlp` has them, and this forward.
  static torch::jit::Module network(const std::string& forward, std::int64_t in = 64, std::int64_t hidden = 5,
                                    std::int64_t out = 10) {
    torch::jit::Module module("Net");
    add(module, "w1", {hidden, in});
    add(module, "b1", {hidden});
    add(module, "w2", {out, hidden});
    add(module, "b2", {out});
    module.register_attribute("training", c10::BoolType::get(), true);
    module.register_attribute("seen", c10::TensorType::get(), at::zeros({}));
    module.define("def scores(self, x):\n    return torch.tanh(x @ self.w1.t() + self.b1) @ self.w2.t() + self.b2\n");
    module.define("def forward(self, x):\n" + forward);
    return module;
  }
  static ProblemSpec spec(const std::string& file, const std::vector<std::pair<std::string, Setting>>& more = {}) {
    ProblemSpec problem{.name = "torchscript", .settings = Settings(find_problem("torchscript").parameters)};
    problem.settings.set("module", file);
    problem.settings.set("train", std::int64_t{40});
    for (const auto& [name, setting] : more) problem.settings.set(name, setting);
    return problem;
  }
  static std::shared_ptr<const Task> task(const std::string& file,
                                          const std::vector<std::pair<std::string, Setting>>& more = {}) {
    return make_task(spec(file, more), 5, 1, at::kDouble);
  }

 private:
  std::filesystem::path folder_;
};

inline const char* const plain_forward = "    return self.scores(x)\n";

}  // namespace tiltscape
