"""Steps a second of ZO on the digits MLP 64–32–10: Tiltscape beside MeZO's loop in PyTorch, on the same LibTorch.

Same model, minibatches of 64, k = 8, single precision, one thread each; the two take turns and medians are compared. Exit
status 1 where the versions differ or the ratio is below the goal.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import torch
from _mezo_loop import Loop

GOAL = 2.0
TURNS, SECONDS = 7, 1.0
HIDDEN, PAIRS = 32, 8
TILTSCAPE = Path(os.environ.get("TILTSCAPE", Path(__file__).parent.parent / "build/release/tiltscape"))
PROGRAM = TILTSCAPE.with_name("tiltscape_probing_bench")


def ours():
    answer = subprocess.run([PROGRAM, "steps", str(SECONDS)], check=True, capture_output=True, text=True).stdout
    return json.loads(answer)


def main():
    torch.set_num_threads(1)
    loop = Loop("cpu", HIDDEN)
    rates = []
    for _ in range(TURNS):
        answer = ours()
        rates.append((answer["steps_per_second"], loop.steps_a_second(PAIRS, SECONDS)))
    mine, theirs = map(statistics.median, zip(*rates))
    ratios = sorted(a / b for a, b in rates)
    ratio = statistics.median(ratios)
    versions = answer["libtorch"], torch.__version__.split("+")[0]
    print(f"  Tiltscape (LibTorch {versions[0]})          {mine:8.0f} steps/s")
    print(f"  MeZO's loop (PyTorch {versions[1]})        {theirs:8.0f} steps/s")
    print(f"  ratio {ratio:.2f} ({ratios[0]:.2f} … {ratios[-1]:.2f}); goal: at least {GOAL:.0f}")
    if versions[0] != versions[1]:
        print("  not the same LibTorch: this says nothing of the goal")
    return int(versions[0] != versions[1] or ratio < GOAL)


if __name__ == "__main__":
    sys.exit(main())
