// Philox block by block (Random123), and the arrays that are filled from it.
#include "core/random.h"

#include <Random123/philox.h>

#include <numeric>
#include <unordered_map>

#include "core/box_muller.h"
#include "core/philox_lanes.h"

namespace tiltscape {

std::array<std::uint32_t, 4> philox(const Stream& stream, std::uint32_t block) {
  const auto upper = upper_counter(stream);
  const auto words =
      r123::Philox4x32()({{block, stream.item, upper[0], upper[1]}},
                         {{static_cast<std::uint32_t>(stream.seed), static_cast<std::uint32_t>(stream.seed >> 32)}});
  return {words[0], words[1], words[2], words[3]};
}

void fill_gaussian_columns(const Stream& first, Eigen::Ref<Eigen::MatrixXd> out) {
  const auto rows = static_cast<std::size_t>(out.rows()), stride = static_cast<std::size_t>(out.outerStride());
  double* const data = out.data();
  for_each_four(first, static_cast<std::size_t>(out.cols()), (rows + 3) / 4, [=](const Four& four, std::size_t used) {
    const auto blocks = transposed(box_muller(four.words));
    for (std::size_t lane = 0; lane < used; ++lane) {
      const std::size_t row = 4 * four.block[lane];
      store(data + four.item[lane] * stride + row, blocks[lane], rows - row);
    }
  });
}

void fill_gaussian(const Stream& stream, std::span<double> out) {
  fill_gaussian_columns(stream, Eigen::Map<Eigen::MatrixXd>(out.data(), std::ssize(out), 1));
}

void fill_uniform(const Stream& stream, std::span<double> out) {
  for_each_four(stream, 1, (out.size() + 1) / 2, [=](const Four& four, std::size_t used) {
    const Reals even = middle_of_part(four.words[0] << 20 | four.words[1] >> 12);
    const Reals odd = middle_of_part(four.words[2] << 20 | four.words[3] >> 12);
    for (std::size_t lane = 0; lane < used; ++lane) {
      const std::size_t i = 2 * four.block[lane];
      out[i] = even[lane];
      if (i + 1 < out.size()) out[i + 1] = odd[lane];
    }
  });
}

void fill_sign_columns(const Stream& first, Eigen::Ref<Eigen::MatrixXd> out) {
  const auto rows = static_cast<std::size_t>(out.rows()), stride = static_cast<std::size_t>(out.outerStride());
  double* const data = out.data();
  for_each_four(
      first, static_cast<std::size_t>(out.cols()), (rows + 127) / 128, [=](const Four& four, std::size_t used) {
        for (std::size_t lane = 0; lane < used; ++lane) {
          double* const column = data + four.item[lane] * stride;
          const std::size_t begin = 128 * four.block[lane], end = std::min(rows, begin + 128);
          for (std::size_t row = begin; row < end; row += 4)  // bit j of word i is for row 32 i + j
            store(column + row, signs_of_bits((four.words[(row / 32) % 4][lane] >> row % 32) + Words{}), end - row);
        }
      });
}

void fill_signs(const Stream& stream, std::span<double> out) {
  fill_sign_columns(stream, Eigen::Map<Eigen::MatrixXd>(out.data(), std::ssize(out), 1));
}

std::vector<std::int64_t> sample_without_replacement(const Stream& stream, std::int64_t n, std::int64_t count) {
  std::vector<double> uniform(static_cast<std::size_t>(count));
  fill_uniform(stream, uniform);
  const auto partner = [&](std::int64_t i) {
    return i + static_cast<std::int64_t>(uniform[static_cast<std::size_t>(i)] * static_cast<double>(n - i));
  };
  std::vector<std::int64_t> sample;
  if (n <= 64 * count) {  // the whole shuffled array, faster than remembering where it differs from 0 … n − 1
    sample.resize(static_cast<std::size_t>(n));
    std::iota(sample.begin(), sample.end(), 0);
    for (std::int64_t i = 0; i < count; ++i)
      std::swap(sample[static_cast<std::size_t>(i)], sample[static_cast<std::size_t>(partner(i))]);
    sample.resize(uniform.size());
    return sample;
  }
  std::unordered_map<std::int64_t, std::int64_t> moved;
  const auto at = [&](std::int64_t i) {
    const auto found = moved.find(i);
    return found == moved.end() ? i : found->second;
  };
  sample.reserve(uniform.size());
  for (std::int64_t i = 0; i < count; ++i) {
    sample.push_back(at(partner(i)));
    moved[partner(i)] = at(i);
  }
  return sample;
}

}  // namespace tiltscape
