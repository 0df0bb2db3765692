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
from .pet_score import PET_THRESHOLD
from .served import Answers, ask, ask_all, write_answers


def evaluate(
    photos: list[Photo],
    artifact: Path,
    cascade: Cascade,
    review_probability: float,
    answers_file: Path | None = None,
) -> dict[str, Any]:
    """Accuracy as served with its 95 % interval (Wilson), per label, calibration, and parity.

    answers_file: where to keep the answer to each photo, to compare with another model's.
    """
    served = ask(photos, artifact)
    if answers_file:
        write_answers(answers_file, photos, served)
    in_float = np.array([cascade.probability_of_dog(photo.content) for photo in tqdm(photos, desc="PyTorch")])
    return figures(photos, served, Answers(in_float, served.labels), review_probability)


def figures(photos: list[Photo], served: Answers, in_float: Answers, review_probability: float) -> dict[str, Any]:
    """The report on one set of photos from both runtimes' answers."""
    same = (served.probability_of_dog > 0.5) == (in_float.probability_of_dog > 0.5)
    wrong = sorted(np.flatnonzero(~served.correct), key=lambda index: -served.sureness[index])
    return {
        **served_figures(served, review_probability),
        "float_accuracy": in_float.accuracy(),
        "agreement": float(same.mean()),
        "probability_mean_absolute_difference": float(
            np.abs(served.probability_of_dog - in_float.probability_of_dog).mean()
        ),
        "mistakes": [{"photo": photos[index].name, "probability": float(served.sureness[index])} for index in wrong],
    }


def served_figures(served: Answers, review_probability: float) -> dict[str, Any]:
    """Figures that need no other runtime: accuracy, calibration, what goes to review, what is kept as a pet."""
    correct, answered = served.correct, served.sureness >= review_probability
    interval = binomtest(int(correct.sum()), len(correct)).proportion_ci(0.95, method="wilson")
    return {
        "count": len(correct),
        "accuracy": served.accuracy(),
        "accuracy_interval_95": [float(interval.low), float(interval.high)],
        "accuracy_by_label": served.accuracy_by_label(),
        "expected_calibration_error": expected_calibration_error(served.sureness, correct),
        "review_share": float(1 - answered.mean()),
        "answered_accuracy": float(correct[answered].mean()) if answered.any() else 1.0,
        "kept_pets_share": float((served.pet_score >= PET_THRESHOLD).mean()),
    }


def contract_evaluation(data: str, figures: dict[str, Any]) -> dict[str, Any]:
    """What model.json says of ``served_figures``."""
    return {
        "data": data,
        "count": figures["count"],
        "accuracy": figures["accuracy"],
        "accuracyInterval95": figures["accuracy_interval_95"],
        "accuracyByLabel": figures["accuracy_by_label"],
        "expectedCalibrationError": figures["expected_calibration_error"],
        "reviewShare": figures["review_share"],
        "answeredAccuracy": figures["answered_accuracy"],
    }


def pet_figures(pets: Answers, not_pets: list[bytes], artifact: Path) -> dict[str, Any]:
    """How well the pet score tells the answered photos of pets from held-out pictures with neither animal."""
    from sklearn.metrics import roc_auc_score

    scores = np.array([pet_score for _, pet_score in ask_all(not_pets, artifact)])
    is_pet = np.arange(len(pets.labels) + len(scores)) < len(pets.labels)
    return {
        "count": len(scores),
        "auroc": float(roc_auc_score(is_pet, np.concatenate([pets.pet_score, scores]))),
        "caught_share": float((scores < PET_THRESHOLD).mean()),
    }
