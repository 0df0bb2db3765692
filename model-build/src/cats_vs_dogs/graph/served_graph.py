"""The ONNX graph that the function serves: one file with a network for each pass.

The height of the input decides which pass runs, so that the function only resizes and compares.
"""

from __future__ import annotations

import onnx
from onnx import TensorProto, helper

from ..data.archive import LABELS
from .pass_graph import IMAGE, PET_SCORE, PROBABILITIES, pass_outputs, size_px
from .saliency import SALIENCY, has_saliency, saliency_info


def served_graph(passes: list[onnx.ModelProto]) -> onnx.ModelProto:
    """Join pass graphs, smallest first, into one that chooses by the height of ``image``.

    Input ``image``: uint8 [1, height, width, 3]. Outputs: ``probabilities`` float32 [1, 2],
    ``pet_score`` float32 [1, 1], ``saliency`` (see saliency.py) where every pass has it, and
    ``labels``, the constant names of the probabilities. Raises ValueError for passes out of order.
    """
    sizes = [size_px(model) for model in passes]
    if sizes != sorted(set(sizes)):
        raise ValueError(f"passes must grow in size, got {sizes}")
    outputs = pass_outputs() + ([saliency_info()] if all(has_saliency(model) for model in passes) else [])
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
