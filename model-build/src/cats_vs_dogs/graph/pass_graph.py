"""The ONNX graph of one pass: uint8 pixels in, calibrated probabilities out.

Normalisation, softmax and temperature are in the graph, so that no two languages can differ in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from ..data.archive import LABELS
from ..models import ModelSpec, Network
from .float_network import float_network
from .pet_score import PetScore
from .quantise import quantise

IMAGE, PROBABILITIES, PET_SCORE = "image", "probabilities", "pet_score"


@dataclass(frozen=True)
class Pass:
    """A trained network, the score of a pet from its features, and the temperature that calibrates its logits."""

    network: Network
    spec: ModelSpec
    pet_score: PetScore
    temperature: float = 1.0

    def outputs(self) -> nn.Module:
        """Images float32 [n, 3, size, size], normalised -> logits [n, 2] and log odds of a pet [n, 1]."""
        return _Outputs(self.network, self.pet_score).eval()


class _Outputs(nn.Module):
    def __init__(self, network: Network, pet_score: PetScore) -> None:
        super().__init__()
        self.network = network
        self.pet = nn.Linear(len(pet_score.weight), 1)
        with torch.no_grad():
            self.pet.weight.copy_(torch.tensor([pet_score.weight]))
            self.pet.bias.fill_(pet_score.bias)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        features = self.network.embedding(images)
        return self.network.classifier(features), self.pet(features)


def pass_graph(part: Pass, calibration: np.ndarray | None) -> onnx.ModelProto:
    """One pass: ``image`` uint8 [1, size, size, 3] -> ``probabilities`` float32 [1, 2], ``pet_score`` [1, 1].

    calibration: normalised float32 [n, 3, size, size] to quantise with; None keeps it in float.
    """
    size, spec = part.spec.input_px, part.spec
    model = float_network(part.outputs(), size, ("logits", "pet_log_odds"))
    exact = len(set(spec.mean)) == len(set(spec.std)) == 1 and float(spec.mean[0]).is_integer()
    if calibration is not None:
        scale, zero = (1 / spec.std[0], int(spec.mean[0])) if exact else (None, 0)
        model = quantise(model, calibration, scale, zero)
    graph = model.graph
    del graph.input[:]
    graph.input.append(helper.make_tensor_value_info(IMAGE, TensorProto.UINT8, [1, size, size, 3]))
    quantizers = [node for node in graph.node if node.op_type == "QuantizeLinear" and node.input[0] == "pixels"]
    if exact and len(quantizers) == 1:
        # (pixel - mean) / std is what uint8 with scale 1/std and zero point mean stands for.
        position = list(graph.node).index(quantizers[0])
        planes = quantizers[0].output[0]
        graph.node.remove(quantizers[0])
        graph.node.insert(position, helper.make_node("Transpose", [IMAGE], [planes], perm=[0, 3, 1, 2]))
    else:
        _normalise(graph, spec)
    graph.initializer.extend([_scalar("temperature", part.temperature), _scalar("pet_threshold", 0)])
    graph.node.extend(
        [
            helper.make_node("Div", ["logits", "temperature"], ["calibrated_logits"]),
            helper.make_node("Softmax", ["calibrated_logits"], [PROBABILITIES], axis=1),
            helper.make_node("Sub", ["pet_log_odds", "pet_threshold"], ["shifted_pet_log_odds"]),
            helper.make_node("Sigmoid", ["shifted_pet_log_odds"], [PET_SCORE]),
        ]
    )
    del graph.output[:]
    graph.output.extend(pass_outputs())
    onnx.checker.check_model(model)
    return model


def pass_outputs() -> list[onnx.ValueInfoProto]:
    """The outputs of every pass graph: probabilities float32 [1, 2], pet score float32 [1, 1]."""
    return [
        helper.make_tensor_value_info(PROBABILITIES, TensorProto.FLOAT, [1, len(LABELS)]),
        helper.make_tensor_value_info(PET_SCORE, TensorProto.FLOAT, [1, 1]),
    ]


def _scalar(name: str, value: float) -> onnx.TensorProto:
    return numpy_helper.from_array(np.array(value, dtype=np.float32), name)


def set_calibration(model: onnx.ModelProto, temperature: float, pet_threshold: float) -> None:
    """Calibrate a pass graph in place: quantising it again would take much longer.

    pet_threshold: the log odds of a pet for which the score shall be one half.
    """
    for name, value in (("temperature", temperature), ("pet_threshold", pet_threshold)):
        (tensor,) = [tensor for tensor in model.graph.initializer if tensor.name == name]
        tensor.CopyFrom(_scalar(name, value))


def _normalise(graph: onnx.GraphProto, spec: ModelSpec) -> None:
    for name, values in (("mean", spec.mean), ("std", spec.std)):
        graph.initializer.append(numpy_helper.from_array(np.array(values, dtype=np.float32).reshape(1, 3, 1, 1), name))
    nodes = [
        helper.make_node("Transpose", [IMAGE], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("Cast", ["planes"], ["float_planes"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["float_planes", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "std"], ["pixels"]),
    ]
    for node in reversed(nodes):
        graph.node.insert(0, node)


def size_px(model: onnx.ModelProto) -> int:
    """Side of the square image that a pass graph takes."""
    side: int = model.graph.input[0].type.tensor_type.shape.dim[1].dim_value
    return side
