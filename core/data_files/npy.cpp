// NumPy's .npy files of two dimensions: numbers of any type in either order, the label in the last column.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "core/bad_input.h"
#include "core/data_files/readers.h"

namespace tiltscape::data_files {
namespace {

static_assert(std::endian::native == std::endian::little);

[[noreturn]] void complain(const std::filesystem::path& file, const std::string& message) {
  throw BadInput(fmt::format("{}: {}", file.string(), message));
}

/// What follows 'KEY': in the header, which is a Python dictionary.
std::string_view entry(std::string_view header, std::string_view key) {
  const auto at = header.find(fmt::format("'{}':", key));
  return at == std::string_view::npos ? std::string_view{} : trimmed(header.substr(at + key.size() + 3));
}

struct Header {
  std::string type{};  ///< without the byte order: "f8"
  bool columns_first = false;
  std::vector<std::int64_t> shape{};
};

Header parsed(std::string_view text, const std::filesystem::path& file) {
  Header header;
  const std::string_view type = entry(text, "descr"), order = entry(text, "fortran_order"),
                         shape = entry(text, "shape");
  if (type.size() < 5 || order.empty() || shape.empty())
    complain(file, "its header is not NumPy's; save it with np.save");
  if (type[1] == '>') complain(file, "its numbers are big-endian; save it after .astype('<f8')");
  header.type = type.substr(2, type.find('\'', 1) - 2);
  header.columns_first = order.starts_with("True");
  for (const char* at = shape.data() + 1; at < shape.data() + shape.size() && *at != ')';) {
    std::int64_t size = 0;
    const auto [next, error] = std::from_chars(at, shape.data() + shape.size(), size);
    if (error == std::errc()) header.shape.push_back(size);
    at = error == std::errc() ? next : at + 1;
  }
  return header;
}

template <class Number>
double number_at(const char* bytes) {
  Number number{};
  std::memcpy(&number, bytes, sizeof number);
  return static_cast<double>(number);
}

using Reader = double (*)(const char*);
constexpr std::array<std::pair<std::string_view, Reader>, 11> readers = {{{"f8", number_at<double>},
                                                                          {"f4", number_at<float>},
                                                                          {"i8", number_at<std::int64_t>},
                                                                          {"i4", number_at<std::int32_t>},
                                                                          {"i2", number_at<std::int16_t>},
                                                                          {"i1", number_at<std::int8_t>},
                                                                          {"u8", number_at<std::uint64_t>},
                                                                          {"u4", number_at<std::uint32_t>},
                                                                          {"u2", number_at<std::uint16_t>},
                                                                          {"u1", number_at<std::uint8_t>},
                                                                          {"b1", number_at<std::uint8_t>}}};

}  // namespace

DataTable read_npy(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string start(10, '\0');
  in.read(start.data(), 10);
  const bool wide = start[6] > 1;  // versions 2 and 3 have four bytes of length
  std::uint32_t length = static_cast<std::uint8_t>(start[8]) + 256U * static_cast<std::uint8_t>(start[9]);
  if (wide) {
    std::string more(2, '\0');
    in.read(more.data(), 2);
    length += 65'536U * static_cast<std::uint8_t>(more[0]) + 16'777'216U * static_cast<std::uint8_t>(more[1]);
  }
  const auto size = static_cast<std::uint64_t>(std::filesystem::file_size(file));
  if (!in || length > size) complain(file, "ends within its header; save it again with np.save");
  std::string text(length, '\0');
  in.read(text.data(), length);
  const Header header = parsed(text, file);
  if (header.shape.size() != 2 || header.shape[1] < 2)
    complain(file, fmt::format("its shape is ({}); it must be (rows, features + 1), the label in the last column",
                               fmt::join(header.shape, ", ")));
  const auto* reader = std::ranges::find(readers, header.type, [](const auto& each) { return each.first; });
  if (reader == readers.end())
    complain(file, fmt::format("its numbers are of type '{}'; save it after .astype('<f8')", header.type));
  const std::int64_t rows = header.shape[0], columns = header.shape[1];
  check_size(file, rows, columns);
  const auto width = static_cast<std::size_t>(header.type[1] - '0');
  std::string bytes(static_cast<std::size_t>(rows * columns) * width, '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
    complain(file, fmt::format("ends before its {} × {} numbers; save it again", rows, columns));
  DataTable table{.file = file.string(), .features = columns - 1};
  for (std::int64_t row = 0; row < rows; ++row)
    for (std::int64_t column = 0; column < columns; ++column) {
      const std::int64_t at = header.columns_first ? column * rows + row : row * columns + column;
      const double number = reader->second(bytes.data() + static_cast<std::size_t>(at) * width);
      if (!std::isfinite(number))
        throw BadInput(fmt::format("{}:{}: column {} is no finite number (rows count from 1)", file.string(), row + 1,
                                   column + 1));
      if (column + 1 < columns) {
        table.inputs.push_back(number);
        continue;
      }
      table.labels.push_back(fmt::format("{}", number));
      table.lines.push_back(row + 1);
    }
  return table;
}

}  // namespace tiltscape::data_files
