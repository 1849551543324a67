"""PyHessian's side of pyhessian_mlp.py: the network that Tiltscape trained, in PyTorch; PyHessian made to run on it; and
the whole Hessian in float64, by PyTorch alone."""

import copy
import gzip
import warnings

import numpy as np
import torch
from pyhessian import hessian

SHIM = "torch.eig, which PyHessian calls and PyTorch no longer has, is torch.linalg.eig here, its answer in the old layout"


def old_eig(matrix, eigenvectors=False):
    """What torch.eig gave: real and imaginary parts in two columns, and real eigenvectors."""
    values, vectors = torch.linalg.eig(matrix)
    return torch.stack([values.real, values.imag], 1), vectors.real if eigenvectors else torch.empty(0)


torch.eig = old_eig
torch.set_num_threads(1)
warnings.filterwarnings("ignore", message="Using backward.. with create_graph=True")  # how PyHessian takes gradients


class Network:
    """The digits MLP with its training images; `weights` are those of a layer after the other, each with its biases."""

    def __init__(self, data, weights, images):
        rows = gzip.decompress(data.read_bytes()).decode().split()
        table = np.array([row.split(",") for row in rows], float)[images]
        self.inputs = torch.tensor(table[:, :64] / 16, dtype=torch.float32)
        self.labels = torch.tensor(table[:, 64], dtype=torch.int64)
        self.model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.Tanh(), torch.nn.Linear(32, 10))
        torch.nn.utils.vector_to_parameters(torch.tensor(weights), self.model.parameters())

    def loss(self):
        return torch.nn.functional.cross_entropy(self.model(self.inputs), self.labels)

    def pyhessian(self):
        self.model.zero_grad()
        return hessian(self.model, torch.nn.CrossEntropyLoss(), data=(self.inputs, self.labels), cuda=False)

    def whole_hessian(self):
        """d × d, in float64."""
        model = copy.deepcopy(self.model).double()
        parameters = list(model.parameters())
        loss = torch.nn.functional.cross_entropy(model(self.inputs.double()), self.labels)
        gradient = torch.autograd.grad(loss, parameters, create_graph=True)
        flat = torch.nn.utils.parameters_to_vector(gradient)
        axes = torch.eye(len(flat), dtype=torch.float64)
        rows = [torch.autograd.grad(flat, parameters, axis, retain_graph=True) for axis in axes]
        return torch.stack([torch.nn.utils.parameters_to_vector(row) for row in rows]).numpy()
