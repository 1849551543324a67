// Standard normals from 32-bit words by Box–Muller, four at once, in double accuracy (a few 1e-16, relative).
#pragma once

#include <immintrin.h>

#include <array>
#include <cstdint>

#include "core/philox_lanes.h"

namespace tiltscape {

/// a b + c, rounded once.
inline Reals multiply_add(Reals a, Reals b, Reals c) { return _mm256_fmadd_pd(a, b, c); }

/// c + x (next + x (…)).
inline Reals horner(Reals, double c) { return _mm256_set1_pd(c); }
template <class... More>
Reals horner(Reals x, double c, More... next) {
  return multiply_add(horner(x, next...), x, _mm256_set1_pd(c));
}

/// √(−2 ln u), u = (word + ½) / 2^32 = 2^k m with m in [√½, √2). ln m = 2 artanh s, s = (m − 1)/(m + 1), by the
/// coefficients of fdlibm's e_log.c (times −2); k ln 2 never cancels it.
inline Reals radius(Words word) {
  constexpr std::uint64_t bias = 64, one = std::uint64_t{1} << 52, root_half = 0x3fe6a09e667f3bcd;
  const auto bits = reinterpret_cast<Words>(above_two_to_52(word) - (0x1p52 - 0.5));  // of word + ½
  const Words beyond = bits + (bias * one - root_half);
  const Reals k = above_two_to_52(beyond >> 52) - (0x1p52 + bias + 32);
  const auto m = reinterpret_cast<Reals>((beyond & (one - 1)) + root_half);
  const Reals s = (m - 1.0) / (m + 1.0);
  const Reals z = s * s;
  const Reals series =
      horner(z, -4.0, -2 * 6.666666666666735130e-01, -2 * 3.999999999940941908e-01, -2 * 2.857142874366239149e-01,
             -2 * 2.222219843214978396e-01, -2 * 1.818357216161805012e-01, -2 * 1.531383769920937332e-01,
             -2 * 1.479819860511658591e-01);
  return _mm256_sqrt_pd(multiply_add(k, _mm256_set1_pd(-2 * 0.693147180559945309417), s * series));
}

/// (cos 2πu, sin 2πu), u = (word + ½) / 2^32: the two top bits of word + 2^29 are the nearest quadrant, the others the
/// angle from it, |θ| ≤ π/4, rounded once; then the coefficients of fdlibm's k_cos.c and k_sin.c.
inline std::array<Reals, 2> circle_point(Words word) {
  constexpr std::uint64_t sign = std::uint64_t{1} << 63;
  constexpr double unit = 0x1.921fb54442d18p-30;  // 2π / 2^32
  const Words shifted = word + (1 << 29);
  const Reals offset = above_two_to_52(shifted & ((1 << 30) - 1)) - (0x1p52 + 0x1p29);
  const Reals theta = multiply_add(offset, _mm256_set1_pd(unit), _mm256_set1_pd(unit / 2));
  const Reals z = theta * theta;
  const Reals cosine =
      horner(z, 1.0, -0.5, 4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05,
             -2.75573143513506633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11);
  const Reals sine_rest =
      horner(z, -1.66666666666666324348e-01, 8.33333333332248946124e-03, -1.98412698298579493134e-04,
             2.75573137070700676789e-06, -2.50507602534068634195e-08, 1.58969099521155010221e-10);
  const Reals sine = multiply_add(theta * z, sine_rest, theta);
  const Words half_turn = shifted << 32, quarter_turn = shifted << 33;  // in the sign bits
  const auto swap = reinterpret_cast<Reals>(quarter_turn);
  const auto x = reinterpret_cast<Words>(Reals(_mm256_blendv_pd(cosine, sine, swap)));
  const auto y = reinterpret_cast<Words>(Reals(_mm256_blendv_pd(sine, cosine, swap)));
  return {reinterpret_cast<Reals>(x ^ ((half_turn ^ quarter_turn) & sign)),
          reinterpret_cast<Reals>(y ^ (half_turn & sign))};
}

/// Normals 0 and 1 from words 0 (radius) and 1 (angle), 2 and 3 from words 2 and 3; one block a lane.
inline std::array<Reals, 4> box_muller(const std::array<Words, 4>& words) {
  const Reals first = radius(words[0]), second = radius(words[2]);
  const auto [x0, y0] = circle_point(words[1]);
  const auto [x1, y1] = circle_point(words[3]);
  return {first * x0, first * y0, second * x1, second * y1};
}

}  // namespace tiltscape
