// What the readers of data files share.
#pragma once

#include <fstream>
#include <optional>
#include <string_view>

#include "core/data_files/data_table.h"

namespace tiltscape::data_files {

/// A file, line by line, without ends of lines.
class Lines {
 public:
  /// Throws BadInput where it cannot be read.
  explicit Lines(const std::filesystem::path& file);
  /// The next line that is not blank, until the next call; false at the end.
  bool next(std::string_view& line);
  std::int64_t number() const { return number_; }
  /// Throws BadInput at the current line.
  [[noreturn]] void complain(const std::string& message) const;

 private:
  std::filesystem::path file_;
  std::ifstream in_;
  std::string line_;
  std::int64_t number_ = 0;
};

/// The finite number that a word is, with or without a sign and blanks around it.
std::optional<double> number_in(std::string_view word);
/// A label as it is compared.
std::string label_of(std::string_view word);
std::string_view trimmed(std::string_view text);
/// Throws BadInput where so many numbers would not fit in memory.
void check_size(const std::filesystem::path& file, std::int64_t rows, std::int64_t features);

DataTable read_csv(const std::filesystem::path& file);
DataTable read_libsvm(const std::filesystem::path& file);
DataTable read_npy(const std::filesystem::path& file);
DataTable read_text(const std::filesystem::path& file, std::int64_t length);

}  // namespace tiltscape::data_files
