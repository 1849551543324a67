// The Krylov space and its Ritz pairs.
#include "core/curvature/lanczos.h"

#include "tests/core/curvature_support.h"

namespace tiltscape {
namespace {

TEST(Lanczos, TridiagonalFormHasItsRitzPairs) {
  const Matrix a = with_spectrum(gaussian_matrix(50, 1, 1), 2);
  const QuadraticForm form(a);
  Hessian hessian(form, Vector::Zero(50));
  Lanczos lanczos(hessian, gaussian_matrix(50, 1, 6), 12);
  while (lanczos.grow() == Lanczos::State::growing) {
  }
  const Lanczos::Ritz ritz = lanczos.ritz();
  ASSERT_EQ(ritz.values.size(), 12);
  for (Eigen::Index i = 0; i < 12; ++i) {
    const Vector v = lanczos.vector(ritz.rotation.col(i));
    EXPECT_NEAR(v.norm(), 1.0, 1e-12);
    EXPECT_NEAR((a * v - ritz.values[i] * v).norm(), ritz.errors[i], 1e-12);
  }
}

}  // namespace
}  // namespace tiltscape
