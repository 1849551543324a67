// Drafts of a formula, its variables and bounds, and what is said of them.
#include "app/panels/own_function.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/theme.h"
#include "app/widgets/row.h"
#include "app/widgets/text_entry.h"
#include "app/widgets/wrapped_error.h"

namespace tiltscape {
namespace {

/// "x, y z" → x, y, z.
WordList words_of(const std::string& text) {
  WordList words;
  std::string word;
  for (const char c : text + ",") {
    if (c != ',' && c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

/// The bounds that each variable had, by name.
Intervals bounds_of(const WordList& variables, const problems::ExpressionSettings& before) {
  Intervals bounds;
  for (const std::string& name : variables) {
    const auto at = static_cast<std::size_t>(std::ranges::find(before.variables, name) - before.variables.begin());
    bounds.push_back(at < before.bounds.size() ? before.bounds[at] : problems::default_interval);
  }
  return bounds;
}

/// The formula around a column, and the caret below it.
std::array<std::string, 2> pointed_at(const std::string& formula, std::size_t column, std::size_t room) {
  std::vector<std::string> characters;
  for (const char c : formula) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U || characters.empty()) characters.emplace_back();
    characters.back() += c;
  }
  const std::size_t at = std::min(column - 1, characters.size());
  const std::size_t from = at > room * 2 / 3 ? at - room * 2 / 3 : 0;
  std::string shown;
  for (std::size_t i = from; i < std::min(from + room, characters.size()); ++i) shown += characters[i];
  return {shown, std::string(at - from, ' ') + "^"};
}

std::string sentence(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text + (text.ends_with('?') ? "" : ".");
}

}  // namespace

void OwnFunction::follow(const Settings& settings) {
  if (seen_ == settings) return;
  const Drafts now(settings);
  seen_ = settings;
  formula_ = now.formula;
  variables_ = fmt::format("{}", fmt::join(now.variables, ", "));
  bounds_ = now.bounds;
  wrong_.reset();
  why_.clear();
}

bool OwnFunction::understood(Drafts& drafts) {
  wrong_.reset();
  why_.clear();
  try {
    drafts.bounds = bounds_of(drafts.variables, Drafts(seen_));
    if (drafts.variables.empty()) drafts.bounds.clear();
    drafts.complete();
    return true;
  } catch (const BadFormula& error) {
    wrong_ = error;
  } catch (const BadInput& error) {
    why_ = error.what();
  }
  return false;
}

bool OwnFunction::apply(Laboratory& lab, Drafts drafts, bool ended) {
  const Drafts before(seen_);
  Settings settings = seen_;
  drafts.put_into(settings);
  const bool changed = settings != seen_;
  lab.track(changed, ended);
  if (!changed) return false;
  seen_ = settings;
  if (drafts.bounds != before.bounds) lab.view().bounds.reset();
  lab.change_problem_settings(settings, drafts.variables == before.variables);
  return true;
}

void OwnFunction::formula(Laboratory& lab) {
  const Edit edit =
      text_entry({.id = "##formula", .most = longest_formula, .wrong = wrong_.has_value(), .wraps = true}, formula_);
  const std::string help = "One expression: + - * / %, ** or ^ for powers, comparisons, a if condition else b, and " +
                           formula_functions() + ".";
  if (!ImGui::IsItemActive()) help_tooltip(help.c_str());  // else it stands before what is typed
  Drafts drafts(seen_);
  drafts.variables = words_of(variables_);
  drafts.formula = formula_.substr(0, formula_.find_last_not_of(' ') + 1);  // a space at the end is no other function
  if (edit.changed && understood(drafts))
    apply(lab, std::move(drafts), edit.ended);
  else
    lab.track(false, edit.ended);
  if (wrong_) complaint(lab);
}

void OwnFunction::complaint(Laboratory& lab) {
  {
    const WithFont use(mono_font(), mono_size);
    const auto room = static_cast<std::size_t>(
        std::max(8.0F, std::floor(ImGui::GetContentRegionAvail().x / ImGui::CalcTextSize("x").x) - 1.0F));
    const auto [text, caret] = pointed_at(formula_, wrong_->column, room);
    mono(text.c_str());
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetStyle().ItemSpacing.y);
    mono(caret.c_str(), palette().bad);
  }
  const WithFont small(text_font(), small_size);
  wrapped_error(sentence(wrong_->why));
  if (wrong_->unknown.empty()) return;
  const std::string name = wrong_->unknown;
  if (!ImGui::Button(fmt::format("Make {} a variable", name).c_str())) return;
  Drafts drafts(seen_);
  drafts.formula = formula_;
  drafts.variables = words_of(variables_);
  drafts.variables.push_back(name);
  variables_ = fmt::format("{}", fmt::join(drafts.variables, ", "));
  if (!understood(drafts)) return;  // the next thing that is wrong
  bounds_ = drafts.bounds;
  apply(lab, std::move(drafts), true);
}

void OwnFunction::variables(Laboratory& lab) {
  const RowPlace place = next_row();
  row_label(place, "Variables");
  ImGui::SetCursorScreenPos(place.control);
  const Edit edit = text_entry({.id = "##variables", .most = 4096, .wrong = !why_.empty(), .wraps = false}, variables_);
  help_tooltip(
      "The coordinates, in their order. The picture shows the first two; its plane chooser has the others. Enter "
      "applies.");
  if (edit.ended) {
    Drafts drafts(seen_);
    drafts.formula = formula_;
    drafts.variables = words_of(variables_);
    if (drafts.variables != Drafts(seen_).variables && understood(drafts)) {
      bounds_ = drafts.bounds;
      variables_ = fmt::format("{}", fmt::join(drafts.variables, ", "));
      apply(lab, std::move(drafts), true);
    }
  }
  const WithFont small(text_font(), small_size);
  if (!why_.empty()) wrapped_error(sentence(why_));
}

void OwnFunction::bounds(Laboratory& lab) {
  const WordList names = Drafts(seen_).variables;
  for (std::size_t i = 0; i < std::min(names.size(), bounds_.size()); ++i) {
    const RowPlace place = next_row();
    row_label(place, fmt::format("{} from, to", names[i]).c_str());
    ImGui::SetCursorScreenPos(place.control);
    ImGui::PushID(static_cast<int>(i));
    ImGui::SetNextItemWidth(place.control_size.x);
    {
      const WithFont use(mono_font(), mono_size);
      ImGui::InputScalarN("##bounds", ImGuiDataType_Double, bounds_[i].data(), 2, nullptr, nullptr, "%.6g");
    }
    const bool ended = ImGui::IsItemDeactivatedAfterEdit();
    help_tooltip("What the picture shows, and where random starts are drawn. Runs may go further. Enter applies.");
    ImGui::PopID();
    if (!ended) continue;
    try {
      Drafts drafts(seen_);
      drafts.bounds = std::get<Intervals>(find_parameter(expression_entry().parameters, "bounds")->checked(bounds_));
      apply(lab, std::move(drafts), true);
    } catch (const BadInput&) {
      bounds_ = Drafts(seen_).bounds;
      lab.notify(fmt::format("The bounds of {} stay as they are: the first has to be below the second.", names[i]));
    }
  }
}

void OwnFunction::draw(Laboratory& lab) {
  follow(lab.scene().problem.settings);
  formula(lab);
  variables(lab);
  bounds(lab);
}

}  // namespace tiltscape
