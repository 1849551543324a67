// Texts to be told apart: a label, a tab and the text in each line; bytes are the tokens.
#include "core/data_files/readers.h"

namespace tiltscape::data_files {

DataTable read_text(const std::filesystem::path& file, std::int64_t length) {
  DataTable table{.file = file.string(), .features = length, .tokens = 257};
  Lines lines(file);
  std::string_view line;
  while (lines.next(line)) {
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos) lines.complain("has no tab; write a label, a tab and the text");
    if (trimmed(line.substr(0, tab)).empty()) lines.complain("has no label before its tab");
    const std::string_view text = trimmed(line.substr(tab + 1));
    if (text.empty()) lines.complain("has no text after its tab");
    for (std::size_t i = 0; i < static_cast<std::size_t>(length); ++i)
      table.inputs.push_back(i < text.size() ? 1.0 + static_cast<unsigned char>(text[i]) : 0.0);
    table.labels.push_back(label_of(line.substr(0, tab)));
    table.lines.push_back(lines.number());
    if (table.rows() % 65'536 == 0) check_size(file, table.rows(), length);
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
