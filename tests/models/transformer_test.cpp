// The transformer against arithmetic position by position, what attention and reading leave out, and its refusals.
#include <ATen/ATen.h>

#include <cmath>

#include "core/bad_input.h"
#include "core/models/attention.h"
#include "core/models/evaluate.h"
#include "core/models/transformer.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

using Row = std::vector<double>;
using Rows = std::vector<Row>;  ///< a row a position

/// The transformer of one sequence in loops: parameters are taken in their order.
class ByHand {
 public:
  ByHand(const TransformerParameters& shape, const DataFacts& facts, const at::Tensor& x)
      : shape_(shape), facts_(facts), at_(x.const_data_ptr<double>()) {}

  Row scores(const std::vector<int>& tokens) {
    const auto width = static_cast<std::size_t>(shape_.width);
    Rows a(tokens.size(), Row(width));
    for (std::size_t t = 0; t < a.size(); ++t)
      for (std::size_t j = 0; j < width; ++j)
        a[t][j] = at_[static_cast<std::size_t>(tokens[t]) * width + j] +
                  at_[(static_cast<std::size_t>(facts_.tokens) + t) * width + j];
    at_ += shape_.embeddings(facts_);
    for (int block = 0; block < shape_.blocks; ++block) {
      add(a, attention(normal(a)));
      Rows hidden = affine(normal(a), static_cast<std::size_t>(shape_.hidden()));
      for (Row& row : hidden)
        for (double& number : row) number = std::tanh(number);
      add(a, affine(hidden, width));
    }
    return affine(normal({read(a)}), static_cast<std::size_t>(facts_.classes))[0];
  }

 private:
  static void add(Rows& to, const Rows& from) {
    for (std::size_t t = 0; t < to.size(); ++t)
      for (std::size_t j = 0; j < to[t].size(); ++j) to[t][j] += from[t][j];
  }
  Rows affine(const Rows& a, std::size_t out) {
    Rows result(a.size(), Row(out));
    const std::size_t in = a[0].size();
    for (std::size_t t = 0; t < a.size(); ++t)
      for (std::size_t j = 0; j < out; ++j) {
        result[t][j] = at_[out * in + j];
        for (std::size_t i = 0; i < in; ++i) result[t][j] += at_[j * in + i] * a[t][i];
      }
    at_ += out * (in + 1);
    return result;
  }
  Rows normal(Rows a) {
    if (shape_.norm == Norm::none) return a;
    const std::size_t width = a[0].size();
    for (Row& row : a) {
      double mean = 0, variance = 0;
      for (const double number : row) mean += number / static_cast<double>(width);
      for (const double number : row) variance += std::pow(number - mean, 2) / static_cast<double>(width);
      for (std::size_t j = 0; j < width; ++j)
        row[j] = (row[j] - mean) / std::sqrt(variance + 1e-5) * at_[j] + at_[width + j];
    }
    at_ += 2 * width;
    return a;
  }
  Rows attention(const Rows& a) {
    const std::size_t width = a[0].size(), size = width / static_cast<std::size_t>(shape_.heads);
    const Rows queries = affine(a, width), others = affine(a, 2 * width);
    Rows mixed(a.size(), Row(width));
    for (std::size_t first = 0; first < width; first += size)
      for (std::size_t t = 0; t < a.size(); ++t) {
        const std::size_t seen = shape_.attention == Attention::decoder ? t + 1 : a.size();
        Row weights(seen);
        double total = 0;
        for (std::size_t s = 0; s < seen; ++s) {
          double product = 0;
          for (std::size_t j = first; j < first + size; ++j) product += queries[t][j] * others[s][j];
          total += weights[s] = std::exp(product / std::sqrt(static_cast<double>(size)));
        }
        for (std::size_t s = 0; s < seen; ++s)
          for (std::size_t j = first; j < first + size; ++j) mixed[t][j] += weights[s] / total * others[s][width + j];
      }
    return affine(mixed, width);
  }
  Row read(const Rows& a) const {
    if (shape_.attention == Attention::decoder) return a.back();
    Row mean(a[0].size());
    for (const Row& row : a)
      for (std::size_t j = 0; j < mean.size(); ++j) mean[j] += row[j] / static_cast<double>(a.size());
    return mean;
  }

