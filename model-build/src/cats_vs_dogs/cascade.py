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
    """Calibrated passes, smallest first; ``accept`` has a probability for each but the last."""

    passes: list[Pass]
    accept: list[float]

    def probability_of_dog(self, content: bytes) -> float:
        """Calibrated probability for an encoded photo, by the first pass that is sure enough."""
        probability = 0.5
        for index, part in enumerate(self.passes):
            size = part.spec.input_px
            pixels = torch.from_numpy(np.ascontiguousarray(decode(content, size, size)))[None]
            with torch.inference_mode():
                images = pixels.permute(0, 3, 1, 2).to(torch.float32)
                logits = part.network.eval()(normalise(images, part.spec))[0]
            probability = float(expit(float(logits[1] - logits[0]) / part.temperature))
            last = index == len(self.passes) - 1
            if last or max(probability, 1 - probability) >= self.accept[index]:
                break
        return probability
