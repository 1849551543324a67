// The Krylov space and its Ritz pairs.
#include "core/curvature/lanczos.h"

#include "tests/core/curvature_support.h"

namespace tiltscape {
namespace {

/// The residuals of all Ritz pairs are what they say.
void expect_residuals(const Matrix& a, const Lanczos& lanczos) {
  const Lanczos::Ritz ritz = lanczos.ritz();
  ASSERT_EQ(ritz.values.size(), lanczos.size());
  for (Eigen::Index i = 0; i < lanczos.size(); ++i) {
    const Vector v = lanczos.vector(ritz.rotation.col(i));
    EXPECT_NEAR(v.norm(), 1.0, 1e-12);
    EXPECT_NEAR((a * v - ritz.values[i] * v).norm(), ritz.errors[i], 1e-12);
  }
}

TEST(Lanczos, HasItsRitzPairsAlsoAfterRestarts) {
  const Matrix a = with_spectrum(gaussian_matrix(50, 1, 1), 2);
  const QuadraticForm form(a);
  Hessian hessian(form, Vector::Zero(50));
  Lanczos lanczos(hessian, gaussian_matrix(50, 1, 6), 12);
  for (int round = 0; round < 3; ++round) {
    int products = 0;
    auto state = Lanczos::State::growing;
    while (state == Lanczos::State::growing) {
      state = lanczos.grow();
      ++products;
      expect_residuals(a, lanczos);
    }
    EXPECT_EQ(state, Lanczos::State::ended);
    EXPECT_EQ(products, round == 0 ? 12 : 7);
    EXPECT_EQ(lanczos.size(), 12);
    lanczos.restart(lanczos.ritz(), {0, 1, 9, 10, 11});
  }
}

}  // namespace
}  // namespace tiltscape
