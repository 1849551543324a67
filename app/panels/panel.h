// Panels: the dockable parts of the window, one file each, one line each in panels.cpp.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/laboratory.h"
#include "app/shell.h"

namespace tiltscape {

class Panel {
 public:
  virtual ~Panel() = default;
  virtual std::string name() const = 0;
  virtual PanelPlace place() const = 0;
  virtual void draw(Laboratory& lab) = 0;
  /// Whether there is anything to show: a panel for models is not there beside a landscape.
  virtual bool applies(const Laboratory& /*lab*/) const { return true; }
  /// False while the panel waits for something that is being computed (pictures without a window wait for all panels).
  virtual bool settled() const { return true; }
  /// Whether it shows what came out, which is out of date while the scene cannot be made.
  virtual bool shows_results() const { return true; }
  /// Another frame is due within a moment though nothing new has come.
  virtual bool again_soon() const { return false; }

  bool open = true;
  bool alone = false;  ///< drawn by itself, for a picture: it then says what other panels would have said
};

/// `wake` is called from another thread when a panel has something new to draw.
/// With `economical`, pictures are coarser while they change quickly: for software rendering.
std::vector<std::unique_ptr<Panel>> make_panels(const std::function<void()>& wake, bool economical);

std::unique_ptr<Panel> make_experiment_panel();
std::unique_ptr<Panel> make_landscape_panel(std::function<void()> wake, bool economical);
std::unique_ptr<Panel> make_model_panel(std::function<void()> wake);
std::unique_ptr<Panel> make_curves_panel();
std::unique_ptr<Panel> make_step_panel();
std::unique_ptr<Panel> make_perturbations_panel(std::function<void()> wake);
std::unique_ptr<Panel> make_slice_panel(std::function<void()> wake);
std::unique_ptr<Panel> make_curvature_panel(std::function<void()> wake);
std::unique_ptr<Panel> make_minimisers_panel(std::function<void()> wake);
std::unique_ptr<Panel> make_trace_against_loss_panel();

}  // namespace tiltscape
