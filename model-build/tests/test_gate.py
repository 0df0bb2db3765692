import copy

import pytest

from cats_vs_dogs.evaluation.gate import clauses

GOOD = {
    "test": {
        "accuracy": 0.991,
        "accuracy_by_label": {"cat": 0.99, "dog": 0.992},
        "float_accuracy": 0.992,
        "expected_calibration_error": 0.004,
        "answered_accuracy": 0.998,
        "answered_count": 2000,
        "review_share": 0.03,
        "kept_pets_share": 0.99,
    },
    "originals": {"agreement": 0.9975},
    "champion": {"version": "1.0.0", "p_worse": 0.4},
    "latency_ratio": 0.2,
    "not_pets": {"auroc": 0.99, "caught_share": 0.9},
    "saliency": {"wins": 0.95},
}
LIMITS = {
    "min_test_accuracy": 0.988,
    "min_label_accuracy": 0.98,
    "max_quantisation_loss": 0.002,
    "min_agreement_originals": 0.995,
    "max_calibration_error": 0.01,
    "answered_accuracy": 0.997,
    "max_review_share": 0.05,
    "min_kept_pets_share": 0.98,
    "min_pet_auroc": 0.97,
    "min_caught_share": 0.8,
    "max_weights_bytes": 8_000_000,
    "max_latency_ratio": 0.3333,
    "min_p": 0.05,
    "min_saliency_wins": 0.9,
}


def test_a_good_candidate_passes_every_clause():
    lines = clauses(GOOD, 5_000_000, LIMITS)
    assert len(lines) == 15
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
        ({"expected_calibration_error": 0.011}, 5_000_000, "calibration error"),
        ({"answered_accuracy": 0.994}, 5_000_000, "p that answers without review, 99.4000% right"),
        ({"review_share": 0.06}, 5_000_000, "share that goes to review"),
        ({"kept_pets_share": 0.97}, 5_000_000, "cats and dogs kept"),
        ({}, 8_000_001, "bytes of the weights"),
    ],
)
def test_each_clause_can_fail(change, weights_bytes, failing):
    report = copy.deepcopy(GOOD)
    report["test"].update(change)
    (failed,) = [clause for clause in clauses(report, weights_bytes, LIMITS) if not clause.passed]
    assert failed.name.startswith(failing)
    assert str(failed).startswith("FAIL")


@pytest.mark.parametrize(
    ("change", "failing"),
    [({"auroc": 0.96}, "area under the ROC"), ({"caught_share": 0.79}, "other pictures caught")],
)
def test_a_weak_pet_score_fails(change, failing):
    report = GOOD | {"not_pets": GOOD["not_pets"] | change}
    (failed,) = [clause for clause in clauses(report, 1, LIMITS) if not clause.passed]
    assert failed.name.startswith(failing)


@pytest.mark.parametrize(
    ("change", "failing"),
    [
        ({"originals": {"agreement": 0.9925}}, "PyTorch"),
        ({"saliency": {"wins": 0.89}}, "hottest fifth"),
        ({"champion": {"version": "1.0.0", "p_worse": 0.04}}, "not worse than 1.0.0"),
        ({"latency_ratio": 0.34}, "SimpleCNN"),
    ],
)
def test_what_is_compared_can_fail(change, failing):
    (failed,) = [clause for clause in clauses(GOOD | change, 1, LIMITS) if not clause.passed]
    assert failing in failed.name


def test_a_first_release_has_no_champion_to_be_compared_with():
    report = {name: value for name, value in GOOD.items() if name not in ("champion", "originals", "saliency")}
    assert len(clauses(report, 1, LIMITS)) == 12
