// NumPy's legacy generator (numpy/random/src/legacy/legacy-distributions.c), number for number.
#include <cmath>

#include "core/random.h"

namespace tiltscape {

double NumpyLegacy::uniform() {
  const auto high = static_cast<double>(twister_() >> 5);
  const auto low = static_cast<double>(twister_() >> 6);
  return (high * 67108864.0 + low) / 9007199254740992.0;
}

double NumpyLegacy::gaussian() {
  if (has_kept_) {
    has_kept_ = false;
    return kept_;
  }
  double x1, x2, r2;
  do {
    x1 = 2.0 * uniform() - 1.0;
    x2 = 2.0 * uniform() - 1.0;
    r2 = x1 * x1 + x2 * x2;
  } while (r2 >= 1.0 || r2 == 0.0);
  const double f = std::sqrt(-2.0 * std::log(r2) / r2);
  kept_ = f * x1;
  has_kept_ = true;
  return f * x2;
}

}  // namespace tiltscape
