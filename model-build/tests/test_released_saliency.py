"""The map of the released model, on photos that trained nothing."""

import json

import numpy as np
import pytest

from cats_vs_dogs.artifact.contract import SAMPLE, WEIGHTS_FILE, read_artifact
from cats_vs_dogs.data.archive import read_photos
from cats_vs_dogs.data.preprocessing import decode
from cats_vs_dogs.evaluation.deletion import deletion_figures
from cats_vs_dogs.graph.session import session
from cats_vs_dogs.paths import RELEASE_FOLDER, REPOSITORY

ORIGINALS = REPOSITORY / "model-build" / "work" / "originals.zip"
EVERY = 4  # photos, in order: all of them take minutes, and are a clause of the gate


@pytest.fixture(scope="module")
def runner():
    return session(RELEASE_FOLDER / WEIGHTS_FILE)


def test_the_answers_are_the_same_to_the_bit_whether_the_map_is_fetched_or_not(runner):
    names = ["probabilities", "pet_score"]
    for part in read_artifact(RELEASE_FOLDER)["passes"]:
        image = decode(SAMPLE.read_bytes(), part["width"], part["height"])[None]
        without, with_map = (runner.run(wanted, {"image": image}) for wanted in (names, [*names, "saliency"]))
        assert all(np.array_equal(a, b) for a, b in zip(without, with_map[:2], strict=True))
        assert np.isfinite(with_map[2]).all() and with_map[2].max() > 0


def test_the_release_was_measured_on_every_photo_of_full_size():
    report = json.loads((RELEASE_FOLDER / "report.json").read_text())
    assert report["saliency"]["count"] == report["originals"]["count"]
    assert report["saliency"]["wins"] >= 0.9


@pytest.mark.skipif(not ORIGINALS.exists(), reason=f"NOT TESTED without photos of full size in {ORIGINALS}")
def test_hiding_the_hottest_fifth_costs_more_than_a_random_fifth_for_nine_photos_of_ten(runner):
    contents = [photo.content for photo in read_photos(ORIGINALS)][::EVERY]
    figures = deletion_figures(runner, read_artifact(RELEASE_FOLDER)["passes"][-1], contents)
    print(f"\nhottest fifth hidden: {figures}")
    assert figures["wins"] >= 0.9
    assert figures["mean_drop"] > 4 * figures["random_mean_drop"]
    # What is hidden first matters first, and what is shown first is enough first: over the whole curves.
    assert np.mean(figures["deletion"]) < np.mean(figures["random_deletion"]) - 0.1
    assert np.mean(figures["insertion"]) > np.mean(figures["random_insertion"]) + 0.1
