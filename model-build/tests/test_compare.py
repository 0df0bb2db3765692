import numpy as np
import pytest

from cats_vs_dogs.evaluation.answers import Answers
from cats_vs_dogs.tracking.compare import on_the_same_photos


def _answers(correct: str, first: int = 0) -> tuple[list[str], Answers]:
    right = np.array([letter == "r" for letter in correct])
    return [str(first + i) for i in range(len(right))], Answers(np.where(right, 0.9, 0.1), np.ones(len(right), int))


def test_mcnemar_counts_only_photos_that_both_answered_and_that_one_alone_has_right():
    test = on_the_same_photos(_answers("rrwwwwwwr"), _answers("rrrrrrrww", first=1))
    # Photos 1 to 8 are in both: the candidate has 1 and 8 right, the champion 1 to 7.
    assert (test.photos, test.only_candidate_right, test.only_champion_right) == (8, 1, 6)
    assert test.p_two_sided == pytest.approx(0.125) and test.p_worse == pytest.approx(8 / 128)


def test_mcnemar_of_the_same_answers_finds_no_difference():
    assert on_the_same_photos(_answers("rrw"), _answers("rrw")).p_two_sided == 1
