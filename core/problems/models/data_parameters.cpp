// The data sets' facts, and what may be asked of them.
#include "core/problems/models/data_parameters.h"

#include <fmt/format.h>

#include <charconv>

#include "core/bad_input.h"

namespace tiltscape {

const DataFacts& facts_of(DataName data) {
  static const std::array<DataFacts, Choices<DataName>::names.size()> facts = {{
      {.examples = 1797, .features = 64, .classes = 10, .side = 8, .help = "1 797 images of digits, 8×8 pixels"},
      {.examples = 569, .features = 30, .classes = 2, .standardise = true, .help = "569 tumours, 30 measures"},
      {.examples = 150, .features = 4, .classes = 3, .standardise = true, .help = "150 flowers, 4 lengths"},
      {.examples = 178, .features = 13, .classes = 3, .standardise = true, .help = "178 wines, 13 measures"},
      {.features = 2, .classes = 2, .help = "two half circles, one in the other's arms"},
      {.features = 2, .classes = 2, .help = "a circle around a smaller one"},
      {.features = 2, .classes = 3, .help = "three spiral arms"},
      {.features = 2, .classes = 2, .help = "a board of 4×4 squares"},
  }};
  return facts[static_cast<std::size_t>(data)];
}

std::array<std::int64_t, 2> DataParameters::kept_classes() const {
  const std::int64_t last = facts().classes - 1;
  if (classes == "all") return {0, last};
  std::array<std::int64_t, 2> range{};
  const char* const end = classes.data() + classes.size();
  const auto first = std::from_chars(classes.data(), end, range[0]);
  const bool dash = first.ec == std::errc() && first.ptr < end && *first.ptr == '-';
  const auto second = dash ? std::from_chars(first.ptr + 1, end, range[1]) : first;
  if (!dash || second.ec != std::errc() || second.ptr != end || range[0] > range[1] || range[1] > last)
    throw BadInput(fmt::format("classes = \"{}\"; {} has classes 0 to {}: write \"all\", or a range such as \"0-{}\"",
                               classes, choice_name(data), last, (last + 1) / 2));
  return range;
}

void DataParameters::check() const {
  kept_classes();
  if (train >= size())
    throw BadInput(fmt::format("train = {} leaves none of the {} examples of {} to test; write {} or less", train,
                               size(), choice_name(data), size() - 1));
}

}  // namespace tiltscape
