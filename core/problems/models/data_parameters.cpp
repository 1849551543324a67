// The data sets' facts, and what may be asked of them.
#include "core/problems/models/data_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "core/bad_input.h"
#include "core/problems/models/feature_names.h"

namespace tiltscape {

DataFacts DataParameters::facts() const {
  const std::vector<std::string> plane = {"a₁", "a₂"};  // as the models' formulas call an example
  switch (data) {
    case DataName::digits:
      return {.examples = 1797, .features = 64, .classes = 10, .side = 8, .help = "1 797 images of digits, 8×8 pixels"};
    case DataName::breast_cancer:
      return {.examples = 569,
              .features = 30,
              .classes = 2,
              .feature_names = breast_cancer_features(),
              .class_names = {"malignant", "benign"},
              .standardise = true,
              .help = "569 tumours, 30 measures"};
    case DataName::iris:
      return {.examples = 150,
              .features = 4,
              .classes = 3,
              .feature_names = iris_features(),
              .class_names = {"setosa", "versicolor", "virginica"},
              .standardise = true,
              .help = "150 flowers, 4 lengths"};
    case DataName::wine:
      return {.examples = 178,
              .features = 13,
              .classes = 3,
              .feature_names = wine_features(),
              .standardise = true,
              .help = "178 wines, 13 measures"};
    case DataName::two_moons:
      return {.features = 2, .classes = 2, .feature_names = plane, .help = "two half circles, one in the other's arms"};
    case DataName::circles:
      return {.features = 2, .classes = 2, .feature_names = plane, .help = "a circle around a smaller one"};
    case DataName::spirals:
      return {.features = 2, .classes = 3, .feature_names = plane, .help = "three spiral arms"};
    case DataName::checkerboard:
      return {.features = 2, .classes = 2, .feature_names = plane, .help = "a board of 4×4 squares"};
    case DataName::modular_addition:
      return {.examples = std::int64_t{modulus} * modulus,
              .features = 3,  // a, b, =
              .classes = modulus,
              .tokens = modulus + 1,
              .spelled = [](std::span<const double> sum) { return fmt::format("{} + {}", sum[0], sum[1]); },
              .help = "all pairs (a, b) with (a + b) mod p"};
    case DataName::file:
      return {.help = "a file of your own"};
  }
  throw std::logic_error("no such data set");
}

namespace {

/// " (0 setosa, 1 versicolor, 2 virginica)"; nothing without names.
std::string numbered(const std::vector<std::string>& names) {
  constexpr std::size_t most = 12;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, names.size()); ++i)
    text += fmt::format("{}{} {}", i == 0 ? " (" : ", ", i, names[i]);
  return text.empty() ? "" : text + (names.size() > most ? ", …)" : ")");
}

}  // namespace

std::string DataParameters::called() const { return data == DataName::file ? file : choice_name(data); }

std::array<std::int64_t, 2> DataParameters::kept_classes(const DataFacts& known) const {
  const std::int64_t last = known.classes - 1;
  if (classes == "all") return {0, last};
  std::array<std::int64_t, 2> range{};
  const char* const end = classes.data() + classes.size();
  const auto first = std::from_chars(classes.data(), end, range[0]);
  const bool dash = first.ec == std::errc() && first.ptr < end && *first.ptr == '-';
  const auto second = dash ? std::from_chars(first.ptr + 1, end, range[1]) : first;
  if (!dash || second.ec != std::errc() || second.ptr != end || range[0] > range[1] || range[1] > last)
    throw BadInput(fmt::format("classes = \"{}\"; {} has classes 0 to {}{}: write \"all\", or a range such as \"0-{}\"",
                               classes, called(), last, numbered(known.class_names), (last + 1) / 2));
  return range;
}

void DataParameters::check() const {
  if (data == DataName::file && file.empty())
    throw BadInput("file is not given; name the one that data = \"file\" reads");
  if (data != DataName::file && !file.empty())
    throw BadInput(fmt::format("file is for data = \"file\"; this one is \"{}\"", choice_name(data)));
  if (file.empty() && !test_file.empty()) throw BadInput("test_file is given without a file to train on");
  const DataFacts known = facts();
  if (!known.known()) return;
  kept_classes(known);
  const std::int64_t size = known.examples > 0 ? known.examples : examples;
  if (train >= size)
    throw BadInput(fmt::format("train = {} leaves none of the {} examples of {} to test; write {} or less", train, size,
                               called(), size - 1));
}

void refuse_tokens(const DataFacts& facts, const char* model) {
  if (facts.tokens > 0)
    throw BadInput(fmt::format("data: {} takes numbers, and this data set is of tokens ({}); transformer takes those",
                               model, facts.help));
}

void refuse_numbers(const DataFacts& facts, const char* model) {
  if (facts.tokens == 0)
    throw BadInput(fmt::format(
        "data: {} takes tokens, and this data set is of numbers ({}); write \"modular-addition\", or a file of "
        "lines label, tab, text",
        model, facts.help));
}

}  // namespace tiltscape
