// Probes, slopes, gradients and moves of linear models on random features.
#include "core/features/feature_objective.h"

#include <cmath>
#include <cstring>

namespace tiltscape {
namespace {

/// Bit by bit.
bool same(const Vector& a, const Vector& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(double)) == 0;
}

}  // namespace

void FeatureObjective::use_step(std::uint64_t number) {
  if (number != step_) minibatch_.reset();
  step_ = number;
}

const FeatureExamples& FeatureObjective::examples() {
  const FeatureExamples& all = loss_->features().train();
  if (batch_ == 0) return all;
  if (!minibatch_) {
    const Stream stream{.seed = seed_, .purpose = Purpose::minibatch, .step = step_};
    const auto chosen = sample_without_replacement(stream, all.size(), batch_);
    minibatch_ = {.inputs = all.inputs.columns_at(chosen), .signs = Eigen::ArrayXd(batch_)};
    for (Eigen::Index i = 0; i < batch_; ++i) minibatch_->signs[i] = all.signs[chosen[static_cast<std::size_t>(i)]];
  }
  return *minibatch_;
}

void FeatureObjective::draw(const Directions& u) {
  directions_.resize(loss_->dimension(), u.pairs);
  source_.draw(u.law, u.step, directions_);
  drawn_ = u;
}

void FeatureObjective::look(const Vector& x, const Directions& u) {
  draw(u);
  const FeatureExamples& seen = examples();
  constexpr int most_moves = 256;  // rounding errors add up
  if (batch_ > 0 || moves_ >= most_moves || !same(at_, x)) {
    scores_ = loss_->features().scores(x, seen.inputs);
    at_ = x;
    moves_ = 0;
  }
  changes_.resize(seen.size(), u.pairs);
  for (Eigen::Index i = 0; i < u.pairs; ++i)
    changes_.col(i) = loss_->features().scores(directions_.col(i), seen.inputs);
}

PairLosses FeatureObjective::probe_pairs(const Vector& x, const Directions& u, double rho) {
  look(x, u);
  const auto pairs = static_cast<std::size_t>(u.pairs);
  losses_.resize(2 * pairs);
  for (std::size_t i = 0; i < pairs; ++i) {
    const auto change = changes_.col(static_cast<Eigen::Index>(i));
    losses_[i] = loss_->losses().mean(examples().signs, scores_, rho, change);
    losses_[pairs + i] = loss_->losses().mean(examples().signs, scores_, -rho, change);
  }
  const std::span<const double> all(losses_);
  return {.plus = all.first(pairs), .minus = all.last(pairs)};
}

std::span<const double> FeatureObjective::directional_derivatives(const Vector& x, const Directions& u) {
  look(x, u);
  const Eigen::ArrayXd slopes = loss_->losses().slopes(examples().signs, scores_);
  losses_.resize(static_cast<std::size_t>(u.pairs));
  Eigen::Map<Vector>(losses_.data(), u.pairs) =
      changes_.matrix().transpose() * slopes.matrix() / static_cast<double>(examples().size());
  return losses_;
}

double FeatureObjective::value_and_gradient(const Vector& x, Vector& g) {
  const FeatureExamples& seen = examples();
  const Eigen::ArrayXd z = loss_->features().scores(x, seen.inputs);
  g.resize(x.size());
  loss_->features().add_up(loss_->losses().slopes(seen.signs, z) / static_cast<double>(seen.size()), seen.inputs, g);
  return loss_->losses().mean(seen.signs, z);
}

double FeatureObjective::move_along(Vector& x, const Directions&, std::span<const double> c) {
  const Eigen::Map<const Vector> coefficients(c.data(), static_cast<Eigen::Index>(c.size()));
  const bool kept = batch_ == 0 && same(at_, x);
  const Vector displacement = directions_ * coefficients;
  const double squares = displacement.squaredNorm();
  if (!std::isfinite(squares)) return squares;
  x += displacement;
  if (kept) {
    scores_ += (changes_.matrix() * coefficients).array();
    at_ = x;
    ++moves_;
  }
  return squares;
}

void FeatureObjective::direction(const Directions& u, int i, Vector& to) {
  if (drawn_ != u) draw(u);
  to = directions_.col(i);
}

}  // namespace tiltscape
