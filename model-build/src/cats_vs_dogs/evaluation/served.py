"""Answers of the function itself: its own decode and session, by its own command line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from ..data.archive import Photo
from ..paths import REPOSITORY
from .answers import Answers

FILES_PER_CALL = 500  # a command line has a limited length


class ServedError(Exception):
    """The function gave no answers; the message says what to do."""


def classify(photos: list[Photo], artifact: Path) -> Answers:
    """Answers for encoded photos, in their order. Raises ServedError."""
    answers = classify_all([photo.content for photo in photos], artifact)
    dog, pet_score = (np.array(values) for values in zip(*answers, strict=True))
    return Answers(dog, np.array([photo.label for photo in photos]), pet_score)


def classify_all(pictures: list[bytes], artifact: Path) -> list[tuple[float, float]]:
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
            command = [node, "function/cli/cats-vs-dogs.mjs", "predict", "--json", *names]
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
