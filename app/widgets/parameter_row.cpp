// Parameters to controls.
#include "app/widgets/parameter_row.h"

#include <algorithm>

#include "app/widgets/combo.h"
#include "app/widgets/slider.h"

namespace tiltscape {
namespace {

double number(const Setting& setting) {
  if (const auto* real = std::get_if<double>(&setting)) return *real;
  if (const auto* integer = std::get_if<std::int64_t>(&setting)) return static_cast<double>(*integer);
  if (const auto* schedule = std::get_if<Schedule>(&setting)) return schedule->from;
  return 0.0;
}

Edit choice_row(const Parameter& parameter, Setting& value) {
  const auto& word = std::get<std::string>(value);
  int selected = static_cast<int>(std::ranges::find(parameter.choices, word) - parameter.choices.begin());
  const Edit edit = combo(parameter.title.c_str(), parameter.choices, selected, parameter.help.c_str());
  if (edit.changed) value = parameter.choices[static_cast<std::size_t>(selected)];
  return edit;
}

}  // namespace

Edit parameter_row(const Parameter& parameter, Setting& value) {
  if (parameter.kind == Kind::choice) return choice_row(parameter, value);
  const bool scheduled = std::holds_alternative<Schedule>(value);
  const std::string text = scheduled ? to_string(value) : std::string();
  const SliderSpec spec{.name = parameter.title.c_str(),
                        .symbol = parameter.symbol.c_str(),
                        .help = parameter.help.c_str(),
                        .slider_low = parameter.slider_low,
                        .slider_high = parameter.slider_high,
                        .logarithmic = parameter.scale == Scale::log,
                        .fallback = number(parameter.fallback),
                        .low = parameter.low,
                        .high = parameter.high,
                        .low_excluded = parameter.low_excluded,
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
