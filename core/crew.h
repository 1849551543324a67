// Two threads for fine work: whoever calls, and one more that waits for it.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <thread>

#include "core/channel.h"

namespace tiltscape {

/// Made once; the second thread starts with the first work.
class Crew {
 public:
  Crew() = default;
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  static constexpr int members = 2;
  using Work = std::function<void(int item, int member)>;

  /// work(item, member) for every item from 0, in no particular order, member 0 or 1 saying which thread it is on. Ends
  /// early and returns false once `stale` (called on the caller's thread, between items) says so; items that were
  /// begun are done. Throws what work threw, when nobody works any more.
  bool each(
      int items, const Work& work, const std::function<bool()>& stale = [] { return false; });

 private:
  struct Job {
    const Work* work;
    Channel<int>* items;
  };
  static std::exception_ptr take_part(const Job& job, int member, const std::function<bool()>& stale);
  void wait_for_jobs();

  Channel<Job> jobs_;
  Channel<std::exception_ptr> done_;
  std::jthread thread_;
};

}  // namespace tiltscape
