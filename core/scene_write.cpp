// Scenes as TOML: complete, in the order a person would write them, and read back equal.
#include <fmt/format.h>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/measure.h"
#include "core/scene.h"
#include "core/version.h"

namespace tiltscape {
namespace {

/// The shortest digits that give the number back, always recognisable as a real.
std::string number(double value) {
  if (std::isnan(value)) return "nan";
  std::string text = fmt::format("{}", value);
  if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string toml_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      result += {'\\', c};
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      result += c;
  }
  result += '"';
  return result;
}

std::string value_of(const std::vector<std::string>& words) {
  std::vector<std::string> parts(words.size());
  std::ranges::transform(words, parts.begin(), toml_string);
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

std::string value_of(const Intervals& intervals) {
  std::vector<std::string> parts;
  for (const auto& [low, high] : intervals) parts.push_back(fmt::format("[{}, {}]", number(low), number(high)));
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

std::string value_of(const Setting& setting) {
  if (const auto* real = std::get_if<double>(&setting)) return number(*real);
  if (const auto* integer = std::get_if<std::int64_t>(&setting)) return fmt::format("{}", *integer);
  if (const auto* text = std::get_if<std::string>(&setting)) return toml_string(*text);
  if (const auto* words = std::get_if<WordList>(&setting)) return value_of(*words);
  if (const auto* intervals = std::get_if<Intervals>(&setting)) return value_of(*intervals);
  const auto& schedule = std::get<Schedule>(setting);
  return fmt::format("{{ schedule = \"{}\", from = {}, to = {}, steps = {} }}", to_string(schedule.shape),
                     number(schedule.from), number(schedule.to), schedule.steps);
}

std::string value_of(const std::vector<double>& numbers) {
  std::vector<std::string> parts(numbers.size());
  std::ranges::transform(numbers, parts.begin(), number);
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

std::string value_of(const Start& start) {
  if (std::holds_alternative<DefaultStart>(start)) return "\"default\"";
  if (std::holds_alternative<RandomStart>(start)) return "\"random\"";
  if (const auto* warm = std::get_if<WarmStart>(&start)) {
    std::string text = fmt::format("{{ from = {}, steps = {}", toml_string(warm->optimizer), warm->steps);
    for (const auto& [name, setting] : warm->settings) text += fmt::format(", {} = {}", name, value_of(setting));
    std::vector<std::string> task;
    for (const auto& [name, setting] : warm->task) task.push_back(fmt::format("{} = {}", name, value_of(setting)));
    return text + (task.empty() ? " }" : fmt::format(", task = {{ {} }} }}", fmt::join(task, ", ")));
  }
  return value_of(std::get<std::vector<double>>(start));
}

std::string value_of(const PlaneSpec& plane) {
  if (const auto* word = std::get_if<std::string>(&plane)) return toml_string(*word);
  if (const auto* axes = std::get_if<AxesPlane>(&plane))
    return fmt::format("{{ axes = [{}, {}] }}", axes->axes[0], axes->axes[1]);
  if (const auto* random = std::get_if<RandomPlane>(&plane)) return fmt::format("{{ random = {} }}", random->draw);
  if (const auto* eigen = std::get_if<EigenPlane>(&plane))
    return fmt::format("{{ eigenvectors = [{}, {}] }}", eigen->eigenvectors[0], eigen->eigenvectors[1]);
  std::vector<std::string> points;
  for (const auto& point : std::get<PointsPlane>(plane).points) points.push_back(value_of(point));
  return fmt::format("{{ points = [{}] }}", fmt::join(points, ", "));
}

std::string value_of(const Camera& camera) {
  return fmt::format("{{ azimuth = {}, elevation = {}, zoom = {}, projection = {}, pan = [{}, {}] }}",
                     number(camera.azimuth), number(camera.elevation), number(camera.zoom),
                     toml_string(camera.projection), number(camera.pan[0]), number(camera.pan[1]));
}

std::string value_of(const Stop& stop) {
  std::vector<std::string> parts;
  if (stop.steps) parts.push_back(fmt::format("steps = {}", *stop.steps));
  if (stop.cost) parts.push_back(fmt::format("cost = {}", *stop.cost));
  if (stop.loss) parts.push_back(fmt::format("loss = {}", number(*stop.loss)));
  return fmt::format("{{ {} }}", fmt::join(parts, ", "));
}

class Writer {
 public:
  void line(std::string_view key, std::string_view value) {
    fmt::format_to(std::back_inserter(text_), "{} = {}\n", key, value);
  }
  void line(std::string_view key, std::uint64_t value) {
    fmt::format_to(std::back_inserter(text_), "{} = {}\n", key, value);
  }
  void heading(std::string_view heading) { fmt::format_to(std::back_inserter(text_), "\n{}\n", heading); }
  void text(std::string_view text) { text_ += text; }
  void settings(const Settings& settings) {
    for (const auto& [name, setting] : settings) line(name, value_of(setting));
  }

  void run(const RunSpec& run) {
    heading("[[run]]");
    line("optimizer", toml_string(run.optimizer));
    if (!run.label.empty()) line("label", toml_string(run.label));
    settings(run.settings);
    if (run.start) line("start", value_of(*run.start));
    if (run.seed) line("seed", *run.seed);
    if (run.stop) line("stop", value_of(*run.stop));
    for (const Change& change : run.changes) {
      heading("[[run.change]]");
      line("step", change.step);
      settings(change.settings);
    }
  }

  void measure(const MeasureSpec& measure) {
    std::string parts = fmt::format("every = {}, method = {}", measure.every, toml_string(measure.method));
    const auto add = [&parts](std::string_view key, const std::string& value) {
      fmt::format_to(std::back_inserter(parts), ", {} = {}", key, value);
    };
    const bool sampled = is_sampled(measure.method);
    if (sampled && !measure.probes && measure.relative_error) add("relative_error", number(*measure.relative_error));
    if ((sampled && !measure.probes) || measure.method == "lanczos") add("budget", fmt::format("{}", measure.budget));
    if (sampled && measure.probes) add("probes", fmt::format("{}", *measure.probes));
    if (measure.rho) add("rho", number(*measure.rho));
    if (measure.tilt) add("tilt", number(*measure.tilt));
    line(measure.name, fmt::format("{{ {} }}", parts));
  }

  void view(const View& view) {
    heading("[view]");
    const std::string surface = toml_string(view.surface);
    line("surface", view.beside.empty() ? surface : fmt::format("[{}, {}]", surface, toml_string(view.beside)));
    if (!view.neighbourhood.empty()) line("neighbourhood", toml_string(view.neighbourhood));
    line("average", toml_string(view.average));
    line("mode", toml_string(view.mode));
    line("arrows", toml_string(view.arrows));
    line("camera", value_of(view.camera));
    if (view.tilt) line("tilt", number(*view.tilt));
    if (view.rho) line("rho", number(*view.rho));
    line("plane", value_of(view.plane));
    if (!view.chart.empty()) line("chart", toml_string(view.chart));
    if (view.bounds) {
      const auto& [x, y] = *view.bounds;
      line("bounds", fmt::format("[[{}, {}], [{}, {}]]", number(x[0]), number(x[1]), number(y[0]), number(y[1])));
    }
    line("scale", toml_string(view.scale));
    line("colormap", toml_string(view.colormap));
    if (!view.theme.empty()) line("theme", toml_string(view.theme));
    line("x_axis", toml_string(view.x_axis));
    line("x_scale", toml_string(view.x_scale));
    line("lines", value_of(view.lines));
    if (view.at) line("at", *view.at);
    line("speed", number(view.speed));
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

std::string write_scene(const Scene& scene) {
  Writer out;
  out.text(fmt::format("{}{} ({}, Eigen {}.{}.{})\n", written_by, version, compiler, EIGEN_WORLD_VERSION,
                       EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION));
  out.line("format", 1);
  out.line("title", toml_string(scene.title));
  std::string problem = fmt::format("name = {}", toml_string(scene.problem.name));
  for (const auto& [name, setting] : scene.problem.settings)
    problem += fmt::format(", {} = {}", name, value_of(setting));
  out.line("problem", fmt::format("{{ {} }}", problem));
  out.line("start", value_of(scene.start));
  out.line("seed", scene.seed);
  out.line("seeds", scene.seeds);
  out.line("generator", toml_string(choice_name(scene.generator)));
  out.line("stop", value_of(scene.stop));
  out.line("record_every", scene.record_every);
  out.line("device", toml_string(scene.device));
  out.line("threads", static_cast<std::uint64_t>(scene.threads));
  for (const RunSpec& run : scene.runs) out.run(run);
  out.heading("[measures]");
  for (const MeasureSpec& measure : scene.measures) out.measure(measure);
  out.view(scene.view);
  return out.take();
}

}  // namespace tiltscape
