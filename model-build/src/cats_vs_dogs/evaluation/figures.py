"""Figures of a candidate: as served by the function, and in PyTorch in float beside it."""

from __future__ import annotations

import csv
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import binomtest

from ..data.archive import DataError, Photo
from ..graph.pet_score import PET_THRESHOLD
from .answers import Answers
from .breakdown import by_brightness, by_shorter_side
from .cascade import Cascade
from .served import classify, classify_all

MARKS, UNMARKED = ("mislabelled", "ambiguous", "wrong"), "not looked at"


def measure(
    photos: list[Photo], artifact: Path, cascade: Cascade, review_probability: float, marks: dict[str, str]
) -> tuple[dict[str, Any], Answers]:
    """Figures of the artifact on a set of photos, and its answers as served; marks: see ``read_marks``."""
    started = time.perf_counter()
    with ThreadPoolExecutor(1) as pool:  # the function is another process; PyTorch works meanwhile
        served_answers = pool.submit(classify, photos, artifact)
        in_float, passes = cascade.answer([photo.content for photo in photos])
        served = served_answers.result()
    seconds = time.perf_counter() - started
    result = figures(photos, served, Answers(in_float, served.labels), review_probability, marks)
    return result | {"escalated_share": float((passes > 1).mean()), "seconds": round(seconds, 1)}, served


def figures(
    photos: list[Photo], served: Answers, in_float: Answers, review_probability: float, marks: dict[str, str]
) -> dict[str, Any]:
    """The report on one set of photos from both runtimes' answers."""
    same = (served.probability_of_dog > 0.5) == (in_float.probability_of_dog > 0.5)
    contents = [photo.content for photo in photos]
    wrong = sorted(np.flatnonzero(~served.correct), key=lambda index: -served.sureness[index])
    mistakes = [
        {
            "photo": photos[index].name,
            "sha256": (sha256 := photos[index].sha256),
            "probability": float(served.sureness[index]),
            "mark": marks.get(sha256, UNMARKED),
        }
        for index in wrong
    ]
    return {
        **served_figures(served, review_probability),
        "float_accuracy": in_float.accuracy(),
        "agreement": float(same.mean()),
        "probability_mean_absolute_difference": float(
            np.abs(served.probability_of_dog - in_float.probability_of_dog).mean()
        ),
        "by_brightness": by_brightness(contents, served.correct),
        "by_shorter_side_px": by_shorter_side(contents, served.correct),
        "mistakes_by_mark": dict(Counter(mistake["mark"] for mistake in mistakes)),
        "mistakes": mistakes,
    }


def read_marks(path: Path) -> dict[str, str]:
    """What a person who looked at a mistake said of it, by the photo's hash: the file has sha256,mark,note.

    Raises DataError for a mark that is none of MARKS.
    """
    with path.open(newline="") as file:
        marks = {row["sha256"]: row["mark"] for row in csv.DictReader(file)}
    for unknown in set(marks.values()) - set(MARKS):
        raise DataError(f"{path}: {unknown} is not one of {', '.join(MARKS)}")
    return marks


def served_figures(served: Answers, review_probability: float) -> dict[str, Any]:
    """Figures that need no other runtime: accuracy, calibration, what goes to review, what is kept as a pet."""
    assert served.pet_score is not None
    correct, answered = served.correct, served.sureness >= review_probability
    interval = binomtest(int(correct.sum()), len(correct)).proportion_ci(0.95, method="wilson")
    return {
        "count": len(correct),
        "accuracy": served.accuracy(),
        "accuracy_interval_95": [float(interval.low), float(interval.high)],
        "accuracy_by_label": served.accuracy_by_label(),
        "expected_calibration_error": expected_calibration_error(served.sureness, correct),
        "brier_score": float(((served.probability_of_dog - served.labels) ** 2).mean()),
        "review_share": float(1 - answered.mean()),
        "answered_count": int(answered.sum()),
        "answered_accuracy": float(correct[answered].mean()) if answered.any() else 1.0,
        "kept_pets_share": float((served.pet_score >= PET_THRESHOLD).mean()),
    }


def pet_figures(pets: Answers, not_pets: list[bytes], artifact: Path) -> dict[str, Any]:
    """How well the pet score tells the answered photos of pets from held-out pictures with neither animal."""
    from sklearn.metrics import roc_auc_score

    assert pets.pet_score is not None
    scores = np.array([pet_score for _, pet_score in classify_all(not_pets, artifact)])
    is_pet = np.arange(len(pets.labels) + len(scores)) < len(pets.labels)
    return {
        "count": len(scores),
        "auroc": float(roc_auc_score(is_pet, np.concatenate([pets.pet_score, scores]))),
        "caught_share": float((scores < PET_THRESHOLD).mean()),
    }


def expected_calibration_error(probabilities: np.ndarray, correct: np.ndarray, bins: int = 15) -> float:
    """Mean gap between sureness and accuracy over equal-width bins, weighted by their counts.

    probabilities: float [n], of the predicted class. correct: bool [n].
    """
    edges = np.linspace(0.5, 1, bins + 1)
    index = np.clip(np.digitize(probabilities, edges) - 1, 0, bins - 1)
    gaps = [
        (index == b).sum() * abs(probabilities[index == b].mean() - correct[index == b].mean())
        for b in range(bins)
        if (index == b).any()
    ]
    return float(sum(gaps) / len(probabilities))
