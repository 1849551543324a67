// What runs of every kind share.
#include "core/run.h"

#include <algorithm>

namespace tiltscape {

std::string to_string(Status status) {
  switch (status) {
    case Status::running:
      return "running";
    case Status::done:
      return "done";
    case Status::diverged:
      return "diverged";
    case Status::interrupted:
      return "interrupted";
    case Status::failed:
      return "failed";
  }
  return {};
}

std::size_t Columns::find(std::string_view name) const {
  if (const auto found = std::ranges::find(names, name); found != names.end())
    return static_cast<std::size_t>(found - names.begin());
  const auto found = std::ranges::find(aside, name);
  return found == aside.end() ? npos : names.size() + static_cast<std::size_t>(found - aside.begin());
}

std::vector<RunInfo> run_infos(const Scene& scene, std::uint64_t seeds) {
  const auto labels = unique_labels(scene.runs);
  std::vector<RunInfo> infos;
  for (std::size_t i = 0; i < scene.runs.size(); ++i)
    for (std::uint64_t offset = 0; offset < seeds; ++offset) {
      const RunSpec& spec = scene.runs[i];
      infos.push_back({.label = labels[i],
                       .spec = spec,
                       .seed = spec.seed.value_or(scene.seed) + offset,
                       .columns = {},
                       .stop = spec.stop.value_or(scene.stop),
                       .record_every = scene.record_every});
    }
  return infos;
}

}  // namespace tiltscape
