// Reads the digits (gzipped CSV, embedded) and splits data sets.
#include "core/models/data_set.h"

#include <zlib.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/embedded.h"
#include "core/random.h"

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

}  // namespace

Examples Examples::at(const std::vector<std::int64_t>& indices) const {
  const at::Tensor index = at::tensor(indices, at::kLong).to(labels.options(), true);
  return {inputs.index_select(0, index), labels.index_select(0, index)};
}

SplitIndices split_indices(std::int64_t size, std::int64_t train, std::uint64_t seed) {
  const auto order = sample_without_replacement({.seed = seed, .purpose = Purpose::split}, size, size);
  const auto middle = order.begin() + train;
  return {{order.begin(), middle}, {middle, order.end()}};
}

Split split(const Examples& examples, std::int64_t train, std::uint64_t seed) {
  const auto indices = split_indices(examples.size(), train, seed);
  return {examples.at(indices.train), examples.at(indices.test)};
}

Examples digits(const at::TensorOptions& options) {
  constexpr std::int64_t pixels = 64;
  const auto values = numbers(gunzip(embedded::file("assets/data/digits/digits.csv.gz")));
  const at::Tensor table = at::tensor(values, at::kDouble).view({-1, pixels + 1});
  return {table.narrow(1, 0, pixels).div(16).to(options).contiguous(),
          table.select(1, pixels).to(options.dtype(at::kLong)).contiguous()};
}

}  // namespace tiltscape
