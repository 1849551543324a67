// Directions kept and directions drawn again.
#include "core/models/step_directions.h"

#include <algorithm>
#include <cmath>

#include "core/models/device_directions.h"
#include "core/models/rows.h"

namespace tiltscape {
namespace {

/// A part of a vector, without asking for a view of the whole: small models' steps are bound by such calls.
at::Tensor part(const at::Tensor& vector, std::int64_t first, std::int64_t size) {
  return size == vector.numel() ? vector : vector.narrow(0, first, size);
}

}  // namespace

void HeldDirections::begin(const Directions& u, std::int64_t d) {
  if (holds(u) && directions_.size(1) == d) return;
  const std::int64_t k = u.pairs;
  held_ = u;
  const c10::InferenceMode guard;
  if (!options_.device().is_cpu() && source_.draws_parts(u.law)) {
    directions_.reset();  // before there are others: they may be large
    directions_ = device_directions(u.law, source_.seed(), u.step, k, d, options_);
    return;
  }
  if (!directions_.defined() || directions_.size(0) != k || directions_.size(1) != d)
    directions_ = at::empty({k, d}, options_);
  if (!source_.draws_parts(u.law)) {
    drawn_.resize(static_cast<std::size_t>(k * d));
    source_.draw(u.law, u.step, Eigen::Map<Eigen::MatrixXd>(drawn_.data(), d, k));
    directions_.copy_(at::from_blob(drawn_.data(), {k, d}, at::kDouble));
    return;
  }
  drawn_.resize(static_cast<std::size_t>(d));  // a direction at a time, rounded while it is near the processor
  AT_DISPATCH_FLOATING_TYPES(directions_.scalar_type(), "begin", [&] {
    auto* row = directions_.mutable_data_ptr<scalar_t>();
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(k); ++i, row += d) {
      source_.draw_one(u.law, u.step, i, drawn_);
      std::ranges::transform(drawn_, row, [](double number) { return static_cast<scalar_t>(number); });
    }
  });
}

void HeldDirections::perturb(const at::Tensor& x, int i, double c, std::int64_t first, at::Tensor& out) {
  const std::int64_t size = out.numel();
  add_scaled(part(x, first, size), c, part(directions_.select(0, i), first, size), out);
}

void HeldDirections::add_part(int i, double c, std::int64_t first, at::Tensor& to) {
  to.add_(part(directions_.select(0, i), first, to.numel()), c);
}

double HeldDirections::move(FlatTensor& x, std::span<const double> c) {
  const c10::InferenceMode guard;
  return add_combination(directions_, c, x.values());
}

void DrawnDirections::begin(const Directions& u, std::int64_t d) {
  if (u_ == u && d_ == d) return;
  u_ = u;
  d_ = d;
  changed();
}

double DrawnDirections::move(FlatTensor& x, std::span<const double> c) {
  constexpr double surely_finite = 1e9;  // Σ|cᵢ|, even squared and in single precision
  const c10::InferenceMode guard;
  double sum = 0.0;
  for (const double ci : c) sum += std::abs(ci);
  const at::Tensor before = sum <= surely_finite ? at::Tensor() : x.values().clone();
  std::vector<at::Tensor> squares;
  for (std::int64_t first = 0; first < x.values().numel(); first += part_) {
    at::Tensor part = x.values().narrow(0, first, std::min(part_, x.values().numel() - first));
    at::Tensor displacement = at::zeros_like(part);
    for (std::size_t i = 0; i < c.size(); ++i) add_part(static_cast<int>(i), c[i], first, displacement);
    part.add_(displacement);
    squares.push_back(at::dot(displacement, displacement));
  }
  const double all = at::stack(squares).to(at::kDouble).sum().item<double>();  // the one wait
  if (!std::isfinite(all)) x.values().copy_(before);
  return all;
}

DirectionsDrawnOnCpu::DirectionsDrawnOnCpu(const DirectionSource& source)
    : DrawnDirections(std::int64_t{1} << 16), source_(source) {}  // parts that stay near the processor

void DirectionsDrawnOnCpu::changed() {
  scales_.clear();
  for (int i = 0; i < which().pairs; ++i)
    scales_.push_back(source_.part_scale(which().law, which().step, static_cast<std::uint32_t>(i),
                                         static_cast<std::size_t>(dimension())));
}

template <class Visit>
void DirectionsDrawnOnCpu::for_part(int i, std::int64_t first, std::int64_t size, Visit visit) {
  constexpr std::int64_t most = std::int64_t{1} << 13, alignment = DirectionSource::part_alignment;
  numbers_.resize(static_cast<std::size_t>(most));
  const double scale = scales_[static_cast<std::size_t>(i)];
  for (std::int64_t at = first; at < first + size;) {
    const std::int64_t from = at / alignment * alignment, until = std::min(first + size, from + most);
    const std::span<double> some(numbers_.data(), static_cast<std::size_t>(until - from));
    source_.draw_part(which().law, which().step, static_cast<std::uint32_t>(i), static_cast<std::size_t>(from), some);
    const auto used = some.subspan(static_cast<std::size_t>(at - from));
    if (scale != 1.0)
      for (double& number : used) number *= scale;
    visit(at - first, used);
    at = until;
  }
}

void DirectionsDrawnOnCpu::perturb(const at::Tensor& x, int i, double c, std::int64_t first, at::Tensor& out) {
  AT_DISPATCH_FLOATING_TYPES(out.scalar_type(), "perturb", [&] {
    const auto* const from = x.const_data_ptr<scalar_t>() + first;
    auto* const to = out.mutable_data_ptr<scalar_t>();
    const auto factor = static_cast<scalar_t>(c);
    for_part(i, first, out.numel(), [&](std::int64_t at, std::span<const double> u) {
      for (std::size_t j = static_cast<std::size_t>(at), k = 0; k < u.size(); ++j, ++k)
        to[j] = from[j] + factor * static_cast<scalar_t>(u[k]);
    });
  });
}

void DirectionsDrawnOnCpu::add_part(int i, double c, std::int64_t first, at::Tensor& to) {
  AT_DISPATCH_FLOATING_TYPES(to.scalar_type(), "add_part", [&] {
    auto* const numbers = to.data_ptr<scalar_t>();
    const auto factor = static_cast<scalar_t>(c);
    for_part(i, first, to.numel(), [&](std::int64_t at, std::span<const double> u) {
      for (std::size_t j = 0; j < u.size(); ++j)
        numbers[static_cast<std::size_t>(at) + j] += factor * static_cast<scalar_t>(u[j]);
    });
  });
}

std::unique_ptr<StepDirections> drawn_directions(const DirectionSource& source, const at::TensorOptions& options) {
  if (options.device().is_cpu()) return std::make_unique<DirectionsDrawnOnCpu>(source);
  return std::make_unique<DirectionsDrawnOnDevice>(source.seed(), options);
}

}  // namespace tiltscape
