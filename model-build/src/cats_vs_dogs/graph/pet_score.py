"""Whether a picture shows a cat or a dog at all: a logistic regression on the features of a pass.

It is fitted between photos of the training split and pictures with neither animal, and costs one
product of a vector.
"""

from __future__ import annotations

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
