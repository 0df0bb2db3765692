"""A training run: a network of the registry, trained into its folder on the prepared photos."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..data.prepare import load
from ..parameters import Parameters
from ..paths import DATA, RUNS, TEACHER
from .loop import train
from .photo_set import PhotoSet
from .recipe import Recipe
from .run_folder import finish, goes_on, keep_origin
from .teacher import fitted_teacher


def train_run(recipe: Recipe, work: Path, run: str, parameters: Parameters, replace: bool = False) -> dict[str, float]:
    """Train a network of the registry into work/runs/RUN, with a record of the run beside it.

    replace: start again where the folder holds a finished run, or one of another recipe or other photos;
    an interrupted run goes on. Returns the metrics of the best epoch. Raises RunError for such a folder otherwise.
    """
    data, folder = load(work / DATA), work / RUNS / run
    if replace and not goes_on(folder, recipe, data):
        shutil.rmtree(folder, ignore_errors=True)
    keep_origin(folder, data, parameters.sha256)
    teacher = None
    if recipe.teacher_share or recipe.embedding_weight:
        values = parameters.values
        teacher = fitted_teacher(work / TEACHER, data, values["teacher"]["model"], values["threads"])
    training = PhotoSet(data.pixels, data.indices("train"), data.labels("train"), teacher)
    validation = PhotoSet(data.pixels, data.indices("validation"), data.labels("validation"))
    best = train(recipe, training, validation, folder)
    finish(folder, best)
    return best
