// What a model learns from: data sets by name, and how they are split, thinned and spoilt, described without LibTorch.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "core/data_facts.h"
#include "core/describe.h"

namespace tiltscape {

enum class DataName {
  digits,
  breast_cancer,
  iris,
  wine,
  two_moons,
  circles,
  spirals,
  checkerboard,
  modular_addition,
  file
};

template <>
struct Choices<DataName> {
  static constexpr std::array names = {"digits",           "breast-cancer", "iris",    "wine",
                                       "two-moons",        "circles",       "spirals", "checkerboard",
                                       "modular-addition", "file"};
};

/// Whether features are standardised.
enum class Standardise { automatic, yes, no };

template <>
struct Choices<Standardise> {
  static constexpr std::array names = {"auto", "yes", "no"};
};

/// What a model's inputs are.
enum class Inputs { numbers, tokens, any };

struct DataParameters {
  DataName data = DataName::digits;
  std::string file{}, test_file{};
  int length = 0;
  int modulus = 97;
  int examples = 1000;
  double noise = 0.1;
  int train = 0;
  int per_class = 0;
  double label_noise = 0.0;
  std::string classes = "all";
  Standardise standardise = Standardise::automatic;
  Inputs inputs = Inputs::numbers;  ///< no setting: what the model takes

  /// Without reading a file.
  DataFacts facts() const;
  /// The data set's name; of a file the file's.
  std::string called() const;
  /// The first and the last class that are kept. Throws BadInput where `classes` is neither "all" nor a range of them.
  std::array<std::int64_t, 2> kept_classes(const DataFacts& known) const;
  /// Throws BadInput where the settings contradict one another.
  void check() const;

  static UsedWith generated() { return {"data", {"two-moons", "circles", "spirals", "checkerboard"}}; }

  /// The data sets that the model takes.
  std::vector<std::string> offered() const {
    std::vector<std::string> names;
    for (const char* name : Choices<DataName>::names)
      if (const DataName each = choice_named<DataName>(name).value();
          inputs == Inputs::any || each == DataName::file ||
          (each == DataName::modular_addition) == (inputs == Inputs::tokens))
        names.emplace_back(name);
    return names;
  }

  void visit(auto& parameter) {
    parameter(data, {.name = "data",
                     .title = "Data set",
                     .symbol = "",
                     .help = "Images, tables, points in the plane, sums modulo p, or a file of your own.",
                     .offered = offered(),
                     .in_title = true});
    parameter(file, {.name = "file",
                     .title = "File",
                     .symbol = "",
                     .help = "With data = \"file\": CSV (commas, semicolons or tabs; the label last), LIBSVM, NumPy "
                             ".npy (the label last), lines of "
                             "label, tab, text, or tensors saved by PyTorch (.pt).",
                     .used_with = {"data", {"file"}},
                     .file_ending = ""});
    parameter(test_file, {.name = "test_file",
                          .title = "Test file",
                          .symbol = "",
                          .help = "Tests on this file instead of a part of the first.",
                          .used_with = {"data", {"file"}},
                          .file_ending = ""});
    parameter(length, {.name = "length",
                       .title = "Length",
                       .symbol = "",
                       .help = "Of each text so many bytes are read, a token each; 0 reads all of the longest.",
                       .low = 0,
                       .high = 4096,
                       .slider_low = 0,
                       .slider_high = 256,
                       .advanced = true,
                       .used_with = {"data", {"file"}},
                       .zero = "all"});
    parameter(modulus, {.name = "modulus",
                        .title = "Modulus",
                        .symbol = "p",
                        .help = "Of modular-addition: all pairs (a, b), and (a + b) mod p to be learned.",
                        .low = 2,
                        .high = 997,
                        .slider_low = 5,
                        .slider_high = 113,
                        .used_with = {"data", {"modular-addition"}}});
    parameter(examples, {.name = "examples",
                         .title = "Points",
                         .symbol = "N",
                         .help = "How many points are generated: of two-moons, circles, spirals and checkerboard. The "
                                 "other data sets are as large as they are.",
                         .low = 10,
                         .high = 1'000'000,
                         .slider_low = 100,
                         .slider_high = 10'000,
                         .scale = Scale::log,
                         .advanced = true,
                         .used_with = generated()});
    parameter(noise,
              {.name = "noise",
               .title = "Scatter",
               .symbol = "",
               .help = "Standard deviation of the Gaussian noise on generated points; the shapes are about 2 wide.",
               .low = 0.0,
               .high = 10.0,
               .slider_low = 0.0,
               .slider_high = 0.5,
               .advanced = true,
               .used_with = generated()});
    parameter(train, {.name = "train",
                      .title = "Training set",
                      .symbol = "n",
                      .help = "Examples to train on, drawn by seed; the others test. 0 takes four fifths.",
                      .low = 0,
                      .high = 1'000'000,
                      .slider_low = 0,
                      .slider_high = 2'000,
                      .advanced = true,
                      .zero = "four fifths"});
    parameter(per_class, {.name = "per_class",
                          .title = "K-shot",
                          .symbol = "K",
                          .help = "Keeps K training examples of each class, by seed; 0 keeps all. Tests keep all.",
                          .low = 0,
                          .high = 100'000,
                          .slider_low = 0,
                          .slider_high = 100,
                          .advanced = true,
                          .zero = "all"});
    parameter(
        label_noise,
        {.name = "label_noise",
         .title = "Label noise",
         .symbol = "",
         .help = "Share of the training labels that are replaced by another class, by seed. Test labels are true.",
         .low = 0.0,
         .high = 1.0,
         .slider_low = 0.0,
         .slider_high = 0.5,
         .advanced = true});
    parameter(classes, {.name = "classes",
                        .title = "Classes",
                        .symbol = "",
                        .help = "\"all\", or a range such as \"0-4\": other examples are left out, the outputs stay.",
                        .advanced = true});
    parameter(standardise, {.name = "standardise",
                            .title = "Standardise",
                            .symbol = "",
                            .help = "Every feature to mean 0 and variance 1 over the training set; constant features "
                                    "become 0. auto does so for tables, and leaves images and points as they are.",
                            .advanced = true});
  }
};

/// Throws BadInput where features are tokens, which this model does not take.
void refuse_tokens(const DataFacts& facts, const char* model);
/// Throws BadInput where features are numbers, which this model does not take.
void refuse_numbers(const DataFacts& facts, const char* model);

}  // namespace tiltscape
