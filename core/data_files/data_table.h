// Data files as tables: numbers, or the bytes of a text, and a label in each row.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tiltscape {

struct DataTable {
  std::string file{};  ///< for errors
  std::int64_t features = 0;
  bool sparse = false;           ///< what a row does not name is 0, so that it may have more features than were named
  std::int64_t tokens = 0;       ///< different ones, where inputs are tokens; else 0
  std::vector<double> inputs{};  ///< row by row; `features` each
  std::vector<std::string> feature_names{};  ///< where the file has them
  std::vector<std::string> labels{};         ///< of each row; numbers in their shortest form: "+1.0" is "1"
  std::vector<std::int64_t> lines{};         ///< of each row in its file, from 1; of .npy its rows

  std::int64_t rows() const { return static_cast<std::int64_t>(labels.size()); }
  /// The table with more features, which are 0.
  void widen(std::int64_t wanted);
};

/// Reads a CSV (label last; a first line without numbers is names; commas, semicolons or tabs), LIBSVM, NumPy .npy
/// (label last) or text file (label, tab, text: its first `length` bytes, all of the longest where that is 0, are
/// tokens 1 … 256, then 0), told apart by what they hold. Throws BadInput "FILE:LINE: what is wrong; what would be
/// right".
DataTable read_data_file(const std::filesystem::path& file, std::int64_t length);

/// The text whose tokens these are.
std::string text_of(std::span<const double> tokens);

/// The labels of a table in order: numbers by value, words by alphabet. Throws BadInput where there are fewer than two,
/// so many that they are no classes, or numbers that are not whole.
std::vector<std::string> classes_of(const DataTable& table);
/// Each row's place in `classes`. Throws BadInput naming the line of a label that is not there.
std::vector<std::int64_t> class_numbers(const DataTable& table, const std::vector<std::string>& classes);

}  // namespace tiltscape
