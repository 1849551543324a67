// Texts to be told apart: a label, a tab and the text in each line; bytes are the tokens.
#include <fmt/format.h>

#include <algorithm>

#include "core/data_files/readers.h"

namespace tiltscape::data_files {
namespace {

struct Parts {
  std::string_view label, text;
};

Parts parts_of(std::string_view line, const Lines& lines) {
  const auto tab = line.find('\t');
  if (tab == std::string_view::npos) lines.complain("has no tab; write a label, a tab and the text");
  const Parts parts{trimmed(line.substr(0, tab)), trimmed(line.substr(tab + 1))};
  if (parts.label.empty()) lines.complain("has no label before its tab");
  if (parts.text.empty()) lines.complain("has no text after its tab");
  return parts;
}

/// In bytes. Attention takes the square of it, so that what is very long is cut only where that is said.
std::int64_t longest_text(const std::filesystem::path& file) {
  constexpr std::size_t most = 1024;
  Lines lines(file);
  std::string_view line;
  std::size_t longest = 1;
  while (lines.next(line)) {
    longest = std::max(longest, parts_of(line, lines).text.size());
    if (longest > most)
      lines.complain(fmt::format("a text of {} bytes; write length = {}, or another one, to read so many of each text",
                                 longest, most));
  }
  return static_cast<std::int64_t>(longest);
}

}  // namespace

DataTable read_text(const std::filesystem::path& file, std::int64_t length) {
  DataTable table{.file = file.string(), .features = length, .tokens = 257};
  if (length == 0) table.features = longest_text(file);
  Lines lines(file);
  std::string_view line;
  while (lines.next(line)) {
    const auto [label, text] = parts_of(line, lines);
    for (std::size_t i = 0; i < static_cast<std::size_t>(table.features); ++i)
      table.inputs.push_back(i < text.size() ? 1.0 + static_cast<unsigned char>(text[i]) : 0.0);
    table.labels.push_back(label_of(label));
    table.lines.push_back(lines.number());
    if (table.rows() % 65'536 == 0) check_size(file, table.rows(), table.features);
  }
  return table;
}

}  // namespace tiltscape::data_files

namespace tiltscape {

std::string text_of(std::span<const double> tokens) {
  std::string text;
  for (const double token : tokens)
    if (token > 0.0) text += static_cast<char>(static_cast<unsigned char>(token - 1.0));
  return text;
}

}  // namespace tiltscape
