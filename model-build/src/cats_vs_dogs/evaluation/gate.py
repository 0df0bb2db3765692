"""The gate between a candidate and a release: each clause a line with its figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scipy.stats import binomtest


@dataclass(frozen=True)
class Clause:
    """``figure`` must be at least (or at most) ``limit``."""

    name: str
    figure: float
    limit: float
    at_most: bool = False

    @property
    def passed(self) -> bool:
        return self.figure <= self.limit if self.at_most else self.figure >= self.limit

    def __str__(self) -> str:
        sign = "<=" if self.at_most else ">="
        verdict = "pass" if self.passed else "FAIL"
        return f"{verdict}  {self.name}: {self.figure:.6g} (must be {sign} {self.limit:.6g})"


class GateError(Exception):
    """The candidate is not released; ``clauses`` are the ones that it failed."""

    def __init__(self, failed: list[Clause]) -> None:
        super().__init__("not released:\n" + "\n".join(f"  {clause}" for clause in failed))
        self.clauses = failed


def _answered(test: dict[str, Any], limits: dict[str, float]) -> Clause:
    """A test, not a bound: of models that are just good enough, every second one would miss that on a few mistakes."""
    count, accuracy = test["answered_count"], test["answered_accuracy"]
    wanted = limits["answered_accuracy"]
    p = binomtest(round(count * accuracy), count, wanted, alternative="less").pvalue if count else 1.0
    return Clause(f"p that answers without review, {accuracy:.4%} right, are {wanted:.1%} right", p, limits["min_p"])


def clauses(report: dict[str, Any], weights_bytes: int, limits: dict[str, float]) -> list[Clause]:
    """Clauses for the figures of ``evaluate`` (see figures.py); ``limits`` is params.yaml's gate."""
    test, not_pets = report["test"], report["not_pets"]
    originals, champion, saliency = (report.get(part) for part in ("originals", "champion", "saliency"))
    result = [
        Clause("accuracy on the test split, as served", test["accuracy"], limits["min_test_accuracy"]),
        *(
            Clause(f"accuracy on test {label}s, as served", accuracy, limits["min_label_accuracy"])
            for label, accuracy in test["accuracy_by_label"].items()
        ),
        Clause(
            "accuracy lost by int8 against float",
            round(test["float_accuracy"] - test["accuracy"], 9),
            limits["max_quantisation_loss"],
            at_most=True,
        ),
        Clause(
            "calibration error on the test split",
            test["expected_calibration_error"],
            limits["max_calibration_error"],
            at_most=True,
        ),
        _answered(test, limits),
        Clause("share that goes to review", test["review_share"], limits["max_review_share"], at_most=True),
        Clause("area under the ROC of the pet score", not_pets["auroc"], limits["min_pet_auroc"]),
        Clause("cats and dogs kept as pets", test["kept_pets_share"], limits["min_kept_pets_share"]),
        Clause("other pictures caught as no pets", not_pets["caught_share"], limits["min_caught_share"]),
        Clause(
            "mean time of an inference against SimpleCNN's",
            report["latency_ratio"],
            limits["max_latency_ratio"],
            at_most=True,
        ),
        Clause("bytes of the weights", weights_bytes, limits["max_weights_bytes"], at_most=True),
    ]
    if champion:
        name = f"p of McNemar's test that it is not worse than {champion['version']}, which is released"
        result.append(Clause(name, champion["p_worse"], limits["min_p"]))
    if originals:
        name = "originals with the same label from the function and from PyTorch"
        result.append(Clause(name, originals["agreement"], limits["min_agreement_originals"]))
    if saliency:
        name = "originals for which hiding the hottest fifth costs more than a random fifth"
        result.append(Clause(name, saliency["wins"], limits["min_saliency_wins"]))
    return result
