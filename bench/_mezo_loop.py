"""A zeroth-order step as MeZO takes it, for the digits' perceptron: the peer of mezo_mlp.py and of device_bench.cpp.

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

RHO, RATE, BATCH, TRAIN = 1e-3, 1e-4, 64, 1437


class Loop:
    """A perceptron 64–hidden–10 on a device, and its steps."""

    def __init__(self, device, hidden):
        file = pathlib.Path(__file__).parent.parent / "assets/data/digits/digits.csv.gz"
        table = torch.tensor([[float(n) for n in line.split(",")] for line in gzip.open(file, "rt")])
        self.device = device
        self.inputs, self.labels = (table[:TRAIN, :64] / 16).to(device), table[:TRAIN, 64].long().to(device)
        layers = torch.nn.Linear(64, hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, 10)
        self.model = torch.nn.Sequential(*layers).to(device)
        self.parameters = list(self.model.parameters())

    def perturb(self, seed, scale):
        generator = torch.Generator(self.device).manual_seed(seed)
        for p in self.parameters:
            p.add_(torch.empty_like(p).normal_(generator=generator), alpha=scale)

    @torch.no_grad()
    def step(self, number, k):
        chosen = torch.randperm(TRAIN)[:BATCH].to(self.device)
        a, y = self.inputs[chosen], self.labels[chosen]
        coefficients = []
        for i in range(k):
            seed = number * k + i
            self.perturb(seed, RHO)
            plus = cross_entropy(self.model(a), y).item()
            self.perturb(seed, -2 * RHO)
            minus = cross_entropy(self.model(a), y).item()
            self.perturb(seed, RHO)
            coefficients.append((plus - minus) / (2 * RHO))
        for i, c in enumerate(coefficients):
            self.perturb(number * k + i, -RATE * c / k)

    def steps_a_second(self, k, seconds):
        self.step(0, 8)
        began, count = time.perf_counter(), 0
        while count == 0 or time.perf_counter() - began < seconds:
            count += 1
            self.step(count, k)
        return count / (time.perf_counter() - began)


def main():
    device, threads, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    torch.set_num_threads(threads)
    name = f"CPU, {threads} threads" if device == "cpu" else "GPU"
    print("\n| hidden | k | MeZO-style loop | steps/s |\n|---|---|---|---|")
    for hidden in map(int, sys.argv[4:]):
        loop = Loop(device, hidden)
        for k in (8, 64, 512):
            print(f"| {hidden} | {k} | {name} | {loop.steps_a_second(k, seconds):.4g} |", flush=True)


if __name__ == "__main__":
    main()
