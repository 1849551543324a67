// Planes by what they are made from: coordinates, chance, paths, curvature, points.
#pragma once

#include "core/plane.h"
#include "core/random.h"

namespace tiltscape {

/// d standard normals of a stream.
Vector gaussian_direction(const Stream& stream, Eigen::Index d);

/// Their bounds hold what the plane was made through, and are empty (0 to 0) where that is one point. All of them throw
/// BadInput where there is no such plane.

/// x_first and x_second, the other coordinates as in `centre`; `place` says where that is ("at the minimum").
Chart axes_plane(const Vector& centre, Eigen::Index first, Eigen::Index second, const std::string& place);

/// Two standard normal directions of a seed and draw, orthonormalised. With filters they are filter-normalised (Li et
/// al. 2018, arXiv 1712.09913, section 4): in every filter the direction is as long as the filter of `centre`, and 0
/// outside of them; the second is orthogonal to the first in every filter, so both keep that property and have the same
/// length. The bounds reach one such direction either way.
Chart random_plane(const Vector& centre, const std::vector<Filter>& filters, std::uint64_t seed, std::uint64_t draw,
                   const std::string& place);

/// Through the mean of the points, along the two directions in which they vary most; their shares of the variance are
/// on the axes. The first direction points from the first point to the last.
Chart pca_plane(const Points& points);

/// Along the two eigenvectors of the Hessian at x whose eigenvalues are largest in magnitude. Where an eigenvalue is
/// multiple, its eigenvector is the one that `hint` (d; may be 0) has most of.
Chart curvature_plane(const LossFunction& loss, const Vector& x, const Vector& hint, const std::string& place);

/// Along two eigenvectors of the Hessian at x, counted as in EigenPlane.
Chart eigenvectors_plane(const LossFunction& loss, const Vector& x, const std::array<std::int64_t, 2>& which,
                         const std::string& place);

/// Through three points, or through two and along the gradient half-way between them. The first is (0, 0).
Chart points_plane(const LossFunction& loss, const Points& points, const std::vector<std::string>& names);

}  // namespace tiltscape
