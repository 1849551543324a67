// What the tests of runs share: short scenes, a run at a time, records compared to the bit.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/run.h"

namespace tiltscape {

using Steps = std::vector<std::uint64_t>;

inline Scene scene_of(const std::string& text) { return parse_scene(text, "test"); }

inline std::string himmelblau(const std::string& stop, const std::string& runs) {
  return "problem = { name = \"himmelblau\" }\nstart = [0.7, -1.3]\nseed = 5\nstop = " + stop +
         "\n[measures]\ntrace = {}\ness = {}\n" + runs;
}
inline const std::string zest =
    "[[run]]\noptimizer = \"zest\"\nlearning_rate = 0.002\nrho = 0.2\ntilt = 0.05\npairs = 4\nestimator = "
    "\"jackknife\"\n";
inline const std::string gd = "[[run]]\noptimizer = \"gd\"\nlearning_rate = 0.002\n";

inline std::unique_ptr<Run> run_of(const Scene& scene, std::size_t index = 0) {
  return std::move(make_landscape_experiment(scene).runs.at(index));
}

inline Records finished(Run& run, std::uint64_t chunk = 1'000'000) {
  Records records;
  while (run.status() == Status::running) run.advance(chunk, records);
  return records;
}
inline Records records_of(const Scene& scene, std::size_t index = 0) { return finished(*run_of(scene, index)); }

/// To the bit, NaN included.
inline bool same(const Records& a, const Records& b) {
  const auto bits = [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  };
  return a.steps == b.steps && a.counts == b.counts && std::ranges::equal(a.values, b.values, bits);
}

inline double value(const Records& records, const Run& run, std::size_t row, std::string_view column) {
  return records.values.at(row * run.info().columns.width() + run.info().columns.find(column));
}
inline Settings setting(const std::string& name, Setting value) {
  Settings s;
  s.set(name, std::move(value));
  return s;
}

}  // namespace tiltscape
