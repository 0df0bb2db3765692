"""The passes together, in PyTorch: what the served graph is compared with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from scipy.special import expit

from .export import Pass
from .preprocessing import decode
from .train import normalise


@dataclass(frozen=True)
class Cascade:
    """Calibrated passes, smallest first, whose log odds of a pet are 0 at the threshold.

    ``accept`` has a probability for each but the last.
    """

    passes: list[Pass]
    accept: list[float]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_outputs", [part.outputs() for part in self.passes])

    def probability_of_dog(self, content: bytes) -> float:
        """Calibrated probability for an encoded photo, by the first pass that is sure enough of both."""
        probability = 0.5
        for part, outputs, accept in zip(self.passes, self._outputs, [*self.accept, 0], strict=True):
            size = part.spec.input_px
            pixels = torch.from_numpy(np.ascontiguousarray(decode(content, size, size)))[None]
            with torch.inference_mode():
                images = pixels.permute(0, 3, 1, 2).to(torch.float32)
                logits, pet_log_odds = outputs(normalise(images, part.spec))
            probability = float(expit(float(logits[0, 1] - logits[0, 0]) / part.temperature))
            if max(probability, 1 - probability) >= accept and float(pet_log_odds) >= 0:
                break
        return probability
