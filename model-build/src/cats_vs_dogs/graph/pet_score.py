"""Whether a picture shows a cat or a dog at all: a logistic regression on the features of a pass.

It is fitted between photos of the training split and pictures with neither animal, and costs one
product of a vector. Half of those pictures, chosen by their content, are held out to measure it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np

PET_THRESHOLD = 0.5
"""Every pass's score is shifted to have its threshold here."""

INVERSE_REGULARISATION = 1e-3
"""Chosen by cross-validation over the pictures that are not held out; from 1e-4 to 1e-2 it matters little."""


@dataclass(frozen=True)
class PetScore:
    """Log odds of a pet are features @ weight + bias; ``weight`` is float [features]."""

    weight: list[float]
    bias: float

    def shifted(self, threshold: float) -> PetScore:
        """The score of which this one's ``threshold`` is the zero: a probability of one half."""
        return replace(self, bias=self.bias - threshold)


def is_held_out(content: bytes) -> bool:
    """Whether a picture with neither animal serves to measure, and not to fit."""
    return hashlib.sha256(content).digest()[0] % 2 == 1


def fit_pet_score(pets: np.ndarray, others: np.ndarray) -> PetScore:
    """Fit on features float [n, features] of photos of pets, and of pictures with neither animal."""
    from sklearn.linear_model import LogisticRegression  # takes a second to import

    features = np.concatenate([pets, others])
    mean, scale = pets.mean(0), pets.std(0) + 1e-3  # a feature that is always zero for pets must not decide
    is_pet = np.arange(len(features)) < len(pets)
    model = LogisticRegression(C=INVERSE_REGULARISATION, class_weight="balanced", max_iter=2000)
    model.fit((features - mean) / scale, is_pet)
    weight = model.coef_[0] / scale
    return PetScore(weight.tolist(), float(model.intercept_[0] - weight @ mean))


def highest_threshold(scores: np.ndarray, counted: np.ndarray, kept_share: float) -> float:
    """The highest score below which at most 1 - ``kept_share`` of all photos lie.

    scores: float [n]. counted: bool [n], photos that can be lost; the others are kept already.
    """
    may_be_lost = int(np.floor((1 - kept_share) * len(scores) + 1e-9))
    candidates = np.sort(scores[counted])
    return float(candidates[min(may_be_lost, len(candidates) - 1)]) if len(candidates) else float(scores.min())
