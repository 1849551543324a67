// The GLFW window. Positions reach ImGui in points (pixels divided by the scale), so that all of the program's sizes
// are in points.
#include "app/platform/window.h"

#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>

#include <algorithm>
#include <cfloat>
#include <cstdlib>
#include <stdexcept>

#include "app/shell.h"

namespace tiltscape {

/// GLFW's callbacks: each marks activity and hands the event to ImGui's platform layer.
struct WindowCallbacks {
  static Window& touched(GLFWwindow* window) {
    auto& self = *static_cast<Window*>(glfwGetWindowUserPointer(window));
    self.activity_ = true;
    return self;
  }
  static bool has_gui() {
    return ImGui::GetCurrentContext() != nullptr && ImGui::GetIO().BackendPlatformUserData != nullptr;
  }

  static void cursor_position(GLFWwindow* window, double x, double y) {
    const Window& self = touched(window);
    if (has_gui()) {
      // screen coordinates are pixels on X11 and points on macOS and Wayland
      int width = 1;
      int height = 1;
      glfwGetWindowSize(window, &width, &height);
      const double points = static_cast<double>(self.pixels().width) / static_cast<double>(self.scale());
      const double factor = width > 0 ? points / width : 1.0;
      ImGui_ImplGlfw_CursorPosCallback(window, x * factor, y * factor);
    }
  }
  static void cursor_enter(GLFWwindow* window, int entered) {
    touched(window);
    // ImGui's own handling of leaving would ask for the position again, unscaled
    if (has_gui() && entered == GLFW_TRUE) {
      ImGui_ImplGlfw_CursorEnterCallback(window, entered);
    } else if (has_gui() && !ImGui::IsAnyMouseDown()) {
      ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    }
  }
  static void button(GLFWwindow* window, int which, int action, int mods) {
    touched(window);
    if (has_gui()) {
      ImGui_ImplGlfw_MouseButtonCallback(window, which, action, mods);
    }
  }
  static void scroll(GLFWwindow* window, double x, double y) {
    touched(window);
    if (has_gui()) {
      ImGui_ImplGlfw_ScrollCallback(window, x, y);
    }
  }
  static void key(GLFWwindow* window, int which, int code, int action, int mods) {
    touched(window);
    if (has_gui()) {
      ImGui_ImplGlfw_KeyCallback(window, which, code, action, mods);
    }
  }
  static void character(GLFWwindow* window, unsigned int code) {
    touched(window);
    if (has_gui()) {
      ImGui_ImplGlfw_CharCallback(window, code);
    }
  }
  static void focus(GLFWwindow* window, int focused) {
    touched(window);
    if (has_gui()) {
      ImGui_ImplGlfw_WindowFocusCallback(window, focused);
    }
  }
  static void drop(GLFWwindow* window, int count, const char** paths) {
    const Window& self = touched(window);
    if (self.on_drop) {
      self.on_drop(std::vector<std::string>(paths, paths + count));
    }
  }
};

namespace {

/// Whether there is nothing to ask for a display, where asking would make libwayland print a line of its own.
bool no_display_at_all() {
#if defined(__linux__)
  return std::getenv("DISPLAY") == nullptr && std::getenv("WAYLAND_DISPLAY") == nullptr &&
         std::getenv("XDG_RUNTIME_DIR") == nullptr;
#else
  return false;
#endif
}

}  // namespace

Window::Window(const std::string& title, Extent size) {
  // without Wayland's variable its library would be asked first, and print that there is none
  if (std::getenv("DISPLAY") != nullptr && std::getenv("WAYLAND_DISPLAY") == nullptr)
    glfwInitHint(GLFW_PLATFORM,
                 glfwPlatformSupported(GLFW_PLATFORM_X11) == GLFW_TRUE ? GLFW_PLATFORM_X11 : GLFW_ANY_PLATFORM);
  if (no_display_at_all() || glfwInit() != GLFW_TRUE) {
    throw std::runtime_error("no display to open a window on; `tiltscape run` and `tiltscape render` need none");
  }
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 4);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 1);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "tiltscape");
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) {  // no larger than the screen
    Extent room;
    glfwGetMonitorWorkarea(monitor, nullptr, nullptr, &room.width, &room.height);
    if (room.width > 0 && room.height > 0)
      size = {std::min(size.width, room.width), std::min(size.height, room.height)};
  }
  window_ = glfwCreateWindow(size.width, size.height, title.c_str(), nullptr, nullptr);
  if (window_ == nullptr) {
    glfwTerminate();
    throw std::runtime_error("the display offers no OpenGL 4.1; install libgl1-mesa-dri for software rendering");
  }
  glfwSetWindowSizeLimits(window_, static_cast<int>(smallest_shell.x), static_cast<int>(smallest_shell.y),
                          GLFW_DONT_CARE, GLFW_DONT_CARE);
  glfwMakeContextCurrent(window_);
  glfwSwapInterval(1);
  install_callbacks();
}

Window::~Window() {
  glfwDestroyWindow(window_);
  glfwTerminate();
}

void Window::install_callbacks() {
  glfwSetWindowUserPointer(window_, this);
  glfwSetCursorPosCallback(window_, WindowCallbacks::cursor_position);
  glfwSetCursorEnterCallback(window_, WindowCallbacks::cursor_enter);
  glfwSetMouseButtonCallback(window_, WindowCallbacks::button);
  glfwSetScrollCallback(window_, WindowCallbacks::scroll);
  glfwSetKeyCallback(window_, WindowCallbacks::key);
  glfwSetCharCallback(window_, WindowCallbacks::character);
  glfwSetWindowFocusCallback(window_, WindowCallbacks::focus);
  glfwSetDropCallback(window_, WindowCallbacks::drop);
  glfwSetWindowRefreshCallback(window_, [](GLFWwindow* window) { WindowCallbacks::touched(window); });
  glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* window, int, int) { WindowCallbacks::touched(window); });
  glfwSetWindowIconifyCallback(window_, [](GLFWwindow* window, int) { WindowCallbacks::touched(window); });
  glfwSetWindowCloseCallback(window_, [](GLFWwindow* window) { WindowCallbacks::touched(window); });
}

void Window::wait(double seconds) { glfwWaitEventsTimeout(seconds); }
void Window::wake() { glfwPostEmptyEvent(); }

bool Window::should_close() const { return glfwWindowShouldClose(window_) == GLFW_TRUE; }
bool Window::is_hidden() const {
  return glfwGetWindowAttrib(window_, GLFW_ICONIFIED) == GLFW_TRUE ||
         glfwGetWindowAttrib(window_, GLFW_VISIBLE) == GLFW_FALSE;
}
void Window::swap() { glfwSwapBuffers(window_); }

Extent Window::pixels() const {
  Extent extent;
  glfwGetFramebufferSize(window_, &extent.width, &extent.height);
  return extent;
}

float Window::scale() const {
  float x = 1.0F;
  float y = 1.0F;
  glfwGetWindowContentScale(window_, &x, &y);
  const float density = x > 0.0F ? x : 1.0F;
  const Extent extent = pixels();
  const float room = std::min(static_cast<float>(extent.width) / (density * smallest_shell.x),
                              static_cast<float>(extent.height) / (density * smallest_shell.y));
  return density * std::min(zoom_, std::max(1.0F, room));
}

bool Window::take_activity() {
  const bool activity = activity_;
  activity_ = false;
  return activity;
}

}  // namespace tiltscape
