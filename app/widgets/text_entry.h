// Text that is typed: one logical line, in as many lines of a panel as it takes.
#pragma once

#include <string>

#include "app/widgets/edit.h"

namespace tiltscape {

struct TextEntry {
  const char* id;
  std::size_t most = 0;  ///< bytes
  bool wrong = false;    ///< framed as an error
  bool wraps = false;
  float beside = 0.0F;  ///< points left free on its right
};

/// Numbers' font, the whole width of the window but `beside`. Line breaks that are pasted become spaces. `changed` at
/// every keystroke, `ended` when the text is left or Enter pressed.
Edit text_entry(const TextEntry& entry, std::string& text);

}  // namespace tiltscape
