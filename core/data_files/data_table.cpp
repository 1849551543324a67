// Which reader a file wants, and the classes that its labels are.
#include "core/data_files/data_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "core/bad_input.h"
#include "core/data_files/readers.h"

namespace tiltscape {
namespace {

enum class Format { csv, libsvm, npy, text };

/// Columns apart by tabs, numbers but for the last: two tabs or more, since a lone one stands between label and text.
bool is_table(std::string_view line) {
  const auto last = line.rfind('\t');
  if (last == std::string_view::npos || line.find('\t') == last) return false;
  for (std::size_t from = 0; from < last; from = line.find('\t', from) + 1)
    if (!data_files::number_in(line.substr(from, line.find('\t', from) - from))) return false;
  return true;
}

/// By its first line, comments (#) aside: with a tab it is text unless INDEX:VALUE follows or it is a table's; with
/// commas or semicolons, or where the file's name says so, CSV.
Format format_of(const std::filesystem::path& file) {
  data_files::Lines lines(file);
  std::string_view line;
  do
    if (!lines.next(line)) throw BadInput(fmt::format("{}: has no rows", file.string()));
  while (line.front() == '#');
  if (line.starts_with("\x93NUMPY")) return Format::npy;
  if (file.extension() == ".pt" || file.extension() == ".npy")
    throw BadInput(fmt::format("{}: is no {}; write it again, or rename it if it is a table", file.string(),
                               file.extension() == ".pt" ? "archive of torch.save's" : "file of numpy.save's"));
  if (line.starts_with("PK\x03\x04"))
    throw BadInput(
        fmt::format("{}: is an archive, as of numpy.savez; write one array with numpy.save, the label in its "
                    "last column",
                    file.string()));
  const auto tab = line.find('\t'), colon = line.find(':');
  const bool pairs = colon != std::string_view::npos && colon > 0 && line[colon - 1] >= '0' && line[colon - 1] <= '9' &&
                     line.substr(0, colon).find_first_not_of("0123456789+-.eE \t") == std::string_view::npos;
  if (pairs) return Format::libsvm;
  if (tab != std::string_view::npos) {
    const bool table = is_table(line) || (lines.next(line) && is_table(line));  // below its columns' names
    return table ? Format::csv : Format::text;
  }
  const bool named_csv = file.extension() == ".csv" || file.extension() == ".tsv";
  return named_csv || line.find_first_of(",;") != std::string_view::npos ? Format::csv : Format::libsvm;
}

DataTable read(const std::filesystem::path& file, std::int64_t length) {
  switch (format_of(file)) {
    case Format::csv:
      return data_files::read_csv(file);
    case Format::libsvm:
      return data_files::read_libsvm(file);
    case Format::npy:
      return data_files::read_npy(file);
    case Format::text:
      return data_files::read_text(file, length);
  }
  return {};
}

}  // namespace

void DataTable::widen(std::int64_t wanted) {
  if (wanted <= features) return;
  std::vector<double> wide(static_cast<std::size_t>(rows() * wanted), 0.0);
  for (std::int64_t row = 0; row < rows(); ++row)
    std::copy_n(inputs.begin() + row * features, features, wide.begin() + row * wanted);
  inputs = std::move(wide);
  features = wanted;
}

DataTable read_data_file(const std::filesystem::path& file, std::int64_t length) {
  DataTable table = read(file, length);
  if (table.rows() == 0 || table.features == 0)
    throw BadInput(fmt::format("{}: has no rows with {}", file.string(), table.rows() == 0 ? "labels" : "features"));
  return table;
}

std::vector<std::string> classes_of(const DataTable& table) {
  std::vector<std::string> classes = table.labels;
  std::ranges::sort(classes, [](const std::string& a, const std::string& b) {
    const auto first = data_files::number_in(a), second = data_files::number_in(b);
    if (first.has_value() != second.has_value()) return first.has_value();
    return first && *first != *second ? *first < *second : a < b;
  });
  classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
  for (std::size_t row = 0; row < table.labels.size(); ++row)
    if (const auto number = data_files::number_in(table.labels[row]); number && *number != std::floor(*number))
      throw BadInput(fmt::format("{}:{}: the label {} is no class; classes are words or whole numbers", table.file,
                                 table.lines[row], table.labels[row]));
  constexpr std::size_t most = 1000;
  if (classes.size() < 2)
    throw BadInput(
        fmt::format("{}: all labels are '{}'; there must be two classes or more", table.file, classes.front()));
  if (classes.size() > most)
    throw BadInput(fmt::format("{}: has {} different labels; at most {} can be classes. Is the label in its place?",
                               table.file, classes.size(), most));
  return classes;
}

std::vector<std::int64_t> class_numbers(const DataTable& table, const std::vector<std::string>& classes) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t row = 0; row < table.rows(); ++row) {
    const auto at = static_cast<std::size_t>(row);
    const auto found = std::ranges::find(classes, table.labels[at]);
    if (found == classes.end())
      throw BadInput(fmt::format("{}:{}: the label '{}' is not among those to learn: {}", table.file, table.lines[at],
                                 table.labels[at],
                                 fmt::join(std::span(classes).first(std::min<std::size_t>(classes.size(), 8)), ", ")));
    numbers.push_back(found - classes.begin());
  }
  return numbers;
}

}  // namespace tiltscape
