// A menu of devices, of which those that are not there say why; threads, with a warning; memory in use and its peak.
#include "app/panels/machine.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <thread>

#include "app/fonts.h"
#include "app/icons.h"
#include "app/theme.h"
#include "app/widgets/combo.h"
#include "app/widgets/row.h"
#include "app/widgets/slider.h"
#include "core/models/devices.h"

namespace tiltscape {
namespace {

const std::array<std::string, 2> devices = {"cpu", "cuda"};

std::string gigabytes(std::uint64_t bytes) {
  const double mega = static_cast<double>(bytes) / 1e6;
  return mega < 1000.0 ? fmt::format("{:.0f} MB", mega) : fmt::format("{:.2f} GB", mega / 1000.0);
}

}  // namespace

std::string threads_warning(int threads, std::size_t runs, unsigned cores) {
  const unsigned workers = std::max(1U, cores - 1);  // of the runner, beside a window
  const auto together = std::min<std::size_t>(runs, workers) * static_cast<std::size_t>(threads);
  if (cores < 2 || threads < 2 || together < cores) return {};
  return fmt::format("{} runs at a time with {} threads each take all {} cores: the window may stutter",
                     std::min<std::size_t>(runs, workers), threads, cores);
}

void MachineRows::draw(Laboratory& lab) {
  if (!find_problem(lab.scene().problem.name).model) return;
  ImGui::Dummy({0.0F, 4.0F});
  heading("Machine");
  const std::string device = lab.scene().device;
  int selected = device == "cuda" ? 1 : 0;
  if (const Edit edit = combo("Device", devices, selected,
                              "Where parameters, directions, data and losses are. Another device draws other "
                              "directions.");
      edit.changed) {
    const std::string wanted = devices[static_cast<std::size_t>(selected)];
    if (const std::string complaint = device_complaint(wanted); !complaint.empty()) {
      lab.notify(complaint);
    } else {
      lab.remember();
      lab.change_machine(wanted, lab.scene().threads);
    }
  }
  const auto cores = std::max(1U, std::thread::hardware_concurrency());
  std::int64_t threads = lab.scene().threads;
  const Edit edit = slider({.name = "Threads",
                            .help = "LibTorch's, within each run. Records depend on their number in the last bits.",
                            .slider_low = 1.0,
                            .slider_high = static_cast<double>(cores),
                            .fallback = 1.0,
                            .low = 1.0,
                            .high = 1024.0},
                           threads);
  lab.track(edit.changed, edit.ended);
  if (edit.changed) lab.change_machine(device, static_cast<int>(threads));
  if (const std::string warning = threads_warning(lab.scene().threads, lab.runs().size(), cores); !warning.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, palette().bad.Value);
    ImGui::TextWrapped("%s %s", icon::exclamation_triangle, warning.c_str());
    ImGui::PopStyleColor();
  }
  memory(lab);
}

void MachineRows::memory(const Laboratory& lab) {
  constexpr double every = 0.5;  // seconds
  if (read_ < 0.0 || ImGui::GetTime() - read_ > every) {
    const MemoryUse use = memory_use(lab.scene().device);
    memory_ = fmt::format("{}, at most {}", gigabytes(use.in_use), gigabytes(use.peak));
    read_ = ImGui::GetTime();
  }
  muted("Memory");
  ImGui::SameLine(ImGui::GetContentRegionMax().x * spacing::label_width);
  mono(memory_.c_str());
  help_tooltip(lab.scene().device == "cpu"
                   ? "Resident memory of the whole program now, and the most it was since the start."
                   : "What LibTorch holds on the device now, and the most it held.");
}

}  // namespace tiltscape
