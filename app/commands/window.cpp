// tiltscape [SCENE]: the window. A frame is drawn when there is something new; in software rendering frames are spaced
// so that the runs keep most of the machine.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "app/commands/commands.h"
#include "app/frame_pace.h"
#include "app/platform/gui.h"
#include "app/platform/window.h"
#include "app/widgets/row.h"
#include "app/workbench.h"

namespace tiltscape {

int window_command(const SceneOptions& options) {
  Scene scene = options.load();
  Window window("Tiltscape", {1600, 1000});
  Gui gui(theme_named(scene.view.theme), window);
  const unsigned cores = std::max(2U, std::thread::hardware_concurrency());
  Workbench workbench(
      std::move(scene), std::filesystem::is_regular_file(options.scene) ? options.scene : "", cores - 1,
      [] { Window::wake(); }, is_software_rendering());
  workbench.set_status(cores == 2 ? "CPU  1 worker" : fmt::format("CPU  {} workers", cores - 1));
  window.on_drop = [&](const std::vector<std::string>& files) {
    if (!files.empty()) workbench.open(files.front());
  };
  FramePace pace;
  while (!window.should_close() && !workbench.wants_quit) {
    window.wait(window.is_hidden() ? 0.5 : pace.seconds_until_next());
    if (window.take_activity()) pace.input();
    if (workbench.take()) pace.news();
    if (!pace.due() || window.is_hidden()) continue;
    pace.begin();
    gui.begin();
    workbench.frame();
    gui.end();
    const Extent pixels = window.pixels();
    gui.clear_and_draw(pixels.width, pixels.height);
    pace.submitted();
    window.swap();
    pace.shown();
    if (gui.input_waits()) pace.input();
    if (workbench.again_soon()) pace.again_soon();
    if (const auto due = tooltip_due()) pace.again_soon(*due);
    pace.set_rest(workbench.runs_at_full_speed() ? 1.25 : 0.2);
    if (workbench.wanted_theme) gui.set_theme(*std::exchange(workbench.wanted_theme, {}));
    window.set_zoom(workbench.zoom);
  }
  return 0;
}

}  // namespace tiltscape
