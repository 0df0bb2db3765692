import hashlib

import numpy as np
import pytest

from cats_vs_dogs.calibration.thresholds import highest_threshold
from cats_vs_dogs.data.not_pets import is_held_out
from cats_vs_dogs.graph.pet_score import PetScore, fit_pet_score


def _log_odds(score: PetScore, features: np.ndarray) -> np.ndarray:
    return features @ np.array(score.weight) + score.bias


def test_the_score_tells_pets_from_others_that_it_has_not_seen():
    random = np.random.default_rng(1)
    pets, others = random.normal(0, 1, (400, 20)), random.normal(0.8, 1, (100, 20))
    score = fit_pet_score(pets[:300], others[:50])
    right = np.concatenate([_log_odds(score, pets[300:]) > 0, _log_odds(score, others[50:]) < 0])
    assert right.mean() > 0.95


def test_a_shifted_score_is_zero_at_its_threshold():
    score = PetScore([2.0, -1.0], 0.5)
    features = np.array([[1.0, 3.0]])
    threshold = _log_odds(score, features)[0]
    assert _log_odds(score.shifted(threshold), features)[0] == pytest.approx(0)


def test_half_of_the_pictures_are_held_out_by_their_content():
    held_out = [is_held_out(str(index).encode()) for index in range(2000)]
    assert 0.45 < np.mean(held_out) < 0.55
    assert is_held_out(b"picture") == (hashlib.sha256(b"picture").digest()[0] % 2 == 1)


def test_the_threshold_loses_as_many_photos_as_it_may():
    scores = np.arange(100.0)
    threshold = highest_threshold(scores, np.ones(100, dtype=bool), 0.99)
    assert (scores < threshold).sum() == 1


def test_photos_that_are_kept_already_leave_room_for_the_others():
    scores = np.arange(100.0)
    counted = scores % 2 == 0
    threshold = highest_threshold(scores, counted, 0.97)
    assert (scores[counted] < threshold).sum() == 3
