"""Where in the photo the evidence for an answer lies: the class activation map, as an output of the graph.

Where the classifier is linear on pooled features, it can be applied to the features of each cell
before they are pooled (Zhou et al. 2016, arXiv 1512.04150): what a cell says for the predicted
class and against the other, in log odds, whose mean over all cells is the answer but for a constant.

A cell does not lie in the middle of its square of the image. With a stride of 2 and padding on
both sides, the first cell looks at the first pixel, so that a map that is stretched over the image
as it is lies half a cell too far to the right and below. So the graph gives the map on a grid that
covers the image evenly, interpolated by cubic B-splines, and whoever shows it only resizes it.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SALIENCY = "saliency"
GRID = 32
"""Rows and columns of the map, whatever the pass: four for each cell of 256 px."""

_LOGITS = "logits"


def has_saliency(model: onnx.ModelProto) -> bool:
    """Whether a graph has the map among its outputs."""
    return any(output.name == SALIENCY for output in model.graph.output)


def add_saliency(model: onnx.ModelProto) -> bool:
    """Add the output ``saliency`` float32 [1, GRID, GRID] to a pass graph that is calibrated, in place.

    Returns False, and changes nothing, where the classifier is not linear on the mean of its features.
    """
    graph = model.graph
    made_by = {name: node for node in graph.node for name in node.output}
    features = _pooled_features(made_by)
    if features is None:
        return False
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    weight = values[made_by[_LOGITS].input[1]]  # [labels, channels]
    cells = _side_of(model, features)
    first_px, step_px = _cell_centres(graph, made_by, features)
    (size_px,) = {model.graph.input[0].type.tensor_type.shape.dim[axis].dim_value for axis in (1, 2)}
    spread = spline_weights(cells, GRID, size_px, first_px, step_px).astype(np.float32)
    # Few nodes, and nothing left to be folded: the session of every start would take milliseconds longer.
    constants: dict[str, np.ndarray] = {
        "contrasts": (weight - weight[::-1]) / values["temperature"],
        "cells_shape": np.array([0, -1, cells * cells], dtype=np.int64),
        "map_shape": np.array([1, cells, cells], dtype=np.int64),
        "rows": spread,
        "columns": np.ascontiguousarray(spread.T),
    }
    graph.initializer.extend(numpy_helper.from_array(tensor, name) for name, tensor in constants.items())
    graph.node.extend(
        [
            helper.make_node("ArgMax", [_LOGITS], ["predicted"], axis=1, keepdims=0),
            helper.make_node("Gather", ["contrasts", "predicted"], ["contrast"], axis=0),
            helper.make_node("Reshape", [features, "cells_shape"], ["cells"]),
            helper.make_node("MatMul", ["contrast", "cells"], ["evidence"]),
            helper.make_node("Reshape", ["evidence", "map_shape"], ["map"]),
            helper.make_node("MatMul", ["rows", "map"], ["map_of_rows"]),
            helper.make_node("MatMul", ["map_of_rows", "columns"], [SALIENCY]),
        ]
    )
    graph.output.append(saliency_info())
    onnx.checker.check_model(model)
    return True


def saliency_info() -> onnx.ValueInfoProto:
    """What a graph says of the output."""
    return helper.make_tensor_value_info(SALIENCY, TensorProto.FLOAT, [1, GRID, GRID])


def spline_weights(cells: int, grid: int, size_px: int, first_px: float, step_px: float) -> np.ndarray:
    """Interpolates along one axis: float64 [grid, cells], rows that add up to 1.

    Point i of the grid lies in the middle of the i-th part of ``size_px`` pixels, cell j at pixel
    ``first_px + j * step_px``. What lies beyond the outermost cells counts as they do.
    """
    pixels = (np.arange(grid) + 0.5) * size_px / grid - 0.5
    at = (pixels - first_px) / step_px
    weights = np.zeros((grid, cells))
    for offset in range(-1, 3):
        neighbour = np.floor(at).astype(int) + offset
        inside = neighbour.clip(0, cells - 1)
        np.add.at(weights, (np.arange(grid), inside), _b_spline(at - neighbour))
    return weights


def _b_spline(distance: np.ndarray) -> np.ndarray:
    near = np.abs(distance)
    inner, outer = 2 / 3 - near**2 + near**3 / 2, (2 - near).clip(min=0) ** 3 / 6
    values: np.ndarray = np.where(near < 1, inner, outer)
    return values


def _pooled_features(made_by: dict[str, onnx.NodeProto]) -> str | None:
    """Name of the features [1, channels, cells, cells] of which the logits are a linear map of the mean."""
    classifier = made_by[_LOGITS]
    pool = made_by.get(classifier.input[0])
    while pool is not None and pool.op_type in ("Flatten", "Reshape", "Squeeze"):
        pool = made_by.get(pool.input[0])
    if classifier.op_type != "Gemm" or pool is None or pool.op_type not in ("ReduceMean", "GlobalAveragePool"):
        return None
    name: str = pool.input[0]
    return name


def _side_of(model: onnx.ModelProto, name: str) -> int:
    inferred = onnx.shape_inference.infer_shapes(model, data_prop=True)
    (shape,) = [info.type.tensor_type.shape for info in inferred.graph.value_info if info.name == name]
    height, width = (shape.dim[axis].dim_value for axis in (2, 3))
    if height != width or height == 0:
        raise ValueError(f"the features are {height} x {width} cells, expected a square")
    side: int = height
    return side


def _cell_centres(graph: onnx.GraphProto, made_by: dict[str, onnx.NodeProto], features: str) -> tuple[float, float]:
    """The pixel in the middle of what the first cell looks at, and the pixels from a cell to the next.

    Found on any way from the image to the features: both sides of a residual addition have the same.
    """
    constants = {tensor.name: tensor for tensor in graph.initializer}
    layers, name = [], features
    while name in made_by:
        node = made_by[name]
        if node.op_type in ("Conv", "MaxPool"):
            layers.append(node)
        name = node.input[0]
    first, step = 0.0, 1.0
    for node in reversed(layers):
        attributes = {attribute.name: list(attribute.ints) for attribute in node.attribute}
        kernel = attributes.get("kernel_shape") or list(constants[node.input[1]].dims[2:])
        first += ((kernel[0] - 1) / 2 - attributes.get("pads", [0])[0]) * step
        step *= attributes.get("strides", [1])[0]
    return first, step
