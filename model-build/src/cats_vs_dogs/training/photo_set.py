"""The photos of one split, and what the teacher says of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True)
class Teacher:
    """What the teacher says of the photos of a PhotoSet.

    probabilities: float32 [photos], of a dog. embeddings: float16 [photos, features], standardised.
    """

    probabilities: np.ndarray
    embeddings: np.ndarray


@dataclass(frozen=True)
class PhotoSet:
    """Photos of one split: indices into ``pixels`` (uint8 [n, height, width, 3], memory-mapped).

    teacher: what teaches, if anything does.
    """

    pixels: np.ndarray
    indices: np.ndarray
    labels: np.ndarray
    teacher: Teacher | None = None

    def batch(self, rows: np.ndarray) -> Tensor:
        return torch.from_numpy(self.pixels[self.indices[rows]])
