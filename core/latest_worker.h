// A background thread for which only the newest request matters: requests in, finished answers out.
#pragma once

#include <functional>
#include <optional>
#include <thread>

#include "core/channel.h"
#include "core/step_back.h"

namespace tiltscape {

template <class Request, class Answer>
class LatestWorker {
 public:
  using Done = std::function<void(Answer)>;
  using Stale = std::function<bool()>;
  /// Answers a request, once or in stages; may return early when `stale` says that a newer one waits. Throws nothing.
  using Work = std::function<void(const Request&, const Done&, const Stale&)>;

  /// `notify` is called on the worker's thread after an answer was put out: to wake whoever collects.
  /// `priority` low: threads of usual priority that want the same core get ten times as much of it.
  enum class Priority { usual, low };
  explicit LatestWorker(
      Work work, std::function<void()> notify = [] {}, Priority priority = Priority::usual)
      : work_(std::move(work)), notify_(std::move(notify)), thread_([this, priority] {
          if (priority == Priority::low) step_back();
          go();
        }) {}
  ~LatestWorker() {
    requests_.close();
    thread_.join();
  }
  LatestWorker(const LatestWorker&) = delete;
  LatestWorker& operator=(const LatestWorker&) = delete;

  /// Replaces whatever was asked before.
  void request(Request request) { requests_.send(std::move(request)); }
  /// The newest answer since the last call, without waiting. It may still be one to an older request.
  std::optional<Answer> newest() {
    auto answers = answers_.drain();
    if (answers.empty()) return std::nullopt;
    return std::move(answers.back());
  }
  /// Every answer since the last call, without waiting.
  std::vector<Answer> all() { return answers_.drain(); }
  /// Waits for the next answer; nothing when `deadline` passes first.
  std::optional<Answer> wait(typename Channel<Answer>::Clock::time_point deadline) {
    return answers_.receive_until(deadline);
  }

 private:
  bool overtaken() {
    if (auto newer = requests_.drain(); !newer.empty()) next_ = std::move(newer.back());
    return next_.has_value() || requests_.closed();
  }
  void go() {
    while (!requests_.closed()) {
      if (!overtaken()) next_ = requests_.receive();
      if (!next_ || requests_.closed()) return;
      overtaken();  // several may have come together
      const Request request = std::move(*next_);
      next_.reset();
      work_(
          request,
          [this](Answer answer) {
            answers_.send(std::move(answer));
            notify_();
          },
          [this] { return overtaken(); });
    }
  }

  Work work_;
  std::function<void()> notify_;
  Channel<Request> requests_;
  Channel<Answer> answers_;
  std::optional<Request> next_;  ///< the worker's own
  std::jthread thread_;
};

}  // namespace tiltscape
