// Data sets that PyTorch saved: what they hold, and what is said where they hold something else.
#include <fstream>

#include "core/bad_input.h"
#include "tests/models/script_files.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

class TensorSet : public ScriptFiles {
 protected:
  std::string put(const std::string& name, const c10::IValue& value) const {
    const auto bytes = torch::pickle_save(value);
    std::ofstream(path(name), std::ios::binary).write(bytes.data(), std::ssize(bytes));
    return path(name);
  }
  static c10::IValue pair(const at::Tensor& inputs, const at::Tensor& labels) {
    return c10::ivalue::Tuple::create(inputs, labels);
  }
  static c10::IValue named(const at::Tensor& inputs, const at::Tensor& labels) {
    c10::Dict<std::string, at::Tensor> dict;
    dict.insert("labels", labels);
    dict.insert("inputs", inputs);
    return dict;
  }
  static DataSet load_file(const std::string& file, const std::string& test = "") {
    return load({.data = DataName::file, .file = file, .test_file = test}, 0);
  }
};

TEST_F(TensorSet, IsADictionaryAPairOrAModule) {
  const at::Tensor inputs = at::arange(24, at::kFloat).view({4, 6}), labels = at::tensor({0, 2, 1, 0}, at::kLong);
  torch::jit::Module module("Data");
  module.register_buffer("inputs", inputs);
  module.register_buffer("labels", labels);
  for (const std::string& file :
       {put("dict.pt", named(inputs, labels)), put("pair.pt", pair(inputs, labels.to(at::kFloat))),
        put("list.pt", c10::List<at::Tensor>({inputs, labels})), saved(module)}) {
    const DataSet set = load_file(file);
    EXPECT_TRUE(set.examples.inputs.equal(inputs.to(at::kDouble))) << file;
    EXPECT_TRUE(set.examples.labels.equal(labels)) << file;
    EXPECT_EQ(set.facts.examples, 4);
    EXPECT_EQ(set.facts.features, 6);
    EXPECT_EQ(set.facts.classes, 3);
    EXPECT_EQ(set.facts.side, 0);
    EXPECT_EQ(set.facts.tokens, 0);
    EXPECT_TRUE(set.facts.standardise);
    EXPECT_TRUE(set.facts.shape.empty());
  }
}

TEST_F(TensorSet, ShapesAndTypesSayWhatInputsAre) {
  const at::Tensor labels = at::tensor({0, 1}, at::kLong);
  const DataSet bytes = load_file(put("bytes.pt", pair(at::full({2, 5, 5}, 51, at::kByte), labels)));
  EXPECT_EQ(bytes.facts.side, 5);
  EXPECT_EQ(bytes.facts.features, 25);
  EXPECT_FALSE(bytes.facts.standardise);
  EXPECT_DOUBLE_EQ(bytes.examples.inputs.max().item<double>(), 0.2);
  const DataSet channel = load_file(put("one.pt", pair(at::ones({2, 1, 5, 5}), labels)));
  EXPECT_EQ(channel.facts.side, 5);
  const DataSet colours = load_file(put("three.pt", pair(at::ones({2, 3, 5, 5}), labels)));
  EXPECT_EQ(colours.facts.side, 0);
  EXPECT_EQ(colours.facts.shape, (std::vector<std::int64_t>{3, 5, 5}));
  const DataSet tokens = load_file(put("tokens.pt", pair(at::tensor({0, 8, 3, 4}, at::kLong).view({2, 2}), labels)),
                                   put("test.pt", pair(at::tensor({11, 8, 3, 4}, at::kLong).view({2, 2}), labels)));
  EXPECT_EQ(tokens.facts.tokens, 12);
  EXPECT_FALSE(tokens.facts.standardise);
}

TEST_F(TensorSet, TrainsAModuleOnItsShape) {
  torch::jit::Module module("Images");
  add(module, "kernels", {4, 3, 3, 3});
  add(module, "w", {2, 4});
  module.define(
      "def forward(self, x):\n"
      "    return torch.conv2d(x, self.kernels).relu().mean([2, 3]) @ self.w.t()\n");
  const at::Tensor labels = at::arange(40, at::kLong).remainder(2);
  const at::Tensor inputs = (at::arange(40 * 75, at::kFloat).sin().view({40, 3, 5, 5}) + labels.view({-1, 1, 1, 1}));
  Scene scene = mlp_scene({run_spec("gd", {{"learning_rate", 0.5}})}, 200);
  scene.problem = spec(
      saved(module),
      {{"data", std::string("file")}, {"file", put("set.pt", named(inputs, labels))}, {"train", std::int64_t{30}}});
  const Experiment experiment = make_experiment(scene);
  Records records;
  experiment.runs[0]->advance(200, records);
  EXPECT_LT(experiment.runs[0]->snapshot().loss, 0.5 * records.values[0]);
}

TEST_F(TensorSet, SaysWhatIsWrong) {
  const auto complaint = [](const std::string& file, const std::string& test = "") -> std::string {
    try {
      load_file(file, test);
    } catch (const BadInput& error) {
      const std::string what = error.what(), &named = test.empty() ? file : test;
      return what.starts_with(named) ? what.substr(named.size()) : what;
    }
    return "";
  };
  const at::Tensor inputs = at::ones({3, 2}), labels = at::tensor({0, 1, 1}, at::kLong);
  const std::string remedy = "; torch.save({\"inputs\": inputs, \"labels\": labels}, FILE) writes a data set";
  EXPECT_EQ(complaint(put("a.pt", inputs)), ": holds no inputs and labels" + remedy);
  EXPECT_EQ(complaint(saved(network(plain_forward))), ": holds no inputs and labels" + remedy);
  EXPECT_EQ(complaint(put("b.pt", pair(labels, labels))),
            ": its inputs are 3; they must be examples × features, or examples × any shape");
  EXPECT_EQ(complaint(put("c.pt", pair(inputs, inputs))), ": its labels are 3 × 2; they must be 3, one an example");
  EXPECT_EQ(complaint(put("d.pt", pair(inputs / 0, labels))),
            ": its inputs are not finite everywhere; leave such examples out");
  EXPECT_EQ(complaint(put("e.pt", pair(inputs, labels - 1))),
            ": its labels go from -1 to 0; they must be classes, whole numbers from 0 to at most 999");
  EXPECT_EQ(complaint(put("f.pt", pair(inputs, labels * 0))), ": all labels are 0; there must be two classes or more");
  EXPECT_EQ(complaint(put("g.pt", pair(-labels.view({3, 1}), labels))),
            ": its inputs are whole numbers, and so tokens, but some are below 0; save numbers by .float()");
  const std::string good = put("good.pt", pair(inputs, labels));
  EXPECT_EQ(complaint(good, put("h.pt", pair(at::ones({3, 4}), labels))),
            ": its examples are 4; those of " + good + " are 2");
  EXPECT_EQ(complaint(good, put("i.pt", pair(inputs, labels * 2))),
            ": has the label 2, and " + good + " only those up to 1");
  std::ofstream(path("old.pt"), std::ios::binary) << "\x80\x02}q.";
  EXPECT_NE(complaint(path("old.pt")).find(": holds no inputs and labels ("), std::string::npos);
}

}  // namespace
}  // namespace tiltscape
