// Descriptions of parameters: sliders, scene keys, help texts and checks all come from these.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/schedule.h"

namespace tiltscape {

using WordList = std::vector<std::string>;
using Interval = std::array<double, 2>;  ///< low, high
using Intervals = std::vector<Interval>;

/// What a parameter may be set to: a number, a word among choices or a text, (reals only) a schedule over steps, or a
/// list of words or of intervals.
using Setting = std::variant<double, std::int64_t, std::string, Schedule, WordList, Intervals>;

/// `text` is one line of anything; `words` are texts, too; `intervals` are pairs low < high of reals within the limits.
enum class Kind { real, integer, choice, text, words, intervals };
enum class Scale { linear, log };

/// Another parameter, a choice, and the words of it with which this one has a use.
struct UsedWith {
  std::string name{};  ///< empty: it always has
  std::vector<std::string> words{};
};

/// One parameter, described once. `low` and `high` are legal limits, `slider_low` and `slider_high` what a slider
/// offers.
struct Parameter {
  std::string name;      ///< the key in scenes: learning_rate
  std::string title{};   ///< "Learning rate"
  std::string symbol{};  ///< η
  std::string help{};    ///< one sentence
  Kind kind = Kind::real;
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_excluded = false;   ///< low itself is illegal: η > 0
  bool high_excluded = false;  ///< high itself is illegal: β < 1
  double slider_low = 0.0;
  double slider_high = 1.0;
  Scale scale = Scale::linear;
  std::vector<std::string> choices{};
  std::vector<std::string> offered{};  ///< those of them that menus show; empty: all
  bool schedulable = false;
  Setting fallback = 0.0;         ///< the default
  bool advanced = false;          ///< seldom changed: panels keep it behind a heading
  bool infinity_allowed = false;  ///< +∞ is a legal real (tsam's tilt), also beyond `high`
  UsedWith used_with{};           ///< panels leave it out elsewhere
  std::string zero{};             ///< what 0 means, where it is no number of things: "all"
  /// Of a text that names a file: what such names end in ("" for any); panels offer to look for one.
  std::optional<std::string> file_ending{};
  bool in_title = false;  ///< scenes' titles are about it: another one takes them away

  /// Throws BadInput with what would be right; returns the setting in the parameter's own type (integers are taken for
  /// reals, and reals without a fraction for integers: 1e5 steps). A choice without `choices` takes any word.
  Setting checked(const Setting& setting) const;
};

/// Settings by name, in the order of the parameters.
class Settings {
 public:
  using Entry = std::pair<std::string, Setting>;

  Settings() = default;
  /// All defaults.
  explicit Settings(const std::vector<Parameter>& parameters);

  const Setting* find(std::string_view name) const;
  /// Adds or replaces.
  void set(std::string_view name, Setting setting);
  /// A real at a step (schedules are evaluated), or `otherwise` where there is no such setting.
  double real(std::string_view name, std::uint64_t step = 0, double otherwise = 0.0) const;

  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  bool empty() const { return entries_.empty(); }
  bool operator==(const Settings&) const = default;

 private:
  std::vector<Entry> entries_;
};

/// "0.05", "32", "sphere", "cosine 0.05 → 0 in 60 000 steps", "x, y" or "[-2, 2], [-1, 3]", for labels and tables.
std::string to_string(const Setting& setting);

/// Whether a parameter has a use beside these settings.
bool is_used(const Parameter& parameter, const Settings& settings);

const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view name);

}  // namespace tiltscape
