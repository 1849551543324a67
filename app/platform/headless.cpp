// EGL without a display: Mesa's surfaceless platform, or the device platform of other drivers.
#include "app/platform/headless.h"

#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace tiltscape {
namespace {

/// All displays worth trying, the one that needs no hardware first.
std::vector<EGLDisplay> candidates() {
  std::vector<EGLDisplay> displays;
  if (epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless")) {
    displays.push_back(eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr));
  }
  if (epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_platform_device") &&
      epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_device_enumeration")) {
    std::array<EGLDeviceEXT, 16> devices{};
    EGLint count = 0;
    if (eglQueryDevicesEXT(static_cast<EGLint>(devices.size()), devices.data(), &count) == EGL_TRUE) {
      for (EGLint i = 0; i < count; ++i) {
        displays.push_back(
            eglGetPlatformDisplayEXT(EGL_PLATFORM_DEVICE_EXT, devices.at(static_cast<std::size_t>(i)), nullptr));
      }
    }
  }
  return displays;
}

/// A current OpenGL 4.1 core context on the display, or EGL_NO_CONTEXT.
EGLContext open(EGLDisplay display) {
  if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) != EGL_TRUE ||
      eglBindAPI(EGL_OPENGL_API) != EGL_TRUE) {
    return EGL_NO_CONTEXT;
  }
  const std::array<EGLint, 5> wanted{EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  eglChooseConfig(display, wanted.data(), &config, 1, &count);
  const std::array<EGLint, 7> version{
      EGL_CONTEXT_MAJOR_VERSION,           4,       EGL_CONTEXT_MINOR_VERSION, 1, EGL_CONTEXT_OPENGL_PROFILE_MASK,
      EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
  // without a config where the driver has none to offer: nothing is ever drawn to a surface
  const EGLContext context =
      eglCreateContext(display, count > 0 ? config : EGLConfig{}, EGL_NO_CONTEXT, version.data());
  if (context != EGL_NO_CONTEXT && eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) != EGL_TRUE) {
    eglDestroyContext(display, context);
    return EGL_NO_CONTEXT;
  }
  return context;
}

}  // namespace

Headless::Headless() {
  for (EGLDisplay display : candidates()) {
    context_ = open(display);
    if (context_ != EGL_NO_CONTEXT) {
      display_ = display;
      return;
    }
  }
  throw std::runtime_error("no OpenGL 4.1 without a display; install libegl1 and libgl1-mesa-dri");
}

Headless::~Headless() {
  eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  eglDestroyContext(display_, context_);
}

void Headless::make_current() const { eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_); }

std::string Headless::renderer() const { return reinterpret_cast<const char*>(glGetString(GL_RENDERER)); }

}  // namespace tiltscape
