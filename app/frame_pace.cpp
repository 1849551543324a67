// Frames are drawn on demand and paid for: after a frame as much time passes as it took.
#include "app/frame_pace.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <ctime>
#include <string_view>

namespace tiltscape {
namespace {

constexpr auto shortest_interval = std::chrono::milliseconds(16);
/// A program that was stopped meanwhile, or a laptop that slept, is not paid for.
constexpr auto longest_paid = std::chrono::milliseconds(400);
constexpr std::size_t most_timings = 10'000;

double thread_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double milliseconds(FramePace::Clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace

bool is_software_rendering() {
  const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  const std::string_view renderer = name != nullptr ? name : "";
  return renderer.find("llvmpipe") != std::string_view::npos || renderer.find("softpipe") != std::string_view::npos;
}

FramePace::Clock::time_point FramePace::due_at() const { return owed_ > 0 || news_ ? std::min(next_, again_) : again_; }

double FramePace::seconds_until_next() const {
  const auto at = due_at();
  if (at == Clock::time_point::max()) return 3600.0;
  return std::max(0.0, std::chrono::duration<double>(at - Clock::now()).count());
}

void FramePace::begin() {
  began_ = Clock::now();
  cpu_began_ = thread_cpu_seconds();
  owed_ = std::max(0, owed_ - 1);
  news_ = false;
  again_ = Clock::time_point::max();
}

void FramePace::again_soon(double seconds) {
  again_ = std::min(again_,
                    Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds)));
}

void FramePace::submitted() {
  if (timings_.size() >= most_timings) timings_.clear();
  timings_.push_back({1e3 * (thread_cpu_seconds() - cpu_began_), 0.0});
}

void FramePace::shown() {
  const auto now = Clock::now();
  timings_.back().frame_ms = milliseconds(now - began_);
  const auto took = std::min<Clock::duration>(now - began_, longest_paid);
  const auto rest = std::chrono::duration_cast<Clock::duration>(rest_ * took);
  next_ = std::max(now + rest, began_ + shortest_interval);
}

}  // namespace tiltscape
