// Lines, numbers and labels.
#include "core/data_files/readers.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "core/bad_input.h"

namespace tiltscape::data_files {

Lines::Lines(const std::filesystem::path& file) : file_(file), in_(file, std::ios::binary) {
  if (std::filesystem::is_directory(file))
    throw BadInput(fmt::format("{}: is a folder; name a file in it", file.string()));
  if (!in_) throw BadInput(fmt::format("{}: cannot be read; may you read it?", file.string()));
}

bool Lines::next(std::string_view& line) {
  while (std::getline(in_, line_)) {
    ++number_;
    line = line_;
    if (number_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);  // a byte order mark
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (!trimmed(line).empty()) return true;
  }
  return false;
}

void Lines::complain(const std::string& message) const {
  throw BadInput(fmt::format("{}:{}: {}", file_.string(), number_, message));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<double> number_in(std::string_view word) {
  word = trimmed(word);
  if (word.starts_with('+')) word.remove_prefix(1);
  double number = 0.0;
  const char* const end = word.data() + word.size();
  const auto [next, error] = std::from_chars(word.data(), end, number);
  if (word.empty() || error != std::errc() || next != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::string label_of(std::string_view word) {
  word = trimmed(word);
  if (word.size() > 1 && word.front() == '"' && word.back() == '"') word = word.substr(1, word.size() - 2);
  const auto number = number_in(word);
  return number ? fmt::format("{}", *number) : std::string(word);
}

void check_size(const std::filesystem::path& file, std::int64_t rows, std::int64_t features) {
  constexpr double most = 4e9;  // bytes, as doubles
  const double bytes = 8.0 * static_cast<double>(rows) * static_cast<double>(features);
  if (bytes > most)
    throw BadInput(fmt::format("{}: {} rows of {} features take {:.1f} GB; at most {:.0f} GB are read: cut it down",
                               file.string(), rows, features, bytes / 1e9, most / 1e9));
}

}  // namespace tiltscape::data_files
