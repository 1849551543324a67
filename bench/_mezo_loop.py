"""The peer of bench/device_bench.cpp: a zeroth-order step as MeZO takes it, for the digits' perceptron.

Every direction is drawn from its seed into the parameters in place, a forward pass for x + ρu and one for x − ρu, then
it is taken back; the update draws it again. Nothing is batched over directions.
usage: python3 bench/_mezo_loop.py DEVICE THREADS SECONDS HIDDEN…
"""

import gzip
import pathlib
import sys
import time

import torch
from torch.nn.functional import cross_entropy

device, threads, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
torch.set_num_threads(threads)
file = pathlib.Path(__file__).parent.parent / "assets/data/digits/digits.csv.gz"
table = torch.tensor([[float(n) for n in line.split(",")] for line in gzip.open(file, "rt")])
inputs, labels = (table[:1437, :64] / 16).to(device), table[:1437, 64].long().to(device)
RHO, RATE, BATCH = 1e-3, 1e-4, 64


def perturb(parameters, seed, scale):
    generator = torch.Generator(device).manual_seed(seed)
    for p in parameters:
        p.add_(torch.empty_like(p).normal_(generator=generator), alpha=scale)


@torch.no_grad()
def step(model, parameters, number, k):
    chosen = torch.randperm(1437)[:BATCH].to(device)
    a, y = inputs[chosen], labels[chosen]
    coefficients = []
    for i in range(k):
        seed = number * k + i
        perturb(parameters, seed, RHO)
        plus = cross_entropy(model(a), y).item()
        perturb(parameters, seed, -2 * RHO)
        minus = cross_entropy(model(a), y).item()
        perturb(parameters, seed, RHO)
        coefficients.append((plus - minus) / (2 * RHO))
    for i, c in enumerate(coefficients):
        perturb(parameters, number * k + i, -RATE * c / k)


print("\n| hidden | k | MeZO-style loop | steps/s |\n|---|---|---|---|")
for hidden in map(int, sys.argv[4:]):
    model = torch.nn.Sequential(torch.nn.Linear(64, hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, 10)).to(device)
    parameters = list(model.parameters())
    for k in (8, 64, 512):
        step(model, parameters, 0, 8)
        began, count = time.perf_counter(), 0
        while count == 0 or time.perf_counter() - began < seconds:
            count += 1
            step(model, parameters, count, k)
        rate = count / (time.perf_counter() - began)
        name = f"CPU, {threads} threads" if device == "cpu" else "GPU"
        print(f"| {hidden} | {k} | {name} | {rate:.4g} |", flush=True)
