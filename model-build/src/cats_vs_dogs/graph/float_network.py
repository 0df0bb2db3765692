"""A network as an ONNX graph, in float."""

from __future__ import annotations

import io
import warnings

import onnx
import torch
from torch import nn

OPSET = 17


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
