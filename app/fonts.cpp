// Loading the embedded fonts into ImGui's atlas.
#include "app/fonts.h"

#include <cfloat>
#include <string_view>

#include "app/theme.h"
#include "core/embedded.h"

namespace tiltscape {
namespace {

ImFont* add(const char* path, float size, const ImFontConfig& config) {
  const std::string_view data = embedded::file(path);
  // ImGui only reads it: the atlas does not own the data
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<char*>(data.data()), static_cast<int>(data.size()), size,
                                                    &config);
}

/// A text font with what it lacks: ∇ and ᵀ (neither Inter nor JetBrains Mono has them), other symbols, and the icons.
void add_family(const char* path, float size) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  add(path, size, config);
  config.MergeMode = true;
  add("assets/fonts/math-symbols.ttf", size, config);
  const bool is_mono = std::string_view(path) == "fonts/JetBrainsMono-Regular";
  add(is_mono ? "fonts/Inter-Regular" : "fonts/JetBrainsMono-Regular", size, config);  // ₜ ᵢ ‖ among numbers
  config.GlyphOffset = {0.0F, 2.5F};  // icons sit on the line of the digits
  add("fonts/bootstrap-icons", size, config);
}

ImFont* font(int index) {
  const auto& fonts = ImGui::GetIO().Fonts->Fonts;
  return fonts[index < fonts.Size ? index : 0];
}

}  // namespace

void add_fonts() {
  add_family("fonts/Inter-Regular", text_size);
  add_family("fonts/Inter-SemiBold", text_size);
  add_family("fonts/JetBrainsMono-Regular", mono_size);
  ImGui::GetStyle().FontSizeBase = text_size;
}

ImFont* text_font() { return font(0); }
ImFont* heading_font() { return font(1); }
ImFont* mono_font() { return font(2); }

WithFont::WithFont(ImFont* which, float size) {
  const float natural = which == mono_font() ? mono_size : text_size;
  ImGui::PushFont(which, size > 0.0F ? size : natural);
}

void heading(const char* text) {
  const WithFont use(heading_font());
  ImGui::TextUnformatted(text);
}

void muted(const char* text) {
  ImGui::PushStyleColor(ImGuiCol_Text, palette().muted.Value);
  ImGui::TextUnformatted(text);
  ImGui::PopStyleColor();
}

void mono(const char* text) {
  const WithFont use(mono_font());
  ImGui::TextUnformatted(text);
}

void mono(const char* text, const ImColor& colour) {
  ImGui::PushStyleColor(ImGuiCol_Text, colour.Value);
  mono(text);
  ImGui::PopStyleColor();
}

ImVec2 text_extent(ImFont* which, float size, const char* text) {
  return which->CalcTextSizeA(size, FLT_MAX, 0.0F, text);
}

}  // namespace tiltscape
