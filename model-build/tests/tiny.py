"""A network that has what a pass needs, and takes no time."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from cats_vs_dogs.graph.pass_graph import Pass
from cats_vs_dogs.graph.pet_score import PetScore
from cats_vs_dogs.models import ModelSpec

LITE = ((127.0,) * 3, (128.0,) * 3)


class TinyNetwork(nn.Module):
    def __init__(self, seed: int) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.features = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.classifier = nn.Linear(8, 2)

    def embedding(self, images: Tensor) -> Tensor:
        return self.features(images)

    def forward(self, images: Tensor) -> Tensor:
        return self.classifier(self.embedding(images))


def tiny_pass(size_px: int, seed: int = 1, constants=LITE, temperature: float = 1.0) -> Pass:
    """A pass of random weights; its pet score is twice its first feature, less 0.3."""
    spec = ModelSpec(lambda: TinyNetwork(seed), size_px, *constants)  # type: ignore[arg-type, return-value]
    return Pass(TinyNetwork(seed).eval(), spec, PetScore([2.0] + [0.0] * 7, -0.3), temperature)  # type: ignore[arg-type]
