// Frame of the workbench: menus, panels, the bar at the bottom, shortcuts.
#include "app/workbench.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/describe_run.h"
#include "app/widgets/row.h"
#include "app/widgets/tilt_bar.h"
#include "app/widgets/transport.h"
#include "core/bad_input.h"
#include "core/models/experiment.h"
#include "core/models/outside.h"
#include "core/whole_file.h"

namespace tiltscape {
namespace {

/// Steps a second; the last is as fast as it goes.
constexpr double speeds[] = {3, 15, 60, 240, 960, 3840, 15360, std::numeric_limits<double>::infinity()};

std::vector<ShellPanel> places(const std::vector<std::unique_ptr<Panel>>& panels) {
  std::vector<ShellPanel> list;
  for (const auto& panel : panels) list.push_back({panel->name(), panel->place()});
  return list;
}

constexpr const char* shortcut_texts[][2] = {
    {"Space", "play or pause; paused at an earlier step, go on live"},
    {"→", "one step; at an earlier step, the next record"},
    {"←", "the record before"},
    {"R", "restart"},
    {"1 … 9", "select a run"},
    {"H", "hide or show the run"},
    {"Delete", "remove the run"},
    {"Ctrl Z, Ctrl Shift Z", "undo, redo"},
    {"Ctrl O, Ctrl S", "open, save a scene"},
    {"Drag a slider", "change it; with Shift in fine steps"},
    {"Double click, Ctrl click it", "type a value; Enter takes it, Escape not"},
    {"Right click it", "its default, and what it is"},
    {"←, →, Home, End", "on the tilt bar once clicked: t, mean, worst case"},
    {"Click a landscape", "put every run's start there"},
    {"Shift click", "that of the selected run"},
    {"Drag a start", "move it; Escape takes it back"},
    {"Wheel, drag, double click", "zoom, pan, reset a picture"},
    {"Right drag", "zoom to a box"},
    {"Drag, right drag in 3-D", "turn, pan instead"},
    {"F, T, S, P over a 3-D picture", "all of it, top, side, projection"},
    {"F1", "this list"}};

/// The last step before the one shown that any run has a record of.
std::optional<std::uint64_t> record_before(const Laboratory& lab) {
  const std::uint64_t now = lab.shown_step().value_or(lab.furthest_step());
  std::optional<std::uint64_t> before;
  for (const RunView& run : lab.runs()) {
    if (run.trajectory.empty() || now == 0) continue;
    const std::uint64_t step = run.trajectory.step(run.trajectory.row_at(now - 1));
    if (step < now) before = std::max(before.value_or(0), step);
  }
  return before;
}

}  // namespace

Workbench::Workbench(Scene scene, std::string file, unsigned workers, const std::function<void()>& wake,
                     bool economical)
    : lab_(make_experiment, workers, wake), panels_(make_panels(wake, economical)), shell_(places(panels_)) {
  lab_.open(std::move(scene), std::move(file));
}

Panel* Workbench::panel(const std::string& name) {
  const auto found = std::ranges::find_if(panels_, [&](const auto& panel) { return panel->name() == name; });
  return found == panels_.end() ? nullptr : found->get();
}

bool Workbench::settled(const std::string& panel) const {
  return !lab_.loading() && std::ranges::all_of(panels_, [&](const auto& each) {
    return (!panel.empty() && each->name() != panel) || !each->applies(lab_) || each->settled();
  });
}

bool Workbench::again_soon() const {
  return notices_.showing() || std::ranges::any_of(panels_, [](const auto& panel) { return panel->again_soon(); });
}

void Workbench::frame() {
  lab_.update_shown();
  const std::string title = lab_.scene().title + (lab_.file().empty() ? "" : "   " + lab_.file());
  shell_.begin({.menus = [this] { menus(); }, .title = title, .status = status_});
  draw_panels();
  bottom();
  shortcuts();
  pop_ups();
  if (shows_notices) notices_.draw(lab_.notice(), shell_.bottom_edge());
}

void Workbench::draw_panels() {
  std::ptrdiff_t applying = 0;
  for (const auto& panel : panels_) {
    if (!panel->applies(lab_)) continue;
    ++applying;
    if (panel->open) panel->draw(lab_);
    if (panel->open && lab_.outdated() && panel->shows_results()) veil_panel(panel->name().c_str());
  }
  // ImGui puts a panel that comes with a scene in front, from the next frame on: the landscape goes back there
  if (applying > applying_ && applying_ > 0) frames_to_raise_ = 2;
  applying_ = applying;
  if (frames_to_raise_ > 0 && --frames_to_raise_ == 0) ImGui::SetWindowFocus("Landscape");
}

void Workbench::frame_of(const std::string& name) {
  Panel* found = panel(name);
  if (found == nullptr) return;
  lab_.update_shown();
  found->alone = true;
  found->draw(lab_);
  ImGui::SetWindowPos(name.c_str(), {0, 0});  // from the next frame on: the panel asks for a size of its own at first
  ImGui::SetWindowSize(name.c_str(), ImGui::GetIO().DisplaySize);
}

void Workbench::menus() {
  if (ImGui::BeginMenu("File")) {
    if (ImGui::MenuItem("Open scene …", "Ctrl O")) wanted_pop_up_ = "Open scene";
    if (ImGui::MenuItem("Save scene …", "Ctrl S")) wanted_pop_up_ = "Save scene";
    ImGui::Separator();
    if (ImGui::MenuItem("Quit")) wants_quit = true;
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("Edit")) {
    if (ImGui::MenuItem("Undo", "Ctrl Z", false, lab_.can_undo())) lab_.undo();
    if (ImGui::MenuItem("Redo", "Ctrl Shift Z", false, lab_.can_redo())) lab_.redo();
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("View")) {
    for (const auto& panel : panels_)
      ImGui::MenuItem(panel->name().c_str(), nullptr, &panel->open, panel->applies(lab_));
    if (ImGui::MenuItem("Reset layout")) {
      for (const auto& panel : panels_) panel->open = true;
      shell_.reset_layout();
    }
    ImGui::Separator();
    const Theme now = current_theme();
    if (ImGui::MenuItem("Dark", nullptr, now == Theme::dark)) wanted_theme = Theme::dark;
    if (ImGui::MenuItem("Light", nullptr, now == Theme::light)) wanted_theme = Theme::light;
    if (ImGui::MenuItem("Print", nullptr, now == Theme::print)) wanted_theme = Theme::print;
    ImGui::Separator();
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const bool fits = size.x >= 1.1F * smallest_shell.x && size.y >= 1.1F * smallest_shell.y;
    if (ImGui::MenuItem("Larger", nullptr, false, fits)) zoom = std::min(zoom * 1.1F, 2.5F);
    help_tooltip(fits ? "Everything a tenth larger." : "The panels would not fit: make the window larger first.");
    if (ImGui::MenuItem("Smaller")) zoom = std::max(zoom / 1.1F, 0.6F);
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("Gallery")) {
    for (const GalleryEntry& entry : gallery()) {
      if (ImGui::MenuItem(entry.title.c_str())) open(entry.name);
      help_tooltip(entry.help.c_str());
    }
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("Help")) {
    if (ImGui::MenuItem("Shortcuts", "F1")) wanted_pop_up_ = "Shortcuts";
    if (ImGui::MenuItem("Papers")) wanted_pop_up_ = "Papers";
    ImGui::EndMenu();
  }
}

void Workbench::bottom() {
  shell_.begin_bottom();
  double tilt = lab_.surface_tilt();
  const RunView* tilted = lab_.tilted_run();
  const View& view = lab_.scene().view;
  const bool averages = view.surface != "loss" || (!view.beside.empty() && view.beside != "loss");
  TiltBarSpec bar{.handle = tilted != nullptr ? run_style(tilted->colour).colour : palette().accent,
                  .scene = lab_.opened()};
  if (tilted != nullptr) {
    if (std::isinf(tilt) && std::isfinite(tilted->info.spec.settings.real("tilt", tilted->snapshot.step)))
      bar.note = "runs use 1e4";
  } else if (!averages) {
    bar.note = "no effect here";
    bar.help = "It moves nothing: no run has a tilt, and f has none. Add ZEST, or show Fₜ in the landscape.";
  } else {
    bar.help = "Drag: the surface follows at once. No run has a tilt.";
  }
  const Edit edit = tilt_bar(tilt, bar);
  lab_.track(edit.changed, edit.ended);
  if (edit.changed) lab_.change_tilt(tilt);

  const std::uint64_t newest = lab_.furthest_step();
  std::uint64_t last = newest;
  for (const RunView& run : lab_.runs()) last = std::max(last, run.info.stop.steps.value_or(0));
  const Spent spent = spent_by(lab_.runs(), lab_.shown_step());
  const std::array facts{
      TransportFact{compact(spent.cost) + " forward passes", "99.9 k forward passes",
                    "What all runs together have cost until the step shown: a loss is one forward pass, a gradient "
                    "three. Records and measures are not charged."},
      TransportFact{duration(spent.seconds) + " computing", "999 ms computing",
                    "Time that the slowest run has spent on its steps until the step shown."}};
  const double speed = lab_.scene().view.speed > 0 ? lab_.scene().view.speed : std::numeric_limits<double>::infinity();
  const TransportActions actions = transport({.playing = lab_.playing() && !lab_.finished() && !lab_.outdated(),
                                              .speed = speed,
                                              .speeds = speeds,
                                              .step = lab_.shown_step().value_or(newest),
                                              .newest = newest,
                                              .last = last,
                                              .live = !lab_.shown_step(),
                                              .facts = facts});
  if (actions.toggle) lab_.toggle();
  if (actions.step) lab_.step_once();
  if (actions.restart) lab_.restart();
  if (actions.live) lab_.show_step({});
  if (actions.speed) lab_.set_speed(std::isinf(*actions.speed) ? 0.0 : *actions.speed);
  if (actions.scrub) lab_.show_step(*actions.scrub >= newest ? std::nullopt : std::optional(*actions.scrub));
  shell_.end_bottom();
}

void Workbench::shortcuts() {
  const auto pressed = [](ImGuiKeyChord chord) { return ImGui::Shortcut(chord, ImGuiInputFlags_RouteGlobal); };
  if (pressed(ImGuiKey_Space)) lab_.toggle();
  if (ImGui::Shortcut(ImGuiKey_RightArrow, ImGuiInputFlags_RouteGlobal | ImGuiInputFlags_Repeat)) lab_.step_once();
  if (ImGui::Shortcut(ImGuiKey_LeftArrow, ImGuiInputFlags_RouteGlobal | ImGuiInputFlags_Repeat))
    if (const auto before = record_before(lab_)) lab_.show_step(before);
  if (pressed(ImGuiKey_R)) lab_.restart();
  if (pressed(ImGuiKey_F1)) wanted_pop_up_ = "Shortcuts";
  if (pressed(ImGuiMod_Ctrl | ImGuiKey_Z)) lab_.undo();
  if (pressed(ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Z) || pressed(ImGuiMod_Ctrl | ImGuiKey_Y)) lab_.redo();
  if (pressed(ImGuiMod_Ctrl | ImGuiKey_O)) wanted_pop_up_ = "Open scene";
  if (pressed(ImGuiMod_Ctrl | ImGuiKey_S)) wanted_pop_up_ = "Save scene";
  for (std::size_t i = 0; i < std::min<std::size_t>(9, lab_.runs().size()); ++i)
    if (pressed(static_cast<ImGuiKeyChord>(ImGuiKey_1 + static_cast<int>(i)))) lab_.select(i);
  if (lab_.selected_run() == nullptr) return;
  if (pressed(ImGuiKey_H)) lab_.show_run(lab_.selected(), !lab_.selected_run()->visible);
  if (pressed(ImGuiKey_Delete) && lab_.runs().size() > 1) {
    lab_.remember();
    lab_.remove_run(lab_.selected());
  }
}

void Workbench::open(const std::string& file_or_name) {
  try {
    Scene scene = load_scene(file_or_name, {}, with_libtorch());
    if (!scene.view.theme.empty()) wanted_theme = theme_named(scene.view.theme);
    const bool from_gallery = std::ranges::count(gallery(), file_or_name, &GalleryEntry::name) > 0;
    lab_.open(std::move(scene), from_gallery ? "" : file_or_name);
  } catch (const std::exception& error) {
    message_ = error.what();
    wanted_pop_up_ = "Message";
  }
}

void Workbench::save(const std::string& file) {
  try {
    WholeFile::put(file, write_scene(lab_.recorded_scene()));
    lab_.saved_as(file);
  } catch (const std::exception& error) {
    message_ = error.what();
    wanted_pop_up_ = "Message";
  }
}

void Workbench::pop_ups() {
  if (wanted_pop_up_ != nullptr) {
    ImGui::OpenPopup(wanted_pop_up_);
    const bool saves = std::string_view(wanted_pop_up_) == "Save scene";
    chooser_.start(saves ? FileChooser::Purpose::save : FileChooser::Purpose::open, ".toml",
                   lab_.file().empty() ? (saves ? "scene.toml" : "") : lab_.file(), lab_.file());
    wanted_pop_up_ = nullptr;
  }
  constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings;
  for (const char* name : {"Open scene", "Save scene"}) {
    if (!ImGui::BeginPopupModal(name, nullptr, flags)) continue;
    const bool opening = name[0] == 'O';
    muted(opening ? "A scene file (TOML). Files can be dropped on the window, too."
                  : "Everything that was changed on the way is written, so that the file repeats this exactly.");
    bool cancelled = false;
    const auto file = chooser_.draw(cancelled);
    if (file || cancelled) ImGui::CloseCurrentPopup();
    if (file && opening) open(file->string());
    if (file && !opening) save(file->string());
    ImGui::EndPopup();
  }
  if (ImGui::BeginPopupModal("Message", nullptr, flags)) {
    ImGui::PushTextWrapPos(520.0F);
    ImGui::TextUnformatted(message_.c_str());
    ImGui::PopTextWrapPos();
    if (ImGui::Button("Close", {100, 0}) || ImGui::IsKeyPressed(ImGuiKey_Escape)) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  if (ImGui::BeginPopup("Shortcuts", flags)) {
    heading("Shortcuts");
    for (const auto& [keys, what] : shortcut_texts) {
      mono(keys);
      ImGui::SameLine(270.0F);
      ImGui::TextUnformatted(what);
    }
    ImGui::EndPopup();
  }
  if (ImGui::BeginPopup("Papers", flags)) {
    heading("Papers");
    ImGui::TextUnformatted(
        "Zhang et al., Zeroth-Order Optimization Finds Flat Minima, arXiv 2506.05454\n"
        "Gong & Li, ZEST (tilted zeroth order), arXiv 2510.16157: reconstructed from its abstract and reviews\n"
        "Li, Zhou, Bilmes, TSAM, arXiv 2410.22656\n"
        "Foret, Kleiner, Mobahi, Neyshabur, SAM, arXiv 2010.01412\n"
        "Malladi et al., MeZO, arXiv 2305.17333");
    ImGui::EndPopup();
  }
}

}  // namespace tiltscape
