// "Did you mean": the nearest name by edit distance.
#include "core/bad_input.h"

#include <algorithm>
#include <cctype>

namespace tiltscape {
namespace {

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

/// Damerau–Levenshtein distance (optimal string alignment): insertions, deletions, substitutions, swaps of neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string wanted = lower(word);
  std::string best;
  std::size_t least = static_cast<std::size_t>(-1);
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, lower(candidate));
    const std::size_t near = (std::max(wanted.size(), candidate.size()) + 2) / 3;
    if (distance <= near && distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string unknown(std::string_view what, std::string_view word, const std::vector<std::string>& candidates) {
  std::string message = "unknown " + std::string(what) + " '" + std::string(word) + "'";
  if (candidates.empty()) return message;
  std::string list;
  for (const std::string& candidate : candidates) list += (list.empty() ? "" : ", ") + candidate;
  const std::string near = nearest(word, candidates);
  return message + (near.empty() ? "; write one of " + list : "; did you mean '" + near + "'? (" + list + ")");
}

}  // namespace tiltscape
