"""Answers of a model to photos."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import expit

from ..data.archive import LABELS, Photo


@dataclass(frozen=True)
class Answers:
    """probability_of_dog: float64 [n]. labels: int64 [n], as the data set has them. pet_score: float64 [n]."""

    probability_of_dog: np.ndarray
    labels: np.ndarray
    pet_score: np.ndarray | None = None  # None where only probabilities are compared

    @property
    def sureness(self) -> np.ndarray:
        """Probability of the predicted class, float64 [n]."""
        return sureness(self.probability_of_dog)

    @property
    def correct(self) -> np.ndarray:
        correct: np.ndarray = (self.probability_of_dog > 0.5) == (self.labels == 1)
        return correct

    def accuracy(self) -> float:
        return float(self.correct.mean())

    def accuracy_by_label(self) -> dict[str, float]:
        return {name: float(self.correct[self.labels == index].mean()) for index, name in enumerate(LABELS)}


def write_answers(path: Path, photos: list[Photo], answers: Answers) -> None:
    """One line a photo. Its hash finds it again in another archive, where it may have another name."""
    assert answers.pet_score is not None
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["photo", "label", "prediction", "probability_of_dog", "pet_score", "sha256"])
        for photo, probability, pet_score in zip(photos, answers.probability_of_dog, answers.pet_score, strict=True):
            label, prediction = LABELS[photo.label], LABELS[int(probability > 0.5)]
            writer.writerow([photo.name, label, prediction, float(probability), float(pet_score), photo.sha256])


def read_answers(path: Path) -> tuple[list[str], Answers]:
    """Hashes of the photos and their answers, as ``write_answers`` left them."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    dog, pet_score = (np.array([float(row[key]) for row in rows]) for key in ("probability_of_dog", "pet_score"))
    labels = np.array([LABELS.index(row["label"]) for row in rows], dtype=np.int64)
    return [row["sha256"] for row in rows], Answers(dog, labels, pet_score)


def sureness(probability_of_dog: np.ndarray) -> np.ndarray:
    """Probability of the predicted class, float [n]."""
    of_predicted: np.ndarray = np.maximum(probability_of_dog, 1 - probability_of_dog)
    return of_predicted


def probability_of_dog(margins: np.ndarray, temperature: float) -> np.ndarray:
    """Calibrated probability, float [n]."""
    probability: np.ndarray = expit(margins / temperature)
    return probability
