// The list of reproductions, and what their rows have in common.
#include "core/reproductions/reproduction.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/bad_input.h"
#include "core/reproductions/registry.h"

namespace tiltscape {

const std::vector<ReproductionEntry>& reproductions() {
  static const std::vector<ReproductionEntry> list = {flat_minima_2(), flat_minima_2_breast_cancer()};
  return list;
}

const ReproductionEntry& find_reproduction(std::string_view name) {
  const auto found = std::ranges::find(reproductions(), name, &ReproductionEntry::name);
  if (found != reproductions().end()) return *found;
  std::vector<std::string> names;
  for (const auto& entry : reproductions()) names.push_back(entry.name);
  throw BadInput(unknown("reproduction", name, names));
}

void check_files(const ReproductionEntry& entry, const std::filesystem::path& data) {
  std::vector<std::string> missing;
  for (const std::string& file : entry.files)
    if (!std::filesystem::is_regular_file(data / file)) missing.push_back(file);
  if (missing.empty()) return;
  const std::string where = data.empty() ? "no --data DIR is given" : fmt::format("{} has no", data.string());
  throw BadInput(fmt::format(
      "{}: {} {}; they are LIBSVM's binary classification data sets of these names, unpacked: "
      "put them in a folder and name it with --data DIR",
      entry.name, where,
      data.empty() ? fmt::format("for {}", fmt::join(missing, ", ")) : fmt::format("{}", fmt::join(missing, ", "))));
}

std::string short_number(double value) {
  if (std::isnan(value)) return "–";
  const bool thousands = std::abs(value) >= 1e3 && std::abs(value) < 1e6;
  return thousands ? fmt::format("{:.3g}k", value / 1e3) : fmt::format("{:.3g}", value);
}

ReproducedRow compared(std::string what, double published, std::string reference, double measured, double tolerance) {
  return {.what = std::move(what),
          .reference = fmt::format("{} ± {:.0f} %", reference, 100 * tolerance),
          .measured = measured,
          .shown = short_number(measured),
          .agrees = std::abs(measured - published) <= tolerance * std::abs(published)};
}

ReproducedRow only_shown(std::string what, std::string reference, double measured) {
  return {.what = std::move(what),
          .reference = std::move(reference),
          .measured = measured,
          .shown = short_number(measured)};
}

ReproducedRow relation(std::string what, std::string reference, bool holds, std::string shown) {
  return {.what = std::move(what),
          .reference = std::move(reference),
          .measured = holds ? 1.0 : 0.0,
          .shown = std::move(shown),
          .agrees = holds};
}

}  // namespace tiltscape
