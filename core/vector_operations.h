// The few operations that optimizers use beyond + − *: the same names for Eigen vectors here and for tensors in
// core/models.
#pragma once

#include <Eigen/Core>

namespace tiltscape {

inline double norm(const Eigen::VectorXd& a) { return a.norm(); }
/// to ← from, in place (tensors share storage when assigned)
inline void assign(Eigen::VectorXd& to, const Eigen::VectorXd& from) { to = from; }
/// y ← y + c x
inline void axpy(double c, const Eigen::VectorXd& x, Eigen::VectorXd& y) { y += c * x; }

}  // namespace tiltscape
