// The density of eigenvalues on a logarithmic axis, so that a single outlier is seen beside thousands near 0.
#include <fmt/format.h>
#include <imgui.h>
#include <implot.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/curvature_parts.h"
#include "app/panels/curve_ticks.h"
#include "app/theme.h"
#include "app/widgets/caption.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

/// Eigenvalues that are known, counted as in EigenPlane, with their errors.
struct Known {
  std::int64_t index = 0;
  double value = 0.0, error = 0.0;
};

void add_end(std::vector<Known>& known, const std::optional<Eigenpairs>& pairs, std::int64_t sign) {
  if (!pairs) return;
  for (Eigen::Index i = 0; i < pairs->values.size(); ++i)
    known.push_back({sign * (i + 1), pairs->values[i], pairs->errors[i]});
}

/// From the top, then from the bottom.
std::vector<Known> known_eigenvalues(const CurvatureReport& report) {
  std::vector<Known> known;
  const auto without_rounding = [&known] {
    double largest = 0.0;
    for (const Known& each : known) largest = std::max(largest, std::abs(each.value));
    for (Known& each : known)
      if (std::abs(each.value) < 1e-12 * largest) each.value = 0.0;
    return known;
  };
  if (report.spectrum && report.spectrum->exact && report.spectrum->defined()) {
    const Vector& all = report.spectrum->rules[0].nodes;  // ascending
    const Eigen::Index shown = std::min<Eigen::Index>(3, all.size());
    for (Eigen::Index i = 0; i < shown; ++i) known.push_back({i + 1, all[all.size() - 1 - i]});
    for (Eigen::Index i = 0; i < shown && all.size() - i > shown; ++i) known.push_back({-(i + 1), all[i]});
    return without_rounding();
  }
  add_end(known, report.top, 1);
  add_end(known, report.bottom, -1);
  return without_rounding();
}

std::string eigenvalue_text(const Known& each, bool with_error) {
  const std::string error = with_error && each.error > 0.0 ? " ± " + readable(each.error, 1) : "";
  const std::string name = each.index > 0 ? fmt::format("{}", each.index) : fmt::format("−{}", -each.index);
  return fmt::format("{}:  {}{}", name, readable(each.value, 4), error);
}

/// Two of the known eigenvalues, and a button that shows the landscape along their eigenvectors.
void plane_row(Laboratory& lab, const std::vector<Known>& known) {
  if (known.size() < 2 || lab.experiment()->loss->dimension() < 3) return;
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  std::array<int, 2> chosen{};
  for (std::size_t i = 0; i < 2; ++i) {
    const ImGuiID key = ImGui::GetID(i == 0 ? "first eigenvector" : "second eigenvector");
    chosen[i] = std::clamp(storage.GetInt(key, static_cast<int>(i)), 0, static_cast<int>(known.size()) - 1);
    if (i > 0) ImGui::SameLine(0.0F, 6.0F);
    ImGui::SetNextItemWidth(std::max(60.0F, 0.33F * ImGui::GetContentRegionMax().x));
    ImGui::PushID(static_cast<int>(i));
    if (ImGui::BeginCombo("##eigenvector",
                          eigenvalue_text(known[static_cast<std::size_t>(chosen[i])], false).c_str())) {
      for (int j = 0; j < static_cast<int>(known.size()); ++j)
        if (ImGui::Selectable(eigenvalue_text(known[static_cast<std::size_t>(j)], true).c_str(), j == chosen[i]))
          chosen[i] = j;
      ImGui::EndCombo();
    }
    help_tooltip(
        "Eigenvalues of the Hessian from the largest on, 1 2 …, and from the smallest on, −1 −2 …. ± bounds how "
        "far the true one may be.");
    ImGui::PopID();
    storage.SetInt(key, chosen[i]);
  }
  ImGui::SameLine(0.0F, 6.0F);
  ImGui::BeginDisabled(chosen[0] == chosen[1]);
  if (ImGui::Button("Show plane")) {
    lab.choose_plane(EigenPlane{
        {known[static_cast<std::size_t>(chosen[0])].index, known[static_cast<std::size_t>(chosen[1])].index}});
    ImGui::SetWindowFocus("Landscape");  // it may be behind another tab
  }
  ImGui::EndDisabled();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled))
    help_tooltip("Draws the landscape in the plane of these two eigenvectors, through where the selected run is.");
}

SpectrumDensity density_of(const CurvatureReport& report) {
  const Spectrum& spectrum = *report.spectrum;
  double least = INFINITY, greatest = -INFINITY;
  for (const auto& rule : spectrum.rules) {
    least = std::min(least, rule.nodes.minCoeff());
    greatest = std::max(greatest, rule.nodes.maxCoeff());
  }
  const double range = std::max(greatest - least, 1e-6 * std::max({std::abs(greatest), std::abs(least), 1e-9}));
  SpectrumDensity density{.number = report.number, .sigma = 0.012 * range};
  density.grid = spectral_grid(spectrum, density.sigma, 512);
  density.values = spectral_density(spectrum, density.grid, density.sigma);
  const double single =  // what one eigenvalue adds
      1.0 / (static_cast<double>(spectrum.dimension) * density.sigma * std::sqrt(2.0 * std::numbers::pi));
  density.high = 2.0 * density.values.maxCoeff();
  density.low = std::min(0.15 * single, 1e-2 * density.high);
  density.values = density.values.cwiseMax(density.low);
  return density;
}

