// Tiles of rows from the device's generator.
#include "core/models/device_directions.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

#include <algorithm>
#include <cmath>

#include "core/random.h"

namespace tiltscape {
namespace {

/// Numbers in a tile of a row's part, at most, and of whole rows: 4 and 16 MB in single precision. The larger a tile
/// is, the less starting its call counts; the smaller it is, the less memory drawing a large model's directions again
/// takes.
constexpr std::int64_t part_numbers = std::int64_t{1} << 20, rows_numbers = std::int64_t{1} << 22;

/// The tiles that k × d numbers are cut into. What a call of the generator fills depends on how many numbers it fills,
/// so that a tile is always drawn as a whole.
struct Tiles {
  std::int64_t d;
  std::int64_t columns = std::min(d, part_numbers);
  std::int64_t rows = columns < d ? 1 : std::clamp<std::int64_t>(rows_numbers / d, 1, 32);

  std::int64_t down(std::int64_t k) const { return (k + rows - 1) / rows; }
  std::int64_t across() const { return (d + columns - 1) / columns; }
  std::int64_t width(std::int64_t column) const { return std::min(columns, d - column * columns); }
};

at::Generator new_generator(const at::Device& device) {
  if (device.is_cpu()) return at::detail::createCPUGenerator();
  return at::globalContext().getAcceleratorHooksInterface(device.type()).getNewGenerator(device.index());
}

/// A tile before the sphere's scale.
void draw_tile(Law law, std::uint64_t seed, std::uint64_t step, std::int64_t row, std::int64_t column,
               at::Generator& generator, at::Tensor& tile) {
  const Stream stream{
      .seed = seed, .purpose = Purpose::direction, .step = step, .item = static_cast<std::uint32_t>(row)};
  const auto words = philox(stream, static_cast<std::uint32_t>(column));
  generator.set_current_seed(std::uint64_t{words[0]} << 32U | words[1]);
  if (law == Law::rademacher)
    tile.random_(0, 2, generator).mul_(2).sub_(1);
  else
    tile.normal_(0, 1, generator);
}

/// √d / ‖uᵢ‖ of rows whose squared norms these are.
at::Tensor sphere_scales(const at::Tensor& squares, std::int64_t d) {
  return squares.rsqrt().mul_(std::sqrt(static_cast<double>(d)));
}

}  // namespace

at::Tensor device_directions(Law law, std::uint64_t seed, std::uint64_t step, std::int64_t k, std::int64_t d,
                             const at::TensorOptions& options) {
  const Tiles tiles{d};
  const at::Tensor all = at::empty({tiles.down(k) * tiles.rows, d}, options);
  at::Generator generator = new_generator(options.device());
  for (std::int64_t row = 0; row < tiles.down(k); ++row)
    for (std::int64_t column = 0; column < tiles.across(); ++column) {
      at::Tensor tile =
          all.narrow(0, row * tiles.rows, tiles.rows).narrow(1, column * tiles.columns, tiles.width(column));
      draw_tile(law, seed, step, row, column, generator, tile);
    }
  const at::Tensor used = all.narrow(0, 0, k);
  if (law == Law::sphere) used.mul_(sphere_scales(used.norm(2, {1}, true).square_(), d));
  return used;
}

DirectionsDrawnOnDevice::DirectionsDrawnOnDevice(std::uint64_t seed, const at::TensorOptions& options)
    : DrawnDirections(part_numbers), seed_(seed), options_(options), generator_(new_generator(options.device())) {}

void DirectionsDrawnOnDevice::changed() {
  rows_at_ = column_at_ = -1;
  scales_.reset();
  if (which().law != Law::sphere) return;
  const c10::InferenceMode guard;
  const Tiles tiles{dimension()};
  const at::Tensor squares = at::zeros({tiles.down(which().pairs) * tiles.rows, 1}, options_);
  for (std::int64_t row = 0; row < tiles.down(which().pairs); ++row)
    for (std::int64_t column = 0; column < tiles.across(); ++column) {
      row_of_tile(row * tiles.rows, column);
      squares.narrow(0, row * tiles.rows, tiles.rows).add_(tile_.norm(2, {1}, true).square_());
    }
  rows_at_ = column_at_ = -1;  // it was drawn without its scale
  scales_ = sphere_scales(squares, dimension());
}

at::Tensor DirectionsDrawnOnDevice::row_of_tile(std::int64_t i, std::int64_t column) {
  const Tiles tiles{dimension()};
  const std::int64_t row = i / tiles.rows, width = tiles.width(column);
  if (rows_at_ != row || column_at_ != column) {
    const std::int64_t numbers = tiles.rows * tiles.columns;
    if (!buffer_.defined() || buffer_.numel() != numbers) buffer_ = at::empty({numbers}, options_);
    tile_ = buffer_.narrow(0, 0, tiles.rows * width).view({tiles.rows, width});
    draw_tile(which().law, seed_, which().step, row, column, generator_, tile_);
    if (scales_.defined()) tile_.mul_(scales_.narrow(0, row * tiles.rows, tiles.rows));
    rows_at_ = row;
    column_at_ = column;
  }
  return tile_.select(0, i % tiles.rows);
}

template <class Visit>
void DirectionsDrawnOnDevice::for_part(int i, std::int64_t first, std::int64_t size, Visit visit) {
  const c10::InferenceMode guard;
  const std::int64_t columns = Tiles{dimension()}.columns;
  for (std::int64_t at = first; at < first + size;) {
    const std::int64_t column = at / columns, until = std::min(first + size, (column + 1) * columns);
    visit(at - first, row_of_tile(i, column).narrow(0, at - column * columns, until - at));
    at = until;
  }
}

void DirectionsDrawnOnDevice::perturb(const at::Tensor& x, int i, double c, std::int64_t first, at::Tensor& out) {
  for_part(i, first, out.numel(), [&](std::int64_t at, const at::Tensor& u) {
    at::Tensor to = out.narrow(0, at, u.numel());
    at::add_out(to, x.narrow(0, first + at, u.numel()), u, c);
  });
}

void DirectionsDrawnOnDevice::add_part(int i, double c, std::int64_t first, at::Tensor& to) {
  for_part(i, first, to.numel(), [&](std::int64_t at, const at::Tensor& u) { to.narrow(0, at, u.numel()).add_(u, c); });
}

}  // namespace tiltscape
