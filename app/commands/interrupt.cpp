// The one signal that commands heed.
#include "app/commands/interrupt.h"

#include <atomic>
#include <csignal>

namespace tiltscape {
namespace {

std::atomic<bool> came = false;

void on_interrupt(int) {
  came = true;
  std::signal(SIGINT, SIG_DFL);
}

}  // namespace

void catch_interrupt() { std::signal(SIGINT, on_interrupt); }
bool interrupted() { return came.load(); }

}  // namespace tiltscape