void marks(const CurvatureReport& report, const std::vector<Known>& known, const SpectrumDensity& density) {
  const Palette& p = palette();
  std::vector<double> places;
  if (report.spectrum->exact)
    places.assign(report.spectrum->rules[0].nodes.begin(), report.spectrum->rules[0].nodes.end());
  else
    for (const Known& each : known) places.push_back(each.value);
  const double top = density.low * std::pow(density.high / density.low, 0.1);
  ImPlotSpec spec;
  spec.LineColor = p.text.Value;
  spec.LineWeight = 1.2F;
  for (const double place : places) {
    const std::array x{place, place};
    const std::array y{density.low, top};
    ImPlot::PlotLine("##eigenvalue", x.data(), y.data(), 2, spec);
  }
}

void plot(const CurvatureReport& report, const std::vector<Known>& known, const SpectrumDensity& density,
          float height) {
  const WithFont numbers(mono_font(), 12.0F);
  constexpr ImPlotFlags flags = ImPlotFlags_NoLegend | ImPlotFlags_NoMenus | ImPlotFlags_NoMouseText |
                                ImPlotFlags_NoTitle | ImPlotFlags_NoBoxSelect;
  if (!ImPlot::BeginPlot("##spectrum", {-1.0F, height}, flags)) return;
  ImPlot::SetupAxis(ImAxis_X1, nullptr, ImPlotAxisFlags_NoHighlight);
  ImPlot::SetupAxis(ImAxis_Y1, nullptr, ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_NoTickLabels);
  ImPlot::SetupAxisScale(ImAxis_Y1, ImPlotScale_Log10);
  const double low = density.grid[0], high = density.grid[density.grid.size() - 1];
  ImPlot::SetupAxisLimits(ImAxis_X1, low, high, ImPlotCond_Always);
  ImPlot::SetupAxisLimits(ImAxis_Y1, density.low, density.high, ImPlotCond_Always);
  set_ticks(ImAxis_X1,
            axis_ticks(low, high, false, {.length = ImGui::GetContentRegionAvail().x - 40.0, .least_gap = 54.0}));
  const Palette& p = palette();
  ImPlotSpec spec;
  spec.LineColor = spec.FillColor = p.accent.Value;
  spec.FillAlpha = 0.25F;
  const auto n = static_cast<int>(density.grid.size());
  ImPlot::PlotShaded("##density", density.grid.data(), density.values.data(), n, density.low, spec);
  ImPlot::PlotLine("##line", density.grid.data(), density.values.data(), n, spec);
  marks(report, known, density);
  const bool hovered = ImPlot::IsPlotHovered();
  const double at = ImPlot::GetPlotMousePos().x;
  ImPlot::EndPlot();
  if (!hovered) return;
  const WithFont usual(text_font());
  if (!ImGui::BeginTooltip()) return;
  mono(("λ = " + readable(at, 4)).c_str(), p.muted);
  const Vector here = spectral_density(*report.spectrum, Vector::Constant(1, at), density.sigma);
  const std::string reading =
      here[0] < density.low ? "no eigenvalue near" : fmt::format("density {} per unit of λ", readable(here[0], 3));
  mono(reading.c_str());
  ImGui::EndTooltip();
}

}  // namespace

void curvature_spectrum(Laboratory& lab, const CurvatureReport& report, SpectrumDensity& density) {
  const std::vector<Known> known = known_eigenvalues(report);
  plane_row(lab, known);
  if (!report.spectrum) return caption(report.last ? "not defined here" : "The spectrum is measured after the table …");
  if (!report.spectrum->defined()) return caption("The Hessian is not finite here: the spectrum is not defined.");
  const std::string how =
      report.spectrum->exact
          ? fmt::format(
                "All {} eigenvalues (ticks) and their density, smoothed. The density is on a logarithmic scale.",
                report.spectrum->dimension)
          : fmt::format(
                "Density by stochastic Lanczos quadrature, {} probes, {} products, on a logarithmic scale; ticks: "
                "eigenvalues at the ends, by Lanczos' method.",
                report.spectrum->rules.size(), report.spectrum->products);
  const float below = 2.0F * ImGui::GetTextLineHeightWithSpacing();
  if (density.number != report.number) density = density_of(report);
  plot(report, known, density, std::max(70.0F, ImGui::GetContentRegionAvail().y - below));
  caption(how, 2);
}

}  // namespace tiltscape
