// Playing the runs: play or pause, one step, restart, speed, a bar to go to any step, and what it has cost so far.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace tiltscape {

/// A number on the right, and what it is.
struct TransportFact {
  std::string text;    ///< "1.6 M forward passes"
  const char* widest;  ///< the widest it becomes: it keeps this room, so that the bar does not move while it counts
  const char* help;
};

struct TransportView {
  bool playing = false;  ///< the runs go on, whatever step is shown
  double speed = 60.0;   ///< steps a second; infinity is "max"
  std::span<const double> speeds;
  std::uint64_t step = 0;    ///< shown
  std::uint64_t newest = 0;  ///< computed so far
  std::uint64_t last = 0;    ///< where the runs stop
  bool live = true;          ///< the latest step is shown, as it moves
  std::span<const TransportFact> facts{};
};

struct TransportActions {
  bool toggle = false;
  bool step = false;
  bool restart = false;
  bool live = false;  ///< back to the latest step
  std::optional<double> speed;
  std::optional<std::uint64_t> scrub;  ///< go to this step, at most `newest`
};

/// Takes the full width of the window, transport_height points.
TransportActions transport(const TransportView& view);

inline constexpr float transport_height = 36.0F;

}  // namespace tiltscape
