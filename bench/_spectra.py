"""Spectra from Lanczos quadratures, compared for pyhessian_mlp.py: moments with their errors, smoothed densities overlaid.

A side is a list of quadratures (nodes, weights), one a probe.
"""

import math

import matplotlib
import numpy as np


def mean_and_error(samples):
    return np.mean(samples), np.std(samples, ddof=1) / math.sqrt(len(samples))


def moment(side, order, dimension):
    """tr H^order and its standard error."""
    return mean_and_error([dimension * weights @ nodes**order for nodes, weights in side])


def smoothed(sides, low, high):
    """A grid, and each side's density on it; the width of the Gaussian is 1 % of the range of eigenvalues."""
    sigma = 0.01 * (high - low)
    grid = np.linspace(low - 4 * sigma, high + 4 * sigma, 2000)
    curves = []
    for side in sides:
        bumps = [weights @ np.exp(-0.5 * ((grid - nodes[:, None]) / sigma) ** 2) for nodes, weights in side]
        curves.append(np.mean(bumps, 0) / (sigma * math.sqrt(2 * math.pi)))
    return grid, curves


def apart(grid, one, other):
    """The share of eigenvalues that lie elsewhere: half the area between two densities."""
    return np.trapezoid(abs(one - other), grid) / 2


def draw(path, grid, curves):
    """Tiltscape's, PyHessian's and the exact density."""
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5), layout="constrained")
    looks = (("Tiltscape", "#0072B2", "-", 2), ("PyHessian", "#D55E00", "--", 2), ("exact", "black", ":", 1.2))
    for (name, color, style, width), curve in zip(looks, curves):
        axes.semilogy(grid, curve, style, color=color, lw=width, label=name)
    axes.set(xlabel="eigenvalue", ylabel="density", ylim=(1e-5, 1e2), title="Digits MLP: spectrum by Lanczos quadrature")
    axes.legend(frameon=False)
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=150)
