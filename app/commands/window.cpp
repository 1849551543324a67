// tiltscape [SCENE]: the window.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <filesystem>
#include <thread>
#include <utility>

#include "app/commands/commands.h"
#include "app/platform/gui.h"
#include "app/platform/window.h"
#include "app/window_loop.h"
#include "app/workbench.h"

namespace tiltscape {

int window_command(const SceneOptions& options) {
  Scene scene = options.load();
  Window window("Tiltscape", {1600, 1000});
  Gui gui(theme_named(scene.view.theme), window);
  if (is_software_rendering()) ImGui::GetIO().MouseDoubleClickTime = 0.5F;  // clicks are told apart by frames
  Bell bell;
  const unsigned cores = std::max(2U, std::thread::hardware_concurrency());
  Workbench workbench(
      std::move(scene), std::filesystem::is_regular_file(options.scene) ? options.scene : "", cores - 1,
      [&bell] { bell.ring(); }, is_software_rendering());
  workbench.set_status(cores == 2 ? "CPU  1 worker" : fmt::format("CPU  {} workers", cores - 1));
  window.on_drop = [&](const std::vector<std::string>& files) {
    if (!files.empty()) workbench.open(files.front());
  };
  WindowLoop loop(window, gui, workbench, bell);
  while (!window.should_close() && !workbench.wants_quit) {
    loop.turn(3600.0);
    if (workbench.wanted_theme) gui.set_theme(*std::exchange(workbench.wanted_theme, {}));
    window.set_zoom(workbench.zoom);
  }
  return 0;
}

}  // namespace tiltscape
