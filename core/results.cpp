// What a run leaves behind: records as CSV, a summary as JSON, the scene as it was run.
#include "core/results.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>

#include "core/bad_input.h"
#include "core/parameters_file.h"
#include "core/whole_file.h"

namespace tiltscape {
namespace {

constexpr std::array file_names = {"scene.toml", "records.csv", "summary.json", parameters_file_name};
constexpr std::size_t always = 3;  ///< of them, from the first on, every result has

/// A field of a CSV row, quoted where RFC 4180 asks for it.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  quoted += '"';
  return quoted;
}

void append_rows(fmt::memory_buffer& out, const RunResult& result, WholeFile& file) {
  constexpr std::size_t flush_at = 1U << 20U;
  const Records& records = result.records;
  const Columns& columns = result.info.columns;
  const std::string beginning = fmt::format("{},{},", csv_field(result.info.label), result.info.seed);
  for (std::size_t row = 0; row < records.size(); ++row) {
    const Counts& counts = records.counts[row];
    fmt::format_to(std::back_inserter(out), "{}{},{},{},{}", beginning, records.steps[row], counts.evaluations,
                   counts.gradients, counts.cost());
    const double* values = records.values.data() + row * columns.width();
    for (std::size_t i = 0; i < columns.names.size(); ++i) {
      out.push_back(',');
      if (!std::isnan(values[i])) fmt::format_to(std::back_inserter(out), "{}", values[i]);
    }
    out.push_back('\n');
    if (out.size() < flush_at) continue;
    file.write({out.data(), out.size()});
    out.clear();
  }
}

void write_records(const std::filesystem::path& path, const std::vector<RunResult>& results) {
  WholeFile file(path);
  fmt::memory_buffer out;
  fmt::format_to(std::back_inserter(out), "run,seed,step,evaluations,gradients,cost");
  for (const auto& name : results.front().info.columns.names) fmt::format_to(std::back_inserter(out), ",{}", name);
  out.push_back('\n');
  for (const RunResult& result : results) {
    if (result.info.columns.names != results.front().info.columns.names)
      throw std::logic_error("runs of a scene have different columns");
    append_rows(out, result, file);
  }
  file.write({out.data(), out.size()});
  file.commit();
}

nlohmann::ordered_json final_record(const RunResult& result) {
  const Records& records = result.records;
  if (records.size() == 0) return nullptr;
  const std::size_t last = records.size() - 1;
  const Counts& counts = records.counts[last];
  nlohmann::ordered_json record = {{"step", records.steps[last]},
                                   {"evaluations", counts.evaluations},
                                   {"gradients", counts.gradients},
                                   {"cost", counts.cost()}};
  const Columns& columns = result.info.columns;
  for (std::size_t i = 0; i < columns.names.size(); ++i) {
    const double value = records.values[last * columns.width() + i];
    if (std::isfinite(value))
      record[columns.names[i]] = value;
    else
      record[columns.names[i]] = nullptr;
  }
  return record;
}

/// Folders that have to be made for `dir`, the innermost first.
std::vector<std::filesystem::path> missing_folders(std::filesystem::path dir) {
  std::vector<std::filesystem::path> missing;
  std::error_code error;
  while (!dir.empty() && !std::filesystem::exists(dir, error) && !error) {
    missing.push_back(dir);
    if (dir == dir.parent_path()) break;
    dir = dir.parent_path();
  }
  return missing;
}

[[noreturn]] void cannot_write(const std::filesystem::path& dir, const std::string& why) {
  throw BadInput(fmt::format("{}: cannot be written ({}); name a folder you may write to", dir.string(), why));
}

void make_folder(const std::filesystem::path& dir) {
  std::error_code error;
  if (dir.empty()) cannot_write("\"\"", "no name");
  std::filesystem::create_directories(dir, error);
  std::error_code ignored;
  if (!std::filesystem::is_directory(dir, ignored)) cannot_write(dir, error ? error.message() : "it is a file");
}

/// Folders of such a name are left to the trial of writing.
bool there(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::exists(file, ignored) && !std::filesystem::is_directory(file, ignored);
}

/// Only a result is replaced: its files, and a scene that write_scene wrote. Others are somebody's work.
void keep_own_files(const std::filesystem::path& dir) {
  std::ifstream scene(dir / "scene.toml");
  std::string line;
  const bool written = std::getline(scene, line) && line.starts_with(written_by);
  if (written &&
      std::ranges::all_of(std::span(file_names).first(always), [&](const char* name) { return there(dir / name); }))
    return;
  for (const char* name : file_names)
    if (there(dir / name))
      throw BadInput(
          fmt::format("{}: holds a {} that is no result; name another folder, or move that file", dir.string(), name));
}

}  // namespace

bool holds_result(const std::filesystem::path& dir) {
  return std::ranges::any_of(file_names, [&](const char* name) { return there(dir / name); });
}

void check_writable(const std::filesystem::path& dir) {
  keep_own_files(dir);
  const auto made = missing_folders(dir);
  const auto clean_up = [&] {
    std::error_code ignored;
    for (const auto& folder : made) std::filesystem::remove(folder, ignored);  // only where empty
  };
  try {
    make_folder(dir);
    WholeFile probe(dir / "records.csv");  // never committed
    probe.write("\n");
    probe.flush();
  } catch (...) {
    clean_up();
    throw;
  }
  clean_up();
}

void write_results(const std::filesystem::path& dir, const Scene& scene, const std::vector<RunResult>& results) {
  if (results.empty()) throw std::logic_error("results of no run");
  make_folder(dir);
  WholeFile::put(dir / "scene.toml", write_scene(scene_with_changes(scene, results)));
  write_records(dir / "records.csv", results);
  WholeFile::put(dir / "summary.json", summary_json(scene, results));
  if (std::ranges::any_of(results, [](const RunResult& result) { return result.point != nullptr; }))
    write_parameters(dir / parameters_file_name, results);
  else
    std::filesystem::remove(dir / parameters_file_name);
}

std::string summary_json(const Scene& scene, const std::vector<RunResult>& results) {
  auto list = nlohmann::ordered_json::array();
  const std::size_t seeds = scene.runs.empty() ? 1 : std::max<std::size_t>(1, results.size() / scene.runs.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    const RunResult& result = results[i];
    const std::string& label = i / seeds < scene.runs.size() ? scene.runs[i / seeds].label : result.info.label;
    list.push_back({{"run", result.info.label},
                    {"label", label.empty() ? result.info.label : label},
                    {"seed", result.info.seed},
                    {"status", to_string(result.status)},
                    {"device", result.info.device},
                    {"steps", result.step},
                    {"final", final_record(result)},
                    {"seconds", result.seconds},
                    {"message", result.message}});
  }
  return list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Scene scene_with_changes(const Scene& scene, const std::vector<RunResult>& results) {
  Scene changed = scene;
  if (scene.runs.empty()) return changed;
  const std::size_t seeds = std::max<std::size_t>(1, results.size() / scene.runs.size());
  for (std::size_t i = 0; i < changed.runs.size() && i * seeds < results.size(); ++i)
    changed.runs[i].changes = results[i * seeds].changes;
  return changed;
}

}  // namespace tiltscape
