// Items go through a channel, so that the two share uneven work evenly.
#include "core/crew.h"

namespace tiltscape {

Crew::~Crew() { jobs_.close(); }

bool Crew::each(int items, const Work& work, const std::function<bool()>& stale) {
  if (!thread_.joinable()) thread_ = std::jthread([this] { wait_for_jobs(); });
  Channel<int> left;
  for (int item = 0; item < items; ++item) left.send(item);
  const Job job{&work, &left};
  jobs_.send(job);
  bool stopped = false;
  const auto stop = [&] { return stopped = stopped || stale(); };
  std::exception_ptr failed = take_part(job, 0, stop);
  if (const auto other = done_.receive(); other && *other) failed = *other;
  if (failed) std::rethrow_exception(failed);
  return !stopped;
}

std::exception_ptr Crew::take_part(const Job& job, int member, const std::function<bool()>& stale) {
  try {
    while (const auto item = job.items->try_receive()) {
      if (stale()) break;
      (*job.work)(*item, member);
    }
  } catch (...) {
    job.items->drain();
    return std::current_exception();
  }
  job.items->drain();
  return nullptr;
}

void Crew::wait_for_jobs() {
  while (const auto job = jobs_.receive()) done_.send(take_part(*job, 1, [] { return false; }));
}

}  // namespace tiltscape
