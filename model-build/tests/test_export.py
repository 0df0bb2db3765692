import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torch import nn

from cats_vs_dogs.export import Pass, pass_graph, served_graph
from cats_vs_dogs.models import ModelSpec

IMAGENET = ((123.675, 116.28, 103.53), (58.395, 57.12, 57.375))
LITE = ((127.0,) * 3, (128.0,) * 3)


def _network(seed: int) -> nn.Module:
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1), nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 2)
    ).eval()


def _spec(size_px: int, constants=LITE) -> ModelSpec:
    return ModelSpec(lambda: _network(0), size_px, *constants)


def _probabilities(model: onnx.ModelProto, image: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(["probabilities"], {"image": image})[0]


def _in_torch(part: Pass, image: np.ndarray) -> np.ndarray:
    mean, std = (torch.tensor(values) for values in (part.spec.mean, part.spec.std))
    pixels = ((torch.from_numpy(image).float() - mean) / std).permute(0, 3, 1, 2)
    with torch.inference_mode():
        return torch.softmax(part.network(pixels) / part.temperature, 1).numpy()


def _image(size_px: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (1, size_px, size_px, 3), dtype=np.uint8)


@pytest.mark.parametrize("constants", [LITE, IMAGENET], ids=["one constant", "a constant a channel"])
def test_the_float_graph_answers_as_pytorch_does(constants):
    part = Pass(_network(1), _spec(16, constants), temperature=1.7)
    np.testing.assert_allclose(
        _probabilities(pass_graph(part, None), _image(16)), _in_torch(part, _image(16)), atol=1e-5
    )


@pytest.mark.parametrize("constants", [LITE, IMAGENET], ids=["one constant", "a constant a channel"])
def test_the_int8_graph_answers_nearly_as_pytorch_does(constants):
    part = Pass(_network(1), _spec(16, constants))
    mean, std = (np.array(values, dtype=np.float32) for values in constants)
    images = np.concatenate([_image(16, seed) for seed in range(20)])
    calibration = ((images - mean) / std).transpose(0, 3, 1, 2).astype(np.float32)
    model = pass_graph(part, calibration)
    np.testing.assert_allclose(_probabilities(model, _image(16)), _in_torch(part, _image(16)), atol=0.02)


def test_int8_weights_leave_room_for_sixteen_bit_sums():
    """255 * w + 255 * w must stay under 32,767 on CPUs that add pairs of products in 16 bits."""
    calibration = np.random.default_rng(1).normal(size=(4, 3, 16, 16)).astype(np.float32)
    model = pass_graph(Pass(_network(1), _spec(16)), calibration)
    weights = [
        onnx.numpy_helper.to_array(t)
        for t in model.graph.initializer
        if t.data_type == onnx.TensorProto.INT8 and len(t.dims) == 4
    ]
    assert weights and all(np.abs(w.astype(int)).max() * 255 * 2 <= 32_767 for w in weights)


def test_the_height_of_the_image_chooses_the_pass():
    parts = [Pass(_network(1), _spec(16)), Pass(_network(2), _spec(24)), Pass(_network(3), _spec(32))]
    served = served_graph([pass_graph(part, None) for part in parts])
    for part in parts:
        image = _image(part.spec.input_px)
        np.testing.assert_allclose(_probabilities(served, image), _in_torch(part, image), atol=1e-5)


def test_the_graph_names_its_labels():
    served = served_graph([pass_graph(Pass(_network(1), _spec(16)), None)])
    session = onnxruntime.InferenceSession(served.SerializeToString(), providers=["CPUExecutionProvider"])
    assert session.run(["labels"], {"image": _image(16)})[0].tolist() == ["cat", "dog"]


def test_passes_out_of_order_are_refused():
    graphs = [pass_graph(Pass(_network(1), _spec(size)), None) for size in (24, 16)]
    with pytest.raises(ValueError, match="grow in size"):
        served_graph(graphs)


def test_exporting_twice_gives_the_same_bytes():
    part = Pass(_network(1), _spec(16))
    one, two = (served_graph([pass_graph(part, None)]).SerializeToString(deterministic=True) for _ in range(2))
    assert one == two
