// Directions drawn by the laws, from either generator.
#include <immintrin.h>

#include <array>
#include <cmath>
#include <vector>

#include "core/philox_lanes.h"
#include "core/random.h"

namespace tiltscape {

namespace {

using ColumnsRef = Eigen::Ref<Eigen::MatrixXd>;

double* column(ColumnsRef columns, Eigen::Index i) { return columns.data() + i * columns.outerStride(); }

/// Summed in an order that depends on the length alone (Eigen's depends on the alignment too).
double dot(const double* a, const double* b, Eigen::Index n) {
  Reals sums{}, four_a, four_b;
  Eigen::Index i = 0;
  for (; i + 4 <= n; i += 4) {
    std::memcpy(&four_a, a + i, sizeof four_a);
    std::memcpy(&four_b, b + i, sizeof four_b);
    sums = _mm256_fmadd_pd(four_a, four_b, sums);
  }
  double sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  for (; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

/// ‖v‖² of parts (all but the last a multiple of four long) as dot() has it of the whole.
class SumOfSquares {
 public:
  void add(std::span<const double> part) {
    std::size_t i = 0;
    for (Reals four; i + 4 <= part.size(); i += 4) {
      std::memcpy(&four, part.data() + i, sizeof four);
      sums_ = _mm256_fmadd_pd(four, four, sums_);
    }
    for (; i < part.size(); ++i) rest_.push_back(part[i]);
  }
  double value() const {
    double sum = (sums_[0] + sums_[1]) + (sums_[2] + sums_[3]);
    for (const double v : rest_) sum += v * v;
    return sum;
  }

 private:
  Reals sums_{};
  std::vector<double> rest_;
};

void scale_to_radius(double* v, Eigen::Index d) {
  const double factor = std::sqrt(static_cast<double>(d) / dot(v, v, d));
  for (Eigen::Index i = 0; i < d; ++i) v[i] *= factor;
}

/// Gram–Schmidt, each column twice so that rounding leaves nothing: the Q of QR with a positive diagonal in R, which
/// for standard normals is Haar distributed (Mezzadri 2007), times √d. Column by column, so that none depends on later
/// ones.
void orthogonalise(ColumnsRef columns) {
  const Eigen::Index d = columns.rows();
  for (Eigen::Index i = 0; i < columns.cols(); ++i) {
    double* const v = column(columns, i);
    for (int pass = 0; pass < 2; ++pass)
      for (Eigen::Index j = i - i % d; j < i; ++j) {
        const double* const earlier = column(columns, j);
        const double share = dot(earlier, v, d) / static_cast<double>(d);
        for (Eigen::Index row = 0; row < d; ++row) v[row] -= share * earlier[row];
      }
    scale_to_radius(v, d);
  }
}

/// ±√d e_j in column i: j from words 0 and 1, the sign from word 2 of item `first.item` + i.
void fill_coordinates(const Stream& first, ColumnsRef out) {
  const auto d = static_cast<double>(out.rows());
  out.setZero();
  for_each_four(first, static_cast<std::size_t>(out.cols()), 1, [&](const Four& four, std::size_t used) {
    const Reals j = middle_of_part(four.words[0] << 20 | four.words[1] >> 12) * d;
    const Reals entry = signs_of_bits(four.words[2] << Words{0, 1, 2, 3}) * std::sqrt(d);
    for (std::size_t lane = 0; lane < used; ++lane)
      out(static_cast<Eigen::Index>(j[lane]), static_cast<Eigen::Index>(four.item[lane])) = entry[lane];
  });
}

/// Column by column from NumPy's sequence: normals; for rademacher d signs of uniform − ½; for coordinate one uniform,
/// whose integer and fractional parts after × d say which and (below ½: −) which sign.
void draw_numpy(Law law, NumpyLegacy& numpy, ColumnsRef out) {
  const auto d = static_cast<double>(out.rows());
  if (law == Law::coordinate) out.setZero();
  for (Eigen::Index i = 0; i < out.cols(); ++i) {
    if (law == Law::coordinate) {
      const double place = numpy.uniform() * d, j = std::floor(place);
      out(static_cast<Eigen::Index>(j), i) = place - j < 0.5 ? -std::sqrt(d) : std::sqrt(d);
    } else if (law == Law::rademacher) {
      for (double& entry : out.col(i)) entry = numpy.uniform() < 0.5 ? -1.0 : 1.0;
    } else {
      for (double& entry : out.col(i)) entry = numpy.gaussian();
    }
  }
  if (law == Law::sphere || law == Law::orthogonal) shape_directions(law, {}, out);
}

}  // namespace

void shape_directions(Law law, const Stream& first, ColumnsRef directions) {
  switch (law) {
    case Law::gaussian:
      break;
    case Law::sphere:
      for (Eigen::Index i = 0; i < directions.cols(); ++i) scale_to_radius(column(directions, i), directions.rows());
      break;
    case Law::rademacher:
      fill_sign_columns(first, directions);
      break;
    case Law::coordinate:
      fill_coordinates(first, directions);
      break;
    case Law::orthogonal:
      orthogonalise(directions);
      break;
  }
}

bool draws_parts(Generator generator, Law law) {
  return generator == Generator::philox && (law == Law::gaussian || law == Law::sphere || law == Law::rademacher);
}

void DirectionSource::draw_part(Law law, std::uint64_t step, std::uint32_t i, std::size_t first,
                                std::span<double> out) const {
  const std::size_t per_block = law == Law::rademacher ? 128 : 4;  // numbers
  const Stream stream{.seed = seed_,
                      .purpose = Purpose::direction,
                      .step = step,
                      .item = i,
                      .block = static_cast<std::uint32_t>(first / per_block)};
  law == Law::rademacher ? fill_signs(stream, out) : fill_gaussian(stream, out);
}

void DirectionSource::draw_one(Law law, std::uint64_t step, std::uint32_t i, std::span<double> out) const {
  draw_part(law, step, i, 0, out);
  if (law == Law::sphere) scale_to_radius(out.data(), std::ssize(out));
}

double DirectionSource::part_scale(Law law, std::uint64_t step, std::uint32_t i, std::size_t d) const {
  if (law != Law::sphere) return 1.0;
  std::array<double, std::size_t{1} << 12U> part{};
  SumOfSquares sum;
  for (std::size_t first = 0; first < d; first += part.size()) {
    const std::span<double> some(part.data(), std::min(part.size(), d - first));
    draw_part(law, step, i, first, some);
    sum.add(some);
  }
  return std::sqrt(static_cast<double>(d) / sum.value());
}

DirectionSource::DirectionSource(Generator generator, std::uint64_t seed)
    : generator_(generator), seed_(seed), numpy_(static_cast<std::uint32_t>(seed)) {}

void DirectionSource::draw(Law law, std::uint64_t step, ColumnsRef out) {
  if (generator_ == Generator::numpy) return draw_numpy(law, numpy_, out);
  const Stream first{.seed = seed_, .purpose = Purpose::direction, .step = step};
  if (law != Law::rademacher && law != Law::coordinate) fill_gaussian_columns(first, out);
  shape_directions(law, first, out);
}

}  // namespace tiltscape
