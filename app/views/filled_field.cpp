// Straight lines through the two nearest cells of each direction, averaged, ring by ring outwards.
#include "app/views/filled_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace tiltscape {
namespace {

constexpr int rings = 4;  ///< as far as a pixel that is partly covered can reach

struct Filler {
  FilledField& field;
  std::vector<char> has;
  std::vector<std::array<int, 2>> missing{};  ///< cells without a value yet

  bool inside(int c, int r) const { return c >= 0 && r >= 0 && c < field.columns && r < field.rows; }
  std::size_t index(int c, int r) const {
    return static_cast<std::size_t>(r) * static_cast<std::size_t>(field.columns) + static_cast<std::size_t>(c);
  }
  bool there(int c, int r) const { return inside(c, r) && has[index(c, r)] != 0; }

  /// The value that the neighbours suggest; false where there is none.
  bool suggest(int c, int r, float& value) const {
    double sum = 0.0, count = 0.0;
    for (const auto& [dc, dr] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}}) {
      if (!there(c + dc, r + dr)) continue;
      const double near = static_cast<double>(field.values[index(c + dc, r + dr)]);
      const bool further = there(c + 2 * dc, r + 2 * dr);
      const double weight = (dc == 0 || dr == 0 ? 4.0 : 1.0) * (further ? 4.0 : 1.0);
      sum += weight * (further ? 2.0 * near - static_cast<double>(field.values[index(c + 2 * dc, r + 2 * dr)]) : near);
      count += weight;
    }
    value = static_cast<float>(sum / std::max(count, 1.0));
    return count > 0.0;
  }

  void grow() {
    std::vector<std::pair<std::size_t, float>> found;
    std::erase_if(missing, [&](const std::array<int, 2>& cell) {
      const auto [c, r] = cell;
      float value = 0.0F;
      const bool fills = suggest(c, r, value) && std::isfinite(value);
      if (fills) found.emplace_back(index(c, r), value);
      return fills;
    });
    for (const auto& [at, value] : found) {
      field.values[at] = value;
      has[at] = 1;
    }
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
  Filler filler{field, std::vector<char>(count, 0)};
  for (int r = 0; r < field.rows; ++r) {
    for (int c = 0; c < field.columns; ++c) {
      const int column = c - margin, row = r - margin;
      const bool beyond = column < 0 || row < 0 || column >= grid.columns || row >= grid.rows;
      if (beyond || !std::isfinite(grid.at(column, row))) {
        field.gaps = field.gaps || !beyond;
        filler.missing.push_back({c, r});
        continue;
      }
      field.values[filler.index(c, r)] = grid.at(column, row);
      filler.has[filler.index(c, r)] = 1;
    }
  }
  if (field.gaps) find_known(grid, field);
  for (int i = 0; i < (field.gaps ? rings : margin); ++i) filler.grow();
  return field;
}

}  // namespace tiltscape
