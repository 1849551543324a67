// What has changed, and drawing all of it.
#include "app/views/landscape_3d_image.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "app/colormaps.h"
#include "app/views/surface_image.h"

namespace tiltscape {
namespace {

constexpr double forgotten_after = 2.0;  ///< seconds
constexpr int fine = 129, coarse = 65;   ///< vertices a side
constexpr int samples = 4;

/// Of everything that lies on the surface.
class Fingerprint {
 public:
  void add(const void* data, std::size_t bytes) {
    const auto* const from = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < bytes; i += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, from + i, std::min<std::size_t>(8, bytes - i));
      value_ = std::rotl((value_ ^ word) * 0x9E3779B97F4A7C15ULL, 29);
    }
  }
  template <class T>
  void add(const T& value) {
    add(&value, sizeof value);
  }
  template <class T>
  void add_all(std::span<const T> values) {
    add(values.size());
    add(values.data(), values.size_bytes());
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0;
};

std::uint64_t fingerprint(const LandscapeInput& input) {
  Fingerprint print;
  for (const LandscapePath& path : input.paths) {
    print.add(std::array{path.hidden, path.selected, path.current.has_value()});
    print.add(static_cast<ImU32>(path.colour));
    print.add(path.dashes);
    print.add_all(path.points);
    if (path.current) print.add(*path.current);
  }
  for (const LandscapePerturbations& cloud : input.perturbations) {
    print.add(static_cast<ImU32>(cloud.colour));
    print.add_all(cloud.points);
    print.add_all(cloud.weights);
  }
  for (const LandscapeStart& start : input.starts) print.add(start.at.data(), 2 * sizeof(double));
  print.add(input.domain);
  return print.value();
}

}  // namespace

struct ReliefImage::Key {
  // what the surfaces are made of
  struct Surfaces {
    std::uint64_t version = 0, beside_version = 0;
    bool glass = false;
    ColourScaleKind scale{};
    Bounds bounds{};
    int size = 0;
    bool operator==(const Surfaces&) const = default;
  } surfaces;
  std::uint64_t things = 0;
  std::string colormap, symbol;
  std::array<std::string, 2> names;
  Camera camera;
  std::array<float, 9> picture{};
  Theme theme{};
  bool operator==(const Key&) const = default;
};

ReliefImage::Parts::Parts() = default;

void ReliefImage::take_surfaces(const Shown& shown, int size) {
  const LandscapeInput& input = *shown.input;
  scale_ = shown.glass != nullptr ? common_scale(input.scale, *shown.solid, *shown.glass)
                                  : ColourScale(input.scale, *shown.solid);
  std::vector<float> lines;
  for (const double level : scale_.contour_levels()) lines.push_back(static_cast<float>(scale_.place(level)));
  line_map_ = line_map(lines);
  box_ = ReliefBox(input.bounds);
  glass_ = shown.glass != nullptr;
  fields_[0] = ReliefField(*shown.solid, input.bounds, scale_, size);
  parts_->solid.upload(fields_[0]);
  parts_->faces.shade(fields_[0]);
  if (!glass_) return;
  fields_[1] = ReliefField(*shown.glass, input.bounds, scale_, size);
  parts_->glass.upload(fields_[1]);
}

