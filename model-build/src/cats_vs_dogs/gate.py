"""The gate between a candidate and a release: each clause a line with its figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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


def clauses(report: dict[str, Any], weights_bytes: int, limits: dict[str, float]) -> list[Clause]:
    """Clauses for the figures of ``evaluate`` (see evaluate.py); ``limits`` is params.yaml's gate."""
    test, originals = report["test"], report.get("originals")
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
        Clause("bytes of the weights", weights_bytes, limits["max_weights_bytes"], at_most=True),
    ]
    if originals:
        result.append(
            Clause(
                "originals with the same label from the function and from PyTorch",
                originals["agreement"],
                limits["min_agreement_originals"],
            )
        )
    return result
