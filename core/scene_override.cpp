// --set PATH=VALUE: values put into a scene's tree before anything is checked, each carrying its own place.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <span>

#include "core/scene_parts.h"

namespace tiltscape::scene_toml {
namespace {

using Path = std::span<const std::string>;

bool bare_word(std::string_view value) {
  const auto is = [](char c, std::string_view more) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80 ||
           more.find(c) != std::string_view::npos;
  };
  if (value.empty()) return false;
  const auto alphanumeric = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  if (std::isdigit(static_cast<unsigned char>(value[0])) != 0)  // 3d
    return std::ranges::all_of(value, alphanumeric) && std::isalpha(static_cast<unsigned char>(value.back())) != 0;
  if (!is(value[0], "_./~")) return false;
  return std::ranges::all_of(value, [&](char c) { return is(c, "_./~-+:, 0123456789"); });
}

/// By name or alias; null where there is none.
const OptimizerEntry* known_optimizer(const toml::table& run) {
  const auto name = run["optimizer"].value<std::string>();
  const auto found = std::ranges::find_if(optimizers(), [&](const OptimizerEntry& entry) {
    return name && (entry.name == *name || std::ranges::count(entry.aliases, *name) > 0);
  });
  return found == optimizers().end() ? nullptr : &*found;
}

/// Whether the label is what a run without one is called: "ZO", "ZO 2".
bool derived_label(const toml::table& run) {
  const auto label = run["label"].value<std::string>();
  const OptimizerEntry* optimizer = known_optimizer(run);
  if (!label || optimizer == nullptr || !label->starts_with(optimizer->title)) return false;
  const std::string_view rest = std::string_view(*label).substr(optimizer->title.size());
  return rest.empty() ||
         (rest.size() > 1 && rest[0] == ' ' && rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

class Setter {
 public:
  explicit Setter(const Override& given)
      : value_(given.value),
        text_(std::string(set_prefix) + given.path + "=" + given.value),
        place_{{1, 1}, {1, 1}, std::make_shared<const std::string>(text_)} {
    for (std::size_t begin = 0; begin <= given.path.size();) {
      const std::size_t end = std::min(given.path.find('.', begin), given.path.size());
      path_.push_back(given.path.substr(begin, end - begin));
      if (path_.back().empty()) wrong("the path has an empty part; write PATH=VALUE such as run.0.tilt=8");
      begin = end + 1;
    }
    if (path_.size() > 64) wrong("the path has more than 64 parts; write PATH=VALUE such as run.0.tilt=8");
  }

  void apply(toml::table& document) {
    if (path_[0] == "measures" && path_.size() > 1 && !document.contains("measures")) add_default_measures(document);
    set(document, path_);
  }

 private:
  [[noreturn]] void wrong(const std::string& message) const { complain(place_, message); }

  /// A one-key table with the value in it: nodes keep their places when they move.
  toml::table parse() const {
    if (value_.find_first_of("\r\n") != std::string::npos) wrong("the value has a line break; write one TOML value");
    if (is_text() && !value_.starts_with('"') && !value_.starts_with('\'')) return as_text();
    if (auto parsed = parsed_as("value = " + value_)) return std::move(*parsed);
    const std::string_view digits = std::string_view(value_).substr(value_.find_first_not_of("+-") == 1 ? 1 : 0);
    if (digits.size() > 1 && digits[0] == '.' && std::isdigit(static_cast<unsigned char>(digits[1])) != 0)
      wrong(fmt::format("TOML numbers have a digit before the point; write {}0{}",
                        value_.substr(0, value_.size() - digits.size()), digits));
    if (bare_word(value_))
      if (auto parsed = parsed_as("value = \"" + value_ + "\"")) return std::move(*parsed);
    wrong("this is not a TOML value; write a number, a bare word, \"text\", [a, list] or { a = \"table\" }");
  }

  /// Of a problem's text no value is a TOML value but one in quotes: problem.formula=2*x, problem.formula=3.
  bool is_text() const {
    if (path_.size() != 2 || path_[0] != "problem") return false;
    return std::ranges::any_of(all_problems(), [this](const ProblemEntry* entry) {
      const Parameter* parameter = find_parameter(entry->parameters, path_[1]);
      return parameter != nullptr && parameter->kind == Kind::text;
    });
  }

  toml::table as_text() const {
    toml::table parsed = toml::parse("value = \"\"", text_);
    **parsed.get("value")->as_string() = value_;
    return parsed;
  }

  std::optional<toml::table> parsed_as(const std::string& line) const {
    try {
      return toml::parse(line, text_);
    } catch (const toml::parse_error&) {
      return std::nullopt;
    }
  }

  void set(toml::node& at, Path rest) {
    if (auto* table = at.as_table()) return set_in_table(*table, rest);
    if (auto* array = at.as_array()) return set_in_array(*array, rest);
    wrong(fmt::format("'{}' is below {}; only tables and lists have parts", rest[0], described(at)));
  }

  void set_in_table(toml::table& table, Path rest) {
    const toml::key key(rest[0], place_);
    if (rest.size() == 1) {
      const OptimizerEntry* before = path_[0] == "run" && rest[0] == "optimizer" ? known_optimizer(table) : nullptr;
      if (before != nullptr && derived_label(table) && !from_set(table.get("label")->source())) table.erase("label");
      table.erase(rest[0]);
      table.insert(key, std::move(*parse().get("value")));
      if (const auto* now = before != nullptr ? known_optimizer(table) : nullptr) leave_behind(table, *before, *now);
      return;
    }
    if (!table.contains(rest[0])) {
      if (rest[0] == "run" || rest[0] == "change")
        wrong(fmt::format("there is no {}; add it to the scene first", rest[0]));
      toml::table parsed = toml::parse("value = {}", text_);
      table.insert(key, std::move(*parsed.get("value")));
    }
    set(*table.get(rest[0]), rest.subspan(1));
  }

  /// What the scene says of the optimizer before, and the one now has no use for.
  static void leave_behind(toml::table& run, const OptimizerEntry& before, const OptimizerEntry& now) {
    const auto kept = names_of(now.parameters, run_keys());
    for (const auto& name : names_of(before.parameters, {}))
      if (std::ranges::count(kept, name) == 0 && run.contains(name) && !from_set(run.get(name)->source()))
        run.erase(name);
  }

  void set_in_array(toml::array& array, Path rest) {
    if (rest[0] == "*") return set_in_every_run(array, rest);
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(rest[0].data(), rest[0].data() + rest[0].size(), index);
    if (error != std::errc{} || end != rest[0].data() + rest[0].size() || index >= array.size())
      wrong(array.empty() ? fmt::format("'{}' is below an empty list", rest[0])
                          : fmt::format("there is no entry '{}'; entries are numbered 0 to {}, and run.*.KEY means "
                                        "every run that has the key",
                                        rest[0], array.size() - 1));
    if (rest.size() == 1) {
      array.replace(array.cbegin() + static_cast<std::ptrdiff_t>(index), std::move(*parse().get("value")));
      return;
    }
    set(array[index], rest.subspan(1));
  }

  /// run.*.KEY: every run that has the key.
  void set_in_every_run(toml::array& runs, Path rest) {
    if (&rest[0] != &path_[1] || path_[0] != "run" || rest.size() < 2)
      wrong("'*' stands for every run; write run.*.KEY=VALUE");
    std::size_t found = 0;
    std::vector<std::string> known = run_keys();
    for (auto& run : runs) {
      auto* table = run.as_table();
      if (table == nullptr) continue;
      std::vector<std::string> keys = run_keys();
      if (const auto* optimizer = known_optimizer(*table)) keys = names_of(optimizer->parameters, std::move(keys));
      for (const auto& key : keys)
        if (std::ranges::count(known, key) == 0) known.push_back(key);
      if (std::ranges::count(keys, rest[1]) == 0) continue;
      set(*table, rest.subspan(1));
      ++found;
    }
    if (found > 0) return;
    if (const std::string others = optimizers_with(rest[1]); !others.empty())
      wrong(fmt::format("no run has {}; {}", rest[1], others));
    wrong("no run has it: " + unknown("run key", rest[1], known));
  }

  /// A measure that is added to a scene without [measures] comes to the default ones.
  void add_default_measures(toml::table& document) const {
    const auto name = document["problem"]["name"].value<std::string>();
    if (!name) return;
    toml::table parsed = toml::parse("value = {}", text_);
    try {
      for (const auto& spec : default_measures(find_problem(*name), {})) {
        toml::table empty = toml::parse("value = {}", text_);
        parsed.get("value")->as_table()->insert(toml::key(spec.name, place_), std::move(*empty.get("value")));
      }
    } catch (const BadInput&) {
      return;  // an unknown problem is reported where it is read
    }
    document.insert(toml::key("measures", place_), std::move(*parsed.get("value")));
  }

  std::string value_, text_;
  toml::source_region place_;
  std::vector<std::string> path_;
};

}  // namespace

void apply_overrides(toml::table& document, const std::vector<Override>& overrides) {
  for (const Override& given : overrides) Setter(given).apply(document);
}

}  // namespace tiltscape::scene_toml
