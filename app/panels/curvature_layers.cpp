// Bars with their errors, on a common scale.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/curvature_parts.h"
#include "app/theme.h"
#include "app/widgets/caption.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

/// From 0 to the value, with a whisker of one standard error to either side, in the rest of the row.
void bar(const Estimate& trace, double low, double high) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const ImVec2 size{ImGui::GetContentRegionAvail().x, ImGui::GetTextLineHeight()};
  ImGui::Dummy(size);
  if (!trace.defined() || !(low < high)) return;
  const auto place = [&](double value) {
    return from.x + size.x * static_cast<float>((std::clamp(value, low, high) - low) / (high - low));
  };
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Palette& p = palette();
  const float zero = place(0.0), end = place(trace.value), middle = from.y + 0.5F * size.y;
  list.AddRectFilled({std::min(zero, end), from.y + 2.0F}, {std::max(zero, end), from.y + size.y - 2.0F}, p.accent,
                     2.0F);
  list.AddLine({zero, from.y}, {zero, from.y + size.y}, p.border);
  const double error = trace.standard_error.value_or(0.0);
  list.AddLine({place(trace.value - error), middle}, {place(trace.value + error), middle}, p.text, 1.5F);
}

}  // namespace

void curvature_layers(const CurvatureReport& report) {
  if (report.layers.empty()) {
    caption(report.last ? "This problem has no layers." : "The layers are measured last …");
    return;
  }
  if (report.layer_traces.empty()) return caption("The layers are measured last …");
  double low = 0.0, high = 0.0;
  for (const Estimate& trace : report.layer_traces) {
    if (!trace.defined()) continue;
    const double error = trace.standard_error.value_or(0.0);
    low = std::min(low, trace.value - error);
    high = std::max(high, trace.value + error);
  }
  const WithFont small(text_font(), small_size);
  if (!ImGui::BeginTable("##layers", 3, ImGuiTableFlags_SizingFixedFit)) return;
  ImGui::TableSetupColumn("name");
  ImGui::TableSetupColumn("value");
  ImGui::TableSetupColumn("bar", ImGuiTableColumnFlags_WidthStretch);
  for (std::size_t i = 0; i < report.layers.size(); ++i) {
    const Estimate& trace = report.layer_traces[i];
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    muted(report.layers[i].name.c_str());
    ImGui::TableNextColumn();
    {
      const WithFont numbers(mono_font(), small_size);
      ImGui::TextUnformatted(estimate_text(trace).c_str());
    }
    ImGui::TableNextColumn();
    bar(trace, low, high);
  }
  ImGui::EndTable();
  caption("Trace of each layer's own block of the Hessian, ± one standard error, by Hutchinson's estimator: " +
              grouped(report.layer_traces.front().cost) +
              " products serve all layers. They sum to the trace, but for their errors.",
          4);
}

}  // namespace tiltscape
