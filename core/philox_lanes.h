// Philox4x32-10 on four counters at once (one a lane), for filling arrays; equal to Random123's word for word.
#pragma once

#include <immintrin.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/random.h"

namespace tiltscape {

/// Four 64-bit lanes. Words of 32 bits sit in the low halves, as the processor's 32 × 32 → 64 bit product wants them.
using Words = std::uint64_t __attribute__((vector_size(32)));
using Reals = double __attribute__((vector_size(32)));

inline constexpr std::uint64_t low_half = 0xffffffff;

/// Counter words 2 and 3: low 32 bits of the step; purpose and high 24 bits of the step.
inline std::array<std::uint32_t, 2> upper_counter(const Stream& stream) {
  return {static_cast<std::uint32_t>(stream.step), static_cast<std::uint32_t>(stream.purpose) << 24 |
                                                       (static_cast<std::uint32_t>(stream.step >> 32) & 0xffffff)};
}

class PhiloxLanes {
 public:
  explicit PhiloxLanes(const Stream& stream) {
    std::uint64_t key0 = stream.seed & low_half, key1 = stream.seed >> 32;
    for (std::size_t round = 0; round < rounds; ++round) {
      key0_[round] = key0 + Words{};
      key1_[round] = key1 + Words{};
      key0 = (key0 + 0x9e3779b9) & low_half;
      key1 = (key1 + 0xbb67ae85) & low_half;
    }
    const auto upper = upper_counter(stream);
    upper0_ = upper[0] + Words{};
    upper1_ = upper[1] + Words{};
  }

  /// The blocks' four words; the lanes' high halves are zero.
  std::array<Words, 4> operator()(Words block, Words item) const {
    Words a = block, b = item, c = upper0_, d = upper1_;
    for (std::size_t round = 0; round < rounds; ++round) {  // high halves may fill with rubbish; no product sees them
      const Words first = product(a, 0xd2511f53), second = product(c, 0xcd9e8d57);
      a = (second >> 32) ^ b ^ key0_[round];
      c = (first >> 32) ^ d ^ key1_[round];
      b = second;
      d = first;
    }
    return {a & low_half, b & low_half, c & low_half, d & low_half};
  }

 private:
  static constexpr std::size_t rounds = 10;

  /// Low halves multiplied in full.
  static Words product(Words word, std::uint64_t factor) {
    return reinterpret_cast<Words>(
        _mm256_mul_epu32(reinterpret_cast<__m256i>(word), reinterpret_cast<__m256i>(factor + Words{})));
  }

  std::array<Words, rounds> key0_, key1_;
  Words upper0_, upper1_;
};

/// Four blocks of a stream, one a lane: block `block` of item `item` (counted from the stream's).
struct Four {
  std::array<Words, 4> words;
  Words block, item;
};

/// Calls visit(four, used) for `blocks` blocks of each of `items` items, in order and four at a time across items, so
/// that many short items cost no more than a long one. Only the first `used` lanes count. Words are made a chunk ahead
/// of their use: either loop alone keeps the processor busy, while interleaved they wait for each other.
template <class Visit>
void for_each_four(const Stream& stream, std::size_t items, std::size_t blocks, Visit visit) {
  if (items == 0 || blocks == 0) return;
  const PhiloxLanes lanes(stream);
  Words block{0, 1 % blocks, 2 % blocks, 3 % blocks}, item{0, 1 / blocks, 2 / blocks, 3 / blocks};
  const std::size_t block_step = 4 % blocks, item_step = 4 / blocks, total = items * blocks;
  std::array<Four, 16> chunk;
  for (std::size_t done = 0; done < total;) {
    const std::size_t fours = std::min(chunk.size(), (total - done + 3) / 4);
    for (std::size_t i = 0; i < fours; ++i) {
      chunk[i] = {lanes((block + stream.block) & low_half, (item + stream.item) & low_half), block, item};
      block += block_step;
      const Words past = ((blocks - 1) - block) >> 63;  // 1 in lanes whose block belongs to the next item
      block -= -past & blocks;
      item += past + item_step;
    }
    for (std::size_t i = 0; i < fours; ++i, done += 4) visit(chunk[i], std::min<std::size_t>(4, total - done));
  }
}

/// 2^52 + an integer below 2^52, exactly: its bits become the mantissa.
inline Reals above_two_to_52(Words integer) { return reinterpret_cast<Reals>(integer | 0x4330000000000000); }

/// Midpoint of one of 2^52 equal parts of (0, 1); bits from 52 on must be zero.
inline Reals middle_of_part(Words part) { return (above_two_to_52(part) - (0x1p52 - 0.5)) * 0x1p-52; }

/// ±1 by bits 0 … 3 of lanes 0 … 3: a set bit is −1.
inline Reals signs_of_bits(Words bits) {
  const Words one = reinterpret_cast<Words>(1.0 + Reals{});
  return reinterpret_cast<Reals>(one | ((bits << Words{63, 62, 61, 60}) & 0x8000000000000000));
}

/// Lane j of vector i becomes lane i of vector j.
inline std::array<Reals, 4> transposed(const std::array<Reals, 4>& v) {
  const Reals low01 = __builtin_shufflevector(v[0], v[1], 0, 4, 2, 6),
              high01 = __builtin_shufflevector(v[0], v[1], 1, 5, 3, 7);
  const Reals low23 = __builtin_shufflevector(v[2], v[3], 0, 4, 2, 6),
              high23 = __builtin_shufflevector(v[2], v[3], 1, 5, 3, 7);
  return {__builtin_shufflevector(low01, low23, 0, 1, 4, 5), __builtin_shufflevector(high01, high23, 0, 1, 4, 5),
          __builtin_shufflevector(low01, low23, 2, 3, 6, 7), __builtin_shufflevector(high01, high23, 2, 3, 6, 7)};
}

/// Writes the first `count` (at most 4) numbers of a vector.
inline void store(double* out, Reals numbers, std::size_t count) {
  if (count >= 4) {
    std::memcpy(out, &numbers, sizeof numbers);
  } else {
    if (count > 0) out[0] = numbers[0];
    if (count > 1) out[1] = numbers[1];
    if (count > 2) out[2] = numbers[2];
  }
}

}  // namespace tiltscape
