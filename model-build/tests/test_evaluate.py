import hashlib
from typing import Any

import numpy as np
import pytest
from tracked import TEST_PHOTOS

from cats_vs_dogs.data.archive import DataError
from cats_vs_dogs.evaluation.answers import Answers
from cats_vs_dogs.evaluation.figures import UNMARKED, figures, read_marks

LABELS = np.array([photo.label for photo in TEST_PHOTOS])


def _report(
    wrong: tuple[int, ...], of_label: float = 0.9, marks: dict[str, str] | None = None, labels=LABELS
) -> dict[str, Any]:
    right = np.full(len(labels), of_label)
    right[list(wrong)] = 0.05
    answers = Answers(np.where(LABELS == 1, right, 1 - right), labels, np.ones(len(labels)))
    return figures(TEST_PHOTOS, answers, answers, 0.8, marks or {})


def test_a_mistake_carries_the_mark_of_who_looked_at_it():
    sha256 = hashlib.sha256(TEST_PHOTOS[3].content).hexdigest()
    report = _report((3, 5), marks={sha256: "mislabelled"})
    assert [(mistake["photo"], mistake["mark"]) for mistake in report["mistakes"]] == [
        (TEST_PHOTOS[3].name, "mislabelled"),
        (TEST_PHOTOS[5].name, UNMARKED),
    ]
    assert report["mistakes_by_mark"] == {"mislabelled": 1, UNMARKED: 1}


def test_swapped_labels_and_too_sure_a_model_show_in_the_figures():
    assert _report(())["accuracy"] == 1
    assert _report((), labels=1 - LABELS)["accuracy"] == 0
    assert _report((), of_label=0.9)["expected_calibration_error"] == pytest.approx(0.1)
    assert _report((0,), of_label=0.9)["brier_score"] == pytest.approx((39 * 0.1**2 + 0.95**2) / 40)


def test_an_unknown_mark_is_named(tmp_path):
    path = tmp_path / "mistakes.csv"
    path.write_text("sha256,mark,note\nab,wrong,\ncd,silly,\n")
    with pytest.raises(DataError, match="silly is not one of mislabelled, ambiguous, wrong"):
        read_marks(path)
