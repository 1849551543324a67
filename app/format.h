// Numbers as people read them: 12 480, 1.6 M, 3.2e−5, 4.1 s; and back from what they type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tiltscape {

/// Digits in groups of three: 12480 is "12 480".
std::string grouped(std::uint64_t number);

/// Three significant digits and a suffix from ten thousand on: "9 999", "12.5 k", "1.6 M", "2.03 G".
std::string compact(double number);

/// A real with `digits` significant digits and no trailing zeros, a true minus sign, and an exponent where it is easier
/// to read: "0.083", "−7.66", "3.2e−5", "12 480", "∞".
std::string readable(double value, int digits = 3);

/// "12 ms", "4.1 s", "2 min 05 s", "1 h 02 min"
std::string duration(double seconds);

/// The double nearest to the value with `digits` significant digits.
double rounded(double value, int digits);

/// What someone typed: "1e-3", "0,5", "12 480", "−2", "inf" or "∞"; nothing when it is no number.
std::optional<double> parse_number(std::string_view text);

}  // namespace tiltscape
