// What is ticked is kept by ImGui beside the menu, a bit a point.
#include "app/panels/plane_points.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <iterator>

#include "app/fonts.h"
#include "app/panels/describe_run.h"
#include "app/theme.h"
#include "app/widgets/row.h"
#include "app/widgets/run_mark.h"

namespace tiltscape {
namespace {

constexpr float dot_radius = 5.0F;
constexpr std::size_t most_minima = 6;  ///< Rastrigin's are many

void add(std::vector<PlanePoint>& points, std::string name, const std::shared_ptr<const Vector>& x,
         std::optional<std::size_t> colour) {
  if (x != nullptr && x->allFinite()) points.push_back({std::move(name), x, colour});
}

void add_starts(std::vector<PlanePoint>& points, const std::vector<RunView>& runs) {
  const std::size_t first = points.size();
  for (const RunView& run : runs) {
    if (run.kept.points().empty()) continue;
    const auto& x = run.kept.points().front().x;  // step 0 is never thinned out
    const auto same = std::find_if(points.begin() + static_cast<std::ptrdiff_t>(first), points.end(),
                                   [&](const PlanePoint& point) { return *point.x == *x; });
    if (same == points.end())
      add(points, run.info.label + ", start", x, run.colour);
    else
      same->colour.reset();
  }
  for (std::size_t i = first; i < points.size(); ++i)
    if (!points[i].colour) points[i].name = points.size() == first + 1 ? "the start" : points[i].name + " (shared)";
}

/// A box to tick with the run's dot before its name.
void tick(const PlanePoint& point, bool& ticked, bool enabled) {
  ImGui::BeginDisabled(!enabled);
  ImGui::Checkbox(fmt::format("{}{}", point.colour ? "     " : "", point.name).c_str(), &ticked);
  ImGui::EndDisabled();
  if (!point.colour) return;
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  const float x = low.x + (high.y - low.y) + ImGui::GetStyle().ItemInnerSpacing.x + dot_radius;
  auto [colour, dashes, mark] = run_style(*point.colour);
  if (!enabled) colour = with_alpha(colour, 0.5F);
  fill_run_mark(*ImGui::GetWindowDrawList(), {x, 0.5F * (low.y + high.y)}, dot_radius, colour, mark);
}

const char* hint(std::size_t ticked) {
  if (ticked < 2) return ticked == 0 ? "Tick two or three points." : "Tick another one or two.";
  return ticked == 2 ? "The line through both; across it ∇f half-way." : "The plane through all three.";
}

void points_menu(Laboratory& lab) {
  const std::vector<PlanePoint> points = plane_points(lab);
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const auto bits = static_cast<unsigned>(storage.GetInt(ImGui::GetID("ticked")));
  const auto is_ticked = [&](std::size_t i) { return i < 32 && (bits >> i & 1U) != 0; };
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (is_ticked(i)) chosen.push_back(i);
  unsigned next = bits;
  for (std::size_t i = 0; i < std::min<std::size_t>(points.size(), 32); ++i) {
    ImGui::PushID(static_cast<int>(i));
    bool ticked = is_ticked(i);
    tick(points[i], ticked, ticked || chosen.size() < 3);
    next = ticked ? next | 1U << i : next & ~(1U << i);
    ImGui::PopID();
  }
  storage.SetInt(ImGui::GetID("ticked"), static_cast<int>(next));
  ImGui::Separator();
  {
    const WithFont small(text_font(), small_size);
    muted(hint(chosen.size()));
  }
  ImGui::BeginDisabled(chosen.size() < 2);
  if (ImGui::Button("Show this plane", {ImGui::GetContentRegionAvail().x, 0.0F})) {
    PointsPlane plane;
    for (const std::size_t i : chosen) plane.points.emplace_back(points[i].x->begin(), points[i].x->end());
    lab.choose_plane(std::move(plane));
    ImGui::CloseCurrentPopup();
  }
  ImGui::EndDisabled();
}

}  // namespace

std::vector<PlanePoint> plane_points(const Laboratory& lab) {
  std::vector<PlanePoint> points;
  if (lab.experiment() == nullptr) return points;
  for (const RunView& run : lab.runs()) add(points, run.info.label + ", now", run.snapshot.point, run.colour);
  add_starts(points, lab.runs());
  if (const Problem* problem = lab.experiment()->problem.get()) {
    const std::vector<Minimum> minima = problem->minima();
    for (std::size_t i = 0; i < std::min(most_minima, minima.size()); ++i)
      add(points, minima[i].label.empty() ? "minimum" : minima[i].label, std::make_shared<const Vector>(minima[i].x),
          {});
  }
  return points;
}

void plane_points_menu(Laboratory& lab) {
  const bool open = ImGui::BeginMenu("Through points");
  if (!open) help_tooltip("Two or three of: where the runs are, where they began, and the known minima.");
  if (!open) return;
  points_menu(lab);
  ImGui::EndMenu();
}

}  // namespace tiltscape
