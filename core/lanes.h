// Eight floats at once, for the averages behind surfaces.
#pragma once

#include <immintrin.h>

namespace tiltscape {

using Lanes = float __attribute__((vector_size(32)));

inline Lanes all(float value) { return _mm256_set1_ps(value); }
inline Lanes load(const float* from) { return _mm256_loadu_ps(from); }
inline void store(float* to, Lanes lanes) { _mm256_storeu_ps(to, lanes); }
inline Lanes larger(Lanes a, Lanes b) { return _mm256_max_ps(a, b); }
inline Lanes magnitude(Lanes a) { return _mm256_andnot_ps(all(-0.0F), a); }
/// a b + c, rounded once.
inline Lanes multiply_add(Lanes a, Lanes b, Lanes c) { return _mm256_fmadd_ps(a, b, c); }
/// `a` where the sign of `sign` is set, `b` elsewhere.
inline Lanes by_sign(Lanes sign, Lanes a, Lanes b) { return _mm256_blendv_ps(b, a, sign); }

/// e^x for x ≤ 0 within 2e-7 (relative); below −87 it is e^{−87} = 1.6e-38, the least normal number or so.
inline Lanes exp_of_negative(Lanes x) {
  x = larger(x, all(-87.0F));
  const Lanes n = _mm256_round_ps(x * all(1.44269504F), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  Lanes r = multiply_add(n, all(-0.693359375F), x);  // ln 2 in two parts (Cody & Waite)
  r = multiply_add(n, all(2.12194440e-4F), r);
  Lanes p = all(1.9875691500e-4F);  // Cephes, expf
  p = multiply_add(p, r, all(1.3981999507e-3F));
  p = multiply_add(p, r, all(8.3334519073e-3F));
  p = multiply_add(p, r, all(4.1665795894e-2F));
  p = multiply_add(p, r, all(1.6666665459e-1F));
  p = multiply_add(p, r, all(5.0000001201e-1F));
  p = multiply_add(p, r * r, r) + all(1.0F);
  const __m256i exponent = _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23);
  return p * Lanes(_mm256_castsi256_ps(exponent));
}

}  // namespace tiltscape
