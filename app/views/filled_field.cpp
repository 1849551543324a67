// Straight lines through the two nearest cells of each direction, averaged, ring by ring outwards; then level.
#include "app/views/filled_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace tiltscape {
namespace {

constexpr int straight_rings = 4;  ///< as far as a pixel that is partly covered can reach
/// And as far as a triangle of a coarse relief can, of which a part has a value.
constexpr int level_rings = 8;
constexpr std::array<std::pair<int, int>, 8> around = {
    {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}}};

struct Filler {
  enum State : char { missing, known, next };  ///< next: missing, beside what is known

  FilledField& field;
  std::vector<State> states;
  std::vector<std::pair<int, int>> rim{};  ///< the cells that are next

  bool inside(int c, int r) const { return c >= 0 && r >= 0 && c < field.columns && r < field.rows; }
  std::size_t index(int c, int r) const {
    return static_cast<std::size_t>(r) * static_cast<std::size_t>(field.columns) + static_cast<std::size_t>(c);
  }
  bool there(int c, int r) const { return inside(c, r) && states[index(c, r)] == known; }

  /// The value that the neighbours suggest.
  float suggested(int c, int r, bool straight) const {
    double sum = 0.0, count = 0.0;
    for (const auto& [dc, dr] : around) {
      if (!there(c + dc, r + dr)) continue;
      const double near = static_cast<double>(field.values[index(c + dc, r + dr)]);
      const bool further = straight && there(c + 2 * dc, r + 2 * dr);
      const double weight = (dc == 0 || dr == 0 ? 4.0 : 1.0) * (further ? 4.0 : 1.0);
      sum += weight * (further ? 2.0 * near - static_cast<double>(field.values[index(c + 2 * dc, r + 2 * dr)]) : near);
      count += weight;
    }
    return static_cast<float>(sum / count);
  }

  /// The missing neighbours of a known cell are next.
  void surround(int c, int r) {
    for (const auto& [dc, dr] : around) {
      if (!inside(c + dc, r + dr) || states[index(c + dc, r + dr)] != missing) continue;
      states[index(c + dc, r + dr)] = next;
      rim.emplace_back(c + dc, r + dr);
    }
  }

  void grow(bool straight) {
    const auto cells = std::exchange(rim, {});
    std::vector<float> values;
    for (const auto& [c, r] : cells) values.push_back(suggested(c, r, straight));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto [c, r] = cells[i];
      const bool fills = std::isfinite(values[i]);
      states[index(c, r)] = fills ? known : missing;
      if (fills) field.values[index(c, r)] = values[i];
    }
    for (const auto& [c, r] : cells)
      if (there(c, r)) surround(c, r);
  }
};

/// How much of a cell the surface has: at the edge of a chart that is known to a part of it.
float share(const Grid& grid, int column, int row) {
  const Hole hole = grid.hole(column, row);
  const bool finite = std::isfinite(grid.at(column, row));
  if (grid.cover.empty() || (!finite && hole != Hole::absent)) return finite ? 1.0F : 0.0F;
  return grid.cover[grid.index(column, row)];
}

/// Beyond the grid's own edges a chart's goes on as it came.
void continue_cover(FilledField& field) {
  const auto at = [&field](int c, int r) -> float& {
    return field
        .known[static_cast<std::size_t>(r) * static_cast<std::size_t>(field.columns) + static_cast<std::size_t>(c)];
  };
  const auto on = [](float inner, float edge) { return std::clamp(2.0F * edge - inner, 0.0F, 1.0F); };
  for (int i = FilledField::margin - 1; i >= 0; --i) {
    const int right = field.columns - 1 - i, top = field.rows - 1 - i;
    for (int r = 0; r < field.rows; ++r) {
      at(i, r) = on(at(i + 2, r), at(i + 1, r));
      at(right, r) = on(at(right - 2, r), at(right - 1, r));
    }
    for (int c = 0; c < field.columns; ++c) {
      at(c, i) = on(at(c, i + 2), at(c, i + 1));
      at(c, top) = on(at(c, top - 2), at(c, top - 1));
    }
  }
}

/// Twice by 1–2–1 along both axes.
void smooth(FilledField& field) {
  const auto at = [&field](int c, int r) -> float {
    return field
        .known[static_cast<std::size_t>(std::clamp(r, 0, field.rows - 1)) * static_cast<std::size_t>(field.columns) +
               static_cast<std::size_t>(std::clamp(c, 0, field.columns - 1))];
  };
  for (int pass = 0; pass < 4; ++pass) {
    const int dc = pass % 2, dr = 1 - dc;
    std::vector<float> next;
    next.reserve(field.known.size());
    for (int r = 0; r < field.rows; ++r) {
      for (int c = 0; c < field.columns; ++c) {
        next.push_back(0.25F * at(c - dc, r - dr) + 0.5F * at(c, r) + 0.25F * at(c + dc, r + dr));
      }
    }
    field.known = std::move(next);
  }
}

void find_known(const Grid& grid, FilledField& field) {
  constexpr int margin = FilledField::margin;
  for (int r = 0; r < field.rows; ++r)
    for (int c = 0; c < field.columns; ++c)
      field.known.push_back(
          share(grid, std::clamp(c - margin, 0, grid.columns - 1), std::clamp(r - margin, 0, grid.rows - 1)));
  if (!grid.cover.empty()) continue_cover(field);
  smooth(field);
}

}  // namespace

FilledField filled_field(const Grid& grid) {
  constexpr int margin = FilledField::margin;
  FilledField field{grid.columns + 2 * margin, grid.rows + 2 * margin, {}, {}, false};
  const auto count = static_cast<std::size_t>(field.columns) * static_cast<std::size_t>(field.rows);
  field.values.assign(count, 0.0F);
  Filler filler{field, std::vector<Filler::State>(count, Filler::missing)};
  for (int r = 0; r < grid.rows; ++r)
    for (int c = 0; c < grid.columns; ++c) {
      const float value = grid.at(c, r);
      if (!std::isfinite(value)) {
        field.gaps = true;
        continue;
      }
      const std::size_t at = filler.index(c + margin, r + margin);
      field.values[at] = value;
      filler.states[at] = Filler::known;
    }
  for (int r = 0; r < field.rows; ++r)
    for (int c = 0; c < field.columns; ++c) {
      const bool within = c > margin && r > margin && c + 1 < field.columns - margin && r + 1 < field.rows - margin;
      if (within && !field.gaps) continue;  // all around it is known
      if (filler.there(c, r)) filler.surround(c, r);
    }
  if (field.gaps) find_known(grid, field);
  for (int i = 0; i < (field.gaps ? straight_rings : margin); ++i) filler.grow(true);
  for (int i = 0; field.gaps && i < level_rings; ++i) filler.grow(false);
  return field;
}

}  // namespace tiltscape
