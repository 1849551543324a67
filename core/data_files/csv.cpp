// Numbers separated by commas, semicolons or tabs, the label last.
#include <fmt/format.h>

#include <algorithm>

#include "core/data_files/readers.h"

namespace tiltscape::data_files {
namespace {

std::string_view unquoted(std::string_view word) {
  const bool quoted = word.size() >= 2 && word.front() == '"' && word.back() == '"';
  return quoted ? word.substr(1, word.size() - 2) : word;
}

/// Where the word that begins at `first` ends: within quotes separators are letters.
std::size_t end_of_word(std::string_view line, std::size_t first, char separator) {
  const auto begin = line.find_first_not_of(' ', first);
  const auto quote = begin < line.size() && line[begin] == '"' ? line.find('"', begin + 1) : begin;
  return line.find(separator, quote < line.size() ? quote : first);
}

void split(std::string_view line, char separator, std::vector<std::string_view>& words) {
  words.clear();
  for (std::size_t first = 0;;) {
    const auto end = end_of_word(line, first, separator);
    words.push_back(unquoted(trimmed(line.substr(first, end - first))));
    if (end == std::string_view::npos) return;
    first = end + 1;
  }
}

bool is_header(const std::vector<std::string_view>& words) {
  return std::ranges::none_of(words, [](std::string_view word) { return number_in(word).has_value(); });
}

}  // namespace

DataTable read_csv(const std::filesystem::path& file) {
  DataTable table{.file = file.string()};
  Lines lines(file);
  std::string_view line;
  std::vector<std::string_view> words;
  std::size_t columns = 0;
  char separator = ',';
  while (lines.next(line)) {
    if (line.front() == '#') continue;
    const bool first = columns == 0;
    if (first)
      for (const char other : {'\t', ';'})  // beside which commas may be those of decimals
        if (const auto there = std::ranges::count(line, other); there > 0 && there >= std::ranges::count(line, ','))
          separator = other;
    split(line, separator, words);
    if (first) {
      columns = words.size();
      table.features = static_cast<std::int64_t>(columns) - 1;
      if (columns < 2)
        lines.complain("there is one column; write numbers and a label, separated by commas, semicolons or tabs");
      if (is_header(words)) {
        table.feature_names.assign(words.begin(), words.end() - 1);
        continue;
      }
    }
    if (words.size() != columns)
      lines.complain(fmt::format("{} columns; the first line has {}", words.size(), columns));
    for (std::size_t column = 0; column + 1 < columns; ++column) {
      const auto number = number_in(words[column]);
      if (!number)
        lines.complain(fmt::format("column {} is '{}'; {}", column + 1, words[column],
                                   words[column].find(',') == std::string_view::npos
                                       ? "every column but the last, the label, must be a number"
                                       : "decimals are written with a point"));
      table.inputs.push_back(*number);
    }
    if (words.back().empty()) lines.complain("the last column, the label, is empty");
    table.labels.push_back(label_of(words.back()));
    table.lines.push_back(lines.number());
    if (table.rows() % 65'536 == 0) check_size(file, table.rows(), table.features);
  }
  return table;
}

}  // namespace tiltscape::data_files
