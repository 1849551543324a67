// Setting up Dear ImGui and ImPlot, and drawing a frame.
#include "app/platform/gui.h"

#include <epoxy/gl.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>
#include <imgui_internal.h>
#include <implot.h>

#include <cmath>

#include "app/fonts.h"
#include "app/gl/framebuffer.h"
#include "app/platform/window.h"

namespace tiltscape {

/// The two libraries' contexts, and the renderer's objects within them.
struct Gui::Contexts {
  Contexts() : gui(ImGui::CreateContext()), plot(ImPlot::CreateContext()) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_DockingEnable | ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    io.ConfigDragClickToInputText = false;
    io.ConfigDpiScaleFonts = false;
    add_fonts();
    ImGui_ImplOpenGL3_Init("#version 410 core");
  }
  Contexts(const Contexts&) = delete;
  Contexts& operator=(const Contexts&) = delete;
  ~Contexts() {
    ImGui_ImplOpenGL3_Shutdown();
    if (on_window) {
      ImGui_ImplGlfw_Shutdown();
    }
    ImPlot::DestroyContext(plot);
    ImGui::DestroyContext(gui);
  }

  ImGuiContext* gui;
  ImPlotContext* plot;
  bool on_window = false;
};

Gui::Gui(Theme theme) : theme_(theme), contexts_(std::make_unique<Contexts>()) {
  ImGui::GetIO().UserData = this;
  apply_theme(theme);
}

Gui::Gui(Theme theme, Window& window) : Gui(theme) {
  window_ = &window;
  ImGui_ImplGlfw_InitForOpenGL(window.native(), false);  // events: app/platform/window.cpp
  contexts_->on_window = true;
}

Gui::~Gui() = default;

void Gui::begin() {
  ImGui_ImplGlfw_NewFrame();
  const Extent pixels = window_->pixels();
  const float scale = window_->scale();
  begin({static_cast<float>(pixels.width) / scale, static_cast<float>(pixels.height) / scale, scale,
         ImGui::GetIO().DeltaTime});
}

void Gui::begin(const Canvas& canvas) {
  ImGui_ImplOpenGL3_NewFrame();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {canvas.width, canvas.height};
  io.DisplayFramebufferScale = {canvas.scale, canvas.scale};
  io.DeltaTime = canvas.seconds;
  ImGui::NewFrame();
}

bool Gui::input_waits() const { return !ImGui::GetCurrentContext()->InputEventsQueue.empty(); }

void Gui::end() { ImGui::Render(); }

void Gui::clear_and_draw(int width, int height) {
  const ImVec4 colour = palette(theme_).background;
  glViewport(0, 0, width, height);
  glClearColor(colour.x, colour.y, colour.z, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Gui::set_theme(Theme theme) {
  theme_ = theme;
  apply_theme(theme);
}

Image picture(Gui& gui, const Canvas& canvas, const std::function<void()>& frame, int settle) {
  const auto pixels = [&canvas](float points) { return static_cast<int>(std::lround(points * canvas.scale)); };
  const gl::Framebuffer target(pixels(canvas.width), pixels(canvas.height));
  for (int i = 0; i < settle; ++i) {
    gui.begin(canvas);
    frame();
    gui.end();
  }
  target.bind();
  gui.clear_and_draw(target.width(), target.height());
  return target.read();
}

}  // namespace tiltscape
