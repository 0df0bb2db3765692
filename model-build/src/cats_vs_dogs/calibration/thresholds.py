"""Temperatures and the threshold between the passes, all chosen on the validation split."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar

from ..evaluation.answers import sureness


def fit_temperature(margins: np.ndarray, labels: np.ndarray) -> float:
    """Temperature with the lowest log loss (Guo et al. 2017, arXiv 1706.04599).

    margins: float [n], logit of dog minus logit of cat. labels: int [n], 1 = dog.
    """
    signed = margins * (2 * labels - 1)

    def log_loss(log_temperature: float) -> float:
        return float(np.logaddexp(0, -signed / np.exp(log_temperature)).mean())

    return float(np.exp(minimize_scalar(log_loss, bounds=(-3, 3), method="bounded").x))


def choose_acceptance(
    first: np.ndarray, last: np.ndarray, goes_on: np.ndarray, labels: np.ndarray, largest_escalated_share: float
) -> float:
    """Probability from which the first pass's answer stands.

    first, last: float [n], calibrated probability of a dog by each pass. goes_on: bool [n], photos
    that go on to the last pass for another reason. Of the thresholds that send at most
    ``largest_escalated_share`` of the photos on, the one with the lowest log loss of the answers
    together: accuracy alone cannot tell thresholds apart on a few thousand photos.
    """
    sure = sureness(first)
    best_loss, best = np.inf, 0.5
    for threshold in np.round(np.arange(0.5, 0.9995, 0.001), 4):
        escalated = goes_on | (sure < threshold)
        if escalated.mean() > largest_escalated_share:
            break
        loss = log_loss(np.where(escalated, last, first), labels)
        if loss <= best_loss:
            best_loss, best = loss, float(threshold)
    return best


def log_loss(probability_of_dog: np.ndarray, labels: np.ndarray) -> float:
    """Mean negative logarithm of the probability of the label."""
    of_label = np.where(labels == 1, probability_of_dog, 1 - probability_of_dog).clip(1e-7, 1)
    return float(-np.log(of_label).mean())


def choose_review(sureness: np.ndarray, share: float) -> float:
    """Probability under which ``share`` of the answers lies: what people can look at is what is spent.

    sureness: float [n], probability of the predicted class.
    """
    return float(np.floor(np.quantile(sureness, share) * 1e4) / 1e4)


def highest_threshold(scores: np.ndarray, counted: np.ndarray, kept_share: float) -> float:
    """The highest score below which at most 1 - ``kept_share`` of all photos lie.

    scores: float [n]. counted: bool [n], photos that can be lost; the others are kept already.
    """
    may_be_lost = int(np.floor((1 - kept_share) * len(scores) + 1e-9))
    candidates = np.sort(scores[counted])
    return float(candidates[min(may_be_lost, len(candidates) - 1)]) if len(candidates) else float(scores.min())
