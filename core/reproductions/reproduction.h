// Published figures, run again: what is printed there beside what comes out here.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/results.h"
#include "core/runner.h"

namespace tiltscape {

/// One number, or one relation between numbers.
struct ReproducedRow {
  std::string what{};       ///< "SVM, a5a: end trace, ZO"
  std::string reference{};  ///< as it is published: "4.4k"; "lower" …
  double measured = 0.0;
  std::string shown{};  ///< the measured value for people
  /// Whether it agrees; nothing where the publication does not say enough to tell.
  std::optional<bool> agrees{};
};

/// What reproducing one takes from outside.
struct ReproductionTools {
  Runner::MakeExperiment make;
  unsigned jobs = 1;
  std::filesystem::path data{};  ///< the folder of the files that it needs
  /// Called with every scene's name once it is run.
  std::function<void(const std::string&, const Scene&, const std::vector<RunResult>&)> done{};
  std::function<bool(const RunResult&)> progress{};  ///< see run_to_end
};

struct ReproductionEntry {
  std::string name, title, help;
  std::vector<std::string> files{};  ///< that have to be in the folder of data
  std::function<std::vector<ReproducedRow>(const ReproductionTools&)> run{};
};

/// One line each in core/reproductions/reproduction.cpp.
const std::vector<ReproductionEntry>& reproductions();
/// Throws BadInput naming the nearest.
const ReproductionEntry& find_reproduction(std::string_view name);
/// Throws BadInput that names every file that is not there, and where to look for them.
void check_files(const ReproductionEntry& entry, const std::filesystem::path& data);

/// A published number within a tolerance, relative to it.
ReproducedRow compared(std::string what, double published, std::string reference, double measured, double tolerance);
/// A number that is shown, and not judged.
ReproducedRow only_shown(std::string what, std::string reference, double measured);
/// A relation that has to hold.
ReproducedRow relation(std::string what, std::string reference, bool holds, std::string shown);
/// A number for people: 11.7k, 0.845.
std::string short_number(double value);

}  // namespace tiltscape
