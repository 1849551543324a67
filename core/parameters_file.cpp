// NumPy's format 1.0: a magic number, the header's length, the header padded to whole 64 bytes, the numbers.
#include "core/parameters_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>

#include "core/whole_file.h"

namespace tiltscape {
namespace {

static_assert(std::endian::native == std::endian::little);

std::string header_of(std::size_t rows, Eigen::Index columns) {
  constexpr std::size_t before = 10, whole = 64;
  std::string header = fmt::format("{{'descr': '<f8', 'fortran_order': False, 'shape': ({}, {}), }}", rows, columns);
  header.append(whole - 1 - (before + header.size()) % whole, ' ');
  header += '\n';
  const auto length = static_cast<unsigned>(header.size());
  return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(length & 0xFFU) + static_cast<char>(length >> 8U) +
         header;
}

}  // namespace

void write_parameters(const std::filesystem::path& file, const std::vector<RunResult>& results) {
  Eigen::Index d = 0;
  for (const RunResult& result : results)
    if (result.point) d = std::max(d, result.point->size());
  const Vector none = Vector::Constant(d, std::numeric_limits<double>::quiet_NaN());
  WholeFile out(file);
  out.write(header_of(results.size(), d));
  for (const RunResult& result : results) {
    const Vector& row = result.point && result.point->size() == d ? *result.point : none;
    out.write({reinterpret_cast<const char*>(row.data()), static_cast<std::size_t>(d) * sizeof(double)});
  }
  out.commit();
}

}  // namespace tiltscape
