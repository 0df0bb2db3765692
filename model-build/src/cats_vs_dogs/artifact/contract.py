"""model.json: what the function must know of the weights beside it."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import onnxruntime
from PIL import Image

from ..data.archive import LABELS
from ..data.preprocessing import ALPHA_BACKGROUND, KERNEL
from ..graph.saliency import GRID, SALIENCY
from ..graph.session import run_passes, session
from ..paths import REPOSITORY

SCHEMA = REPOSITORY / "function" / "model.schema.json"
SAMPLE = REPOSITORY / "function" / "samples" / "chelsea.png"
WEIGHTS_FILE, CONTRACT_FILE, SELF_TEST_FILE = "model.onnx", "model.json", "self-test.jpg"
SELF_TEST_TOLERANCE = 0.05  # CPUs round differently; a swapped label or other weights miss by far more


class ContractError(Exception):
    """model.json or a file that it names is not what the contract says."""


def write_artifact(
    folder: Path,
    weights: bytes,
    version: str,
    passes: list[dict[str, Any]],
    thresholds: dict[str, Any],
    evaluation: dict[str, Any],
    provenance: dict[str, str],
) -> dict[str, Any]:
    """Write model.onnx, self-test.jpg and model.json; returns what model.json holds."""
    folder.mkdir(parents=True, exist_ok=True)
    self_test = _self_test_picture()
    (folder / WEIGHTS_FILE).write_bytes(weights)
    (folder / SELF_TEST_FILE).write_bytes(self_test)
    runner = session(folder / WEIGHTS_FILE)
    probabilities, pet_score = run_passes(runner, passes, self_test)
    contract = {
        "schemaVersion": 2,
        "name": "cats-vs-dogs",
        "version": version,
        "weights": {"file": WEIGHTS_FILE, "bytes": len(weights), "sha256": hashlib.sha256(weights).hexdigest()},
        "input": {
            "name": "image",
            "datatype": "UINT8",
            "layout": "NHWC",
            "shape": [1, -1, -1, 3],
            "colourSpace": "sRGB",
        },
        "preprocessing": {
            "orientation": "exif",
            "alphaBackground": "#" + bytes(ALPHA_BACKGROUND).hex(),
            "resize": {"fit": "fill", "kernel": KERNEL},
        },
        "passes": passes,
        "outputs": {
            "probabilities": {"name": "probabilities", "datatype": "FP32", "shape": [1, len(LABELS)]},
            "petScore": {"name": "pet_score", "datatype": "FP32", "shape": [1, 1]},
            **_saliency_output(runner),
        },
        "labels": list(LABELS),
        "selfTest": {
            "file": SELF_TEST_FILE,
            "sha256": hashlib.sha256(self_test).hexdigest(),
            "label": LABELS[int(probabilities.argmax())],
            "probability": round(float(probabilities.max()), 6),
            "petScore": round(pet_score, 6),
            "tolerance": SELF_TEST_TOLERANCE,
        },
        "thresholds": thresholds,
        "evaluation": evaluation,
        "provenance": provenance,
    }
    write_contract(folder, contract)
    return contract


def _saliency_output(runner: onnxruntime.InferenceSession) -> dict[str, Any]:
    """What the contract says of the map; nothing for a graph without one."""
    if SALIENCY not in (output.name for output in runner.get_outputs()):
        return {}
    return {"saliency": {"name": SALIENCY, "datatype": "FP32", "shape": [1, GRID, GRID]}}


def write_contract(folder: Path, contract: dict[str, Any]) -> None:
    """Write model.json after checking it. Raises ContractError."""
    check_schema(contract)
    (folder / CONTRACT_FILE).write_text(json.dumps(contract, indent=2) + "\n")


def check_schema(contract: dict[str, Any]) -> None:
    """Raises ContractError with the path of the first field that the schema refuses."""
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text()))
    for error in sorted(validator.iter_errors(contract), key=lambda e: e.json_path):
        raise ContractError(f"{CONTRACT_FILE}: {error.json_path}: {error.message}")


def read_artifact(folder: Path) -> dict[str, Any]:
    """Contract of an artifact whose files belong together. Raises ContractError."""
    try:
        contract: dict[str, Any] = json.loads((folder / CONTRACT_FILE).read_text())
    except (OSError, json.JSONDecodeError) as error:
        raise ContractError(f"{folder / CONTRACT_FILE}: {error}") from error
    check_schema(contract)
    for part in ("weights", "selfTest"):
        expected = contract[part]["sha256"]
        path = folder / contract[part]["file"]
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "no such file"
        if found != expected:
            raise ContractError(f"{path}: sha256 expected {expected}, found {found}")
    return contract


def _self_test_picture() -> bytes:
    buffer = io.BytesIO()
    with Image.open(SAMPLE) as sample:
        sample.convert("RGB").resize((224, 149), Image.Resampling.LANCZOS).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def contract_evaluation(data: str, figures: dict[str, Any]) -> dict[str, Any]:
    """What model.json says of ``served_figures``."""
    return {
        "data": data,
        "count": figures["count"],
        "accuracy": figures["accuracy"],
        "accuracyInterval95": figures["accuracy_interval_95"],
        "accuracyByLabel": figures["accuracy_by_label"],
        "expectedCalibrationError": figures["expected_calibration_error"],
        "reviewShare": figures["review_share"],
        "answeredAccuracy": figures["answered_accuracy"],
    }


def released_evaluation(report: dict[str, Any]) -> dict[str, Any]:
    """What a released model.json says of its report.json."""
    figures = contract_evaluation("test split, as served by the function", report["test"])
    return figures | {"latency": report["latency"]}
