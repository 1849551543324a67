"""Steps a second of zeroth-order descent on the product valley in 200 unknowns: a NumPy loop and `tiltscape run`.

Both take k = 1 Gaussian direction a step, two losses and one update. The two take turns, so that whatever else the
machine does strikes both; medians are compared. Tiltscape's time is that of the whole process, start-up and the 1 000
records it keeps included; NumPy's is that of the loop alone. Exit status 1 when the ratio is below the goal.
"""

import os
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


def numpy_loop(steps):
    """Algorithm 1 of the flat-minima paper (arXiv 2506.05454), as one writes it. Returns steps a second."""
    rng = np.random.default_rng(13)
    x = rng.standard_normal(2 * DIMENSION)
    began = time.perf_counter()
    for _ in range(steps):
        u = rng.standard_normal(2 * DIMENSION)
        slope = (loss(x + SMOOTHING * u) - loss(x - SMOOTHING * u)) / (2.0 * SMOOTHING)
        x -= LEARNING_RATE * slope * u
    seconds = time.perf_counter() - began
    assert x @ x < 100.0, "the trace should fall from about 200 below 100"
    return steps / seconds


def tiltscape(program, scene):
    """Steps a second of the whole process."""
    began = time.perf_counter()
    subprocess.run([program, "run", scene, "--jobs", "1", "--json"], check=True, stdout=subprocess.DEVNULL)
    return TILTSCAPE_STEPS / (time.perf_counter() - began)


def main():
    program = os.environ.get("TILTSCAPE", str(Path(__file__).parent.parent / "build/release/tiltscape"))
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        scene = Path(folder, "product-valley.toml")
        scene.write_text(SCENE)
        for _ in range(TURNS):
            theirs.append(numpy_loop(NUMPY_STEPS))
            ours.append(tiltscape(program, scene))
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"ZO, product valley, {2 * DIMENSION} unknowns, k = 1, Gaussian; median (least to most) of {TURNS} turns, steps a second")
    for name, rates in ((f"NumPy {np.__version__}", theirs), ("tiltscape run", ours)):
        print(f"  {name:<14} {statistics.median(rates):>10,.0f}   ({min(rates):,.0f} to {max(rates):,.0f})")
    print(f"  ratio          {ratio:>10.1f}   (goal: at least {GOAL:.0f})")
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
