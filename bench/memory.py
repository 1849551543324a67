"""Peak memory of a transformer of 50 million parameters: probing in place beside inference and Adam.

usage: python bench/memory.py [DEVICE [WIDTH BLOCKS BATCH]]    DEVICE cpu (as it is by default) or cuda

Each mode is a process of tiltscape_memory_bench, which reads its own peak: resident size on the CPU, what LibTorch's
allocator gave out on a GPU. Goals: a ZO step in place takes at most 1.05 of what inference on the same minibatch takes,
and Adam at least 3 times as much as ZO; both hold for whole processes and, harder, for what they take beyond an idle
process that has loaded LibTorch.
"""

import os
import pathlib
import re
import subprocess
import sys

PROGRAM = pathlib.Path(os.environ.get("TILTSCAPE", "build/release/tiltscape")).with_name("tiltscape_memory_bench")
MODES = ["idle", "inference", "zo", "zest", "adam", "program:zo", "program:adam"]


def peak(mode: str) -> float:
    out = subprocess.run([PROGRAM, mode, *(sys.argv[1:] or ["cpu"])], check=True, capture_output=True, text=True).stdout
    return float(re.search(r"peak = ([\d.]+) MB", out)[1])


def main() -> int:
    peaks = {mode: peak(mode) for mode in MODES}
    idle = peaks["idle"]
    print("| mode | peak, MB | of inference | beyond idle, MB | of inference |\n|---|---|---|---|---|")
    for mode, megabytes in peaks.items():
        beyond, usual = megabytes - idle, peaks["inference"] - idle
        print(f"| {mode} | {megabytes:.0f} | {megabytes / peaks['inference']:.3f} | {beyond:.0f} | {beyond / usual:.3f} |")
    return 0 if peaks["zo"] <= 1.05 * peaks["inference"] and peaks["adam"] >= 3 * peaks["zo"] else 1


if __name__ == "__main__":
    sys.exit(main())
