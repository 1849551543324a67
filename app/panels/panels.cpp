// Every panel, one line each.
#include "app/panels/panel.h"

namespace tiltscape {

std::vector<std::unique_ptr<Panel>> make_panels(const std::function<void()>& wake, bool economical) {
  std::vector<std::unique_ptr<Panel>> panels;
  panels.push_back(make_experiment_panel());
  panels.push_back(make_landscape_panel(wake, economical));
  panels.push_back(make_model_panel(wake));
  panels.push_back(make_curves_panel());
  panels.push_back(make_step_panel());
  panels.push_back(make_perturbations_panel(wake));
  panels.push_back(make_curvature_panel(wake));
  panels.push_back(make_slice_panel(wake));
  panels.push_back(make_minimisers_panel(wake));
  panels.push_back(make_trace_against_loss_panel());
  return panels;
}

}  // namespace tiltscape
