// The whole user interface over one laboratory: menus, panels, tilt bar and transport. Windows and pictures share it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/laboratory.h"
#include "app/panels/panel.h"
#include "app/shell.h"
#include "app/theme.h"
#include "app/widgets/file_chooser.h"
#include "app/widgets/notice_board.h"

namespace tiltscape {

class Workbench {
 public:
  /// `wake` is called from other threads when there is something new to draw.
  /// `economical`: coarser pictures while they change quickly, for windows in software rendering.
  Workbench(Scene scene, std::string file, unsigned workers, const std::function<void()>& wake,
            bool economical = false);

  Laboratory& lab() { return lab_; }
  /// Takes what other threads have sent; returns whether there is something new to draw.
  bool take() { return lab_.take(); }
  /// Draws one frame with the current gui.
  void frame();
  /// One panel alone over the whole canvas, for pictures.
  void frame_of(const std::string& panel);
  /// Nothing is being computed that a picture of this panel (of all, where empty) waits for.
  bool settled(const std::string& panel = {}) const;
  /// Another frame is due soon though nothing new has come: a picture is to be refined, a click to be understood.
  bool again_soon() const;

  /// The runs take all the processor time they get.
  bool runs_at_full_speed() const { return lab_.playing() && lab_.scene().view.speed == 0 && !lab_.finished(); }

  void set_status(std::string status) { status_ = std::move(status); }
  /// Opens a scene file or gallery scene; errors are shown in the window.
  void open(const std::string& file_or_name);

  std::optional<Theme> wanted_theme;  ///< set by the menu, taken by whoever owns the gui
  bool shows_notices = true;          ///< pictures have none
  float zoom = 1.0F;
  bool wants_quit = false;

 private:
  void draw_panels();
  void menus();
  void bottom();
  void shortcuts();
  void pop_ups();
  void save(const std::string& file);
  Panel* panel(const std::string& name);

  Laboratory lab_;
  std::vector<std::unique_ptr<Panel>> panels_;
  Shell shell_;
  std::string status_;
  std::string message_;  ///< an error or a confirmation to show in a pop-up
  NoticeBoard notices_;
  FileChooser chooser_;  ///< of the open and save pop-ups
  const char* wanted_pop_up_ = nullptr;
  std::ptrdiff_t applying_ = 0;  ///< panels that had something to show in the frame before
  int frames_to_raise_ = 0;      ///< until the landscape is put in front
};

}  // namespace tiltscape
