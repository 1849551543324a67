// Parameters to controls.
#include "app/widgets/parameter_row.h"

#include <algorithm>

#include "app/format.h"
#include "app/theme.h"
#include "app/widgets/combo.h"
#include "app/widgets/file_button.h"
#include "app/widgets/row.h"
#include "app/widgets/slider.h"
#include "app/widgets/text_entry.h"
#include "core/optimizers/choices.h"

namespace tiltscape {
namespace {

double number(const Setting& setting) {
  if (const auto* real = std::get_if<double>(&setting)) return *real;
  if (const auto* integer = std::get_if<std::int64_t>(&setting)) return static_cast<double>(*integer);
  if (const auto* schedule = std::get_if<Schedule>(&setting)) return schedule->from;
  return 0.0;
}

std::string fallback_text(const Parameter& parameter) {
  if (const auto* real = std::get_if<double>(&parameter.fallback)) return readable(*real, 6);
  return to_string(parameter.fallback);
}

/// Its title and symbol, its sentence, the formula it stands in, its default.
std::string help_text(const Parameter& parameter, const std::string& formula) {
  std::string text = parameter.title;
  if (!parameter.symbol.empty()) text += "  " + parameter.symbol;
  text += "\n" + parameter.help;
  if (!formula.empty()) text += "\n" + formula;
  const std::string fallback = fallback_text(parameter);
  return text + (fallback.empty() ? "\nNone by default" : "\nDefault " + fallback) + ". In scenes: " + parameter.name;
}

Edit choice_row(const Parameter& parameter, const std::string& help, Setting& value) {
  const auto& word = std::get<std::string>(value);
  const std::vector<std::string>& offered = parameter.offered.empty() ? parameter.choices : parameter.offered;
  int selected = static_cast<int>(std::ranges::find(offered, word) - offered.begin());
  const Edit edit = combo(parameter.title.c_str(), offered, selected, help.c_str(), choice_help(parameter));
  if (edit.changed) value = offered[static_cast<std::size_t>(selected)];
  return edit;
}

/// Taken when it is left or Enter pressed: half a word means nothing. A file can be looked for, too.
Edit text_row(const Parameter& parameter, const std::string& help, Setting& value) {
  constexpr std::size_t most = 4096;  // a path
  constexpr float button = spacing::row_height, gap = 6.0F;
  const RowPlace place = next_row();
  row_label(place, parameter.title.c_str(), parameter.symbol.c_str());
  ImGui::SetCursorScreenPos(place.control);
  std::string text = std::get<std::string>(value);
  const bool is_file = parameter.file_ending.has_value();
  Edit edit =
      text_entry({.id = ("##" + parameter.name).c_str(), .most = most, .beside = is_file ? button + gap : 0.0F}, text);
  help_tooltip(help.c_str());
  if (is_file) {
    ImGui::SameLine(0.0F, gap);
    edit.ended |= file_button(parameter.name.c_str(), button, *parameter.file_ending, text);
  }
  edit.changed = edit.ended && text != std::get<std::string>(value);
  if (edit.changed) value = text;
  return edit;
}

}  // namespace

Edit parameter_row(const Parameter& parameter, Setting& value, const std::string& formula) {
  const std::string help = help_text(parameter, formula);
  if (parameter.kind == Kind::choice) return choice_row(parameter, help, value);
  if (parameter.kind == Kind::text) return text_row(parameter, help, value);
  const bool scheduled = std::holds_alternative<Schedule>(value);
  const std::string text = scheduled ? to_string(value) : std::string();
  const SliderSpec spec{.name = parameter.title.c_str(),
                        .symbol = parameter.symbol.c_str(),
                        .help = help.c_str(),
                        .slider_low = parameter.slider_low,
                        .slider_high = parameter.slider_high,
                        .logarithmic = parameter.scale == Scale::log,
                        .fallback = number(parameter.fallback),
                        .low = parameter.low,
                        .high = parameter.high,
                        .low_excluded = parameter.low_excluded,
                        .high_excluded = parameter.high_excluded,
                        .infinity_allowed = parameter.infinity_allowed,
                        .zero = parameter.zero.c_str(),
                        .display = scheduled ? text.c_str() : nullptr};
  Edit edit;
  if (parameter.kind == Kind::integer) {
    auto integer = static_cast<std::int64_t>(number(value));
    edit = slider(spec, integer);
    if (edit.changed) value = integer;
  } else {
    double real = number(value);
    edit = slider(spec, real);
    if (edit.changed) value = real;
  }
  return edit;
}

}  // namespace tiltscape
