# tiltscape_gui: Dear ImGui with ImPlot and GLFW (prebuilt static in the wheel), libepoxy for OpenGL and EGL, stb.
set(imgui_root "${TILTSCAPE_DEPS}/imgui/install")
if(NOT EXISTS "${imgui_root}/lib/libimgui.a")
  message(FATAL_ERROR "${imgui_root} holds no lib/libimgui.a; run scripts/setup")
endif()
find_path(EPOXY_INCLUDE_DIR epoxy/gl.h REQUIRED)
find_library(EPOXY_LIBRARY epoxy REQUIRED)
find_path(STB_INCLUDE_DIR stb/stb_image_write.h REQUIRED)

add_library(tiltscape_gui INTERFACE)
target_include_directories(tiltscape_gui SYSTEM INTERFACE
  "${imgui_root}/include" "${EPOXY_INCLUDE_DIR}" "${STB_INCLUDE_DIR}")
target_compile_definitions(tiltscape_gui INTERFACE GLFW_INCLUDE_NONE)
target_link_libraries(tiltscape_gui INTERFACE "${imgui_root}/lib/libimgui.a" "${imgui_root}/lib/libglfw3.a"
  "${EPOXY_LIBRARY}" Threads::Threads ${CMAKE_DL_LIBS} m)
