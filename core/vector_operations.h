// The few operations that optimizers use beyond + − *: the same names for Eigen vectors here and for tensors in
// core/models.
#pragma once

#include <Eigen/Core>
#include <cstddef>

namespace tiltscape {

inline double norm(const Eigen::VectorXd& a) { return a.norm(); }
/// to ← from, in place (tensors share storage when assigned)
inline void assign(Eigen::VectorXd& to, const Eigen::VectorXd& from) { to = from; }
/// y ← y + c x
inline void axpy(double c, const Eigen::VectorXd& x, Eigen::VectorXd& y) { y += c * x; }
/// y ← a x + b y
inline void axpby(double a, const Eigen::VectorXd& x, double b, Eigen::VectorXd& y) { y = a * x + b * y; }
/// y ← a x² + b y, coordinate by coordinate
inline void square_axpby(double a, const Eigen::VectorXd& x, double b, Eigen::VectorXd& y) {
  y.array() = a * x.array().square() + b * y.array();
}
/// y ← x ⊙ y
inline void multiply(const Eigen::VectorXd& x, Eigen::VectorXd& y) { y.array() *= x.array(); }
/// to ← |x| + c
inline void absolute(const Eigen::VectorXd& x, double c, Eigen::VectorXd& to) { to = (x.array().abs() + c).matrix(); }
/// to ← m/(√v + c)
inline void over_root(const Eigen::VectorXd& m, const Eigen::VectorXd& v, double c, Eigen::VectorXd& to) {
  to = (m.array() / (v.array().sqrt() + c)).matrix();
}
/// to ← 0, as long as `like`
inline void set_zero(Eigen::VectorXd& to, const Eigen::VectorXd& like) { to.setZero(like.size()); }
/// 0 for a vector that was never assigned
inline std::size_t dimension(const Eigen::VectorXd& x) { return static_cast<std::size_t>(x.size()); }

/// A vector that a method keeps from step to step begins at 0.
template <class V>
void begin_at_zero(V& kept, const V& like) {
  if (dimension(kept) != dimension(like)) set_zero(kept, like);
}

}  // namespace tiltscape
