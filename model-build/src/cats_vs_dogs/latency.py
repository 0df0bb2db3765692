"""How long an inference of each pass takes on this machine."""

from __future__ import annotations

import platform
import re
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from .contract import WEIGHTS_FILE, session

WARM_UP, RUNS = 5, 50


def measure_latency(artifact: Path, passes: list[dict[str, Any]]) -> dict[str, Any]:
    """``msPerPass`` (median, in milliseconds), ``threads`` and ``cpu``, as in model.json."""
    runner = session(artifact / WEIGHTS_FILE)
    ms_per_pass = []
    for part in passes:
        image = {"image": np.full((1, part["height"], part["width"], 3), 127, dtype=np.uint8)}
        seconds = []
        for _ in range(WARM_UP + RUNS):
            started = time.perf_counter()
            runner.run(["probabilities", "pet_score"], image)
            seconds.append(time.perf_counter() - started)
        ms_per_pass.append(round(median(seconds[WARM_UP:]) * 1e3, 2))
    return {"msPerPass": ms_per_pass, "threads": 1, "cpu": cpu_name()}


def cpu_name() -> str:
    """Name of the CPU, and whether it has the dot products of int8 (VNNI), which halve an inference."""
    path = Path("/proc/cpuinfo")
    text = path.read_text() if path.exists() else ""
    model = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    name = model[1] if model else platform.processor() or platform.machine()
    return f"{name}, {'with' if re.search(r'avx(512)?_vnni', text) else 'without'} VNNI"
