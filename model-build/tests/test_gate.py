import copy

import pytest

from cats_vs_dogs.gate import clauses

GOOD = {
    "test": {"accuracy": 0.991, "accuracy_by_label": {"cat": 0.99, "dog": 0.992}, "float_accuracy": 0.992},
    "originals": {"agreement": 0.9975},
}
LIMITS = {
    "min_test_accuracy": 0.988,
    "min_label_accuracy": 0.98,
    "max_quantisation_loss": 0.002,
    "min_agreement_originals": 0.995,
    "max_weights_bytes": 8_000_000,
}


def test_a_good_candidate_passes_every_clause():
    lines = clauses(GOOD, 5_000_000, LIMITS)
    assert len(lines) == 6
    assert all(clause.passed for clause in lines)


def test_a_figure_at_its_limit_passes():
    report = copy.deepcopy(GOOD)
    report["test"].update(accuracy=0.988, float_accuracy=0.99)
    assert all(clause.passed for clause in clauses(report, 8_000_000, LIMITS))


@pytest.mark.parametrize(
    ("change", "weights_bytes", "failing"),
    [
        ({"accuracy": 0.9879, "float_accuracy": 0.9879}, 5_000_000, "accuracy on the test split"),
        ({"accuracy_by_label": {"cat": 0.979, "dog": 1}}, 5_000_000, "accuracy on test cats"),
        ({"accuracy_by_label": {"cat": 1, "dog": 0.979}}, 5_000_000, "accuracy on test dogs"),
        ({"float_accuracy": 0.9931}, 5_000_000, "accuracy lost by int8"),
        ({}, 8_000_001, "bytes of the weights"),
    ],
)
def test_each_clause_can_fail(change, weights_bytes, failing):
    report = copy.deepcopy(GOOD)
    report["test"].update(change)
    (failed,) = [clause for clause in clauses(report, weights_bytes, LIMITS) if not clause.passed]
    assert failed.name.startswith(failing)
    assert str(failed).startswith("FAIL")


def test_too_few_same_labels_fail():
    report = GOOD | {"originals": {"agreement": 0.9925}}
    (failed,) = [clause for clause in clauses(report, 1, LIMITS) if not clause.passed]
    assert "PyTorch" in failed.name
