// The model panel: what the selected run's model answers, and what it is.
#include <fmt/format.h>
#include <imgui.h>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/model_parts.h"
#include "app/panels/panel.h"
#include "app/panels/run_legend.h"
#include "app/widgets/caption.h"
#include "app/widgets/segmented.h"

namespace tiltscape {
namespace {

enum class Face { boundary, mistakes, confusion, facts };

struct FaceEntry {
  Face face;
  Segment segment;
};

constexpr std::array<FaceEntry, 4> model_faces = {{
    {Face::boundary, {"boundary", "Which class the model takes each point of the plane for, and how surely."}},
    {Face::mistakes, {"mistakes", "The test examples that the model takes for another class, the surest first."}},
    {Face::confusion, {"confusion", "How many test examples of each class are taken for each."}},
    {Face::facts, {"model", "Architecture, parameters, data, device and speed."}},
}};

class ModelPanel final : public Panel {
 public:
  explicit ModelPanel(std::function<void()> wake) : watch_(std::move(wake)) {}

  std::string name() const override { return "Model"; }
  PanelPlace place() const override { return PanelPlace::middle; }
  bool settled() const override { return !waiting_; }
  bool applies(const Laboratory& lab) const override {
    return lab.experiment() != nullptr && lab.experiment()->classifier != nullptr;
  }

  void draw(Laboratory& lab) override {
    const RunView* run = applies(lab) ? lab.selected_run() : nullptr;
    const Snapshot* step = run != nullptr ? lab.shown_snapshot() : nullptr;
    waiting_ = false;
    if (begin_panel({.title = name(), .subtitle = run != nullptr ? asked(*run) : ""}, &open)) {
      waiting_ = !lab.replayed_step().settled();
      if (run == nullptr)
        caption("This problem is a landscape: it has no examples to learn from.");
      else if (step == nullptr)
        caption(lab.replayed_step().reason().empty() ? "The step is being replayed."
                                                     : "Not shown: " + lab.replayed_step().reason() + ".");
      else
        show(lab, *run, *step);
    }
    end_panel();
  }

 private:
  void show(const Laboratory& lab, const RunView& run, const Snapshot& step) {
    const Classifier& classifier = *lab.experiment()->classifier;
    const std::size_t first = classifier.planar() ? 0 : 1;
    std::vector<Segment> shown;
    for (const FaceEntry& each : std::span(model_faces).subspan(first)) shown.push_back(each.segment);
    int chosen = std::max(0, face_ - static_cast<int>(first));
    segmented("##face", shown, chosen);
    face_ = chosen + static_cast<int>(first);
    {
      const WithFont small(text_font(), small_size);
      if (alone) {
        run_legend(lab);
      } else {
        ImGui::SameLine();
        ImGui::AlignTextToFramePadding();
        muted(asked(run).c_str());
      }
    }
    watch_.follow(lab, run, step, boundary_aspect());
    waiting_ = waiting_ || !watch_.settled();
    const ModelAnswer* answer = watch_.answer();
    if (answer == nullptr) return caption("Being asked …");
    const Face face = model_faces[static_cast<std::size_t>(face_)].face;
    if (face == Face::boundary) model_boundary(lab, *answer, picture_);
    if (face == Face::mistakes) model_mistakes(classifier, answer->predictions);
    if (face == Face::confusion) model_confusion(classifier, answer->predictions);
    if (face == Face::facts) model_facts(lab, run, answer->predictions);
  }

  /// Whose answer is shown, and of which step.
  std::string asked(const RunView& run) const {
    if (watch_.answer() == nullptr) return "";
    return fmt::format("{} at {}", run.info.label, grouped(watch_.answer()->step));
  }

  ModelWatch watch_;
  BoundaryPicture picture_;
  int face_ = 0;
  bool waiting_ = false;
};

}  // namespace

std::unique_ptr<Panel> make_model_panel(std::function<void()> wake) {
  return std::make_unique<ModelPanel>(std::move(wake));
}

}  // namespace tiltscape
