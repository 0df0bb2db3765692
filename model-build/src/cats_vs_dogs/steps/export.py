"""Join the calibrated passes into a candidate: what the function serves."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import typer

from ..artifact.contract import contract_evaluation, write_artifact
from ..calibration.pass_answers import INDEX
from ..data.not_pets import held_out_pictures
from ..graph.fuse import fused
from ..graph.pass_graph import set_calibration, size_px
from ..graph.pet_score import PET_THRESHOLD, PetScore
from ..graph.saliency import add_saliency
from ..graph.served_graph import served_graph
from ..graph.session import run_passes, session
from ..json_file import read_json, write_json
from ..options import NOT_PETS, PARAMS, WORK, NotPets, Params, Work
from ..parameters import read_parameters
from ..paths import CALIBRATION, CANDIDATE, EXPORT, PASSES, RUNS
from ..training.run_folder import read_record


def export(not_pets: NotPets = NOT_PETS, params: Params = PARAMS, work: Work = WORK) -> None:
    """Join the calibrated passes into a candidate: model.onnx and model.json."""
    parameters = read_parameters(params)
    passes, chosen = read_json(work / PASSES / INDEX), read_json(work / CALIBRATION)
    runs = passes["runs"]
    graphs = [onnx.load(str(work / PASSES / f"{run}.onnx")) for run in runs]
    for graph, temperature, threshold in zip(graphs, chosen["temperatures"], chosen["pet_thresholds"], strict=True):
        set_calibration(graph, temperature, threshold)
        add_saliency(graph)
    rules = _rules(graphs, chosen["accept"])
    weights = fused(served_graph(graphs)).SerializeToString(deterministic=True)
    runner = session(weights)
    held_out_scores = [run_passes(runner, rules, content)[1] for content in held_out_pictures(not_pets)]
    contract = write_artifact(
        work / CANDIDATE,
        weights,
        parameters.values["export"]["version"],
        rules,
        _thresholds(chosen, held_out_scores),
        contract_evaluation("validation split, before release", chosen["validation"]),
        _provenance(work, runs, parameters.sha256),
    )
    scores = [
        asdict(PetScore(**score).shifted(threshold))
        for score, threshold in zip(passes["pet_scores"], chosen["pet_thresholds"], strict=True)
    ]
    exported = {"runs": runs, "temperatures": chosen["temperatures"], "accept": chosen["accept"]}
    write_json(work / EXPORT, exported | {"pet_scores": scores})
    typer.echo(json.dumps(contract, indent=2))


def _rules(graphs: list[onnx.ModelProto], accept: list[float]) -> list[dict[str, Any]]:
    """The passes of model.json: each one's size, and from when on its answer stands."""
    return [
        {
            "width": size_px(graph),
            "height": size_px(graph),
            "acceptProbability": limit,
            "acceptPetScore": PET_THRESHOLD if limit else 0,
        }
        for graph, limit in zip(graphs, [*accept, 0], strict=True)
    ]


def _thresholds(chosen: dict[str, Any], held_out_scores: list[float]) -> dict[str, Any]:
    """The thresholds of model.json; held_out_scores: pet scores of the held-out pictures with neither animal."""
    found = chosen["validation"]
    return {
        "review": {
            "probability": chosen["review_probability"],
            "chosenOn": "validation split",
            "answeredAccuracy": found["answered_accuracy"],
            "reviewShare": found["review_share"],
        },
        "pet": {
            "score": PET_THRESHOLD,
            "chosenOn": "validation split" + (" and photos of full size" if chosen["originals"] else ""),
            "keptShare": found["kept_pets_share"],
            "caughtShare": float((np.array(held_out_scores) < PET_THRESHOLD).mean()),
        },
    }


def _provenance(work: Path, runs: list[str], parameters_sha256: str) -> dict[str, str]:
    """Where the candidate comes from: the run that finished last has its commit, time and data."""
    record = max((read_record(work / RUNS / run) for run in runs), key=lambda record: record["finishedAt"])
    return {
        "gitCommit": record["gitCommit"],
        "createdAt": record["finishedAt"],
        "dataSha256": record["dataSha256"],
        "parametersSha256": parameters_sha256,
        "runId": "+".join(runs),
    }
