import numpy as np
import onnx
import onnxruntime
import pytest
import pyvips
import torch
from conftest import draw
from tiny import tiny_pass
from torch import nn

from cats_vs_dogs.evaluation.deletion import deletion_figures, hottest
from cats_vs_dogs.graph.pass_graph import Pass, pass_graph, set_calibration
from cats_vs_dogs.graph.pet_score import PetScore
from cats_vs_dogs.graph.saliency import GRID, add_saliency, spline_weights
from cats_vs_dogs.graph.served_graph import served_graph
from cats_vs_dogs.graph.session import session


def _picture(size_px: int, kind: int = 0, seed: int = 1) -> np.ndarray:
    return np.asarray(draw(kind, seed).resize((size_px, size_px)))[None]


def _run(model: onnx.ModelProto, image: np.ndarray, *names: str) -> list[np.ndarray]:
    runner = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return runner.run(list(names), {"image": image})


def _calibration(size_px: int) -> np.ndarray:
    pictures = np.concatenate([_picture(size_px, kind, seed) for kind in (0, 1) for seed in range(8)])
    return ((pictures.astype(np.float32) - 127) / 128).transpose(0, 3, 1, 2)


class _Strided(nn.Module):
    """Five convolutions with a stride of 2, as the networks that are served have them; bright is a dog."""

    def __init__(self, first_bias: float = 0.0) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inputs, outputs in zip((3, 4, 4, 4, 4), (4, 4, 4, 4, 4), strict=True):
            layer = nn.Conv2d(inputs, outputs, 3, stride=2, padding=1)
            layer.weight.data.fill_(1 / (9 * inputs))
            layer.bias.data.fill_(0 if layers else first_bias)  # type: ignore[union-attr]
            layers += [layer, nn.ReLU()]
        self.features = nn.Sequential(*layers)
        dog_by_brightness = nn.Linear(4, 2)
        dog_by_brightness.weight.data = torch.tensor([[0.0] * 4, [1.0] * 4])
        dog_by_brightness.bias.data.zero_()
        self.classifier: nn.Module = dog_by_brightness

    def embedding(self, images: torch.Tensor) -> torch.Tensor:
        return self.features(images).mean((2, 3))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.classifier(self.embedding(images))


class _Deep(_Strided):
    def __init__(self) -> None:
        super().__init__()
        self.classifier = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))


def _pass_of(network: nn.Module, size_px: int) -> Pass:
    part = tiny_pass(size_px)
    return Pass(network.eval(), part.spec, PetScore([1.0] * 4, 0.0))  # type: ignore[arg-type]


def test_the_map_is_the_evidence_of_each_cell_in_calibrated_log_odds():
    part, temperature = tiny_pass(16), 1.7
    model = pass_graph(part, None)
    set_calibration(model, temperature, 0.0)
    assert add_saliency(model)
    image = _picture(16)
    found, probabilities = _run(model, image, "saliency", "probabilities")
    network = part.network
    with torch.inference_mode():
        pixels = ((torch.from_numpy(image.copy()).float() - 127) / 128).permute(0, 3, 1, 2)
        features = network.features[:2](pixels)[0]
        label = int(network(pixels)[0].argmax())
        weight = network.classifier.weight
        cells = torch.einsum("c,chw->hw", weight[label] - weight[1 - label], features).double().numpy() / temperature
        bias = float(network.classifier.bias[label] - network.classifier.bias[1 - label]) / temperature
    spread = spline_weights(16, GRID, 16, 0, 1)
    np.testing.assert_allclose(found[0], spread @ cells @ spread.T, atol=1e-4)
    # The mean over the cells is the answer.
    assert probabilities[0, label] == pytest.approx(1 / (1 + np.exp(-cells.mean() - bias)), abs=1e-5)


