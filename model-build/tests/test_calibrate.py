import numpy as np
import pytest
from scipy.special import expit

from cats_vs_dogs.calibrate import (
    after_both,
    choose_acceptance,
    expected_calibration_error,
    fit_temperature,
    probability_of_dog,
)


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
    chosen = choose_acceptance(first, last, labels, largest_escalated_share=0.2)
    assert chosen["escalated_share"] == pytest.approx(0.1)
    assert chosen["val_accuracy"] == 1
    assert choose_acceptance(first, last, labels, largest_escalated_share=0.05)["escalated_share"] == 0


def test_one_answer_of_two_passes_is_the_first_that_is_sure_enough():
    answers = after_both(np.array([0.95, 0.05, 0.7, 0.3]), np.array([0.1, 0.9, 0.2, 0.8]), 0.9)
    assert answers.tolist() == [0.95, 0.05, 0.2, 0.8]


def test_probability_follows_the_temperature():
    assert probability_of_dog(np.array([2.0]), 2.0)[0] == pytest.approx(expit(1.0))