  const TransformerParameters& shape_;
  const DataFacts& facts_;
  const double* at_;
};

/// Parameters none of which is 0 or 1.
at::Tensor some_weights(const Model& model) {
  return model.initial(1) + 0.3 * at::arange(model.dimension(), at::kDouble).sin();
}

void expect_by_hand(const TransformerParameters& shape, const DataFacts& facts, const std::vector<int>& tokens) {
  const Transformer model(shape, facts);
  const at::Tensor x = some_weights(model);
  at::Tensor input = at::zeros({1, facts.features}, at::kDouble);
  for (std::size_t t = 0; t < tokens.size(); ++t) input[0][static_cast<std::int64_t>(t)] = tokens[t];
  const at::Tensor scores = model.scores(x.unsqueeze(0), input);
  const Row expected = ByHand(shape, facts, x).scores(tokens);
  ASSERT_EQ(scores.sizes(), (at::IntArrayRef{1, facts.classes, 1}));
  for (std::size_t c = 0; c < expected.size(); ++c)
    EXPECT_NEAR(scores[0][static_cast<std::int64_t>(c)][0].item<double>(), expected[c], 1e-12)
        << choice_name(shape.attention) << ", class " << c;
}

constexpr DataFacts sums{.features = 3, .classes = 2, .tokens = 3};
constexpr DataFacts texts{.features = 6, .classes = 3, .tokens = 9, .padded = true};

TEST(Transformer, IsArithmeticByHandWithOneHeadAndOneBlock) {
  const TransformerParameters shape{
      .width = 2, .heads = 1, .expansion = 1, .activation = Activation::tanh, .norm = Norm::none};
  EXPECT_EQ(Transformer(shape, sums).dimension(), 2 * (3 + 3) + 4 * (4 + 2) + 2 * (4 + 2) + 2 * (2 + 1));
  expect_by_hand(shape, sums, {1, 0, 2});
}

TEST(Transformer, IsArithmeticByHandWithHeadsBlocksAndNormalisation) {
  for (const Attention attention : {Attention::decoder, Attention::encoder}) {
    const TransformerParameters shape{
        .width = 6, .heads = 3, .blocks = 3, .expansion = 2, .attention = attention, .activation = Activation::tanh};
    expect_by_hand(shape, sums, {0, 1, 2});
    expect_by_hand(shape, texts, {3, 8, 1, 1, 5, 2});
    expect_by_hand(shape, texts, {3, 8, 1});  // by hand there is no padding
  }
}

TEST(Transformer, ZeroIsATokenWhereNothingIsPadded) {
  const Transformer model({.width = 4, .heads = 1}, sums);
  const at::Tensor x = some_weights(model).unsqueeze(0), other = x.clone();
  other.narrow(1, 0, 1) += 0.1;  // in the embedding of 0
  const at::Tensor input = at::tensor({1., 0., 2.}, at::kDouble).view({1, 3});
  EXPECT_GT((model.scores(x, input) - model.scores(other, input)).abs().max().item<double>(), 1e-3);
}

TEST(Transformer, NothingDependsOnPadding) {
  const at::Tensor input = at::tensor({3., 8., 1., 0., 0., 0.}, at::kDouble).view({1, 6});
  const Examples examples{input, at::tensor({2}, at::kLong)};
  for (const Attention attention : {Attention::decoder, Attention::encoder}) {
    const Transformer model({.width = 4, .heads = 2, .blocks = 2, .attention = attention}, texts);
    const at::Tensor gradient =
        gradient_at(model, examples, some_weights(model)).gradient.narrow(0, 0, 60).view({15, 4});
    for (const std::int64_t used : {3, 8, 1, 9, 10, 11})  // tokens, then places
      EXPECT_GT(gradient[used].abs().max().item<double>(), 1e-6) << used;
    for (const std::int64_t unused : {0, 2, 12, 13, 14})
      EXPECT_EQ(gradient[unused].abs().max().item<double>(), 0.0) << unused;
  }
}

