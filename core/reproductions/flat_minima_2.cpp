// Figure 2 of "Zeroth-Order Optimization Finds Flat Minima" (Zhang et al. 2025, arXiv 2506.05454): SVM and logistic
// regression on random features of a5a and w5a, GD beside ZO. Its numbers were read off the figure by eye.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/reproductions/registry.h"
#include "core/scene.h"

namespace tiltscape {
namespace {

/// What the figure shows of one model and data set, and the step sizes, where the authors' scripts tell them.
struct Panel {
  const char *model, *data;
  double rate, rho, gd_rate;
  bool zo_known;  ///< η and λ of ZO; GD's η is nowhere
  double loss, trace, gd_peak, gd_trace, zo_trace, gd_loss, zo_loss, gd_accuracy, zo_accuracy;
};

constexpr std::array<Panel, 4> panels = {{
    {"svm", "a5a", 1e-4, 0.05, 1e-3, true, 60, 11.5e3, 17.3e3, 11.7e3, 4.4e3, 0.4, 1.5, 0.845, 0.82},
    {"svm", "w5a", 1e-4, 0.05, 1e-3, true, 33, 8.2e3, 12.8e3, 5.0e3, 1.1e3, 0.0, 0.3, 0.985, 0.975},
    {"logistic", "a5a", 1e-2, 0.1, 1e-2, true, 3.6, 437, 1380, 926, 250, 0.32, 1.2, 0.845, 0.83},
    {"logistic", "w5a", 1e-2, 0.1, 1e-2, false, 2.8, 320, 1170, 290, 40, 0.05, 0.16, 0.985, 0.98},
}};

/// What LIBSVM's page says of the data sets.
struct Table {
  const char* name;
  std::int64_t features, train, test;
};
constexpr std::array<Table, 2> tables = {{{"a5a", 123, 6414, 26147}, {"w5a", 300, 9888, 39861}}};

constexpr double tolerance = 0.15;
constexpr std::uint64_t published_seed = 29;

/// One run's records of a column.
class Track {
 public:
  Track(const RunResult& result, std::string_view name) {
    const Columns& columns = result.info.columns;
    const std::size_t at = columns.find(std::string(name));
    for (std::size_t row = 0; row < result.records.size(); ++row)
      values_.push_back(result.records.values[row * columns.width() + at]);
  }
  double first() const { return values_.front(); }
  double last() const { return values_.back(); }
  double peak() const { return *std::ranges::max_element(values_); }

