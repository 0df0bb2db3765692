"""What the passes say of photos before they are calibrated, and everything that is chosen from that.

Chosen on the validation split. Where there are photos of full size that train nothing, the
thresholds of the pet score are chosen on those as well: they must hold for small photos and large.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx

from ..data.archive import Photo
from ..data.preprocessing import decode
from ..evaluation.answers import Answers, probability_of_dog, sureness
from ..graph.session import session
from .thresholds import choose_acceptance, choose_review, fit_temperature, highest_threshold

INDEX = "passes.json"  # in the folder of the passes: their runs, pet scores, and the labels of the photos


@dataclass(frozen=True)
class PassAnswers:
    """Of one pass, not calibrated: logit of dog minus logit of cat, and log odds of a pet; float64 [n] each."""

    margins: np.ndarray
    pet_log_odds: np.ndarray


@dataclass(frozen=True)
class Calibration:
    """``temperatures`` and ``pet_thresholds`` (log odds) by pass; ``accept`` for each but the last."""

    temperatures: list[float]
    pet_thresholds: list[float]
    accept: list[float]
    review_probability: float


def run_pass(graph: onnx.ModelProto, photos: list[Photo], size_px: int) -> PassAnswers:
    """Answers of a pass graph that is not calibrated, through the function's preprocessing."""
    runner = session(graph.SerializeToString())
    answers = []
    for photo in photos:
        pixels = decode(photo.content, size_px, size_px)
        probabilities, pet_score = runner.run(["probabilities", "pet_score"], {"image": pixels[None]})
        (cat, dog), pet = (
            value.astype(np.float64).clip(1e-9, 1 - 1e-9) for value in (probabilities[0], pet_score[0, 0])
        )
        answers.append((np.log(dog) - np.log(cat), np.log(pet) - np.log1p(-pet)))
    margins, pet_log_odds = np.array(answers).T
    return PassAnswers(margins, pet_log_odds)


def write_pass_answers(path: Path, validation: PassAnswers, originals: PassAnswers | None) -> None:
    """Keep a pass's answers; ``originals`` where there are photos of full size."""
    parts = {"validation": validation} | ({"originals": originals} if originals else {})
    np.savez(path, **{name: np.stack([part.margins, part.pet_log_odds]) for name, part in parts.items()})  # type: ignore[arg-type]


def read_pass_answers(path: Path) -> tuple[PassAnswers, PassAnswers | None]:
    """What ``write_pass_answers`` kept."""
    with np.load(path) as saved:
        return PassAnswers(*saved["validation"]), PassAnswers(*saved["originals"]) if "originals" in saved else None


def calibrate_passes(
    validation: list[PassAnswers], labels: np.ndarray, originals: list[PassAnswers], settings: dict[str, float]
) -> tuple[Calibration, Answers]:
    """Choose temperatures and thresholds; returns them, and the answers to the validation split with them.

    validation, originals: answers by pass, smallest first, of one or two passes; originals may be
    empty. settings: params.yaml's section ``export``.
    """
    temperatures = [fit_temperature(answers.margins, labels) for answers in validation]
    sets = [validation, originals] if originals else [validation]
    probabilities = [_probabilities(answers, temperatures) for answers in sets]
    go_on = [np.ones(len(answers[0].margins), dtype=bool) for answers in sets]
    accept, pet_thresholds = [], []
    if len(validation) == 2:
        stays_pet = 1 - settings["pet_escalated_share"]
        threshold = min(
            highest_threshold(answers[0].pet_log_odds, all_, stays_pet)
            for answers, all_ in zip(sets, go_on, strict=True)
        )
        pet_thresholds.append(threshold)
        go_on = [answers[0].pet_log_odds < threshold for answers in sets]
        first, last = probabilities[0]
        limit = choose_acceptance(first, last, go_on[0], labels, settings["largest_escalated_share"])
        accept.append(limit)
        go_on = [goes | (sureness(p[0]) < limit) for goes, p in zip(go_on, probabilities, strict=True)]
    pet_thresholds.append(
        min(
            highest_threshold(answers[-1].pet_log_odds, goes, settings["kept_pets_share"])
            for answers, goes in zip(sets, go_on, strict=True)
        )
    )
    final = np.where(go_on[0], probabilities[0][-1], probabilities[0][0])
    is_pet = ~go_on[0] | (validation[-1].pet_log_odds >= pet_thresholds[-1])
    answers = Answers(final, labels, is_pet.astype(float))
    review = choose_review(answers.sureness, settings["review_share"])
    return Calibration(temperatures, pet_thresholds, accept, review), answers


def _probabilities(answers: list[PassAnswers], temperatures: list[float]) -> list[np.ndarray]:
    return [probability_of_dog(a.margins, t) for a, t in zip(answers, temperatures, strict=True)]
