"""Milliseconds a frame that polyscope takes for a 200 × 200 surface in a window of 1600 × 1000; prints the median.

Every frame draws the scene anew, as while it is turned. Without the ground plane, which would be drawn besides.
"""

import statistics
import time

import numpy as np
import polyscope

N = 200
FRAMES = 40

polyscope.set_verbosity(0)
polyscope.set_use_prefs_file(False)
polyscope.set_window_size(1600, 1000)
polyscope.set_max_fps(-1)
polyscope.init("openGL3_glfw")
polyscope.set_ground_plane_mode("none")
polyscope.set_always_redraw(True)

x, y = np.meshgrid(np.linspace(-5, 5, N), np.linspace(-5, 5, N), indexing="ij")
height = np.log1p((x * x + y - 11) ** 2 + (x + y * y - 7) ** 2)
corners = np.arange(N * N).reshape(N, N)[:-1, :-1].ravel()
faces = np.concatenate(
    [np.stack([corners, corners + 1, corners + N], -1), np.stack([corners + 1, corners + N + 1, corners + N], -1)]
)
surface = polyscope.register_surface_mesh("f", np.stack([x, y, height], -1).reshape(-1, 3), faces)
surface.add_scalar_quantity("height", height.ravel(), enabled=True)

times = []
for _ in range(FRAMES):
    began = time.perf_counter()
    polyscope.frame_tick()
    times.append(time.perf_counter() - began)
print(1e3 * statistics.median(times[FRAMES // 4 :]))
