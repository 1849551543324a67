// Scenes: everything that says what is run and shown. Values only; scene_read.cpp and scene_write.cpp are the TOML
// sides.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/outside.h"
#include "core/parameter.h"
#include "core/random.h"

namespace tiltscape {

struct DefaultStart {
  bool operator==(const DefaultStart&) const = default;
};
struct RandomStart {
  bool operator==(const RandomStart&) const = default;
};
/// Where another optimizer is after so many steps from the default start: fine-tuning begins there. A warm start draws
/// directions of its own and costs the run nothing.
struct WarmStart {
  std::string optimizer{};
  Settings settings{};  ///< complete: every parameter of the optimizer
  std::uint64_t steps = 500;
  Settings task{};  ///< settings that the problem has instead meanwhile: other classes, clean labels
  bool operator==(const WarmStart&) const = default;
};
using Start = std::variant<DefaultStart, RandomStart, std::vector<double>, WarmStart>;

/// A run ends when any of these is reached.
struct Stop {
  std::optional<std::uint64_t> steps{};
  std::optional<std::uint64_t> cost{};
  std::optional<double> loss{};  ///< checked at records
  bool operator==(const Stop&) const = default;
};

/// Settings that apply from `step` on: the update from x_step to x_{step+1} is the first with them.
struct Change {
  std::uint64_t step = 0;
  Settings settings{};
  bool operator==(const Change&) const = default;
};

struct RunSpec {
  std::string optimizer{};
  std::string label{};            ///< empty: made from the optimizer
  Settings settings;              ///< complete: every parameter of the optimizer
  std::vector<Change> changes{};  ///< by step
  std::optional<Start> start{};
  std::optional<std::uint64_t> seed{};
  std::optional<Stop> stop{};
  bool operator==(const RunSpec&) const = default;
};

struct ProblemSpec {
  std::string name;
  Settings settings;  ///< complete
  bool operator==(const ProblemSpec&) const = default;
};

/// A measure taken along every run.
struct MeasureSpec {
  std::string name;
  std::uint64_t every = 0;       ///< in steps; 0: at every record. Only steps that are recorded count.
  std::string method = "exact";  ///< exact | lanczos | hutchinson | hutch++ | zeroth-order
  /// Of an estimate: standard error / value that a pilot plans for. Nothing: all of the budget is spent, without a
  /// pilot.
  std::optional<double> relative_error{};
  std::uint64_t budget = 1000;           ///< the most Hessian products, or evaluations of f, that an estimate takes
  std::optional<std::int64_t> probes{};  ///< of an estimate, in place of both
  std::optional<double> rho{}, tilt{};   ///< of measures that have them
  bool operator==(const MeasureSpec&) const = default;
};

/// The plane of two coordinate axes, counted from 0.
struct AxesPlane {
  std::array<std::int64_t, 2> axes{0, 1};
  bool operator==(const AxesPlane&) const = default;
};
/// The plane through three points, or the line through two with a direction across it.
struct PointsPlane {
  std::vector<std::vector<double>> points{};
  bool operator==(const PointsPlane&) const = default;
};
/// Another draw of two random directions than `random`, which is draw 0.
struct RandomPlane {
  std::uint64_t draw = 0;
  bool operator==(const RandomPlane&) const = default;
};
/// Two eigenvectors of the Hessian: 1 is that of the largest eigenvalue, 2 of the next; −1 of the smallest.
struct EigenPlane {
  std::array<std::int64_t, 2> eigenvectors{1, 2};
  bool operator==(const EigenPlane&) const = default;
};
/// A word (auto, own, pca, curvature, random, ends) or what spans it.
using PlaneSpec = std::variant<std::string, AxesPlane, PointsPlane, RandomPlane, EigenPlane>;

/// Where a 3-D picture is seen from.
struct Camera {
  double azimuth = 35.0;                   ///< degrees from the first axis to the picture's right, counterclockwise
  double elevation = 50.0;                 ///< degrees above the plane, −90 to 90
  double zoom = 1.0;                       ///< 1 frames the surface
  std::string projection = "perspective";  ///< perspective | orthographic
  std::array<double, 2> pan{};             ///< heights of the picture that all is shifted by, right and up
  bool operator==(const Camera&) const = default;
};

/// What the window and pictures show first.
struct View {
  std::string surface = "loss";  ///< loss | tilted | mean | worst-case | difference
  std::string beside{};  ///< a second surface: across the split in two dimensions, translucent in three; empty: none
  std::string neighbourhood{};   ///< ball | sphere | gaussian; empty: the one that belongs to the run's law
  std::string average = "full";  ///< full | in-plane: what F_t averages over
  std::string mode = "2d";       ///< 2d | 3d
  std::string arrows = "none";   ///< none | loss | tilted: −∇f or −∇F_t on a grid
  Camera camera{};
  std::optional<double> tilt;  ///< of the surface; may be infinite
  std::optional<double> rho;
  PlaneSpec plane = "auto";  ///< auto and own: one of the problem's charts, which `chart` names
  std::string chart;         ///< empty: the first
  std::optional<std::array<std::array<double, 2>, 2>> bounds;
  std::string scale = "linear";  ///< of the colours: linear | log | quantile
  std::string colormap = "tilt";
  std::string theme;               ///< dark | light | print; empty: the user's
  std::string x_axis = "step";     ///< of the curves: step | cost | seconds
  std::string x_scale = "linear";  ///< of the curves' x axis: linear | log
  /// Of theory, beside the curves, in this order and each once: stability, prediction.
  std::vector<std::string> lines{};
  std::optional<std::uint64_t> at;  ///< the step shown in pictures
  double speed = 0.0;               ///< steps a second when played; 0: as fast as it goes
  bool operator==(const View&) const = default;
};

struct Scene {
  std::string title;
  ProblemSpec problem;
  Start start = DefaultStart{};
  std::uint64_t seed = 0;
  std::uint64_t seeds = 1;  ///< `tiltscape run` repeats each run with seed, seed + 1, …; the window shows the first
  Generator generator = Generator::philox;
  Stop stop;
  std::uint64_t record_every = 1;
  std::string device = "cpu";
  int threads = 1;  ///< LibTorch's
  std::vector<RunSpec> runs;
  std::vector<MeasureSpec> measures;
  View view;
  bool operator==(const Scene&) const = default;
};

/// One --set PATH=VALUE.
struct Override {
  std::string path, value;
};

/// Parses a scene; `name` stands for the file in errors. Throws BadInput "NAME:LINE: what is wrong; what would be
/// right".
Scene parse_scene(std::string_view text, const std::string& name, const std::vector<Override>& overrides = {},
                  const Outside& outside = {});
/// A file, or the name of a gallery scene ("product-valley"). Throws BadInput.
Scene load_scene(const std::string& file_or_name, const std::vector<Override>& overrides = {},
                 const Outside& outside = {});
/// What every text of write_scene begins with.
inline constexpr std::string_view written_by = "# Tiltscape ";
/// The complete scene as TOML: every default written out, versions in a comment. parse_scene gives the same scene back.
std::string write_scene(const Scene& scene);

struct GalleryEntry {
  std::string name, title, help;
};
/// The scenes that come with the program, in the order of menus.
std::vector<GalleryEntry> gallery();

/// Labels made unique: "ZEST", "ZEST 2" …
std::vector<std::string> unique_labels(const std::vector<RunSpec>& runs);

/// A new scene of a problem with the four methods on it, as the window makes when a problem is picked.
Scene default_scene(const std::string& problem, const Outside& outside = {});

}  // namespace tiltscape
