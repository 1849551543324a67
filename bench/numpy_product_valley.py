"""Steps a second of zeroth-order descent on the product valley in 200 unknowns: a NumPy loop and `tiltscape run`.

Both take k = 1 Gaussian direction a step, two losses and one update. Tiltscape's time is that of the whole process,
start-up and the 1 000 records it keeps included; NumPy's is that of the loop alone. The two take turns and medians are
compared, by processor time and by the clock; on a machine that does nothing else the two ratios agree. Exit status 1 when the
ratio by processor time is below the goal.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

DIMENSION = 100
LEARNING_RATE = 1e-3
SMOOTHING = 0.1
NUMPY_STEPS = 200_000
TILTSCAPE_STEPS = 4_000_000
TURNS = 5
GOAL = 12.0

SCENE = f"""
problem = {{ name = "product-valley", dimension = {DIMENSION} }}
seed = 13
stop = {{ steps = {TILTSCAPE_STEPS} }}
record_every = {TILTSCAPE_STEPS // 1000}

[[run]]
optimizer = "zo"
learning_rate = {LEARNING_RATE}
rho = {SMOOTHING}
pairs = 1
law = "gaussian"

[measures]
"""


def loss(x):
    return 0.5 * (x[:DIMENSION] @ x[DIMENSION:] - 1.0) ** 2


def numpy_loop():
    """Algorithm 1 of the flat-minima paper (arXiv 2506.05454), as one writes it."""
    rng = np.random.default_rng(13)
    x = rng.standard_normal(2 * DIMENSION)
    for _ in range(NUMPY_STEPS):
        u = rng.standard_normal(2 * DIMENSION)
        slope = (loss(x + SMOOTHING * u) - loss(x - SMOOTHING * u)) / (2.0 * SMOOTHING)
        x -= LEARNING_RATE * slope * u
    assert x @ x < 100.0, "the trace should fall from about 200 below 100"


def processor_seconds():
    """Of this process and of the programs it has waited for."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usage)


def rates(steps, work):
    """Steps a second of processor time, and by the clock."""
    began = processor_seconds(), time.perf_counter()
    work()
    return steps / (processor_seconds() - began[0]), steps / (time.perf_counter() - began[1])


def main():
    program = os.environ.get("TILTSCAPE", str(Path(__file__).parent.parent / "build/release/tiltscape"))
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        scene = Path(folder, "product-valley.toml")
        scene.write_text(SCENE)
        command = [program, "run", str(scene), "--jobs", "1", "--json"]
        for _ in range(TURNS):
            theirs.append(rates(NUMPY_STEPS, numpy_loop))
            ours.append(rates(TILTSCAPE_STEPS, lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)))
    print(f"ZO, product valley, {2 * DIMENSION} unknowns, k = 1, Gaussian directions: steps a second")
    print(f"(median of {TURNS} turns, least to most)")
    ratios = []
    for column, what in enumerate(("by processor time", "by the clock")):
        print(f"  {what}")
        medians = []
        for name, turns in ((f"NumPy {np.__version__}", theirs), ("tiltscape run", ours)):
            column_rates = [turn[column] for turn in turns]
            medians.append(statistics.median(column_rates))
            print(f"    {name:<14} {medians[-1]:>10,.0f}   ({min(column_rates):,.0f} to {max(column_rates):,.0f})")
        ratios.append(medians[1] / medians[0])
        print(f"    ratio          {ratios[-1]:>10.1f}")
    print(f"  goal: at least {GOAL:.0f} by processor time")
    return 0 if ratios[0] >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
