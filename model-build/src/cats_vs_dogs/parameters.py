"""params.yaml, read once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .models import MODELS
from .training.augmentation import Augmentation
from .training.recipe import Recipe

TRAININGS = {
    "lite0": "last_pass",
    "lite0-slim": "first_pass",
    "lite0-slim-int8": "first_pass_int8",  # goes on from lite0-slim
    "simple-cnn": "baseline",
}
"""The section of params.yaml of each network that can be trained."""

CHAMPION = ("lite0", "lite0-slim", "lite0-slim-int8")
PASS_RUNS = ["first-pass-int8", "last-pass"]
"""Runs of the passes of the champion, smallest first."""


class ParametersError(Exception):
    """params.yaml cannot be used; the message names the parameter and what is allowed."""


@dataclass(frozen=True)
class Parameters:
    """``values`` as in the file; ``sha256`` of its bytes goes into the provenance of a release."""

    values: dict[str, Any]
    sha256: str

    def recipe(self, section: str, **overrides: Any) -> Recipe:
        """Recipe of a section (last_pass, first_pass, baseline); overrides that are not None win."""
        values = dict(self.values[section], seed=self.values["seed"], threads=self.values["threads"])
        values.update({name: value for name, value in overrides.items() if value is not None})
        if values["model"] not in MODELS:
            raise ParametersError(f"{section}.model: {values['model']} is not one of {', '.join(MODELS)}")
        try:
            values["augmentation"] = Augmentation(**values.get("augmentation", {}))
            recipe = Recipe(**values)
        except TypeError as error:
            raise ParametersError(f"{section}: {error}") from error
        if recipe.epochs < 1:
            raise ParametersError(f"{section}.epochs: {recipe.epochs} is not at least 1")
        return recipe


def run_of(model: str) -> str:
    """The folder under work/runs of a key of TRAININGS, unless the user names another."""
    return TRAININGS[model].replace("_", "-")


def read_parameters(path: Path) -> Parameters:
    """Raises ParametersError when the file is missing, is no YAML or lacks a section."""
    try:
        content = path.read_bytes()
        values = yaml.safe_load(content)
    except (OSError, yaml.YAMLError) as error:
        raise ParametersError(f"{path}: {error}") from error
    expected = (
        "data",
        "seed",
        "threads",
        "teacher",
        "last_pass",
        "first_pass",
        "first_pass_int8",
        "baseline",
        "export",
        "gate",
    )
    missing = [section for section in expected if section not in (values or {})]
    if missing:
        raise ParametersError(f"{path}: lacks {', '.join(missing)}")
    return Parameters(values, hashlib.sha256(content).hexdigest())
