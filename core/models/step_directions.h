// The directions of one step of a model: all of them kept, or drawn again part by part whenever they are used.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/models/flat_tensor.h"
#include "core/objective.h"
#include "core/random.h"

namespace tiltscape {

class StepDirections {
 public:
  virtual ~StepDirections() = default;
  /// Announces the directions that are used until the next call, in d dimensions.
  virtual void begin(const Directions& u, std::int64_t d) = 0;
  /// out ← x + c uᵢ, the entries from `first` on, as many as `out` has.
  virtual void perturb(const at::Tensor& x, int i, double c, std::int64_t first, at::Tensor& out) = 0;
  /// to ← to + c uᵢ's entries from `first` on, as many as `to` has.
  virtual void add_part(int i, double c, std::int64_t first, at::Tensor& to) = 0;
  /// x ← x + Σ cᵢuᵢ; returns ‖Σ cᵢuᵢ‖². x stays as it is where that is not finite.
  virtual double move(FlatTensor& x, std::span<const double> c) = 0;
};

/// Kept as a matrix, k × d.
class HeldDirections final : public StepDirections {
 public:
  HeldDirections(DirectionSource source, const at::TensorOptions& options) : source_(source), options_(options) {}
  void begin(const Directions& u, std::int64_t d) override;
  void perturb(const at::Tensor& x, int i, double c, std::int64_t first, at::Tensor& out) override;
  void add_part(int i, double c, std::int64_t first, at::Tensor& to) override;
  double move(FlatTensor& x, std::span<const double> c) override;
  const at::Tensor& all() const { return directions_; }
  bool holds(const Directions& u) const { return held_ == u && directions_.defined(); }

 private:
  DirectionSource source_;
  at::TensorOptions options_;
  std::optional<Directions> held_{};
  std::vector<double> drawn_;  ///< one of them (d), or, of laws that draw no parts, all (d × k)
  at::Tensor directions_;      ///< k × d
};

/// Drawn again for each use, a part at a time.
class DrawnDirections : public StepDirections {
 public:
  void begin(const Directions& u, std::int64_t d) final;
  double move(FlatTensor& x, std::span<const double> c) final;

 protected:
  /// `part`: entries that are moved at once.
  explicit DrawnDirections(std::int64_t part) : part_(part) {}
  /// Which they are, and in how many dimensions.
  const Directions& which() const { return u_; }
  std::int64_t dimension() const { return d_; }

 private:
  /// They are other ones from here on.
  virtual void changed() = 0;

  std::int64_t part_, d_ = 0;
  Directions u_{};
};

/// On the CPU, a few thousand numbers at a time.
class DirectionsDrawnOnCpu final : public DrawnDirections {
 public:
  explicit DirectionsDrawnOnCpu(const DirectionSource& source);
  void perturb(const at::Tensor& x, int i, double c, std::int64_t first, at::Tensor& out) override;
  void add_part(int i, double c, std::int64_t first, at::Tensor& to) override;

 private:
  void changed() override;
  /// Calls visit(place in uᵢ's part, numbers) for all of the part, scaled.
  template <class Visit>
  void for_part(int i, std::int64_t first, std::int64_t size, Visit visit);

  DirectionSource source_;
  std::vector<double> scales_;  ///< of each direction
  std::vector<double> numbers_;
};

/// Those that HeldDirections would keep on that device, drawn again for each use; of laws that draw parts.
std::unique_ptr<StepDirections> drawn_directions(const DirectionSource& source, const at::TensorOptions& options);

}  // namespace tiltscape
