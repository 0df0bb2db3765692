"""The ONNX graph that is served: uint8 pixels in, calibrated probabilities out.

One file holds a network per pass. Which one runs is decided by the height of the input, so that
who serves it only resizes and compares; normalisation, softmax, temperature and the labels are in
the graph, where no two languages can disagree about them.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from ..data.archive import LABELS
from ..models import ModelSpec, Network
from .pet_score import PetScore
from .quantise import quantize
from .saliency import SALIENCY, has_saliency, saliency_info

OPSET = 17
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


def float_network(network: nn.Module, size_px: int, outputs: tuple[str, ...]) -> onnx.ModelProto:
    """Network with batch norms folded: ``pixels`` float32 [1, 3, size, size] -> its outputs, by these names."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter announces its successor
        torch.onnx.export(
            network.eval().to(memory_format=torch.contiguous_format),
            (torch.zeros(1, 3, size_px, size_px),),
            buffer,  # type: ignore[arg-type] # only the exporter's successor takes nothing but paths
            dynamo=False,
            opset_version=OPSET,
            input_names=["pixels"],
            output_names=list(outputs),
        )
    return onnx.load_from_string(buffer.getvalue())


def pass_graph(part: Pass, calibration: np.ndarray | None) -> onnx.ModelProto:
    """One pass: ``image`` uint8 [1, size, size, 3] -> ``probabilities`` float32 [1, 2], ``pet_score`` [1, 1].

    calibration: normalised float32 [n, 3, size, size] to quantise with; None keeps it in float.
    """
    size, spec = part.spec.input_px, part.spec
    model = float_network(part.outputs(), size, ("logits", "pet_log_odds"))
    exact = len(set(spec.mean)) == len(set(spec.std)) == 1 and float(spec.mean[0]).is_integer()
    if calibration is not None:
        scale, zero = (1 / spec.std[0], int(spec.mean[0])) if exact else (None, 0)
        model = quantize(model, calibration, scale, zero)
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
    graph.output.extend(_outputs())
    onnx.checker.check_model(model)
    return model


def _outputs() -> list[onnx.ValueInfoProto]:
    return [
        helper.make_tensor_value_info(PROBABILITIES, TensorProto.FLOAT, [1, len(LABELS)]),
        helper.make_tensor_value_info(PET_SCORE, TensorProto.FLOAT, [1, 1]),
    ]


def _scalar(name: str, value: float) -> onnx.TensorProto:
    return numpy_helper.from_array(np.array(value, dtype=np.float32), name)


def calibrate(model: onnx.ModelProto, temperature: float, pet_threshold: float) -> None:
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


def served_graph(passes: list[onnx.ModelProto]) -> onnx.ModelProto:
    """Join pass graphs, smallest first, into one that chooses by the height of ``image``.

    Input ``image``: uint8 [1, height, width, 3]. Outputs: ``probabilities`` float32 [1, 2],
    ``pet_score`` float32 [1, 1], ``saliency`` (see saliency.py) where every pass has it, and
    ``labels``, the constant names of the probabilities. Raises ValueError for passes out of order.
    """
    sizes = [size_px(model) for model in passes]
    if sizes != sorted(set(sizes)):
        raise ValueError(f"passes must grow in size, got {sizes}")
    outputs = _outputs() + ([saliency_info()] if all(has_saliency(model) for model in passes) else [])
    body = _choose(passes, sizes, outputs)
    nodes = [
        helper.make_node("Shape", [IMAGE], ["height"], start=1, end=2),
        *body,
        helper.make_node(
            "Constant",
            [],
            ["labels"],
            value=helper.make_tensor("label_names", TensorProto.STRING, [len(LABELS)], [x.encode() for x in LABELS]),  # type: ignore[misc]
        ),
    ]
    graph = helper.make_graph(
        nodes,
        "cats-vs-dogs",
        [helper.make_tensor_value_info(IMAGE, TensorProto.UINT8, [1, "height", "width", 3])],
        [
            *outputs,
            helper.make_tensor_value_info("labels", TensorProto.STRING, [len(LABELS)]),
        ],
    )
    served = helper.make_model(graph, opset_imports=passes[0].opset_import, producer_name="cats-vs-dogs")
    served.ir_version = passes[0].ir_version
    onnx.checker.check_model(served)
    return served


def size_px(model: onnx.ModelProto) -> int:
    """Side of the square image that a pass graph takes."""
    side: int = model.graph.input[0].type.tensor_type.shape.dim[1].dim_value
    return side


def _choose(
    passes: list[onnx.ModelProto], sizes: list[int], outputs: list[onnx.ValueInfoProto], index: int = 0
) -> list[onnx.NodeProto]:
    """Nodes that compute the outputs by pass ``index`` or, for a larger image, a later one."""
    here = _inlined(passes[index].graph, sizes[index], f"pass{index + 1}.")
    if index == len(passes) - 1:
        return here
    later = _choose(passes, sizes, outputs, index + 1)
    limit, fits = f"limit{index}", f"fits{index}"

    def branch(name: str, nodes: list[onnx.NodeProto]) -> onnx.GraphProto:
        return helper.make_graph(nodes, name, [], outputs)

    return [
        _int64_constant(limit, [sizes[index]]),
        helper.make_node("LessOrEqual", ["height", limit], [fits]),
        helper.make_node(
            "If",
            [fits],
            [output.name for output in outputs],
            then_branch=branch(f"pass{index + 1}", here),
            else_branch=branch(f"pass{index + 2}", later),
        ),
    ]


def _int64_constant(name: str, values: list[int]) -> onnx.NodeProto:
    tensor = helper.make_tensor(name, TensorProto.INT64, [len(values)], values)
    return helper.make_node("Constant", [], [name], value=tensor)


def _inlined(graph: onnx.GraphProto, size_px: int, prefix: str) -> list[onnx.NodeProto]:
    """The nodes of a pass with every name prefixed and its initializers as constants."""
    sized, shape = f"{prefix}{IMAGE}", f"{prefix}shape"
    names = {IMAGE: sized} | {name: name for name in (PROBABILITIES, PET_SCORE, SALIENCY, "")}
    # A fixed shape lets ONNX Runtime plan the memory of the branch.
    nodes = [
        _int64_constant(shape, [1, size_px, size_px, 3]),
        helper.make_node("Reshape", [IMAGE, shape], [sized]),
    ]
    for tensor in graph.initializer:
        renamed = onnx.TensorProto()
        renamed.CopyFrom(tensor)
        renamed.name = names[tensor.name] = prefix + tensor.name
        nodes.append(helper.make_node("Constant", [], [renamed.name], value=renamed))
    for node in graph.node:
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        copy.name = prefix + node.name if node.name else ""
        copy.input[:] = [names.setdefault(name, prefix + name) for name in node.input]
        copy.output[:] = [names.setdefault(name, prefix + name) for name in node.output]
        nodes.append(copy)
    return nodes
