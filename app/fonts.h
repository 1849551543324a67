// The fonts: Inter for text, Inter SemiBold for headings, JetBrains Mono for numbers; icons are merged into all of
// them.
#pragma once

#include <imgui.h>

namespace tiltscape {

/// Adds the embedded fonts to the current ImGui context. Glyphs are drawn when they are first needed, at any size.
void add_fonts();

/// Points.
inline constexpr float text_size = 15.0F;
inline constexpr float mono_size = 14.0F;
inline constexpr float small_size = 13.0F;

ImFont* text_font();
ImFont* heading_font();
ImFont* mono_font();

/// Pushes a font while it lives.
class WithFont {
 public:
  explicit WithFont(ImFont* font, float size = 0.0F);
  ~WithFont() { ImGui::PopFont(); }
  WithFont(const WithFont&) = delete;
  WithFont& operator=(const WithFont&) = delete;
};

/// Text in one of the fonts and colours, on the current line.
void heading(const char* text);
void muted(const char* text);
void mono(const char* text);
void mono(const char* text, const ImColor& colour);

/// Width and height of a text in a font.
ImVec2 text_extent(ImFont* font, float size, const char* text);

}  // namespace tiltscape
