// A square button with an icon and a tooltip.
#pragma once

namespace tiltscape {

enum class ButtonLook { plain, framed, accent };

/// `help` is the tooltip ("Play (Space)") and what the button is found by: unique within its window. `size` in points.
bool icon_button(const char* icon, const char* help, ButtonLook look = ButtonLook::framed, float size = 32.0F,
                 bool enabled = true);

}  // namespace tiltscape
