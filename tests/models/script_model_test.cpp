// Modules of the user's against a perceptron with the same parameters, what their forward may do, and what it may not.
#include "core/models/script_model.h"

#include <fstream>

#include "core/bad_input.h"
#include "core/models/evaluate.h"
#include "tests/models/script_files.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

at::Tensor rows_of_directions(std::int64_t rows, std::int64_t d) {
  at::Tensor v = at::empty({rows, d}, at::kDouble);
  fill_gaussian({.seed = 4, .purpose = Purpose::measure}, {v.data_ptr<double>(), static_cast<std::size_t>(v.numel())});
  return v;
}

/// The same loss, gradient and Hessian products as `mlp` at the same parameters, alone and in a stack.
void expect_perceptron(const Task& task) {
  const Mlp mlp({64, 5, 10}, Activation::tanh);
  const std::int64_t d = mlp.dimension();
  ASSERT_EQ(task.model->dimension(), d);
  const at::Tensor x = task.start(), v = rows_of_directions(2, d);
  const auto own = gradient_at(*task.model, task.train, x), other = gradient_at(mlp, task.train, x);
  EXPECT_NEAR(own.loss, other.loss, 1e-12);
  EXPECT_LT((own.gradient - other.gradient).abs().max().item<double>(), 1e-12);
  EXPECT_GT(other.gradient.norm().item<double>(), 1e-2);
  const at::Tensor products = hessian_products(*task.model, task.train, x, v);
  EXPECT_LT((products - hessian_products(mlp, task.train, x, v)).abs().max().item<double>(), 1e-11);
  EXPECT_TRUE(stack_losses(*task.model, task.train, x + 0.1 * v)
                  .allclose(stack_losses(mlp, task.train, x + 0.1 * v), 1e-12, 1e-12));
}

TEST_F(ScriptFiles, AModuleIsTheFunctionOfItsParameters) {
  const auto learned = task(saved(network(plain_forward)));
  expect_perceptron(*learned);
  const Mlp mlp({64, 5, 10}, Activation::tanh);
  EXPECT_EQ(learned->model->architecture(), "Net, 385 parameters in 4 tensors");
  const auto own = learned->model->filters(), other = mlp.filters();
  ASSERT_EQ(own.size(), other.size());
  for (std::size_t i = 0; i < own.size(); ++i) {
    EXPECT_EQ(own[i].first, other[i].first);
    EXPECT_EQ(own[i].size, other[i].size);
  }
  Eigen::Index end = 0;
  for (const Layer& layer : learned->model->layers()) {
    EXPECT_EQ(layer.first, end);
    end += layer.size;
  }
  EXPECT_EQ(end, mlp.dimension());
  EXPECT_TRUE(learned->start().equal(make_task(spec(saved(network(plain_forward))), 6, 1, at::kDouble)->start()))
      << "the module's own, whatever the seed";
}

TEST_F(ScriptFiles, WhatIsForTrainingAloneIsLeftOut) {
  expect_perceptron(
      *task(saved(network("    if self.training:\n"
                          "        self.seen = self.seen + 1\n"
                          "        x = 2 * x\n"
                          "    return self.scores(x)\n"))));
}

TEST_F(ScriptFiles, AForwardThatWritesInPlaceGetsCopies) {
  const auto learned =
      task(saved(network("    x.mul_(2)\n"
                         "    self.seen.add_(1)\n"
                         "    self.b2.mul_(2)\n"
                         "    return self.scores(x) * self.seen\n")));
  const at::Tensor inputs = learned->train.inputs.clone(), x = learned->start(), before = x.clone();
  const double loss = loss_at(*learned->model, learned->train, x);
  EXPECT_EQ(loss_at(*learned->model, learned->train, x), loss);
  EXPECT_EQ(gradient_at(*learned->model, learned->train, x).loss, loss);
  EXPECT_TRUE(x.equal(before));
  EXPECT_TRUE(learned->train.inputs.equal(inputs));
}

TEST_F(ScriptFiles, ParametersThatAreReadFromAListAreLearned) {  // as LSTMs do
  torch::jit::Module module = network(plain_forward);
  c10::List<at::Tensor> all;
  for (const char* name : {"w1", "b1", "w2", "b2"}) all.push_back(module.attr(name).toTensor());
  module.register_attribute("all", c10::ListType::ofTensors(), all);
  torch::jit::Module other("List");
  for (const char* name : {"w1", "b1", "w2", "b2"}) other.register_parameter(name, module.attr(name).toTensor(), false);
  other.register_attribute("all", c10::ListType::ofTensors(), all);
  other.define(
      "def forward(self, x):\n"
      "    return torch.tanh(x @ self.all[0].t() + self.all[1]) @ self.all[2].t() + self.all[3]\n");
  expect_perceptron(*task(saved(other)));
}