TEST(Transformer, DerivativesOfPaddedSequencesAreLimitsOfDifferences) {
  const Examples examples{at::tensor({3., 8., 1., 0., 0., 0., 2., 2., 4., 5., 6., 7.}, at::kDouble).view({2, 6}),
                          at::tensor({2, 0}, at::kLong)};
  for (const Attention attention : {Attention::decoder, Attention::encoder}) {
    const Transformer model({.width = 4, .heads = 2, .blocks = 2, .attention = attention}, texts);
    const at::Tensor x = some_weights(model), v = at::arange(model.dimension(), at::kDouble).cos().unsqueeze(0);
    constexpr double h = 1e-6;
    const auto plus = gradient_at(model, examples, x + h * v[0]), minus = gradient_at(model, examples, x - h * v[0]);
    const double slope = at::dot(gradient_at(model, examples, x).gradient, v[0]).item<double>();
    EXPECT_NEAR(slope, (plus.loss - minus.loss) / (2 * h), 1e-6 * (1 + std::abs(slope)));
    const at::Tensor difference = (plus.gradient - minus.gradient) / (2 * h);
    const at::Tensor product = hessian_products(model, examples, x, v)[0];
    EXPECT_LT((product - difference).norm().item<double>(), 1e-6 * (1 + difference.norm().item<double>()));
    EXPECT_GT(difference.norm().item<double>(), 1e-2);
  }
}

TEST(Attention, SeesNothingThatIsHidden) {
  const auto numbers = [](std::int64_t seed) {
    return (at::arange(2 * 4 * 3 * 5, at::kDouble) * seed).sin().view({2, 4, 3, 5});
  };
  const at::Tensor queries = numbers(3), keys = numbers(5), values = numbers(7);
  const at::Tensor later = at::ones({3, 3}, at::kBool).triu(1);
  at::Tensor other_keys = keys.clone(), other_values = values.clone();
  other_keys.select(2, 2).add_(1.0);
  other_values.select(2, 2).mul_(-2.0);
  const auto changes = [&](const at::Tensor& hidden) {
    const at::Tensor change =
        attended(queries, other_keys, other_values, 2, hidden) - attended(queries, keys, values, 2, hidden);
    return change.abs().amax({0, 1, 3});  // of each position
  };
  EXPECT_EQ(changes(later)[0].item<double>(), 0.0);
  EXPECT_EQ(changes(later)[1].item<double>(), 0.0);
  EXPECT_GT(changes(later)[2].item<double>(), 0.1);
  EXPECT_GT(changes({}).min().item<double>(), 0.1) << "otherwise every position sees it";
}

/// 97² sums keep more numbers for a gradient than are kept at once.
TEST(Transformer, GradientsOfManyExamplesAreSummedUpInParts) {
  Settings settings(find_problem("transformer").parameters);
  settings.set("modulus", std::int64_t{97});
  const auto task = make_task({"transformer", settings}, 0, 1, at::kDouble);
  const std::int64_t all = task->train.size(), half = all / 2;
  ASSERT_GT(task->model->activations() * all * 8, std::int64_t{1} << 28);
  const at::Tensor x = task->start();
  const auto whole = gradient_at(*task->model, task->train, x),
             first = gradient_at(*task->model, task->train.part(0, half), x),
             second = gradient_at(*task->model, task->train.part(half, all - half), x);
  const double share = static_cast<double>(half) / static_cast<double>(all);
  EXPECT_NEAR(whole.loss, share * first.loss + (1 - share) * second.loss, 1e-12);
  const at::Tensor expected = share * first.gradient + (1 - share) * second.gradient;
  EXPECT_LT((whole.gradient - expected).abs().max().item<double>(), 1e-12);
  EXPECT_GT(expected.abs().max().item<double>(), 1e-4);
}

TEST(Transformer, TakesTokensAlone) {
  Settings settings(find_problem("transformer").parameters);
  const auto complaint = [&](const char* name, const Setting& value) -> std::string {
    Settings other = settings;
    other.set(name, value);
    try {
      make_task({"transformer", other}, 0, 1, at::kFloat);
    } catch (const BadInput& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(complaint("data", std::string("digits")),
            "data: transformer takes tokens, and this data set is of numbers (1 797 images of digits, 8×8 pixels); "
            "write \"modular-addition\", or a file of lines label, tab, text");
  EXPECT_EQ(complaint("heads", std::int64_t{3}), "heads = 3 do not divide width = 64; write one of its divisors");
}

}  // namespace
}  // namespace tiltscape
