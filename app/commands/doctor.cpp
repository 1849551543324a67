// tiltscape doctor: what this machine offers, and with --frames how smoothly the welcome scene runs on it.
#include <GLFW/glfw3.h>
#include <epoxy/gl.h>
#include <fmt/format.h>
#include <imgui.h>
#include <implot.h>
#include <CLI/Version.hpp>

#include <Eigen/Core>
#include <filesystem>
#include <fstream>
#include <thread>

#include "app/commands/commands.h"
#include "app/commands/frame_times.h"
#include "app/platform/headless.h"
#include "core/models/experiment.h"
#include "core/version.h"

namespace tiltscape {
namespace {

std::string memory() {
  std::ifstream file("/proc/meminfo");
  std::string key, unit;
  double total = 0, available = 0, value = 0;
  while (file >> key >> value) {
    std::getline(file, unit);
    if (key == "MemTotal:") total = value;
    if (key == "MemAvailable:") available = value;
  }
  return fmt::format("{:.1f} of {:.1f} GiB free", available / 1048576.0, total / 1048576.0);
}

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  std::string line;
  while (std::getline(file, line))
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

std::string graphics() {
  try {
    return Headless().renderer();
  } catch (const std::exception& error) {
    return std::string("none: ") + error.what();
  }
}

void say(const char* what, const std::string& value) { fmt::print("{:<14} {}\n", what, value); }

}  // namespace

int doctor_command(bool frames) {
  say("tiltscape", fmt::format("{} ({}, {})", version, build_type, compiler));
  say("processor", fmt::format("{}, {} threads", processor(), std::thread::hardware_concurrency()));
  say("memory", memory());
  for (const std::string& fact : libtorch_facts()) say("libtorch", fact);
  say("eigen", fmt::format("{}.{}.{}, {}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION,
                           Eigen::SimdInstructionSetsInUse()));
  say("imgui", fmt::format("{}, ImPlot {}, GLFW {}", IMGUI_VERSION, IMPLOT_VERSION, glfwGetVersionString()));
  say("graphics", graphics());
  const bool display = std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr;
  say("display", display ? "yes" : "none: run and render work, the window needs one");
  say("files", fmt::format("scenes and results stay where you put them; nothing is kept elsewhere (now in {})",
                           std::filesystem::current_path().string()));
  if (frames) print_frame_times(display);
  return 0;
}

}  // namespace tiltscape
