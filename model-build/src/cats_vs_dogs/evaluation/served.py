"""Answers of the function itself: its own decode and session, by its own command line."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..artifact.contract import REPOSITORY
from ..calibration.thresholds import sureness
from ..data.archive import LABELS, Photo

FILES_PER_CALL = 500  # a command line has a limited length


class ServedError(Exception):
    """The function could not be asked; the message says what to do."""


@dataclass(frozen=True)
class Answers:
    """probability_of_dog: float64 [n]. labels: int64 [n], as the data set has them. pet_score: float64 [n]."""

    probability_of_dog: np.ndarray
    labels: np.ndarray
    pet_score: np.ndarray | None = None  # where it was not asked for

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


def ask(photos: list[Photo], artifact: Path) -> Answers:
    """Answers for encoded photos, in their order. Raises ServedError."""
    answers = ask_all([photo.content for photo in photos], artifact)
    dog, pet_score = (np.array(values) for values in zip(*answers, strict=True))
    return Answers(dog, np.array([photo.label for photo in photos]), pet_score)


def ask_all(pictures: list[bytes], artifact: Path) -> list[tuple[float, float]]:
    """Probability of a dog and pet score of encoded pictures, in their order. Raises ServedError."""
    node = shutil.which("node")
    if node is None:
        raise ServedError("node is not on the PATH; install Node.js 20 or newer")
    if not (REPOSITORY / "node_modules").is_dir():
        raise ServedError("the function's packages are not installed; run: npm ci")
    environment = os.environ | {"MODEL_PATH": str(artifact.resolve())}
    answers: dict[str, dict[str, Any]] = {}
    errors = ""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{index:06}" for index in range(len(pictures))]
        for file, content in zip(files, pictures, strict=True):
            file.write_bytes(content)
        for start in range(0, len(files), FILES_PER_CALL):
            names = [str(file) for file in files[start : start + FILES_PER_CALL]]
            command = ["npm", "run", "--silent", "predict", "--", "--json", *names]
            done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
            lines = [json.loads(line) for line in done.stdout.splitlines()]
            answers |= {Path(line["file"]).name: line for line in lines}
            errors += done.stderr
    missing = [i for i in range(len(pictures)) if "probabilities" not in answers.get(f"{i:06}", {})]
    if missing:
        raise ServedError(
            f"no answer for {len(missing)} pictures, the first is number {missing[0]}: {errors.strip()[-500:]}"
        )
    in_order = [answers[f"{i:06}"] for i in range(len(pictures))]
    return [(answer["probabilities"]["dog"], answer["pet_score"]) for answer in in_order]
