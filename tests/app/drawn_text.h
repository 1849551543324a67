// What the frame that was just ended draws, read back from ImGui's draw lists: whether text is cut by a clip rectangle
// or drawn over other text, and where upright lines are.
#pragma once

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace tiltscape {

struct Glyph {
  ImRect box;   ///< on the screen
  ImRect clip;  ///< what of the screen may be drawn on
};

/// Those of the windows whose names begin with `owner`.
inline std::vector<Glyph> glyphs_of(std::string_view owner) {
  std::vector<Glyph> glyphs;
  const ImDrawData& data = *ImGui::GetDrawData();
  for (const ImDrawList* list : data.CmdLists) {
    if (list->_OwnerName == nullptr || !std::string_view(list->_OwnerName).starts_with(owner)) continue;
    for (const ImDrawCmd& command : list->CmdBuffer) {
      if (command.TexRef._TexData != ImGui::GetIO().Fonts->TexRef._TexData) continue;
      const auto vertex = [&](unsigned i) -> const ImDrawVert& {
        return list->VtxBuffer[static_cast<int>(command.VtxOffset + list->IdxBuffer[static_cast<int>(i)])];
      };
      const unsigned end = command.IdxOffset + command.ElemCount;
      for (unsigned i = command.IdxOffset; i + 5 < end;) {
        const ImDrawVert &a = vertex(i), &b = vertex(i + 1), &c = vertex(i + 2), &d = vertex(i + 5);
        // two triangles of an upright rectangle with an upright piece of the font's texture
        const bool rectangle = a.pos.y == b.pos.y && b.pos.x == c.pos.x && c.pos.y == d.pos.y && d.pos.x == a.pos.x;
        const bool textured = a.uv.y == b.uv.y && b.uv.x == c.uv.x && a.uv.x < b.uv.x && b.uv.y < c.uv.y;
        if (rectangle && textured)
          glyphs.push_back(
              {{a.pos, c.pos}, {command.ClipRect.x, command.ClipRect.y, command.ClipRect.z, command.ClipRect.w}});
        i += rectangle && textured ? 6 : 3;
      }
    }
  }
  return glyphs;
}

/// Upright lines at an x (within 2 points) that are at least 30 points long.
inline int upright_lines(std::string_view owner, float x) {
  int triangles = 0;  // two a line
  const ImDrawData& data = *ImGui::GetDrawData();
  for (const ImDrawList* list : data.CmdLists) {
    if (list->_OwnerName == nullptr || !std::string_view(list->_OwnerName).starts_with(owner)) continue;
    for (const ImDrawCmd& command : list->CmdBuffer)
      for (unsigned i = command.IdxOffset; i + 2 < command.IdxOffset + command.ElemCount; i += 3) {
        ImRect box(FLT_MAX, FLT_MAX, -FLT_MAX, -FLT_MAX);
        for (unsigned k = i; k < i + 3; ++k)
          box.Add(list->VtxBuffer[static_cast<int>(command.VtxOffset + list->IdxBuffer[static_cast<int>(k)])].pos);
        triangles += box.Min.x > x - 2.0F && box.Max.x < x + 2.0F && box.GetHeight() >= 30.0F ? 1 : 0;
      }
  }
  return triangles / 2;
}

/// Glyphs that lose part of their width. (Rows that are scrolled half out of a panel lose height.)
inline int cut_glyphs(std::string_view owner) {
  return static_cast<int>(std::ranges::count_if(glyphs_of(owner), [](const Glyph& glyph) {
    return glyph.box.Overlaps(glyph.clip) &&
           (glyph.box.Min.x < glyph.clip.Min.x - 0.5F || glyph.box.Max.x > glyph.clip.Max.x + 0.5F);
  }));
}

/// Pairs of glyphs that lie upon one another by more than neighbours in a word do.
inline int colliding_glyphs(std::string_view owner) {
  std::vector<ImRect> seen;
  for (const Glyph& glyph : glyphs_of(owner)) {
    ImRect box = glyph.box;
    box.ClipWithFull(glyph.clip);
    if (box.GetWidth() > 0.0F && box.GetHeight() > 0.0F) seen.push_back(box);
  }
  int count = 0;
  for (std::size_t i = 0; i < seen.size(); ++i)
    for (std::size_t j = i + 1; j < seen.size(); ++j) {
      const float across = std::min(seen[i].Max.x, seen[j].Max.x) - std::max(seen[i].Min.x, seen[j].Min.x);
      const float down = std::min(seen[i].Max.y, seen[j].Max.y) - std::max(seen[i].Min.y, seen[j].Min.y);
      count += across > 1.5F && down > 1.5F ? 1 : 0;
    }
  return count;
}

}  // namespace tiltscape
