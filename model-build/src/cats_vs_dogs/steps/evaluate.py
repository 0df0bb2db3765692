"""Measure the candidate as the function serves it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from .. import paths
from ..artifact.contract import CONTRACT_FILE, WEIGHTS_FILE, read_artifact
from ..data.archive import read_photos
from ..data.not_pets import held_out_pictures
from ..data.prepare import load, photos_of
from ..evaluation import plots
from ..evaluation.answers import write_answers
from ..evaluation.cascade import Cascade
from ..evaluation.deletion import deletion_figures
from ..evaluation.figures import measure, pet_figures, read_marks
from ..evaluation.latency import mean_ms, measure_latency
from ..evaluation.mcnemar import mcnemar
from ..evaluation.served import classify
from ..graph.pass_graph import Pass
from ..graph.pet_score import PetScore
from ..graph.session import session
from ..json_file import read_json, write_json
from ..options import ARCHIVE, NOT_PETS, PARAMS, WORK, Data, HoldOut, NotPets, Params, Work
from ..parameters import read_parameters
from ..tracking import only_warn, record_evaluation, track_candidate
from ..training.run_folder import load_network


def evaluate(
    hold_out: HoldOut, data: Data = ARCHIVE, not_pets: NotPets = NOT_PETS, params: Params = PARAMS, work: Work = WORK
) -> None:
    """Measure the candidate as the function serves it, and against PyTorch."""
    parameters, candidate = read_parameters(params), work / paths.CANDIDATE
    cascade = _cascade(work)
    contract, marks = read_artifact(candidate), read_marks(paths.MISTAKES)
    review = contract["thresholds"]["review"]["probability"]
    test = photos_of(data, load(work / paths.DATA), "test")
    report: dict[str, Any] = {}
    report["test"], answers = measure(test, candidate, cascade, review, marks)
    write_answers(work / paths.ANSWERS, test, answers)
    if hold_out is not None:
        originals = list(read_photos(hold_out))
        report["originals"], _ = measure(originals, candidate, cascade, review, marks)
        if "saliency" in contract["outputs"]:
            runner, contents = session(candidate / WEIGHTS_FILE), [photo.content for photo in originals]
            report["saliency"] = deletion_figures(runner, contract["passes"][-1], contents)
    report["not_pets"] = pet_figures(answers, held_out_pictures(not_pets), candidate)
    if (paths.RELEASE_FOLDER / CONTRACT_FILE).exists():
        released = read_artifact(paths.RELEASE_FOLDER)["version"]
        comparison = mcnemar(answers.correct, classify(test, paths.RELEASE_FOLDER).correct)
        report["champion"] = {"version": released} | asdict(comparison)
    report["latency"], report["baseline_ms"] = measure_latency(candidate, contract["passes"])
    average_ms = mean_ms(report["latency"]["msPerPass"], report["test"]["escalated_share"])
    report["latency_ratio"] = average_ms / report["baseline_ms"]
    write_json(work / paths.REPORT, report)
    plots.write(work, report["test"]["mistakes"], {photo.name: photo.content for photo in test})
    record_evaluation(work)
    with only_warn():
        track_candidate(work, parameters)
    for photos in ("test", "originals"):  # each by name is in the file, and in the pictures
        report.get(photos, {}).pop("mistakes", None)
    typer.echo(json.dumps(report, indent=2))


def _cascade(work: Path) -> Cascade:
    """The passes of the candidate in PyTorch."""
    exported = read_json(work / paths.EXPORT)
    passes = [
        Pass(*load_network(work / paths.RUNS / run), PetScore(**pet_score), temperature)
        for run, pet_score, temperature in zip(
            exported["runs"], exported["pet_scores"], exported["temperatures"], strict=True
        )
    ]
    return Cascade(passes, exported["accept"])
