// The one place where threads meet: a queue of values that are moved from senders to receivers.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace tiltscape {

/// Unbounded, many senders, many receivers. After close(), receivers get what is left and then nothing.
template <class T>
class Channel {
 public:
  using Clock = std::chrono::steady_clock;

  void send(T value) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_) return;
      queue_.push_back(std::move(value));
    }
    ready_.notify_one();
  }
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    ready_.notify_all();
  }
  /// Waits for a value; nothing once the channel is closed and empty.
  std::optional<T> receive() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return closed_ || !queue_.empty(); });
    return take();
  }
  /// Waits until `deadline` at most.
  std::optional<T> receive_until(Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    ready_.wait_until(lock, deadline, [this] { return closed_ || !queue_.empty(); });
    return take();
  }
  /// A value if there is one, without waiting.
  std::optional<T> try_receive() {
    const std::lock_guard lock(mutex_);
    return take();
  }
  /// All values there are, without waiting.
  std::vector<T> drain() {
    const std::lock_guard lock(mutex_);
    std::vector<T> values(std::make_move_iterator(queue_.begin()), std::make_move_iterator(queue_.end()));
    queue_.clear();
    return values;
  }
  bool closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  std::optional<T> take() {
    if (queue_.empty()) return std::nullopt;
    std::optional<T> value(std::move(queue_.front()));
    queue_.pop_front();
    return value;
  }

  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<T> queue_;
  bool closed_ = false;
};

}  // namespace tiltscape
