"""Figures of a candidate: as served by the function, and in PyTorch in float beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import binomtest
from tqdm import tqdm

from .calibrate import expected_calibration_error
from .cascade import Cascade
from .data.archive import Photo
from .served import Answers, ask, write_answers


def evaluate(photos: list[Photo], artifact: Path, cascade: Cascade, answers_file: Path | None = None) -> dict[str, Any]:
    """Accuracy as served with its 95 % interval (Wilson), per label, calibration, and parity.

    answers_file: where to keep the answer to each photo, to compare with another model's.
    """
    served = ask(photos, artifact)
    if answers_file:
        write_answers(answers_file, photos, served)
    in_float = np.array([cascade.probability_of_dog(photo.content) for photo in tqdm(photos, desc="PyTorch")])
    return figures(photos, served, Answers(in_float, served.labels))


def figures(photos: list[Photo], served: Answers, in_float: Answers) -> dict[str, Any]:
    """The report on one set of photos from both runtimes' answers."""
    correct = served.correct
    interval = binomtest(int(correct.sum()), len(correct)).proportion_ci(0.95, method="wilson")
    sureness = np.maximum(served.probability_of_dog, 1 - served.probability_of_dog)
    same = (served.probability_of_dog > 0.5) == (in_float.probability_of_dog > 0.5)
    wrong = sorted(np.flatnonzero(~correct), key=lambda index: -sureness[index])
    return {
        "count": len(photos),
        "accuracy": served.accuracy(),
        "accuracy_interval_95": [float(interval.low), float(interval.high)],
        "accuracy_by_label": served.accuracy_by_label(),
        "float_accuracy": in_float.accuracy(),
        "expected_calibration_error": expected_calibration_error(sureness, correct),
        "agreement": float(same.mean()),
        "probability_mean_absolute_difference": float(
            np.abs(served.probability_of_dog - in_float.probability_of_dog).mean()
        ),
        "mistakes": [{"photo": photos[index].name, "probability": float(sureness[index])} for index in wrong],
    }
