// The real window on a display, driven by xdotool's mouse and keyboard: what a user does happens.
#include <gtest/gtest.h>
#include <imgui.h>
#include <imgui_internal.h>
#include <unistd.h>

#include <GLFW/glfw3.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>

#include "app/platform/gui.h"
#include "app/platform/window.h"
#include "app/theme.h"
#include "app/widgets/tilt_bar.h"
#include "app/window_loop.h"
#include "app/workbench.h"
#include "core/optimizer.h"

namespace tiltscape {
namespace {

namespace fs = std::filesystem;

class WindowTest : public testing::Test {
 protected:
  /// Keeps a connection to the display: an X server starts anew when its last client leaves, and refuses those who come
  /// meanwhile.
  static void SetUpTestSuite() {
    if (std::getenv("DISPLAY") != nullptr) company_ = ::popen("xdotool -", "w");
  }
  static void TearDownTestSuite() {
    if (company_ != nullptr) ::pclose(company_);
  }
  void SetUp() override {
    if (std::getenv("DISPLAY") == nullptr) GTEST_SKIP() << "no DISPLAY; scripts/test starts one of its own (xvfb-run)";
    window_ = std::make_unique<Window>("Tiltscape: test", Extent{1280, 800});
    gui_ = std::make_unique<Gui>(Theme::dark, *window_);
    open(load_scene("tilt-chooses-the-minimum", {{"run.0.pairs", "4"}, {"run.1.pairs", "4"}}));
    xdotool("mousemove 640 2");
    ASSERT_TRUE(until([this] { return workbench_->settled() && lab().furthest_step() > 0; }));
  }
  void open(Scene scene) {
    workbench_.reset();
    workbench_ = std::make_unique<Workbench>(
        std::move(scene), "", 1, [this] { bell_.ring(); }, is_software_rendering());
  }
  Laboratory& lab() { return workbench_->lab(); }

  void frame() {
    gui_->begin();
    workbench_->frame();
    gui_->end();
    const Extent pixels = window_->pixels();
    gui_->clear_and_draw(pixels.width, pixels.height);
    window_->swap();
  }
  /// Draws frames as events and news come, until `done`.
  bool until(const std::function<bool()>& done, int frames = 3000) {
    for (int i = 0; i < frames; ++i) {
      window_->wait(0.02);
      workbench_->take();
      frame();
      if (!lab().error().empty()) {
        ADD_FAILURE() << lab().error();
        return false;
      }
      if (done()) return true;
    }
    return false;
  }
  /// Until it would wait for an hour, twenty times in a row.
  static bool comes_to_rest(WindowLoop& loop) {
    int quiet = 0;
    for (int turns = 0; quiet < 20 && turns < 3000; ++turns) quiet = !loop.turn(0.02) && loop.rests() ? quiet + 1 : 0;
    return quiet == 20;
  }
  void frames(int count) {
    until([&count] { return --count <= 0; });
  }

