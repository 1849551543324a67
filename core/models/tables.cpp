// Tables of numbers, the class last in each line; some gzipped, some with a first line that names counts and classes.
#include "core/models/tables.h"

#include <zlib.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/embedded.h"

namespace tiltscape {
namespace {

std::string gunzip(std::string_view packed) {
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) throw std::runtime_error("zlib does not start");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string text;
  std::array<char, 1 << 16> buffer{};
  int status = Z_OK;
  while (status == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    status = inflate(&stream, Z_NO_FLUSH);
    text.append(buffer.data(), buffer.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END) throw std::runtime_error("a data set built into the program is damaged");
  return text;
}

/// All numbers of a text, whatever separates them.
std::vector<double> numbers(std::string_view text) {
  std::vector<double> out;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    double number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error == std::errc()) out.push_back(number);
    at = error == std::errc() ? next : at + 1;
  }
  return out;
}

std::string_view without_first_line(std::string_view text) { return text.substr(text.find('\n') + 1); }

std::vector<double> contents(DataName data) {
  switch (data) {
    case DataName::digits:
      return numbers(gunzip(embedded::file("assets/data/digits/digits.csv.gz")));
    case DataName::breast_cancer:
      return numbers(without_first_line(embedded::file("assets/data/breast-cancer/breast_cancer.csv")));
    case DataName::iris:
      return numbers(without_first_line(embedded::file("assets/data/iris/iris.csv")));
    case DataName::wine:
      return numbers(without_first_line(embedded::file("assets/data/wine/wine_data.csv")));
    default:
      throw std::logic_error("no table is called " + std::string(choice_name(data)));
  }
}

}  // namespace

Examples table(DataName data) {
  const DataFacts facts = DataParameters{.data = data}.facts();
  const at::Tensor rows = at::tensor(contents(data), at::kDouble).view({facts.examples, facts.features + 1});
  constexpr double brightest = 16.0;
  return {rows.narrow(1, 0, facts.features) / (data == DataName::digits ? brightest : 1.0),
          rows.select(1, facts.features).to(at::kLong).contiguous(), at::arange(1, facts.examples + 1, at::kLong)};
}

}  // namespace tiltscape