void ReliefImage::update(const Shown& shown, double seconds) {
  const LandscapeInput& input = *shown.input;
  const Lens::Picture& p = shown.picture;
  Key key{.surfaces = {input.version, input.beside_version, shown.glass != nullptr, input.scale, input.bounds, 0},
          .things = fingerprint(input),
          .colormap = input.colormap,
          .symbol = shown.symbol,
          .names = input.labels,
          .camera = shown.camera,
          .picture = {p.low.x, p.low.y, p.high.x, p.high.y, p.left, p.right, p.top, p.bottom, shown.points},
          .theme = current_theme()};
  const int last_size = last_ ? last_->surfaces.size : 0;
  key.surfaces.size = last_size;
  const bool same = last_ && key == *last_;
  const double ago = seconds - last_change_;
  const bool quick = ago < settle_after;
  // a machine that is so slow that every frame brings a change needs it most
  const bool changing = !same && (quick || (changing_ && ago < forgotten_after));
  changing_ = !same;
  if (same && (!settling_ || quick)) return;
  settling_ = economical_ && last_ && changing;
  if (!same) last_change_ = seconds;
  if (!parts_) parts_ = std::make_unique<Parts>();
  if (!last_ || key.colormap != last_->colormap) {
    colours_ = colormap(input.colormap);
    colormap_ = gl::Texture::colormap(colours_);
  }
  key.surfaces.size = settling_ ? coarse : fine;
  const bool other_surfaces = !last_ || key.surfaces != last_->surfaces;
  if (other_surfaces) take_surfaces(shown, key.surfaces.size);
  if (other_surfaces || key.things != last_->things) parts_->things.upload(tubes_.build(input, fields_[0], box_));
  axes_ = box_axes(box_, input.bounds, scale_, input.labels, shown.symbol);
  Lens::Picture picture = shown.picture;
  picture.axes = label_rooms(axes_);
  lens_.emplace(shown.camera, box_.sides(), picture);
  GLint bound = 0;
  std::array<GLint, 4> viewport{};
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &bound);
  glGetIntegerv(GL_VIEWPORT, viewport.data());
  draw(shown, settling_);
  glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(bound));
  glViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
  last_ = std::make_shared<Key>(std::move(key));
  ++drawn_;
}

void ReliefImage::draw(const Shown& shown, bool quick) {
  const Palette& p = palette();
  const Theme theme = current_theme();
  const float points = shown.points * (quick ? 0.5F : 1.0F);
  const auto pixels = [points](float length) { return std::max(1, static_cast<int>(std::lround(length * points))); };
  const Canvas3D canvas{pixels(shown.picture.high.x - shown.picture.low.x),
                        pixels(shown.picture.high.y - shown.picture.low.y), points, !quick};
  gl::Framebuffer& framebuffer = framebuffers_[quick ? 1 : 0];
  if (canvas.width != framebuffer.width() || canvas.height != framebuffer.height())
    framebuffer = gl::Framebuffer(canvas.width, canvas.height, {.depth = true, .samples = quick ? 1 : samples});
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  framebuffer.clear(p.panel.Value.x, p.panel.Value.y, p.panel.Value.z, 1.0F);
  glDisable(GL_CULL_FACE);
  glDisable(GL_DEPTH_TEST);
  parts_->faces.draw(*lens_, box_, axes_, canvas);
  glEnable(GL_DEPTH_TEST);
  glDepthFunc(GL_LEQUAL);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_FALSE);
  colormap_.bind(0);
  line_map_.bind(1);
  ReliefLook look{.lined = !glass_,
                  .ink = ImColor(1.0F, 1.0F, 1.0F, 0.42F),
                  .shading = theme == Theme::print ? 0.8F : 1.0F,
                  .domain = shown.input->domain};
  parts_->solid.draw(*lens_, box_, look, canvas);
  parts_->things.draw(*lens_, canvas, Capsules::Manner::trace);
  parts_->things.draw(*lens_, canvas);
  if (glass_) {
    look.lined = true;
    look.opacity = 0.4F;
    look.haze = mix(p.panel, p.text, 0.5F);
    parts_->glass.draw(*lens_, box_, look, canvas);
  }
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glDisable(GL_DEPTH_TEST);
  glActiveTexture(GL_TEXTURE0);
  framebuffer.resolve();
}

std::optional<Eigen::Vector3d> ReliefImage::hit(const Ray& ray) const {
  const Ray unit = box_.to_unit(ray);
  auto first = fields_[0].hit(unit);
  if (!glass_) return first;
  const auto other = fields_[1].hit(unit);
  const auto distance = [&](const Eigen::Vector3d& p) { return (p - unit.origin).dot(unit.direction); };
  return other && (!first || distance(*other) < distance(*first)) ? other : first;
}

bool ReliefImage::visible(const Eigen::Vector2d& unit, Layer layer) const {
  const double height = field(layer).height(unit);
  if (std::isnan(height)) return false;
  const Eigen::Vector3d there = box_.from_unit({unit[0], unit[1], height});
  const Eigen::Vector3d towards = lens_->to_eye(there);
  // from a few vertices away: a narrow valley between them would be its own obstacle
  const double clearance = 3.0 / fields_[0].size();
  return !fields_[0].hit(box_.to_unit({there + clearance * towards, towards}));
}

}  // namespace tiltscape
