import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from tiny import LITE, tiny_pass

from cats_vs_dogs.graph.fuse import fused
from cats_vs_dogs.graph.pass_graph import Pass, pass_graph, set_calibration
from cats_vs_dogs.graph.served_graph import served_graph

IMAGENET = ((123.675, 116.28, 103.53), (58.395, 57.12, 57.375))


def _answers(model: onnx.ModelProto, image: np.ndarray) -> np.ndarray:
    """Probabilities of both labels, and the pet score."""
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    probabilities, pet_score = session.run(["probabilities", "pet_score"], {"image": image})
    return np.concatenate([probabilities, pet_score], 1)


def _in_torch(part: Pass, image: np.ndarray) -> np.ndarray:
    mean, std = (torch.tensor(values) for values in (part.spec.mean, part.spec.std))
    pixels = ((torch.from_numpy(image).float() - mean) / std).permute(0, 3, 1, 2)
    with torch.inference_mode():
        logits, pet_log_odds = part.outputs()(pixels)
        return torch.cat([torch.softmax(logits / part.temperature, 1), torch.sigmoid(pet_log_odds)], 1).numpy()


def _image(size_px: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (1, size_px, size_px, 3), dtype=np.uint8)


@pytest.mark.parametrize("constants", [LITE, IMAGENET], ids=["one constant", "a constant a channel"])
def test_the_float_graph_answers_as_pytorch_does(constants):
    part = tiny_pass(16, constants=constants, temperature=1.7)
    np.testing.assert_allclose(_answers(pass_graph(part, None), _image(16)), _in_torch(part, _image(16)), atol=1e-5)


@pytest.mark.parametrize("constants", [LITE, IMAGENET], ids=["one constant", "a constant a channel"])
def test_the_int8_graph_answers_nearly_as_pytorch_does(constants):
    part = tiny_pass(16, constants=constants)
    mean, std = (np.array(values, dtype=np.float32) for values in constants)
    images = np.concatenate([_image(16, seed) for seed in range(20)])
    calibration = ((images - mean) / std).transpose(0, 3, 1, 2).astype(np.float32)
    model = pass_graph(part, calibration)
    np.testing.assert_allclose(_answers(model, _image(16)), _in_torch(part, _image(16)), atol=0.02)


def test_int8_weights_leave_room_for_sixteen_bit_sums():
    """255 * w + 255 * w must stay under 32,767 on CPUs that add pairs of products in 16 bits."""
    calibration = np.random.default_rng(1).normal(size=(4, 3, 16, 16)).astype(np.float32)
    model = pass_graph(tiny_pass(16), calibration)
    weights = [
        onnx.numpy_helper.to_array(t)
        for t in model.graph.initializer
        if t.data_type == onnx.TensorProto.INT8 and len(t.dims) == 4
    ]
    assert weights and all(np.abs(w.astype(int)).max() * 255 * 2 <= 32_767 for w in weights)


def test_a_graph_is_calibrated_in_place():
    part = tiny_pass(16)
    model = pass_graph(part, None)
    before = _answers(model, _image(16))
    set_calibration(model, temperature=2.0, pet_threshold=float(np.log(before[0, 2] / (1 - before[0, 2]))))
    softened = np.sqrt(before[0, :2]) / np.sqrt(before[0, :2]).sum()
    np.testing.assert_allclose(_answers(model, _image(16)), [[*softened, 0.5]], atol=1e-5)


def test_the_height_of_the_image_chooses_the_pass():
    parts = [tiny_pass(16), tiny_pass(24, seed=2), tiny_pass(32, seed=3)]
    served = served_graph([pass_graph(part, None) for part in parts])
    for part in parts:
        image = _image(part.spec.input_px)
        np.testing.assert_allclose(_answers(served, image), _in_torch(part, image), atol=1e-5)


def test_the_graph_names_its_labels():
    served = served_graph([pass_graph(tiny_pass(16), None)])
    session = onnxruntime.InferenceSession(served.SerializeToString(), providers=["CPUExecutionProvider"])
    assert session.run(["labels"], {"image": _image(16)})[0].tolist() == ["cat", "dog"]


def test_passes_out_of_order_are_refused():
    graphs = [pass_graph(tiny_pass(size), None) for size in (24, 16)]
    with pytest.raises(ValueError, match="grow in size"):
        served_graph(graphs)


def test_exporting_twice_gives_the_same_bytes():
    part = tiny_pass(16)
    one, two = (served_graph([pass_graph(part, None)]).SerializeToString(deterministic=True) for _ in range(2))
    assert one == two


def test_a_fused_graph_gives_the_same_bits_with_fewer_nodes():
    calibration = np.random.default_rng(5).normal(0, 1, (4, 3, 16, 16)).astype(np.float32)
    graphs = [pass_graph(tiny_pass(16), calibration), pass_graph(tiny_pass(24, seed=3), None)]
    plain = served_graph(graphs)
    model = fused(plain)
    for size_px in (16, 24):
        np.testing.assert_array_equal(_answers(model, _image(size_px)), _answers(plain, _image(size_px)))
    assert _nodes(model, "QLinearConv") > 0
    assert _nodes(model, "QuantizeLinear", "DequantizeLinear") < _nodes(plain, "QuantizeLinear", "DequantizeLinear") / 2


def test_fusing_twice_gives_the_same_bytes():
    plain = served_graph([pass_graph(tiny_pass(16), None)])
    one, two = (fused(plain).SerializeToString(deterministic=True) for _ in range(2))
    assert one == two


def _nodes(model: onnx.ModelProto, *op_types: str) -> int:
    """How many nodes of these types, those of the branches among them."""
    branches = [a.g for node in model.graph.node for a in node.attribute if a.type == onnx.AttributeProto.GRAPH]
    return sum(node.op_type in op_types for graph in [model.graph, *branches] for node in graph.node)
