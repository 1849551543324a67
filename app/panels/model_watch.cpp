// Requests and answers by number.
#include "app/panels/model_watch.h"

#include <imgui.h>

namespace tiltscape {
namespace {

constexpr int nodes = 128;  ///< along each side of the plane of inputs

}  // namespace

ModelWatch::ModelWatch(std::function<void()> wake)
    : worker_([](const PredictionRequest& request, const Worker::Done& done,
                 const Worker::Stale& stale) { done(predict(request, stale)); },
              std::move(wake), Worker::Priority::low) {}

void ModelWatch::follow(const Laboratory& lab, const RunView& run, const Snapshot& step, double aspect) {
  for (Predictions& predictions : worker_.all()) {
    if (predictions.number != last_ || !waiting_) continue;
    answer_ = std::move(asked_);
    answer_.predictions = std::move(predictions);
    waiting_ = false;
    finished_ = ImGui::GetTime();
  }
  const auto current = [&](const ModelAnswer& answer) {
    return answer.generation == lab.generation() && answer.run == run.id;
  };
  ModelAnswer next{
      .run = run.id, .runs = {run.id}, .generation = lab.generation(), .step = step.step, .aspect = aspect};
  if (!lab.shown_step())  // of an earlier step the selected run alone is replayed
    for (const RunView& other : lab.runs())
      if (other.visible && other.id != run.id && other.snapshot.point) next.runs.push_back(other.id);
  answered_ = last_ > 0 && answer_.predictions.number > 0 && current(answer_);
  const auto same = [&](const ModelAnswer& answer) {
    return current(answer) && answer.step == next.step && answer.runs == next.runs && answer.aspect == aspect;
  };
  settled_ = answered_ && !waiting_ && same(answer_);
  if (settled_ || step.point == nullptr) return;
  if (waiting_ && current(asked_)) return;  // it is on its way
  const bool moves = lab.playing() && run.snapshot.status == Status::running;
  if (answered_ && moves && ImGui::GetTime() - finished_ < answer_.predictions.seconds) return;
  const auto& classifier = lab.experiment()->classifier;
  next.box = box_of(*classifier, nodes, aspect);
  std::vector<std::shared_ptr<const Vector>> points{step.point};
  for (const RunView& other : lab.runs())
    if (other.id != run.id && std::ranges::count(next.runs, other.id) > 0) points.push_back(other.snapshot.point);
  worker_.request({.number = ++last_, .classifier = classifier, .points = std::move(points), .box = next.box});
  asked_ = std::move(next);
  waiting_ = true;
}

}  // namespace tiltscape