  static void xdotool(const std::string& arguments) {
    ASSERT_EQ(std::system(("xdotool " + arguments).c_str()), 0) << "xdotool " << arguments << " (Debian: xdotool)";
  }
  /// Moves the mouse there, in points of the window; returns the item under it.
  ImGuiID hover(ImVec2 at) {
    int x = 0, y = 0;
    glfwGetWindowPos(window_->native(), &x, &y);
    const ImVec2 to(std::round(at.x), std::round(at.y));
    xdotool("mousemove " + std::to_string(x + static_cast<int>(to.x)) + " " +
            std::to_string(y + static_cast<int>(to.y)));
    EXPECT_TRUE(until([to] { return ImGui::GetIO().MousePos.x == to.x && ImGui::GetIO().MousePos.y == to.y; }));
    frames(2);
    return ImGui::GetCurrentContext()->HoveredId;
  }
  void click(ImVec2 at) {
    hover(at);
    xdotool("click 1");
    EXPECT_TRUE(until([] { return ImGui::IsMouseReleased(ImGuiMouseButton_Left); }));
  }
  void drag(ImVec2 from, ImVec2 to) {
    hover(from);
    xdotool("mousedown 1");
    EXPECT_TRUE(until([] { return ImGui::IsMouseDown(ImGuiMouseButton_Left); }));
    hover({0.5F * (from.x + to.x), 0.5F * (from.y + to.y)});
    hover(to);
    xdotool("mouseup 1");
    EXPECT_TRUE(until([] { return !ImGui::IsMouseDown(ImGuiMouseButton_Left); }));
  }
  void key(const std::string& name) { xdotool("key " + name); }
  /// Where in a column of the window an item is, looked for with the mouse.
  std::optional<ImVec2> find(ImGuiID item, float x, float top, float bottom, float step = 9.0F) {
    for (float y = top; y < bottom; y += step)
      if (hover({x, y}) == item) return ImVec2(x, y);
    return std::nullopt;
  }
  static ImGuiWindow* body_of(const std::string& panel) {
    for (ImGuiWindow* window : ImGui::GetCurrentContext()->Windows)
      if (std::string(window->Name).starts_with(panel + "/##body") && window->WasActive) return window;
    ADD_FAILURE() << "no panel " << panel;
    return ImGui::GetCurrentWindow();
  }
  static ImGuiWindow* pop_up() {
    const auto& stack = ImGui::GetCurrentContext()->OpenPopupStack;
    return stack.empty() ? nullptr : stack.back().Window;
  }
  bool open_pop_up() {
    return until([] { return pop_up() != nullptr && pop_up()->WasActive && !pop_up()->Hidden; });
  }
  /// Where in a panel's heading an item is; its name and those of the groups that it is in.
  std::optional<ImVec2> find_in_heading(const std::string& panel, std::initializer_list<const char*> names) {
    const ImGuiWindow* card = ImGui::FindWindowByName(panel.c_str());
    ImGuiID item = ImHashStr("panel", 0, card->ID);
    for (const char* name : names) item = ImHashStr(name, 0, item);
    const float y = std::round(card->Rect().Min.y + spacing::panel_padding.y + 14.0F);
    for (float x = card->Rect().Max.x - 12.0F; x > card->Rect().Min.x; x -= 9.0F)
      if (hover({x, y}) == item) return ImVec2(x, y);
    return std::nullopt;
  }
  /// Pauses by key, and waits until no step is under way: each run answers a change, which it does where it rests.
  void pause() {
    if (lab().playing()) key("space");
    ASSERT_TRUE(until([this] { return !lab().playing(); }));
    std::vector<std::size_t> changes;
    for (std::size_t i = 0; i < lab().runs().size(); ++i) {
      changes.push_back(lab().runs()[i].changes.size());
      lab().change_run(i, "learning_rate", *lab().runs()[i].info.spec.settings.find("learning_rate"));
    }
    ASSERT_TRUE(until([&] {
      bool answered = workbench_->settled();
      for (std::size_t i = 0; i < changes.size(); ++i)
        answered = answered && lab().runs()[i].changes.size() > changes[i] &&
                   lab().runs()[i].snapshot.step == lab().furthest_step();
      return answered;
    }));
  }

  struct Bar {
    float left, right, y;
    ImVec2 at(double tilt) const { return {left + static_cast<float>(tilt_to_fraction(tilt)) * (right - left), y}; }
  };
  Bar bar() {
    const ImGuiWindow* bottom = ImGui::FindWindowByName("##bottom");
    const ImVec2 from = bottom->DC.CursorStartPos;
    return {from.x + 76.0F, bottom->WorkRect.Max.x - 126.0F, from.y + 15.0F};
  }
  const RunView& zest() { return lab().runs().at(0); }

