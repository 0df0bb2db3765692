"""Answers of the function itself: its own decode and session, by its own command line."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .contract import REPOSITORY
from .data.archive import LABELS, Photo

FILES_PER_CALL = 500  # a command line has a limited length


class ServedError(Exception):
    """The function could not be asked; the message says what to do."""


@dataclass(frozen=True)
class Answers:
    """probability_of_dog: float64 [n]. labels: int64 [n], as the data set has them."""

    probability_of_dog: np.ndarray
    labels: np.ndarray

    @property
    def correct(self) -> np.ndarray:
        return (self.probability_of_dog > 0.5) == (self.labels == 1)

    def accuracy(self) -> float:
        return float(self.correct.mean())

    def accuracy_by_label(self) -> dict[str, float]:
        return {name: float(self.correct[self.labels == index].mean()) for index, name in enumerate(LABELS)}


def write_answers(path: Path, photos: list[Photo], answers: Answers) -> None:
    """One line a photo. Its hash finds it again in another archive, where it may have another name."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["photo", "label", "probability_of_dog", "sha256"])
        for photo, probability in zip(photos, answers.probability_of_dog, strict=True):
            sha256 = hashlib.sha256(photo.content).hexdigest()
            writer.writerow([photo.name, LABELS[photo.label], float(probability), sha256])


def read_answers(path: Path) -> tuple[list[str], Answers]:
    """Hashes of the photos and their answers, as ``write_answers`` left them."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    dog = np.array([float(row["probability_of_dog"]) for row in rows])
    labels = np.array([LABELS.index(row["label"]) for row in rows], dtype=np.int64)
    return [row["sha256"] for row in rows], Answers(dog, labels)


def ask(photos: list[Photo], artifact: Path) -> Answers:
    """Answers for encoded photos, in their order. Raises ServedError."""
    node = shutil.which("node")
    if node is None:
        raise ServedError("node is not on the PATH; install Node.js 20 or newer")
    if not (REPOSITORY / "node_modules").is_dir():
        raise ServedError("the function's packages are not installed; run: npm ci")
    environment = os.environ | {"MODEL_PATH": str(artifact.resolve())}
    answers: dict[str, dict] = {}
    errors = ""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{index:06}" for index in range(len(photos))]
        for file, photo in zip(files, photos, strict=True):
            file.write_bytes(photo.content)
        for start in range(0, len(files), FILES_PER_CALL):
            names = [str(file) for file in files[start : start + FILES_PER_CALL]]
            command = ["npm", "run", "--silent", "predict", "--", "--json", *names]
            done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
            lines = [json.loads(line) for line in done.stdout.splitlines()]
            answers |= {Path(line["file"]).name: line for line in lines}
            errors += done.stderr
    missing = [photos[i].name for i in range(len(photos)) if "probabilities" not in answers.get(f"{i:06}", {})]
    if missing:
        raise ServedError(f"no answer for {len(missing)} photos, the first is {missing[0]}: {errors.strip()[-500:]}")
    dog = np.array([answers[f"{i:06}"]["probabilities"]["dog"] for i in range(len(photos))])
    return Answers(dog, np.array([photo.label for photo in photos]))
