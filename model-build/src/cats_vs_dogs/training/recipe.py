"""What a training run depends on beside the photos."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path

from .augmentation import Augmentation

RECIPE, LAST = "recipe.json", "last.pt"


class RunError(Exception):
    """A run cannot start or resume; the message says what to do."""


@dataclass(frozen=True)
class Recipe:
    """Everything that a run depends on beside the photos; kept with the run.

    train_px: size of the photos in training, 0 for the model's own; smaller makes up for crops, which
        enlarge what they show, and is faster (Touvron et al. 2019, arXiv 1906.06423).
    teacher_share: weight of the teacher's probabilities against the label in the target.
    embedding_weight: weight of the loss by which a linear map of the network's features shall give the
        teacher's (Romero et al. 2015, arXiv 1412.6550): a thousand numbers a photo instead of one.
    average_decay: decay per step of the running average of the weights that is evaluated and kept.
    frozen_blocks: first blocks of the network (and its stem) that are not trained; 0 trains everything.
    fixed_statistics: batch norms keep the means and variances that they came with.
    rounded_weights: train with weights rounded as in the served graph; wants fixed_statistics.
    mixed_precision: multiply in bfloat16 where the GPU or CPU has instructions for it; float32 elsewhere.
    patience_epochs: epochs without a lower validation loss after which training stops.
    start: run whose best weights it starts from; without it, from what the registry builds.
    """

    model: str
    epochs: int = 10
    batch_size: int = 64
    learning_rate: float = 1e-3
    weight_decay: float = 1e-4
    warmup_share: float = 0.1
    train_px: int = 0
    label_smoothing: float = 0.0
    teacher_share: float = 0.0
    embedding_weight: float = 0.0
    average_decay: float = 0.998
    frozen_blocks: int = 0
    fixed_statistics: bool = False
    rounded_weights: bool = False
    mixed_precision: bool = False
    start: str = ""
    patience_epochs: int = 4
    seed: int = 1
    threads: int = 2
    augmentation: Augmentation = field(default_factory=Augmentation)


def same_recipe(recipe: Recipe, folder: Path) -> bool:
    """Whether the folder holds a run of this recipe."""
    path = folder / RECIPE
    return path.exists() and path.read_text() == _text(recipe)


def keep_recipe(recipe: Recipe, folder: Path) -> None:
    """Write the recipe into the folder. Raises RunError when it holds a run of another recipe."""
    if not same_recipe(recipe, folder) and (folder / LAST).exists():
        raise RunError(f"{folder} holds a run of another recipe; choose another folder, delete it, or --replace")
    (folder / RECIPE).write_text(_text(recipe))


def _text(recipe: Recipe) -> str:
    return json.dumps(dataclasses.asdict(recipe), indent=2)
