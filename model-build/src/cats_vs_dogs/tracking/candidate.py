"""The evaluated candidate: its figures, plots and files in MLflow, registered as the challenger."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..artifact.contract import WEIGHTS_FILE, read_artifact
from ..data.prepare import MANIFEST
from ..data.preprocessing import decode
from ..evaluation.answers import read_answers
from ..json_file import read_json, write_json
from ..parameters import Parameters
from ..paths import ANSWERS, CANDIDATE, DATA, EVALUATION, EXPORT, PLOTS, REPORT
from . import figures, registry
from .runs import manifest_dataset, read_data, track_run
from .store import Store, TrackingError, open_store

if TYPE_CHECKING:
    from mlflow.models import ModelSignature


def record_evaluation(work: Path) -> None:
    """Note which candidate report.json is about. The same evaluation again keeps its run in MLflow."""
    about = _about(work)
    path = work / EVALUATION
    if not path.exists() or read_json(path)["about"] != about:
        write_json(path, {"about": about, "runs": {}})


def check_evaluated(work: Path) -> dict[str, Any]:
    """What ``record_evaluation`` noted. Raises TrackingError when report.json is of another candidate."""
    path = work / EVALUATION
    evaluation = read_json(path) if path.exists() else {"about": None}
    if evaluation["about"] != _about(work):
        raise TrackingError(
            "the candidate has not been evaluated since it was exported; run: npx . model evaluate --not-pets FOLDER"
        )
    return evaluation


def track_candidate(work: Path, parameters: Parameters) -> str:
    """Log the evaluated candidate, once, with the runs of its passes; returns the id of its run.

    A run that could not be finished is marked as failed in MLflow, and the next call makes another.
    Raises TrackingError, also when the candidate has not been evaluated, and ContractError.
    """
    evaluation = check_evaluated(work)
    with open_store(work) as store:
        run_id: str | None = evaluation["runs"].get(store.uri)
        if run_id is None:
            exported = read_json(work / EXPORT)
            passes = {run: track_run(work, run) for run in exported["runs"]}
            run_id = _log(store, work, parameters, exported, passes)
            for pass_run_id in passes.values():  # MLflow's page then shows them under the newest candidate
                store.client.set_tag(pass_run_id, "mlflow.parentRunId", run_id)
            evaluation["runs"][store.uri] = run_id
            write_json(work / EVALUATION, evaluation)
    return run_id


def candidate_metrics(work: Path) -> dict[str, float]:
    """Every number of report.json, the size, and the areas under the curves of the test split."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    _, answers = read_answers(work / ANSWERS)
    return figures.metrics(read_json(work / REPORT)) | {
        "test_roc_auc": float(roc_auc_score(answers.labels, answers.probability_of_dog)),
        "test_average_precision": float(average_precision_score(answers.labels, answers.probability_of_dog)),
        "weights_bytes": (work / CANDIDATE / WEIGHTS_FILE).stat().st_size,
    }


def _about(work: Path) -> dict[str, str]:
    report = read_json(work / REPORT)
    for differs_each_time in ("latency", "baseline_ms", "latency_ratio"):
        report.pop(differs_each_time, None)
    for photos in ("test", "originals"):
        report.get(photos, {}).pop("seconds", None)
    contents = {
        "contract": (work / CANDIDATE / "model.json").read_bytes(),
        "report": json.dumps(report, sort_keys=True).encode(),
        "answers": (work / ANSWERS).read_bytes(),
    }
    return {f"{name}Sha256": hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def _log(store: Store, work: Path, parameters: Parameters, exported: dict[str, Any], passes: dict[str, str]) -> str:
    import mlflow
    import mlflow.onnx
    import onnx
    import onnxruntime

    contract = read_artifact(work / CANDIDATE)
    provenance, weights = contract["provenance"], contract["weights"]
    tags = registry.provenance_tags(provenance) | {
        registry.VERSION: contract["version"],
        registry.WEIGHTS: weights["sha256"],
    }
    links = {registry.PASS_RUN + run: run_id for run, run_id in passes.items()}
    name = f"candidate-{contract['version']}"
    with mlflow.start_run(experiment_id=store.experiment_id, run_name=name, tags=tags | links) as run:
        settings = {name: exported[name] for name in ("temperatures", "accept")} | {"passes": contract["passes"]}
        # params.yaml may have changed since; the recipes of the passes are with their own runs.
        if parameters.sha256 == provenance["parametersSha256"]:
            settings |= parameters.values
        mlflow.log_params(figures.parameters(settings))
        for file in (REPORT, ANSWERS, EXPORT):
            mlflow.log_artifact(str(work / file))
        mlflow.log_artifacts(str(work / CANDIDATE), CANDIDATE)
        model = mlflow.onnx.log_model(
            onnx.load(str(work / CANDIDATE / WEIGHTS_FILE)),
            name="model",
            signature=_signature(contract),
            input_example=_input_example(work / CANDIDATE, contract),
            onnx_execution_providers=["CPUExecutionProvider"],
            pip_requirements=[f"onnxruntime=={onnxruntime.__version__}"],  # else a process of its own guesses them
        )
        data = read_data(work / DATA, provenance["dataSha256"])
        dataset = None
        if data:
            mlflow.log_artifact(str(work / DATA / MANIFEST), "data")
            dataset = manifest_dataset(work / DATA, data, run.info.artifact_uri)
            mlflow.log_input(dataset, context="evaluation")
        mlflow.log_metrics(candidate_metrics(work), model_id=model.model_id, dataset=dataset)
        mlflow.log_artifacts(str(work / PLOTS), PLOTS)
        registry.register(store, model.model_uri, run.info.run_id, tags)
        run_id: str = run.info.run_id
    return run_id


def _signature(contract: dict[str, Any]) -> ModelSignature:
    import numpy as np
    from mlflow.models import ModelSignature
    from mlflow.types import Schema, TensorSpec

    image = TensorSpec(np.dtype(np.uint8), tuple(contract["input"]["shape"]), contract["input"]["name"])
    outputs = [
        TensorSpec(np.dtype(np.float32), tuple(output["shape"]), output["name"])
        for output in contract["outputs"].values()
    ]
    labels = TensorSpec(np.dtype(str), (len(contract["labels"]),), "labels")
    return ModelSignature(Schema([image]), Schema([*outputs, labels]))


def _input_example(candidate: Path, contract: dict[str, Any]) -> dict[str, Any]:
    """The built-in picture as the smallest pass sees it."""
    first = contract["passes"][0]
    picture = (candidate / contract["selfTest"]["file"]).read_bytes()
    return {contract["input"]["name"]: decode(picture, first["width"], first["height"])[None]}
