// Random numbers: counter-based (Philox4x32-10), so that nothing one asks for shifts anything else, and NumPy's legacy
// generator, so that published figures repeat number for number.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "core/law.h"

namespace tiltscape {

/// What a number is for; part of the counter, so that purposes never share numbers. Never reorder: scenes repeat by it.
enum class Purpose : std::uint32_t {
  start = 1,
  direction,
  minibatch,
  split,
  measure,
  weights,
  surface,
  problem,
  plane,
  examples,
  label_noise,
  features,
  warm_start
};

/// One stream of Philox4x32-10: key = seed, counter = (block, item, step, purpose and high bits of step).
struct Stream {
  std::uint64_t seed = 0;
  Purpose purpose = Purpose::direction;
  std::uint64_t step = 0;   ///< below 2^56
  std::uint32_t item = 0;   ///< pair, layer, probe …
  std::uint32_t block = 0;  ///< what is filled begins with this block's numbers: to draw a part of an item
};

/// 4 words of block `block` of the stream.
std::array<std::uint32_t, 4> philox(const Stream& stream, std::uint32_t block);

/// Standard normals by Box–Muller (radius resolved to 2^-32, so |z| ≤ 6.76); out[i] depends on the stream and i alone.
void fill_gaussian(const Stream& stream, std::span<double> out);
/// Uniform on (0, 1): midpoints of 2^52 equal parts, so that neither end occurs.
void fill_uniform(const Stream& stream, std::span<double> out);
/// Independent ±1.
void fill_signs(const Stream& stream, std::span<double> out);
/// Column i as fill_gaussian fills it from item `first.item` + i, but all columns together: faster where they are
/// short.
void fill_gaussian_columns(const Stream& first, Eigen::Ref<Eigen::MatrixXd> out);
/// The same for signs.
void fill_sign_columns(const Stream& first, Eigen::Ref<Eigen::MatrixXd> out);
/// The first `count` entries of a random permutation of 0 … n − 1 (Fisher–Yates); they do not depend on `count`.
/// n is below 2^32; time and memory are O(count).
std::vector<std::int64_t> sample_without_replacement(const Stream& stream, std::int64_t n, std::int64_t count);

/// NumPy's RandomState(seed): MT19937, 53-bit doubles, polar Gaussian that keeps its second number.
class NumpyLegacy {
 public:
  explicit NumpyLegacy(std::uint32_t seed) : twister_(seed) {}
  double uniform();   ///< on [0, 1): random_sample()
  double gaussian();  ///< randn()

 private:
  std::mt19937 twister_;
  bool has_kept_ = false;
  double kept_ = 0.0;
};

enum class Generator { philox, numpy };

template <>
struct Choices<Generator> {
  static constexpr std::array names = {"philox", "numpy"};
};

/// Shapes a matrix of standard normals (one direction a column) by a law, in place: gaussian leaves it, sphere scales
/// the columns to √d, orthogonal makes them orthogonal to the earlier ones of their block of d. The other two laws
/// ignore what is there and draw column i from item `first.item` + i of the stream. In each, column i depends on no
/// later column.
void shape_directions(Law law, const Stream& first, Eigen::Ref<Eigen::MatrixXd> directions);

/// Whether parts of this law's directions can be drawn alone: of gaussian, sphere and rademacher from Philox.
bool draws_parts(Generator generator, Law law);

/// Draws the directions of one step. Copyable: it is part of a run's state.
class DirectionSource {
 public:
  /// NumPy's generator takes the low 32 bits of the seed.
  DirectionSource(Generator generator, std::uint64_t seed);

  /// Fills `out` (d × k, one direction a column) for a step. Philox: column i is a pure function of (seed, step, i),
  /// from item i (orthogonal: items of the block's columns up to i), whatever k is. NumPy: the next numbers of its
  /// sequence, column by column, so each step must draw once, in order.
  void draw(Law law, std::uint64_t step, Eigen::Ref<Eigen::MatrixXd> out);
  /// Column i alone as draw() fills it (d), of laws that draw parts.
  void draw_one(Law law, std::uint64_t step, std::uint32_t i, std::span<double> out) const;
  bool draws_parts(Law law) const { return tiltscape::draws_parts(generator_, law); }
  /// Entries first … first + out.size() of column i as draw() fills it, but for the sphere's scale; `first` is a
  /// multiple of part_alignment.
  void draw_part(Law law, std::uint64_t step, std::uint32_t i, std::size_t first, std::span<double> out) const;
  static constexpr std::size_t part_alignment = 128;
  /// What draw_part's numbers are to be multiplied by in d dimensions: 1, but for the sphere. Draws all of them once.
  double part_scale(Law law, std::uint64_t step, std::uint32_t i, std::size_t d) const;
  Generator generator() const { return generator_; }
  std::uint64_t seed() const { return seed_; }
  /// The sequential generator, for starts that come before the directions (start first, then each step's directions).
  NumpyLegacy& numpy() { return numpy_; }

 private:
  Generator generator_;
  std::uint64_t seed_;
  NumpyLegacy numpy_;
};

}  // namespace tiltscape
