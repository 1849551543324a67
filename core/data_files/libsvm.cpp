// LIBSVM's sparse lines, "LABEL INDEX:VALUE …", indices from 1 up; what a line does not name is 0.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/data_files/readers.h"

namespace tiltscape::data_files {
namespace {

struct Entry {
  std::int64_t row = 0, index = 0;
  double value = 0.0;
};

std::string_view take_word(std::string_view& line) {
  line = trimmed(line);
  const auto end = std::min(line.find_first_of(" \t"), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

}  // namespace

DataTable read_libsvm(const std::filesystem::path& file) {
  DataTable table{.file = file.string(), .sparse = true};
  std::vector<Entry> entries;
  Lines lines(file);
  std::string_view line;
  while (lines.next(line)) {
    if (line.front() == '#') continue;
    const std::string_view label = take_word(line);
    if (label.find(':') != std::string_view::npos)
      lines.complain(fmt::format("begins with '{}'; a line begins with its label: LABEL INDEX:VALUE …", label));
    std::int64_t last = 0;
    for (std::string_view word = take_word(line); !word.empty() && word.front() != '#'; word = take_word(line)) {
      const auto colon = word.find(':');
      std::int64_t index = 0;
      const auto [next, error] = std::from_chars(word.data(), word.data() + std::min(colon, word.size()), index);
      const auto value = colon == std::string_view::npos ? std::nullopt : number_in(word.substr(colon + 1));
      if (error != std::errc() || next != word.data() + colon || index < 1 || !value)
        lines.complain(
            fmt::format("'{}' is no feature of LIBSVM's; write INDEX:VALUE with indices from 1 up, or separate "
                        "columns by commas",
                        word));
      if (index <= last) lines.complain(fmt::format("index {} comes after {}; indices must rise", index, last));
      last = index;
      entries.push_back({.row = table.rows(), .index = index - 1, .value = *value});
    }
    table.features = std::max(table.features, last);
    table.labels.push_back(label_of(label));
    table.lines.push_back(lines.number());
  }
  check_size(file, table.rows(), table.features);
  table.inputs.assign(static_cast<std::size_t>(table.rows() * table.features), 0.0);
  for (const Entry& entry : entries)
    table.inputs[static_cast<std::size_t>(entry.row * table.features + entry.index)] = entry.value;
  return table;
}

}  // namespace tiltscape::data_files
