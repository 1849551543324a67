// The data sets, what becomes of them, and the perceptron against arithmetic by hand.
#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/bad_input.h"
#include "core/models/evaluate.h"
#include "core/models/tables.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

TEST(Digits, AreTheKnownImages) {
  const Examples examples = table(DataName::digits);
  EXPECT_EQ(examples.inputs.sizes(), (at::IntArrayRef{1797, 64}));
  EXPECT_EQ(examples.labels.size(0), 1797);
  EXPECT_EQ(examples.inputs.min().item<double>(), 0.0);
  EXPECT_EQ(examples.inputs.max().item<double>(), 1.0);
  EXPECT_EQ(examples.inputs[0][2].item<double>(), 5.0 / 16);  // the file's first line: 0,0,5,13,…
  EXPECT_EQ(examples.labels.narrow(0, 0, 10).equal(at::arange(10, at::kLong)), true);
  const at::Tensor counts = at::bincount(examples.labels);
  EXPECT_TRUE(counts.equal(at::tensor({178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, at::kLong)));
}

TEST(Digits, SplitIs1437And360AndDisjointAndBySeed) {
  const auto first = split_indices(1797, 1437, 0);
  EXPECT_EQ(first.train.size(), 1437U);
  EXPECT_EQ(first.test.size(), 360U);
  std::set<std::int64_t> all(first.train.begin(), first.train.end());
  all.insert(first.test.begin(), first.test.end());
  EXPECT_EQ(all.size(), 1797U);
  EXPECT_EQ(*all.begin(), 0);
  EXPECT_EQ(*all.rbegin(), 1796);
  EXPECT_EQ(first.train, split_indices(1797, 1437, 0).train);
  EXPECT_NE(first.train, split_indices(1797, 1437, 1).train);
  const auto task = make_task({.name = "mlp", .settings = Settings(find_problem("mlp").parameters)}, 0, 1, at::kFloat);
  EXPECT_EQ(task->train.size(), 1437);
  EXPECT_EQ(task->test.size(), 360);
}

TEST(Tables, AreTheKnownOnes) {
  const Examples cancer = table(DataName::breast_cancer), iris = table(DataName::iris), wine = table(DataName::wine);
  EXPECT_EQ(cancer.inputs.sizes(), (at::IntArrayRef{569, 30}));
  EXPECT_TRUE(at::bincount(cancer.labels).equal(at::tensor({212, 357}, at::kLong)));  // malignant, benign
  EXPECT_EQ(cancer.inputs[0][3].item<double>(), 1001.0);
  EXPECT_EQ(iris.inputs.sizes(), (at::IntArrayRef{150, 4}));
  EXPECT_TRUE(at::bincount(iris.labels).equal(at::tensor({50, 50, 50}, at::kLong)));
  EXPECT_NEAR(iris.inputs.select(1, 2).mean().item<double>(), 3.758, 1e-12);  // petal length, Fisher 1936
  EXPECT_EQ(wine.inputs.sizes(), (at::IntArrayRef{178, 13}));
  EXPECT_TRUE(at::bincount(wine.labels).equal(at::tensor({59, 71, 48}, at::kLong)));
  EXPECT_EQ(wine.inputs.select(1, 12).max().item<double>(), 1680.0);  // proline
}

TEST(Tables, FeaturesHaveTheirNames) {
  for (const DataName data : {DataName::breast_cancer, DataName::iris, DataName::wine}) {
    const DataFacts facts = DataParameters{.data = data}.facts();
    EXPECT_EQ(std::ssize(facts.feature_names), facts.features) << choice_name(data);
  }
  const auto name = [](DataName data, std::size_t i) { return DataParameters{.data = data}.facts().feature_names[i]; };
  EXPECT_EQ(name(DataName::iris, 2), "petal length (cm)");
  EXPECT_EQ(name(DataName::wine, 12), "proline");
  EXPECT_EQ(name(DataName::breast_cancer, 3), "mean area");
  EXPECT_EQ(name(DataName::breast_cancer, 23), "worst area");
}

TEST(Tables, ExamplesSayInWhichRowTheyStand) {
  const Examples all = table(DataName::iris);
  const Split split =
      prepare({.data = DataName::iris, .classes = "1-2", .standardise = Standardise::no}, 3, at::kDouble);
  ASSERT_EQ(split.test.places.size(0), split.test.size());
  const auto places = label_numbers(split.test.places);
  for (std::size_t i = 0; i < places.size(); ++i)
    EXPECT_TRUE(split.test.inputs[static_cast<std::int64_t>(i)].equal(all.inputs[places[i] - 1])) << i;
  EXPECT_FALSE(prepare({.data = DataName::circles}, 3, at::kDouble).test.places.defined()) << "generated";
}

TEST(GeneratedSets, LieOnTheirShapesWithoutNoise) {
  DataParameters data{.data = DataName::two_moons, .examples = 300, .noise = 0.0};
  const auto each = [&](DataName name, auto&& distance) {
    data.data = name;
    const Examples made = load(data, 3).examples;
    ASSERT_EQ(made.size(), 300);
    const auto x = made.inputs.accessor<double, 2>();
    const auto label = made.labels.accessor<std::int64_t, 1>();
    std::set<std::int64_t> labels;
    for (std::int64_t i = 0; i < made.size(); ++i) {
      EXPECT_NEAR(distance(x[i][0], x[i][1], label[i]), 0.0, 1e-12);
      labels.insert(label[i]);
    }
    EXPECT_EQ(static_cast<std::int64_t>(labels.size()), data.facts().classes);
  };
  each(DataName::two_moons, [](double x, double y, std::int64_t label) {
    const double side = label == 0 ? 1.0 : -1.0;
    EXPECT_GE(side * y, -0.25);  // the upper half, and the lower
    return std::hypot(x + side * 0.5, y + side * 0.25) - 1.0;
  });
  each(DataName::circles,
       [](double x, double y, std::int64_t label) { return std::hypot(x, y) - (label == 0 ? 1.0 : 0.5); });
  each(DataName::spirals, [](double x, double y, std::int64_t label) {
    const double turns = (std::hypot(x, y) - 0.1) / 1.1 * 2.0 / 3.0 + static_cast<double>(label) / 3.0;
    return std::remainder(std::atan2(y, x) / (2.0 * std::acos(-1.0)) - turns, 1.0);
  });
  each(DataName::checkerboard, [](double x, double y, std::int64_t label) {
    const auto cell = [](double at) { return static_cast<std::int64_t>(std::floor(2.0 * (at + 1.0))); };
    return static_cast<double>((cell(x) + cell(y)) % 2 - label);
  });
}

TEST(GeneratedSets, NoiseHasTheGivenDeviationAndTheSeedDecides) {
  DataParameters data{.data = DataName::circles, .examples = 20'000, .noise = 0.0};
  const Examples clean = load(data, 3).examples;
  data.noise = 0.2;
  const Examples noisy = load(data, 3).examples;
  const at::Tensor noise = noisy.inputs - clean.inputs;  // of 40 000 numbers the deviation is known to 0.35 %
  EXPECT_NEAR(noise.std().item<double>(), 0.2, 4 * 0.2 / std::sqrt(2 * 40'000.0));
  EXPECT_NEAR(noise.mean().item<double>(), 0.0, 4 * 0.2 / std::sqrt(40'000.0));
  EXPECT_TRUE(noisy.inputs.equal(load(data, 3).examples.inputs));
  EXPECT_FALSE(noisy.inputs.equal(load(data, 4).examples.inputs));
}

TEST(Prepare, StandardisesByTheTrainingSetAndKeepsConstantFeaturesAtZero) {
  const DataParameters wine{.data = DataName::wine};
  const Split split = prepare(wine, 3, at::kDouble);
  EXPECT_EQ(split.train.size(), 142);  // four fifths of 178
  EXPECT_EQ(split.test.size(), 36);
  EXPECT_LT(split.train.inputs.mean(0).abs().max().item<double>(), 1e-12);
  EXPECT_LT((split.train.inputs.square().mean(0) - 1).abs().max().item<double>(), 1e-12);
  EXPECT_GT(split.test.inputs.mean(0).abs().max().item<double>(), 0.01) << "by the training set's mean";
  const Split images = prepare({.train = 100, .standardise = Standardise::yes}, 3, at::kDouble);
  EXPECT_EQ(images.train.inputs.select(1, 0).abs().max().item<double>(), 0.0) << "a corner that is always empty";
  EXPECT_EQ(images.test.inputs.select(1, 0).abs().max().item<double>(), 0.0);
}

TEST(Prepare, KeepsClassesAndSoManyOfEach) {
  const Split split = prepare({.per_class = 7, .classes = "5-9"}, 3, at::kFloat);
  EXPECT_TRUE(at::bincount(split.train.labels).equal(at::tensor({0, 0, 0, 0, 0, 7, 7, 7, 7, 7}, at::kLong)));
  EXPECT_EQ(split.test.labels.min().item<std::int64_t>(), 5);
  EXPECT_GT(split.test.size(), 150) << "tests keep all";
  const Split same = prepare({.per_class = 7, .classes = "5-9"}, 3, at::kFloat);
  EXPECT_TRUE(split.train.inputs.equal(same.train.inputs));
}

TEST(Prepare, SpoilsAboutTheGivenShareOfTrainingLabels) {
  const Split clean = prepare({}, 3, at::kFloat);
  const Split noisy = prepare({.label_noise = 0.3}, 3, at::kFloat);
  EXPECT_TRUE(noisy.truth.equal(clean.train.labels));
  EXPECT_TRUE(noisy.test.labels.equal(clean.test.labels));
  const at::Tensor wrong = noisy.train.labels.ne(noisy.truth);
  const double n = 1437, share = wrong.to(at::kDouble).mean().item<double>();
  EXPECT_NEAR(share, 0.3, 4 * std::sqrt(0.3 * 0.7 / n));
  const at::Tensor steps = at::remainder(noisy.train.labels - noisy.truth, 10).masked_select(wrong);
  const at::Tensor counts = at::bincount(steps, {}, 10).to(at::kDouble).narrow(0, 1, 9);  // each other class as likely
  const double expected = share * n / 9;
  EXPECT_LT(((counts - expected).square() / expected).sum().item<double>(), 27.9) << "χ² of 8 degrees, 0.05 %";
}

TEST(Prepare, SaysWhatIsWrong) {
  EXPECT_EQ(prepare_complaint({.train = 1797}),
            "train = 1797 leaves none of the 1797 examples of digits to test; write 1796 or less");
  EXPECT_NE(prepare_complaint({.train = 1000, .classes = "0-4"}).find("leaves none of the 901 examples of digits"),
            std::string::npos);
  for (const char* classes : {"0-10", "4-2", "zero", "3", "1-", "-1", "0-4x"})
    EXPECT_NE(prepare_complaint({.classes = classes})
                  .find("classes = \"" + std::string(classes) + "\"; digits has classes 0"),
              std::string::npos)
        << classes;
}

/// Mean cross entropy of a perceptron with one hidden layer, number by number.
double loss_by_hand(const Task& task, const at::Tensor& x, std::int64_t hidden) {
  const auto p = x.accessor<double, 1>();
  const auto inputs = task.train.inputs.accessor<double, 2>();
  const auto labels = task.train.labels.accessor<std::int64_t, 1>();
  double total = 0;
  for (std::int64_t n = 0; n < task.train.size(); ++n) {
    std::vector<double> h;
    for (std::int64_t j = 0; j < hidden; ++j) {
      double sum = p[hidden * 64 + j];
      for (std::int64_t i = 0; i < 64; ++i) sum += p[j * 64 + i] * inputs[n][i];
      h.push_back(std::tanh(sum));
    }
    const std::int64_t second = hidden * 65;
    std::vector<double> scores;
    double normaliser = 0;
    for (std::int64_t c = 0; c < 10; ++c) {
      double sum = p[second + 10 * hidden + c];
      for (std::int64_t j = 0; j < hidden; ++j) sum += p[second + c * hidden + j] * h[static_cast<std::size_t>(j)];
      scores.push_back(sum);
      normaliser += std::exp(sum);
    }
    total += std::log(normaliser) - scores[static_cast<std::size_t>(labels[n])];
  }
  return total / static_cast<double>(task.train.size());
}

TEST(Mlp, LossIsThatOfArithmeticByHand) {
  const auto task = small_task(4, 20);
  EXPECT_EQ(task->model->dimension(), 4 * 65 + 10 * 5);
  const at::Tensor x = task->start() * 1.5 + 0.1;
  EXPECT_NEAR(loss_at(*task->model, task->train, x), loss_by_hand(*task, x, 4), 1e-12);
}

TEST(Mlp, StartIsDrawnBySeedWithinXavierBounds) {
  const Mlp model({64, 32, 10}, Activation::tanh);
  EXPECT_EQ(model.dimension(), 2410);
  const at::Tensor x = model.initial(7);
  EXPECT_TRUE(x.equal(model.initial(7)));
  EXPECT_FALSE(x.equal(model.initial(8)));
  const double bound = std::sqrt(6.0 / 96);
  const at::Tensor first = x.narrow(0, 0, 2048);
  EXPECT_LE(first.abs().max().item<double>(), bound);
  EXPECT_NEAR(first.square().mean().item<double>(), bound * bound / 3, 4 * bound * bound / 3 * std::sqrt(0.8 / 2048));
  EXPECT_EQ(x.narrow(0, 2048, 32).abs().max().item<double>(), 0.0);
  const Mlp relu({64, 32, 10}, Activation::relu);
  EXPECT_GT(relu.initial(7).narrow(0, 0, 2048).abs().max().item<double>(), bound);
}

}  // namespace
}  // namespace tiltscape