 private:
  std::vector<double> values_;
};

/// The gallery's scene with another model, data and step sizes.
Scene scene_of(const std::string& model, const std::vector<Override>& data, double rate, double rho, double gd_rate) {
  std::vector<Override> all = {{"problem.name", model},
                               {"run.0.learning_rate", fmt::format("{}", rate)},
                               {"run.0.rho", fmt::format("{}", rho)},
                               {"run.1.learning_rate", fmt::format("{}", gd_rate)}};
  all.insert(all.end(), data.begin(), data.end());
  return load_scene("flat-minima-svm", all);
}

void add_panel_rows(const Panel& panel, const std::vector<RunResult>& results, std::vector<ReproducedRow>& rows) {
  const std::string name = fmt::format("{} {}", panel.model, panel.data);
  const RunResult &zo = results.at(0), &gd = results.at(1);
  const Track zo_trace(zo, "trace"), gd_trace(gd, "trace"), zo_loss(zo, "loss"), gd_loss(gd, "loss");
  const Track zo_accuracy(zo, "test_accuracy"), gd_accuracy(gd, "test_accuracy");
  const auto judged = [&](const char* what, double published, double measured, bool known) {
    const std::string whole = fmt::format("{}: {}", name, what), reference = short_number(published);
    rows.push_back(known ? compared(whole, published, reference, measured, tolerance)
                         : only_shown(whole, reference, measured));
  };
  judged("first loss", panel.loss, zo_loss.first(), true);
  judged("first trace", panel.trace, zo_trace.first(), true);
  judged("highest trace, GD", panel.gd_peak, gd_trace.peak(), false);
  judged("last trace, GD", panel.gd_trace, gd_trace.last(), false);
  judged("last trace, ZO", panel.zo_trace, zo_trace.last(), panel.zo_known);
  judged("last loss, GD", panel.gd_loss, gd_loss.last(), false);
  judged("last loss, ZO", panel.zo_loss, zo_loss.last(), panel.zo_known);
  judged("test accuracy, GD", panel.gd_accuracy, gd_accuracy.last(), false);
  judged("test accuracy, ZO", panel.zo_accuracy, zo_accuracy.last(), panel.zo_known);
  const auto ordered = [&](const char* what, double low, double high, const char* sign) {
    rows.push_back(relation(fmt::format("{}: {}", name, what), sign, low < high,
                            fmt::format("{} and {}", short_number(low), short_number(high))));
  };
  ordered("last trace of ZO below GD's", zo_trace.last(), gd_trace.last(), "lower");
  ordered("last loss of GD below ZO's", gd_loss.last(), zo_loss.last(), "lower");
}

Scene scene_of(const Panel& panel, const std::filesystem::path& folder) {
  const auto file = [&](const char* ending) { return (folder / (panel.data + std::string(ending))).string(); };
  return scene_of(panel.model,
                  {{"problem.data", "file"},
                   {"problem.file", file("")},
                   {"problem.test_file", file(".t")},
                   {"generator", "numpy"},
                   {"seed", std::to_string(published_seed)}},
                  panel.rate, panel.rho, panel.gd_rate);
}

/// Whether the user's files are the published ones, as far as their sizes tell.
ReproducedRow sizes_row(const Table& table, const Experiment& experiment) {
  const auto sizes = [](std::int64_t features, std::int64_t train, std::int64_t test) {
    return fmt::format("{}, {}, {}", features, train, test);
  };
  const Classifier& data = *experiment.classifier;
  const std::string published = sizes(table.features, table.train, table.test);
  const std::string found = sizes(data.facts().features, data.train().inputs.cols(), data.test().inputs.cols());
  return relation(fmt::format("{}: features, training and test examples", table.name), published, found == published,
                  found);
}

std::vector<ReproducedRow> run_figure(const ReproductionTools& tools) {
  std::vector<ReproducedRow> rows;
  for (const Table& table : tables) {
    const auto panel = std::ranges::find(panels, std::string_view(table.name), &Panel::data);
    rows.push_back(sizes_row(table, tools.make(scene_of(*panel, tools.data), 1)));
  }
  for (const Panel& panel : panels) {
    const Scene scene = scene_of(panel, tools.data);
    const auto results = run_to_end(tools.make, scene, tools.jobs, tools.progress);
    if (tools.done) tools.done(fmt::format("{}-{}", panel.model, panel.data), scene, results);
    add_panel_rows(panel, results, rows);
  }
  return rows;
}

/// Mean and standard error of a run's last values of a column over seeds: `results` has the seeds of each run together.
struct OverSeeds {
  double mean = 0.0, error = 0.0;
  OverSeeds(std::span<const RunResult> results, std::string_view column) {
    const auto n = static_cast<double>(results.size());
    for (const RunResult& result : results) mean += Track(result, column).last() / n;
    for (const RunResult& result : results) error += std::pow(Track(result, column).last() - mean, 2) / (n - 1) / n;
    error = std::sqrt(error);
  }
  std::string shown() const { return fmt::format("{} ± {}", short_number(mean), short_number(error)); }
};

std::vector<ReproducedRow> run_breast_cancer(const ReproductionTools& tools) {
  constexpr std::uint64_t seeds = 5;
  std::vector<ReproducedRow> rows;
  for (const char* model : {"svm", "logistic"}) {
    const bool hinge = std::string_view(model) == "svm";
    Scene scene = hinge ? load_scene("flat-minima-svm") : scene_of(model, {}, 1e-2, 0.1, 1e-2);
    scene.seeds = seeds;
    const auto results = run_to_end(tools.make, scene, tools.jobs, tools.progress);
    if (tools.done) tools.done(fmt::format("{}-breast-cancer", model), scene, results);
    const std::span<const RunResult> all(results), zo = all.first(seeds), gd = all.subspan(seeds, seeds);
    const auto name = [&](const char* what) { return fmt::format("{} breast-cancer: {}", model, what); };
    const auto pair = [&](const char* column, const char* what, bool zo_lower) {
      const OverSeeds of_zo(zo, column), of_gd(gd, column);
      bool always = true;  // seed by seed
      for (std::size_t i = 0; i < seeds; ++i) {
        const double difference = Track(zo[i], column).last() - Track(gd[i], column).last();
        always = always && (zo_lower ? difference < 0 : difference > 0);
      }
      rows.push_back(relation(name(what), zo_lower ? "ZO lower" : "ZO higher", always,
                              fmt::format("ZO {}, GD {}", of_zo.shown(), of_gd.shown())));
    };
    pair("trace", "last trace, every seed", true);
    pair("loss", "last loss, every seed", false);
    rows.push_back({.what = name("test accuracy"),
                    .reference = "–",
                    .measured = OverSeeds(zo, "test_accuracy").mean,
                    .shown = fmt::format("ZO {}, GD {}", OverSeeds(zo, "test_accuracy").shown(),
                                         OverSeeds(gd, "test_accuracy").shown())});
  }
  return rows;
}

}  // namespace

ReproductionEntry flat_minima_2() {
  return {.name = "flat-minima-2",
          .title = "Figure 2 of Zeroth-Order Optimization Finds Flat Minima",
          .help =
              "SVM and logistic regression on 10 000 random features of a5a and w5a, 10 000 full-batch steps of GD "
              "and ZO. Values were read off the figure by eye; GD's step sizes are not published, so its values are "
              "shown beside and not judged.",
          .files = {"a5a", "a5a.t", "w5a", "w5a.t"},
          .run = run_figure};
}

ReproductionEntry flat_minima_2_breast_cancer() {
  return {.name = "flat-minima-2-breast-cancer",
          .title = "Figure 2 of Zeroth-Order Optimization Finds Flat Minima, on the breast cancer data",
          .help =
              "Five seeds. No figure to compare with: ZO's lower trace and its higher loss are both judged, seed by "
              "seed. ± is one standard error over the seeds.",
          .run = run_breast_cancer};
}

}  // namespace tiltscape
