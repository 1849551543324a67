// The user's own function in the experiment panel: a formula that is typed, its variables and their bounds.
#pragma once

#include <optional>
#include <string>

#include "app/laboratory.h"
#include "core/formula.h"
#include "core/problems/expression.h"

namespace tiltscape {

/// What is typed is a draft. As soon as it can be understood it becomes the laboratory's function; until then the last
/// one stays and the draft says what is wrong with it.
class OwnFunction {
 public:
  void draw(Laboratory& lab);

 private:
  using Drafts = problems::ExpressionSettings;

  void formula(Laboratory& lab);
  void variables(Laboratory& lab);
  void bounds(Laboratory& lab);
  void complaint(Laboratory& lab);
  /// Understands the drafts or says why not. Variables that stay keep their bounds.
  bool understood(Drafts& drafts);
  /// Returns whether the laboratory has the drafts now.
  bool apply(Laboratory& lab, Drafts drafts, bool ended);
  void follow(const Settings& settings);

  Settings seen_;  ///< the laboratory's, as the drafts were made
  std::string formula_, variables_;
  Intervals bounds_;
  std::optional<BadFormula> wrong_;  ///< of the formula's draft
  std::string why_;                  ///< of the variables' draft
};

}  // namespace tiltscape
