"""Static int8 quantisation of one exported network."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process


class _Batches(CalibrationDataReader):  # type: ignore[misc] # of a library without types
    def __init__(self, input_name: str, images: np.ndarray) -> None:
        self._feeds = iter([{input_name: image[None]} for image in images])

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self._feeds, None)


def quantise(
    model: onnx.ModelProto, images: np.ndarray, input_scale: float | None = None, input_zero_point: int = 0
) -> onnx.ModelProto:
    """Quantise convolutions and residual additions to int8; the classifier stays in float.

    model: one input float32 [1, 3, height, width], normalised. images: float32 [n, 3, height,
    width], normalised as the input, to calibrate the ranges of activations (minimum to maximum).
    input_scale, input_zero_point: the quantisation of the input, when it is known exactly.

    Weights are symmetric, per channel and 7 bits wide: CPUs without VNNI add pairs of uint8 x int8
    products in 16 bits, which saturate with 8-bit weights (255 * 127 * 2 > 32,767).
    """
    logging.getLogger().setLevel(logging.ERROR)  # the quantiser logs advice that is followed here
    name = model.graph.input[0].name
    overrides = {}
    if input_scale is not None:
        overrides[name] = [
            {
                "quant_type": QuantType.QUInt8,
                "scale": np.array(input_scale, dtype=np.float32),
                "zero_point": np.array(input_zero_point, dtype=np.uint8),
            }
        ]
    with tempfile.TemporaryDirectory() as folder:
        plain, prepared, quantized = (str(Path(folder) / f"{step}.onnx") for step in ("plain", "prepared", "quantized"))
        onnx.save(model, plain)
        quant_pre_process(plain, prepared)
        quantize_static(
            prepared,
            quantized,
            _Batches(name, images),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Conv", "Add", "Clip", "Relu", "MaxPool"],
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
            extra_options={"TensorQuantOverrides": overrides},
        )
        return onnx.load(quantized)
