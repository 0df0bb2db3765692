"""ONNX Runtime, as the function runs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from ..data.archive import LABELS
from ..data.preprocessing import decode


def session(weights: Path | bytes) -> onnxruntime.InferenceSession:
    """One-threaded session on the CPU, as the function opens it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    model = weights if isinstance(weights, bytes) else str(weights)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def run_passes(
    weights: onnxruntime.InferenceSession, passes: list[dict[str, Any]], content: bytes
) -> tuple[np.ndarray, float]:
    """Probabilities float32 [2] and pet score of an encoded photo, by the first pass that is sure enough of both."""
    probabilities, pet_score = np.zeros(len(LABELS), dtype=np.float32), 0.0
    for part in passes:
        pixels = decode(content, part["width"], part["height"])
        outputs = weights.run(["probabilities", "pet_score"], {"image": pixels[None]})
        probabilities, pet_score = outputs[0][0], float(outputs[1][0, 0])
        if float(probabilities.max()) >= part["acceptProbability"] and pet_score >= part["acceptPetScore"]:
            break
    return probabilities, pet_score