TEST_F(ScriptFiles, TiedParametersCountOnceAndFrozenOnesStay) {
  torch::jit::Module module("Tied");
  add(module, "a", {64, 64});
  module.register_parameter("b", module.attr("a").toTensor(), false);
  add(module, "c", {64, 10});
  module.register_parameter("bias", at::ones({10}), false);
  module.define("def forward(self, x):\n    return torch.tanh(torch.tanh(x @ self.a) @ self.b) @ self.c + self.bias\n");
  const auto learned = task(saved(module));
  EXPECT_EQ(learned->model->dimension(), 64 * 64 + 640);
  const at::Tensor x = learned->start(), v = rows_of_directions(1, x.numel())[0];
  constexpr double h = 1e-6;
  const double difference =
      (loss_at(*learned->model, learned->train, x + h * v) - loss_at(*learned->model, learned->train, x - h * v)) /
      (2 * h);
  EXPECT_NEAR(at::dot(gradient_at(*learned->model, learned->train, x).gradient, v).item<double>(), difference, 1e-6);
}

TEST_F(ScriptFiles, ImagesAndTokensArePassedAsTheModuleTakesThem) {
  torch::jit::Module images("Images");
  add(images, "kernels", {4, 1, 3, 3});
  add(images, "w", {10, 4});
  images.define(
      "def forward(self, x):\n"
      "    return torch.conv2d(x, self.kernels).relu().mean([2, 3]) @ self.w.t()\n");
  const auto digits = task(saved(images));
  EXPECT_EQ(digits->model->dimension(), 76);
  EXPECT_EQ(task(saved(images), {{"shape", std::string("1x8x8")}})->model->dimension(), 76);
  torch::jit::Module tokens("Tokens");
  add(tokens, "e", {12, 6});
  add(tokens, "w", {6, 11});
  tokens.define("def forward(self, x):\n    return torch.embedding(self.e, x).sum(1).tanh() @ self.w\n");
  const auto sums = task(saved(tokens), {{"data", std::string("modular-addition")}, {"modulus", std::int64_t{11}}});
  EXPECT_GT(gradient_at(*sums->model, sums->train, sums->start()).gradient.norm().item<double>(), 1e-3);
}

TEST_F(ScriptFiles, ALoneScoreMayComeWithoutItsDimension) {
  torch::jit::Module module("Line");
  add(module, "w", {30});
  module.define("def forward(self, x):\n    return x @ self.w, x\n");  // of a tuple the first
  const auto learned = task(saved(module), {{"data", std::string("breast-cancer")}, {"loss", std::string("hinge")}});
  const at::Tensor z = learned->train.inputs.mv(learned->start()), y = 2 * learned->train.labels - 1;
  EXPECT_NEAR(loss_at(*learned->model, learned->train, learned->start()),
              (1 - z * y).clamp_min(0).square().mean().item<double>(), 1e-12);
}

TEST_F(ScriptFiles, AModuleMayGiveTheLossItself) {
  torch::jit::Module module = network(plain_forward);
  torch::jit::Module own("Loss");
  own.register_module("net", module);
  own.define("def forward(self, x, y):\n    return torch.cross_entropy_loss(self.net.scores(x), y)\n");
  const std::string file = saved(own);
  expect_perceptron(*task(file));
  Scene scene = mlp_scene({run_spec("gd", {{"learning_rate", 0.5}})}, 20);
  scene.problem = spec(file);
  scene.measures = {measure_spec("accuracy"), measure_spec("test_loss")};
  const Experiment experiment = make_experiment(scene);
  EXPECT_EQ(experiment.classifier, nullptr) << "there are no scores to say what an example is taken for";
  Records records;
  experiment.runs[0]->advance(20, records);
  EXPECT_TRUE(std::isnan(records.values[1]));
  EXPECT_TRUE(std::isfinite(records.values[2]));
  EXPECT_LT(experiment.runs[0]->snapshot().loss, records.values[0]);
}

TEST_F(ScriptFiles, WhatIsConstantHasNoSlope) {
  const auto learned = task(saved(network("    return self.scores(x).round()\n")));
  EXPECT_EQ(gradient_at(*learned->model, learned->train, learned->start()).gradient.norm().item<double>(), 0.0);
  torch::jit::Module signs("Signs");
  add(signs, "w", {64, 10});
  signs.define("def forward(self, x):\n    return (x @ self.w > 0).float()\n");
  const auto steps = task(saved(signs));
  EXPECT_THROW(gradient_at(*steps->model, steps->train, steps->start()), NotDifferentiable) << "no path leads back";
}

class ScriptErrors : public ScriptFiles {
 protected:
  std::string complaint(const std::string& file, const std::vector<std::pair<std::string, Setting>>& more = {}) {
    try {
      task(file, more);
    } catch (const BadInput& error) {
      std::string what = error.what();
      const auto at = what.find(file);
      return at == 0 && !file.empty() ? what.substr(file.size()) : what;
    }
    return "";
  }
};

