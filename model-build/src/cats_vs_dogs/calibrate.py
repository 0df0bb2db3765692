"""Temperatures and the threshold between the passes, all chosen on the validation split."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit


def fit_temperature(margins: np.ndarray, labels: np.ndarray) -> float:
    """Temperature with the lowest log loss (Guo et al. 2017, arXiv 1706.04599).

    margins: float [n], logit of dog minus logit of cat. labels: int [n], 1 = dog.
    """
    signed = margins * (2 * labels - 1)

    def log_loss(log_temperature: float) -> float:
        return float(np.logaddexp(0, -signed / np.exp(log_temperature)).mean())

    return float(np.exp(minimize_scalar(log_loss, bounds=(-3, 3), method="bounded").x))


def after_both(first: np.ndarray, last: np.ndarray, accept_probability: float) -> np.ndarray:
    """Probability of a dog, float [n]: the first pass's where it is sure enough, else the last's."""
    return np.where(np.maximum(first, 1 - first) >= accept_probability, first, last)


def choose_acceptance(
    first: np.ndarray, last: np.ndarray, labels: np.ndarray, largest_escalated_share: float
) -> dict[str, float]:
    """Probability from which the first pass's answer stands.

    first, last: float [n], calibrated probability of a dog by each pass. Of the thresholds that
    send at most ``largest_escalated_share`` of the photos on, the one with the lowest log loss of
    the answers together: accuracy alone cannot tell thresholds apart on a few thousand photos.
    Returns the threshold, the share sent on, and accuracy and log loss of both passes together.
    """
    sureness = np.maximum(first, 1 - first)
    best: dict[str, float] = {}
    for threshold in np.round(np.arange(0.5, 0.9995, 0.001), 4):
        escalated_share = float((sureness < threshold).mean())
        if escalated_share > largest_escalated_share:
            break
        answer = after_both(first, last, threshold)
        of_label = np.where(labels == 1, answer, 1 - answer).clip(1e-7, 1)
        loss = float(-np.log(of_label).mean())
        if not best or loss <= best["val_loss"]:
            best = {
                "accept_probability": float(threshold),
                "escalated_share": escalated_share,
                "val_accuracy": float((of_label > 0.5).mean()),
                "val_loss": loss,
            }
    return best


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


def probability_of_dog(margins: np.ndarray, temperature: float) -> np.ndarray:
    """Calibrated probability, float [n]."""
    return expit(margins / temperature)
