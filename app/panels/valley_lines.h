// The predictions of the runs on the product valley: made once, and again where settings or the start changed.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "app/laboratory.h"
#include "core/valley_prediction.h"

namespace tiltscape {

/// What a run began with and what was changed since, the scene's changes and the live ones.
SettingsHistory history_of(const Laboratory& lab, std::size_t run);

class ValleyLines {
 public:
  /// Takes in the records there are. Forgets runs that are no more.
  void update(const Laboratory& lab);

  /// Null where there is none: `reason` says why.
  const ValleyPrediction* prediction(const RunView& run) const;
  /// Where it begins; only where there is one.
  const ValleyStart& start(const RunView& run) const;
  /// To be read after the run's name; empty where there is a prediction, or the problem is another.
  std::string reason(const RunView& run) const;

 private:
  struct Entry {
    SettingsHistory history{};
    std::string reason{};
    std::size_t looked = 0;  ///< rows that are no start
    std::optional<ValleyStart> start{};
    std::optional<ValleyPrediction> prediction{};
    std::uint64_t until = 0;  ///< what it was made for
  };
  static void update(const RunView& run, Eigen::Index d, Entry& entry);

  std::map<RunId, Entry> entries_;
};

}  // namespace tiltscape