TEST_F(ScriptErrors, NameFileAndRemedyInOneLine) {
  EXPECT_EQ(complaint(""), "module is not given; name a file that torch.jit.script(model).save(FILE) wrote");
  EXPECT_EQ(complaint(path("none.pt")),
            "module: there is no file " + path("none.pt") + "; torch.jit.script(model).save(FILE) makes one");
  std::ofstream(path("text.pt")) << "1,2,3\n";
  EXPECT_EQ(complaint(path("text.pt")), ": is no TorchScript module; export it by torch.jit.script(model).save(FILE)");
  const auto bytes = torch::pickle_save(c10::Dict<std::string, at::Tensor>());
  std::ofstream(path("state.pt"), std::ios::binary).write(bytes.data(), std::ssize(bytes));
  EXPECT_EQ(complaint(path("state.pt")),
            ": holds tensors or a pickled model, without its code; export it by torch.jit.script(model).save(FILE)");
  EXPECT_EQ(complaint(saved(network("    self.seen = self.seen + 1\n    return self.scores(x)\n"))),
            ": forward changes its attribute 'seen', so that it is no function of its inputs; write a forward that "
            "changes nothing in evaluation mode");
  const std::string narrow = complaint(saved(network(plain_forward, 20)));  // LibTorch's words differ between versions
  EXPECT_TRUE(narrow.starts_with(": of numbers n × 64, forward fails: ")) << narrow;
  EXPECT_NE(narrow.find("shapes cannot be multiplied (3x64 and 20x5); of numbers n × 1 × 8 × 8, forward fails: "),
            std::string::npos)
      << narrow;
  EXPECT_TRUE(narrow.ends_with("; if it takes another shape, write that, such as shape = \"3x32x32\"")) << narrow;
  EXPECT_EQ(narrow.find('\n'), std::string::npos) << narrow;
  EXPECT_EQ(complaint(saved(network(plain_forward, 64, 5, 7))),
            ": of numbers n × 64, forward returns 7 scores an example; cross-entropy of 10 classes wants 10");
  EXPECT_EQ(complaint(saved(network("    return self.scores(x).sum()\n")), {{"shape", std::string("64")}}),
            ": of numbers n × 64, forward returns a tensor without dimensions for 3 examples; scores are examples × "
            "outputs");
  EXPECT_EQ(complaint(saved(network("    assert x.dim() > 4, 'not today\\nnor ever'\n    return self.scores(x)\n")),
                      {{"shape", std::string("64")}}),
            ": of numbers n × 64, forward fails: not today");
  const std::string typed = complaint(saved(network("    return self.scores(x.half())\n")));
  EXPECT_TRUE(typed.ends_with("; in forward, give other numbers the type of those that are passed: dtype=x.dtype"))
      << typed;
  const std::string tokens = complaint(saved(network("    return self.scores(torch.embedding(self.w1, x))\n")));
  EXPECT_NE(tokens.find("; if it takes tokens, write inputs of int64, n × length, by torch.save("), std::string::npos)
      << tokens;
  EXPECT_EQ(complaint(saved(network(plain_forward, 30, 5, 1)), {{"data", std::string("breast-cancer")}}),
            ": of numbers n × 30, forward returns 1 score an example; cross-entropy of 2 classes wants 2, and loss = "
            "\"logistic\" wants one");
  torch::jit::Module bare("Bare");
  bare.define("def forward(self, x):\n    return x\n");
  EXPECT_EQ(complaint(saved(bare)), ": has no parameters to learn; those have requires_grad");
  torch::jit::Module wide = network(plain_forward);
  wide.attr("w1").toTensor().detach().mul_(1e38).mul_(1e38);
  EXPECT_EQ(complaint(saved(wide)), ": its parameter w1 is not finite everywhere; save the model before it diverges");
  EXPECT_EQ(complaint(saved(network("    return self.scores(x + torch.rand_like(x))\n"))),
            ": gives another loss when it is asked again, as if it drew random numbers; take them out of forward");
  torch::jit::Module two("Two");
  add(two, "w", {64, 10});
  two.define("def forward(self, x, y, z):\n    return x @ self.w\n");
  EXPECT_EQ(complaint(saved(two)),
            ": forward takes a third tensor 'z'; it may take a tensor of inputs, and one of labels, and nothing else "
            "without a default");
  EXPECT_EQ(complaint(saved(network(plain_forward)), {{"shape", std::string("3x8")}}),
            "shape = \"3x8\" holds 24 numbers; examples of digits have 64");
  EXPECT_EQ(complaint(saved(network(plain_forward)), {{"shape", std::string("8x")}}),
            "shape = \"8x\" is no shape; write \"auto\", or sizes such as \"3x32x32\"");
}

TEST_F(ScriptErrors, OfARunAreALineToo) {
  Scene scene = mlp_scene({run_spec("gd", {})}, 20);
  const std::string file = saved(network("    assert x.size(0) < 5, 'too many\\nby far'\n    return self.scores(x)\n"));
  scene.problem = spec(file);
  try {
    make_experiment(scene);
    ADD_FAILURE() << "nothing was wrong";
  } catch (const std::exception& error) {
    EXPECT_EQ(error.what(), file + ": forward fails: too many");
  }
}

}  // namespace
}  // namespace tiltscape
