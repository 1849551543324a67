// Playing the runs: play or pause, one step, restart, speed, a bar to go to any step, and what it has cost so far.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace tiltscape {

struct TransportView {
  bool playing = false;
  bool can_play = true;  ///< false once every run has ended
  double speed = 1.0;    ///< infinity is "max"
  std::span<const double> speeds;
  std::uint64_t step = 0;    ///< shown
  std::uint64_t newest = 0;  ///< computed so far
  std::uint64_t last = 0;    ///< where the runs stop
  const char* details = "";  ///< muted, on the right: "1.6 M evaluations   4.1 s"
};

struct TransportActions {
  bool toggle = false;
  bool step = false;
  bool restart = false;
  std::optional<double> speed;
  std::optional<std::uint64_t> scrub;  ///< go to this step, at most `newest`
};

/// Takes the full width of the window, transport_height points.
TransportActions transport(const TransportView& view);

inline constexpr float transport_height = 36.0F;

}  // namespace tiltscape
