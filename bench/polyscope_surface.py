"""Frame times beside polyscope's: a whole window of Tiltscape with its surface, six trajectories and perturbations, runs
paused and the tilt moving, against polyscope drawing one 200 × 200 surface. Both in windows of 1600 × 1000 on the same
display (a virtual one where there is none), taking turns. Exit status 1 where a frame of ours takes longer.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

TURNS = 3
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
        for mode, median in re.findall(r"^paused, (2-D|3-D).*whole frame median ([\d.]+) ms", report, re.MULTILINE):
            ours.setdefault(mode, []).append(float(median))
    peer = statistics.median(theirs)
    print("milliseconds a frame of 1600 × 1000 pixels (median of each of", TURNS, "turns):")
    print(f"  polyscope, a 200 × 200 surface                   {peer:6.1f}")
    slower = False
    for mode, times in sorted(ours.items()):
        time = statistics.median(times)
        slower = slower or time > peer
        print(f"  Tiltscape {mode}, six runs and their perturbations  {time:6.1f}   {time / peer:.2f} of polyscope's")
    if len(ours) != 2:
        raise SystemExit("doctor --frames did not say its times for 2-D and 3-D")
    return int(slower)


if __name__ == "__main__":
    sys.exit(main())
