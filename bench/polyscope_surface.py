"""Frame times beside polyscope's: a whole window of Tiltscape with its surface, six trajectories and perturbations, runs
paused, against polyscope drawing one 200 × 200 surface. Both in windows of 1600 × 1000 on the same display (a virtual
one where there is none), taking turns. Polyscope draws all of it in every frame, and what compares with that are the
lines "redraw": the landscape drawn anew in full, in 3-D also with a second surface under the first. The lines "paused"
are while the tilt moves, when software rendering draws at half resolution. Exit status 1 where a frame of ours with one
surface takes longer per pixel.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

TURNS = 3
PIXELS = 1600 * 1000
LINES = {  # of doctor --frames: what they are, and how they give their time
    "drawn in full": r"^redraw (2-D|3-D) +frame ([\d.]+) ms",
    "two surfaces drawn in full": r"^redraw (3-D) twice +frame ([\d.]+) ms",
    "tilt moving, half resolution in software": r"^paused, (2-D|3-D).*whole frame median ([\d.]+) ms",
}
HERE = Path(__file__).parent


def on_a_display(command):
    if not os.environ.get("DISPLAY"):
        command = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24 -noreset", *command]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main():
    if not os.environ.get("DISPLAY") and shutil.which("xvfb-run") is None:
        print("no display and no xvfb-run: left out")
        return 0
    program = os.environ.get("TILTSCAPE", str(HERE.parent / "build/release/tiltscape"))
    theirs, ours = [], {}
    for _ in range(TURNS):
        theirs.append(float(on_a_display([sys.executable, str(HERE / "_polyscope_frames.py")]).split()[-1]))
        report = on_a_display([program, "doctor", "--frames"])
        for what, line in LINES.items():
            for mode, time in re.findall(line, report, re.MULTILINE):
                ours.setdefault((what, mode), []).append(float(time))
    if len(ours) != 2 * len(LINES) - 1:
        raise SystemExit("doctor --frames did not say its times for 2-D and 3-D")
    peer = statistics.median(theirs)
    print(f"milliseconds a frame of 1600 × 1000 pixels (median of each of {TURNS} turns), nanoseconds a pixel, ratio:")
    print(f"  {'polyscope, a 200 × 200 surface, drawn in full':60}{peer:8.1f}{1e6 * peer / PIXELS:8.1f}")
    slower = False
    for (what, mode), times in ours.items():
        time = statistics.median(times)
        slower = slower or (time > peer and not what.startswith("two"))
        print(f"  {f'Tiltscape {mode}, {what}':60}{time:8.1f}{1e6 * time / PIXELS:8.1f}   {time / peer:.2f} of polyscope's")
    return int(slower)


if __name__ == "__main__":
    sys.exit(main())
