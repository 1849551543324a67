// Formatting and parsing numbers.
#include "app/format.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace tiltscape {
namespace {

constexpr std::string_view minus = "−";
constexpr std::string_view infinity = "∞";

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// "3.2e-05" to "3.2e−5"
std::string short_exponent(std::string text) {
  const std::size_t e = text.find('e');
  if (e == std::string::npos) {
    return text;
  }
  std::string exponent = text.substr(e + 1);
  const bool negative = exponent.starts_with('-');
  exponent.erase(0, exponent.find_first_not_of("+-0"));
  return text.substr(0, e + 1) + (negative ? "-" : "") + exponent;
}

std::string without_trailing_zeros(std::string text) {
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) {
      text.pop_back();
    }
  }
  return text;
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<std::size_t>(at), 1, ' ');
  }
  return text;
}

std::string compact(double number) {
  if (!std::isfinite(number) || std::abs(number) < 9999.5) {
    return readable(number, 4);
  }
  if (std::abs(number) >= 1e15) {
    return readable(number, 2);
  }
  constexpr std::array<std::string_view, 4> suffixes{"k", "M", "G", "T"};
  double scaled = std::abs(number) / 1e3;
  std::size_t i = 0;
  while (scaled >= 999.5 && i + 1 < suffixes.size()) {
    scaled /= 1e3;
    ++i;
  }
  const int decimals = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
  return fmt::format("{}{} {}", number < 0.0 ? minus : "",
                     without_trailing_zeros(fmt::format("{:.{}f}", scaled, decimals)), suffixes.at(i));
}

std::string readable(double value, int digits) {
  if (std::isnan(value)) {
    return "not a number";
  }
  if (std::isinf(value)) {
    return value < 0.0 ? std::string(minus).append(infinity) : std::string(infinity);
  }
  const double size = std::abs(value);
  const std::string sign(value < 0.0 ? minus : "");
  if (size >= 999.5 && size < 1e6) {
    // whole numbers from a thousand on; beyond a million an exponent says it better
    const int decimals = digits > 4 && size < 1e4 && size != std::round(size) ? digits - 4 : 0;
    const std::string fixed = fmt::format("{:.{}f}", size, decimals);
    const std::size_t point = std::min(fixed.find('.'), fixed.size());
    return sign + grouped(std::stoull(fixed.substr(0, point))) + without_trailing_zeros(fixed.substr(point));
  }
  if (size != 0.0 && size < 1e-3) {
    std::string text = short_exponent(fmt::format("{:.{}e}", size, digits - 1));
    const std::size_t e = text.find('e');
    text = without_trailing_zeros(text.substr(0, e)) + text.substr(e);
    replace_all(text, "-", minus);
    return sign + text;
  }
  std::string text = short_exponent(fmt::format("{:.{}g}", size, digits));
  replace_all(text, "-", minus);
  return (text == "0" ? "" : sign) + text;
}

std::string duration(double seconds) {
  if (seconds < 0.9995) {
    return fmt::format("{:.0f} ms", seconds * 1e3);
  }
  if (seconds < 59.95) {
    return fmt::format("{:.1f} s", seconds);
  }
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 3600) {
    return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  }
  return fmt::format("{} h {:02} min", grouped(whole / 3600), whole % 3600 / 60);
}

double rounded(double value, int digits) {
  if (value == 0.0) return 0.0;
  const double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) + 1.0 - digits);
  // dividing by a power of ten gives the nearest double to the decimal, multiplying by its inverse does not
  return unit < 1.0 ? std::round(value / unit) / std::round(1.0 / unit) : std::round(value / unit) * unit;
}

std::optional<double> parse_number(std::string_view typed) {
  std::string text(typed);
  replace_all(text, minus, "-");
  replace_all(text, " ", "");
  replace_all(text, "\u202f", "");
  if (text.find('.') == std::string::npos) {
    replace_all(text, ",", ".");
  }
  if (text == infinity || text == "inf" || text == "Inf" || text == "infinity") {
    return HUGE_VAL;
  }
  const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const char* end = text.data() + text.size();
  double value = 0.0;
  const auto [rest, problem] = std::from_chars(begin, end, value);
  if (problem != std::errc{} || rest != end || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

}  // namespace tiltscape
