"""The passes together, in PyTorch: what the served graph is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tqdm import tqdm

from ..data.preprocessing import decode
from ..graph.pass_graph import Pass
from ..models.inputs import normalise
from .answers import probability_of_dog, sureness

BATCH_SIZE = 32


@dataclass(frozen=True)
class Cascade:
    """Calibrated passes, smallest first, whose log odds of a pet are 0 at the threshold.

    ``accept`` has a probability for each but the last.
    """

    passes: list[Pass]
    accept: list[float]

    def answer(self, photos: Sequence[bytes]) -> tuple[np.ndarray, np.ndarray]:
        """Of encoded photos: calibrated probability of a dog, float64 [n], and how many passes each took, int64 [n].

        The first pass that is sure enough of both answers stands.
        """
        probabilities, taken = np.full(len(photos), 0.5), np.zeros(len(photos), dtype=np.int64)
        waiting = np.arange(len(photos))
        for part, accept in zip(self.passes, [*self.accept, 0.0], strict=True):
            margins, pet_log_odds = _run(part, [photos[index] for index in waiting.tolist()])
            probabilities[waiting] = probability_of_dog(margins, part.temperature)
            taken[waiting] += 1
            stays = (sureness(probabilities[waiting]) >= accept) & (pet_log_odds >= 0)
            waiting = waiting[~stays]
        return probabilities, taken


def _run(part: Pass, photos: Sequence[bytes]) -> tuple[np.ndarray, np.ndarray]:
    """Logit of dog minus logit of cat, and log odds of a pet: float64 [n] each."""
    outputs, size = part.outputs(), part.spec.input_px
    margins, pets = [np.empty(0)], [np.empty(0)]
    with tqdm(total=len(photos), desc=f"PyTorch at {size} px", unit="photo", mininterval=1) as progress:
        for start in range(0, len(photos), BATCH_SIZE):
            batch = [decode(content, size, size) for content in photos[start : start + BATCH_SIZE]]
            with torch.inference_mode():
                images = torch.from_numpy(np.stack(batch)).permute(0, 3, 1, 2).to(torch.float32)
                logits, pet_log_odds = outputs(normalise(images, part.spec))
            margins.append((logits[:, 1] - logits[:, 0]).double().numpy())
            pets.append(pet_log_odds[:, 0].double().numpy())
            progress.update(len(batch))
    return np.concatenate(margins), np.concatenate(pets)