@pytest.mark.parametrize("quantised", [False, True], ids=["float", "int8"])
def test_the_answers_are_the_same_to_the_bit_with_the_map_and_without(quantised):
    models = [pass_graph(tiny_pass(size), _calibration(size) if quantised else None) for size in (16, 32)]
    before = served_graph(models)
    for model in models:
        add_saliency(model)
    after = served_graph(models)
    for size in (16, 32):
        for seed in range(5):
            image, names = _picture(size, seed % 2, seed), ("probabilities", "pet_score")
            answers = [_run(before, image, *names), _run(after, image, *names), _run(after, image, *names, "saliency")]
            for other in answers[1:]:
                assert all((a == b).all() for a, b in zip(answers[0], other[:2], strict=True))
            assert answers[2][2].shape == (1, GRID, GRID)


@pytest.mark.parametrize("at", [(48, 48), (96, 140), (70, 180), (150, 120)])
def test_the_hottest_place_is_where_the_evidence_is(at):
    """Stretched as it is, the map would have it half a cell, 16 px, to the right and below."""
    model = pass_graph(_pass_of(_Strided(), 256), None)
    add_saliency(model)
    image = np.full((1, 256, 256, 3), 127, dtype=np.uint8)
    x, y = at
    image[0, y - 8 : y + 8, x - 8 : x + 8] = 255
    saliency, probabilities = _run(model, image, "saliency", "probabilities")
    assert probabilities[0, 1] > 0.5
    heat = saliency[0] - saliency[0].min()
    centre = [(heat.sum(axis) * (np.arange(GRID) + 0.5)).sum() / heat.sum() * 256 / GRID for axis in (0, 1)]
    assert centre == pytest.approx([x, y], abs=8)


def test_the_map_speaks_for_the_class_that_was_predicted():
    network = _Strided()
    model = pass_graph(_pass_of(network, 256), None)
    add_saliency(model)
    image = np.full((1, 256, 256, 3), 127, dtype=np.uint8)
    image[0, 100:140, 100:140] = 255
    (for_a_dog,) = _run(model, image, "saliency")
    network.classifier.weight.data.mul_(-1)
    model = pass_graph(_pass_of(network, 256), None)
    add_saliency(model)
    saliency, probabilities = _run(model, image, "saliency", "probabilities")
    assert probabilities[0, 0] > 0.5
    np.testing.assert_allclose(saliency, for_a_dog, rtol=1e-5)


def test_a_classifier_that_is_not_linear_has_no_map():
    model = pass_graph(_pass_of(_Deep(), 64), None)
    before = model.SerializeToString()
    assert not add_saliency(model)
    assert model.SerializeToString() == before
    served = served_graph([model])
    assert [output.name for output in served.graph.output] == ["probabilities", "pet_score", "labels"]


def test_a_cell_in_its_middle_weighs_most_and_the_weights_of_a_point_add_up_to_one():
    weights = spline_weights(8, GRID, 256, 0, 32)
    np.testing.assert_allclose(weights.sum(1), 1)
    assert weights.min() >= 0
    # Point 15 of the grid covers pixels 120 to 127, point 16 128 to 135: cell 4 is at 128.
    assert weights[16].argmax() == weights[15].argmax() == 4


def test_the_hottest_share_is_as_large_as_asked():
    heat = np.random.default_rng(1).normal(size=(32, 32))
    mask = hottest(heat, 0.2)
    assert mask.sum() == round(0.2 * 32 * 32)
    assert heat[mask].min() > heat[~mask].max()


def test_hiding_what_the_answer_rests_on_costs_more_than_hiding_anything_else():
    # A spot that is blurred is too dark to be seen.
    model = pass_graph(_pass_of(_Strided(first_bias=-0.4), 256), None)
    add_saliency(model)
    image = np.full((256, 256, 3), 127, dtype=np.uint8)
    image[100:124, 60:84] = 255
    content = pyvips.Image.new_from_memory(image.tobytes(), 256, 256, 3, "uchar").pngsave_buffer()
    figures = deletion_figures(session(model.SerializeToString()), {"width": 256, "height": 256}, [content])
    assert figures["wins"] == 1.0
    assert figures["mean_drop"] > 2 * figures["random_mean_drop"]
    # Both curves begin and end at the same two pictures.
    assert figures["deletion"][0] == figures["insertion"][-1]
    assert figures["deletion"][-1] == figures["insertion"][0]
