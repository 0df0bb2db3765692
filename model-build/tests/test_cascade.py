from dataclasses import replace

import numpy as np
from conftest import draw, jpeg
from tiny import tiny_pass

from cats_vs_dogs.evaluation.cascade import BATCH_SIZE, Cascade
from cats_vs_dogs.graph.pass_graph import pass_graph
from cats_vs_dogs.graph.pet_score import PET_THRESHOLD
from cats_vs_dogs.graph.served_graph import served_graph
from cats_vs_dogs.graph.session import run_passes, session

PHOTOS = [jpeg(draw(index % 2, index)) for index in range(BATCH_SIZE + 4)]


def test_it_answers_in_batches_as_the_served_graph_does_photo_by_photo():
    parts = [tiny_pass(24, seed=1, temperature=0.5), tiny_pass(32, seed=2)]
    parts = [replace(part, pet_score=part.pet_score.shifted(-1)) for part in parts]  # all are pets
    runner = session(served_graph([pass_graph(part, None) for part in parts]).SerializeToString())
    first = Cascade(parts[:1], []).answer(PHOTOS)[0]
    accept = float(np.median(np.maximum(first, 1 - first)))
    rules = [
        {"width": part.spec.input_px, "height": part.spec.input_px, "acceptProbability": limit, "acceptPetScore": pet}
        for part, limit, pet in zip(parts, (accept, 0), (PET_THRESHOLD, 0), strict=True)
    ]
    probabilities, taken = Cascade(parts, [accept]).answer(PHOTOS)
    served = [run_passes(runner, rules, photo)[0][1] for photo in PHOTOS]
    np.testing.assert_allclose(probabilities, served, atol=1e-5)
    assert set(taken) == {1, 2}


def test_no_photos_are_no_answers():
    probabilities, taken = Cascade([tiny_pass(16)], []).answer([])
    assert len(probabilities) == len(taken) == 0
