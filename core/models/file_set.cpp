// Tables become tensors.
#include "core/models/file_set.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "core/bad_input.h"
#include "core/data_files/data_table.h"
#include "core/models/pt_file.h"
#include "core/models/tensor_set.h"

namespace tiltscape {
namespace {

Examples examples_of(const DataTable& table, const std::vector<std::string>& classes) {
  return {at::tensor(table.inputs, at::kDouble).view({table.rows(), table.features}),
          at::tensor(class_numbers(table, classes), at::kLong), at::tensor(table.lines, at::kLong)};
}

/// Both with the same features.
void match(DataTable& train, DataTable& test) {
  if ((train.sparse && test.sparse) || (train.tokens > 0 && test.tokens > 0)) {  // what is missing is 0, or padding
    train.widen(test.features);
    test.widen(train.features);
  }
  if (train.features != test.features || train.tokens != test.tokens)
    throw BadInput(fmt::format("{}: has {} features; {} has {}", test.file, test.features, train.file, train.features));
  if (train.feature_names != test.feature_names && std::ranges::is_permutation(train.feature_names, test.feature_names))
    throw BadInput(fmt::format("{}: has its columns in another order than {}; write {}", test.file, train.file,
                               fmt::join(train.feature_names, ", ")));
}

/// Throws BadInput that begins with the setting, so that its place in the scene is found.
void check_is_there(const char* setting, const std::string& file) {
  if (std::error_code error; !std::filesystem::exists(file, error))
    throw BadInput(fmt::format("{}: there is no file {}{}", setting, file,
                               std::filesystem::path(file).is_absolute()
                                   ? "; write the path of one"
                                   : fmt::format(" in {}, where the program was started; write its whole path",
                                                 std::filesystem::current_path(error).string())));
}

}  // namespace

DataSet file_set(const DataParameters& parameters) {
  check_is_there("file", parameters.file);
  if (!parameters.test_file.empty()) check_is_there("test_file", parameters.test_file);
  if (pt_file(parameters.file) != PtFile::none) return tensor_set(parameters.file, parameters.test_file);
  DataTable train = read_data_file(parameters.file, parameters.length);
  const auto classes = classes_of(train);
  const auto facts = [&] {
    return DataFacts{.examples = train.rows(),
                     .features = train.features,
                     .classes = std::ssize(classes),
                     .feature_names = train.feature_names,
                     .class_names = classes,
                     .tokens = train.tokens,
                     .padded = train.tokens > 0,
                     .standardise = train.tokens == 0,
                     .spelled = train.tokens > 0 ? text_of : nullptr,
                     .help = train.file};
  };
  if (parameters.test_file.empty()) return {.examples = examples_of(train, classes), .facts = facts()};
  DataTable test = read_data_file(parameters.test_file, parameters.length);
  match(train, test);
  return {.examples = examples_of(train, classes), .test = examples_of(test, classes), .facts = facts()};
}

}  // namespace tiltscape