  static inline std::FILE* company_ = nullptr;
  Bell bell_;
  std::unique_ptr<Window> window_;
  std::unique_ptr<Gui> gui_;
  std::unique_ptr<Workbench> workbench_;
};

TEST_F(WindowTest, DraggingTheTiltBarMovesTheSurfaceAndTheRun) {
  ImGuiWindow* bottom = ImGui::FindWindowByName("##bottom");
  ASSERT_EQ(hover(bar().at(4.0)), bottom->GetID("##tilt bar"));
  drag(bar().at(4.0), bar().at(64.0));
  ASSERT_TRUE(until([this] { return !zest().changes.empty() && workbench_->settled(); }));
  EXPECT_NEAR(lab().surface_tilt(), 64.0, 2.0);
  EXPECT_EQ(zest().info.spec.settings.real("tilt"), lab().surface_tilt());
  ASSERT_TRUE(until([this] { return zest().snapshot.settings.real("tilt") == lab().surface_tilt(); }));
  EXPECT_FALSE(lab().scene().view.tilt) << "the surface goes with the run, so that a replayed tilt moves it too";
  drag(bar().at(lab().surface_tilt()), bar().at(std::numeric_limits<double>::infinity()));
  EXPECT_EQ(lab().surface_tilt(), std::numeric_limits<double>::infinity());
  ASSERT_TRUE(until([this] { return zest().snapshot.settings.real("tilt") == 1e4; }));
  drag(bar().at(std::numeric_limits<double>::infinity()), {bar().left - 8.0F, bar().y});
  EXPECT_EQ(lab().surface_tilt(), 0.0);
  key("ctrl+z");
  ASSERT_TRUE(until([this] { return std::isinf(lab().surface_tilt()) && !lab().loading(); }));
  key("ctrl+z");
  ASSERT_TRUE(until([this] { return std::abs(lab().surface_tilt() - 64.0) < 2.0 && !lab().loading(); }));
  key("ctrl+shift+z");
  ASSERT_TRUE(until([this] { return std::isinf(lab().surface_tilt()) && !lab().loading(); }));
}

TEST_F(WindowTest, KeysPauseStepRestartSelectHideAndRemove) {
  EXPECT_TRUE(lab().playing());
  pause();
  std::vector<std::uint64_t> steps;
  for (const RunView& run : lab().runs()) steps.push_back(run.snapshot.step);
  for (std::uint64_t more = 1; more <= 3; ++more) {
    key("Right");
    ASSERT_TRUE(until([&] {
      bool there = true;
      for (std::size_t i = 0; i < steps.size(); ++i) there = there && lab().runs()[i].snapshot.step == steps[i] + more;
      return there;
    })) << more;
  }
  const auto generation = lab().generation();
  key("r");
  ASSERT_TRUE(until([&] { return lab().generation() == generation + 1 && lab().furthest_step() == 0; }));
  for (const char* number : {"3", "4", "1", "2"}) {
    key(number);
    ASSERT_TRUE(until([&] { return lab().selected() == static_cast<std::size_t>(number[0] - '1'); })) << number;
  }
  key("h");
  ASSERT_TRUE(until([this] { return !lab().runs()[1].visible; }));
  key("h");
  ASSERT_TRUE(until([this] { return lab().runs()[1].visible; }));
  key("Delete");
  ASSERT_TRUE(until([this] { return lab().runs().size() == 3; }));
  EXPECT_EQ(lab().runs()[1].info.spec.optimizer, "sam");
  key("space");
  ASSERT_TRUE(until([this] { return lab().playing() && lab().furthest_step() > 0; }));
}

TEST_F(WindowTest, TheStartIsDraggedInTheLandscape) {
  pause();
  const ImRect body = body_of("Landscape")->InnerRect;
  const ImVec2 middle((body.Min.x + body.Max.x) * 0.45F, (body.Min.y + body.Max.y) * 0.5F);
  const ImGuiID surface = hover(middle);
  ASSERT_NE(surface, 0U);
  // the picture's edges, by bisection with the mouse
  const auto edge = [&](ImVec2 inside, ImVec2 outside) {
    while (std::abs(outside.x - inside.x) + std::abs(outside.y - inside.y) > 1.0F) {
      const ImVec2 between(std::floor(0.5F * (inside.x + outside.x)), std::floor(0.5F * (inside.y + outside.y)));
      if (between.x == inside.x && between.y == inside.y) break;
      (hover(between) == surface ? inside : outside) = between;
    }
    return inside;
  };
  const ImVec2 from(std::floor(middle.x), std::floor(middle.y));
  const float left = edge(from, {std::floor(body.Min.x), from.y}).x,
              right = edge(from, {std::floor(body.Max.x), from.y}).x + 1.0F;
  const float top = edge(from, {from.x, std::floor(body.Min.y)}).y,
              bottom = edge(from, {from.x, std::floor(body.Max.y)}).y + 1.0F;
  const auto bounds = *lab().scene().view.bounds;
  const auto screen = [&](double x, double y) {
    return ImVec2(left + static_cast<float>((x - bounds[0][0]) / (bounds[0][1] - bounds[0][0])) * (right - left),
                  bottom - static_cast<float>((y - bounds[1][0]) / (bounds[1][1] - bounds[1][0])) * (bottom - top));
  };
  drag(screen(2.5, 0.5), screen(0.5, -0.6));
  ASSERT_TRUE(until([this] { return !lab().loading() && !zest().trajectory.empty(); }));
  const auto* start = std::get_if<std::vector<double>>(&lab().scene().start);
  ASSERT_NE(start, nullptr);
  EXPECT_NEAR(start->at(0), 0.5, 0.03);
  EXPECT_NEAR(start->at(1), -0.6, 0.03);
  EXPECT_EQ(start->at(2), 0.5) << "off the plane";
  for (const RunView& run : lab().runs()) {
    ASSERT_TRUE(until([&] { return !run.trajectory.empty(); }));
    EXPECT_EQ(run.trajectory.value(0, run.trajectory.columns().find("x0")), start->at(0));
    EXPECT_EQ(run.trajectory.value(0, run.trajectory.columns().find("x1")), start->at(1));
  }
  key("ctrl+z");
  ASSERT_TRUE(until([this] {
    return lab().scene().start == Start(std::vector<double>{2.5, 0.5, 0.5}) && !lab().loading();
  }));
}

TEST_F(WindowTest, TheSurfaceIsTurnedInReliefByMouseAndKeys) {
  pause();
  const auto relief = find_in_heading("Landscape", {"##mode", "3-D"});
  ASSERT_TRUE(relief.has_value());
  click(*relief);
  ASSERT_TRUE(until([this] { return lab().scene().view.mode == "3d" && workbench_->settled(); }));
  const Camera& camera = lab().scene().view.camera;
  const ImVec2 middle = body_of("Landscape")->InnerRect.GetCenter();
  const double before = camera.azimuth;
  drag(middle, {middle.x + 60.0F, middle.y});
  ASSERT_TRUE(until([&] { return camera.azimuth != before; }));
  EXPECT_NEAR(std::abs(std::remainder(camera.azimuth - before, 360.0)), 0.35 * 60.0, 1.0);
  hover(middle);
  xdotool("click 4");
  ASSERT_TRUE(until([&] { return camera.zoom > 1.0; }));
  key("t");
  ASSERT_TRUE(until([&] { return camera.elevation == 90.0; }));
  key("f");
  ASSERT_TRUE(until([&] { return camera == Camera{}; }));
  key("ctrl+z");
  ASSERT_TRUE(until([this] { return lab().scene().view.mode != "3d"; }));
}

TEST_F(WindowTest, ThePathsPlaneIsChosenFromTheList) {
  const auto list = find_in_heading("Landscape", {"##chart"});
  ASSERT_TRUE(list.has_value());
  click(*list);
  ASSERT_TRUE(open_pop_up());
  const auto choice = find(pop_up()->GetID("PCA of the paths"), pop_up()->Pos.x + 40.0F, pop_up()->Pos.y + 4.0F,
                           pop_up()->Pos.y + pop_up()->Size.y);
  ASSERT_TRUE(choice.has_value());
  click(*choice);
  ASSERT_TRUE(until([this] { return !lab().shown_chart().own() && workbench_->settled(); }));
  EXPECT_EQ(lab().scene().view.plane, PlaneSpec("pca"));
  EXPECT_TRUE(lab().playing()) << "the runs go on";
}

TEST_F(WindowTest, ATabShowsItsPanelAndStays) {
  const auto tab = find_in_heading("Step", {"Perturbations"});
  ASSERT_TRUE(tab.has_value());
  click(*tab);
  const auto shown = [](const char* panel) { return ImGui::FindWindowByName(panel)->DockTabIsVisible; };
  ASSERT_TRUE(until([&] { return shown("Perturbations"); }));
  frames(20);
  EXPECT_TRUE(shown("Perturbations"));
  EXPECT_FALSE(shown("Step"));
}

TEST_F(WindowTest, AnotherProblemIsChosenFromTheList) {
  ImGuiWindow* body = body_of("Experiment");
  const ImGuiID list = ImHashStr("##choice", 0, body->GetID("##problem"));
  const float x = (body->InnerRect.Min.x + body->InnerRect.Max.x) * 0.5F;
  const auto at = find(list, x, body->InnerRect.Min.y, body->InnerRect.Max.y);
  ASSERT_TRUE(at.has_value());
  click(*at);
  ASSERT_TRUE(open_pop_up());
  const ProblemEntry& himmelblau = find_problem("himmelblau");
  const auto choice =
      find(pop_up()->GetID(himmelblau.title.c_str()), x, pop_up()->Pos.y + 4.0F, pop_up()->Pos.y + pop_up()->Size.y);
  ASSERT_TRUE(choice.has_value());
  click(*choice);
  ASSERT_TRUE(until([this] { return lab().scene().problem.name == "himmelblau" && workbench_->settled(); }));
  EXPECT_EQ(lab().runs().size(), 4U);
  EXPECT_TRUE(until([this] { return lab().furthest_step() > 0; }));
  EXPECT_TRUE(lab().can_undo());
}

TEST_F(WindowTest, ThePlusButtonAddsAnOptimizer) {
  ImGuiWindow* body = body_of("Experiment");
  const auto plus =
      find(body->GetID("Add an optimizer"), body->WorkRect.Max.x - 14.0F, body->InnerRect.Min.y, body->InnerRect.Max.y);
  ASSERT_TRUE(plus.has_value());
  click(*plus);
  ASSERT_TRUE(open_pop_up());
  const OptimizerEntry& sam = find_optimizer("sam");
  const std::string label = sam.title + "   " + sam.summary;
  const auto choice = find(ImHashStr("", 0, pop_up()->GetID(label.c_str())), pop_up()->Pos.x + 30.0F,
                           pop_up()->Pos.y + 4.0F, pop_up()->Pos.y + pop_up()->Size.y);
  ASSERT_TRUE(choice.has_value());
  click(*choice);
  ASSERT_TRUE(until([this] { return lab().runs().size() == 5; }));
  EXPECT_EQ(lab().runs().back().info.spec.optimizer, "sam");
  EXPECT_EQ(lab().selected(), 4U);
  EXPECT_TRUE(until([this] { return lab().runs().back().snapshot.step > 0; }));
}

TEST_F(WindowTest, CtrlSSavesWhatWasDoneAndTypingIsNotTakenForShortcuts) {
  drag(bar().at(4.0), bar().at(30.0));
  ASSERT_TRUE(until([this] { return !zest().changes.empty(); }));
  pause();
  const auto generation = lab().generation();
  const fs::path folder = fs::temp_directory_path() / ("tiltscape-window-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const fs::path file = folder / "r 12 h.toml";
  key("ctrl+s");
  ASSERT_TRUE(open_pop_up());
  ASSERT_TRUE(until([] { return ImGui::GetIO().WantTextInput; }));
  key("ctrl+a");
  xdotool("type --delay 20 '" + file.string() + "'");
  frames(5);
  key("Return");
  ASSERT_TRUE(until([&] { return fs::exists(file); }));
  const Scene saved = load_scene(file.string());
  EXPECT_TRUE(saved == parse_scene(write_scene(lab().recorded_scene()), "recorded"));
  EXPECT_FALSE(saved.runs[0].changes.empty());
  EXPECT_EQ(lab().file(), file.string());
  ASSERT_TRUE(until([] { return pop_up() == nullptr; }));
  EXPECT_EQ(lab().generation(), generation) << "r";
  EXPECT_EQ(lab().selected(), 0U) << "12";
  EXPECT_TRUE(zest().visible) << "h";
  EXPECT_FALSE(lab().playing()) << "space";
  fs::remove_all(folder);
}

TEST_F(WindowTest, TypingAFormulaDrawsItAndPressesNoKeys) {
  open(load_scene("your-formula"));
  ASSERT_TRUE(until([this] { return workbench_->settled() && lab().furthest_step() > 0; }));
  pause();
  ImGuiWindow* body = body_of("Experiment");
  const auto field = find(body->GetID("##formula"), body->Rect().GetCenter().x, body->Rect().Min.y, body->Rect().Max.y);
  ASSERT_TRUE(field);
  click(*field);
  ASSERT_TRUE(until([] { return ImGui::GetIO().WantTextInput; }));
  key("ctrl+a");
  const std::string typed = "round(4*x) + 3*y**2 + h";
  xdotool("type --delay 20 '" + typed + "'");
  const auto formula = [this] { return std::get<std::string>(*lab().scene().problem.settings.find("formula")); };
  ASSERT_TRUE(until([&] { return formula() == "round(4*x) + 3*y**2" || formula() == "round(4*x) + 3*y**2 "; }));
  frames(10);
  key("BackSpace");
  key("4");
  ASSERT_TRUE(
      until([&] { return formula() == "round(4*x) + 3*y**2 + 4" && !lab().loading() && workbench_->settled(); }));
  EXPECT_EQ(lab().experiment()->problem->value(Eigen::Vector2d(0.5, 1.0)), 9.0);
  const std::uint64_t step = lab().furthest_step();
  for (const char* name : {"Left", "Right", "Delete", "Home", "End"}) key(name);
  frames(10);
  EXPECT_TRUE(ImGui::GetIO().WantTextInput);
  EXPECT_EQ(lab().furthest_step(), step) << "arrows";
  EXPECT_FALSE(lab().shown_step()) << "arrows";
  EXPECT_EQ(lab().runs().size(), 4U) << "Delete";
  EXPECT_FALSE(lab().playing()) << "space";
  EXPECT_EQ(lab().selected(), 0U) << "digits";
  EXPECT_TRUE(lab().runs()[0].visible) << "h";
  key("Return");
  ASSERT_TRUE(until([] { return !ImGui::GetIO().WantTextInput; }));
  key("ctrl+z");
  ASSERT_TRUE(until([&] { return formula().starts_with("0.1*(x**2") && !lab().loading(); }));
}

TEST_F(WindowTest, NothingIsDrawnWhenAllIsPausedAndSettled) {
  pause();
  WindowLoop loop(*window_, *gui_, *workbench_, bell_);
  ASSERT_TRUE(comes_to_rest(loop));
  // and it is not asleep for good
  key("space");
  bool woken = false;
  for (int turns = 0; !woken && turns < 2000; ++turns) woken = loop.turn(0.02);
  EXPECT_TRUE(woken);
}

TEST_F(WindowTest, WhatIsReadyLaterIsDrawnWithoutInput) {
  pause();
  WindowLoop loop(*window_, *gui_, *workbench_, bell_);
  ASSERT_TRUE(comes_to_rest(loop));
  lab().view().surface = "mean";
  lab().view().neighbourhood = "gaussian";
  lab().choose_plane(PlaneSpec("pca"));
  frame();  // asks for them
  ASSERT_TRUE(comes_to_rest(loop));
  EXPECT_TRUE(workbench_->settled()) << "what was asked for has come and was not looked at";
}

}  // namespace
}  // namespace tiltscape
