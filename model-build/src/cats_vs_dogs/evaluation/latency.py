"""How long an inference of each pass takes on this machine, and of SimpleCNN in the same run."""

from __future__ import annotations

import platform
import re
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import onnxruntime

from ..artifact.contract import WEIGHTS_FILE
from ..graph.float_network import float_network
from ..graph.session import session
from ..models import MODELS

WARM_UP, RUNS = 5, 50
BASELINE = "simple-cnn"


def measure_latency(artifact: Path, passes: list[dict[str, Any]]) -> tuple[dict[str, Any], float]:
    """Medians of an inference with one thread, all measured in turn so that a noisy machine hits each alike.

    Returns ``msPerPass``, ``threads`` and ``cpu`` as in model.json, and the milliseconds of SimpleCNN in
    float32, as the former system served it. Its time does not depend on its weights.
    """
    runner = session(artifact / WEIGHTS_FILE)
    baseline, names = _baseline(), ["probabilities", "pet_score"]
    images = [np.full((1, part["height"], part["width"], 3), 127, dtype=np.uint8) for part in passes]
    size = MODELS[BASELINE].input_px
    pixels = np.zeros((1, 3, size, size), dtype=np.float32)
    calls = [partial(runner.run, names, {"image": image}) for image in images]
    calls.append(partial(baseline.run, None, {"pixels": pixels}))
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(WARM_UP + RUNS):
        for call, seconds in zip(calls, times, strict=True):
            started = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - started)
    *ms_per_pass, baseline_ms = (round(median(seconds[WARM_UP:]) * 1e3, 2) for seconds in times)
    return {"msPerPass": ms_per_pass, "threads": 1, "cpu": cpu_name()}, baseline_ms


def mean_ms(ms_per_pass: list[float], escalated_share: float) -> float:
    """Milliseconds of a photo's inferences: all take the first pass, ``escalated_share`` of them the next one too."""
    first, *later = ms_per_pass
    return first + escalated_share * sum(later)


def _baseline() -> onnxruntime.InferenceSession:
    spec = MODELS[BASELINE]
    return session(float_network(spec.build(), spec.input_px, ("logits",)).SerializeToString())


def cpu_name() -> str:
    """Name of the CPU, and whether it has the dot products of int8 (VNNI), which halve an inference."""
    path = Path("/proc/cpuinfo")
    text = path.read_text() if path.exists() else ""
    model = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    name = model[1] if model else platform.processor() or platform.machine()
    return f"{name}, {'with' if re.search(r'avx(512)?_vnni', text) else 'without'} VNNI"
