import numpy as np
import pytest
from scipy.special import expit

from cats_vs_dogs.calibration.thresholds import choose_acceptance, choose_review, fit_temperature
from cats_vs_dogs.evaluation.answers import probability_of_dog
from cats_vs_dogs.evaluation.figures import expected_calibration_error


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_the_temperature_that_was_put_in_is_found(temperature):
    random = np.random.default_rng(1)
    true_margins = random.normal(0, 3, 20_000)
    labels = (random.random(20_000) < expit(true_margins)).astype(int)
    assert fit_temperature(true_margins * temperature, labels) == pytest.approx(temperature, rel=0.05)


def test_calibration_error_of_sure_and_wrong_is_its_sureness_gap():
    assert expected_calibration_error(np.full(10, 0.9), np.arange(10) < 5) == pytest.approx(0.4)
    assert expected_calibration_error(np.full(10, 0.9), np.arange(10) < 9) == pytest.approx(0.0)


def test_unsure_photos_go_to_the_better_pass_as_far_as_the_share_allows():
    labels = np.array([0, 1] * 50)
    first = np.where(labels == 1, 0.99, 0.01)
    first[:10] = 0.5  # the first pass does not know
    last = np.where(labels == 1, 0.999, 0.001)
    nobody = np.zeros(100, dtype=bool)
    accept = choose_acceptance(first, last, nobody, labels, largest_escalated_share=0.2)
    assert 0.5 < accept <= 0.99
    assert choose_acceptance(first, last, nobody, labels, largest_escalated_share=0.05) == 0.5
    assert choose_acceptance(first, last, np.arange(100) >= 85, labels, largest_escalated_share=0.2) == 0.5


def test_the_share_that_people_can_look_at_goes_to_review():
    sureness = np.random.default_rng(1).permutation(np.linspace(0.5, 1, 1001))
    threshold = choose_review(sureness, 0.04)
    assert threshold == pytest.approx(0.52)
    assert (sureness < threshold).mean() == pytest.approx(0.04, abs=0.001)


def test_probability_follows_the_temperature():
    assert probability_of_dog(np.array([2.0]), 2.0)[0] == pytest.approx(expit(1.0))
