"""A work folder as training and evaluation leave it, of drawn pictures and in milliseconds."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from conftest import draw, jpeg
from tiny import tiny_pass

from cats_vs_dogs.artifact.contract import contract_evaluation, write_artifact
from cats_vs_dogs.data.archive import LABELS, Photo
from cats_vs_dogs.evaluation import plots
from cats_vs_dogs.evaluation.answers import Answers, write_answers
from cats_vs_dogs.evaluation.figures import figures, served_figures
from cats_vs_dogs.graph.pass_graph import pass_graph
from cats_vs_dogs.graph.served_graph import served_graph
from cats_vs_dogs.tracking import record_evaluation, store

COMMIT, PARAMETERS_SHA256 = "c" * 40, "b" * 64
RECIPE = {"model": "tiny", "epochs": 3, "learning_rate": 0.01, "augmentation": {"flip": True, "min_crop_area": 0.7}}
METRICS = (
    *("train_loss", "val_loss", "train_accuracy", "val_accuracy", "val_precision", "val_recall", "val_f1"),
    *("learning_rate", "photos_per_second"),
)
TEST_PHOTOS = [Photo(f"{LABELS[i % 2]}/{i}.jpg", i % 2, jpeg(draw(i % 2, i, (48, 36)))) for i in range(40)]


def write_data(work: Path) -> str:
    """Prepared photos, all of the test split; returns their hash."""
    folder = work / "data"
    folder.mkdir(parents=True)
    lines = ["name,label,sha256,split,reason"]
    lines += [f"{p.name},{p.label},{hashlib.sha256(p.content).hexdigest()},test," for p in TEST_PHOTOS]
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
    (folder / "summary.json").write_text("{}")
    np.save(folder / "pixels.npy", np.zeros((len(TEST_PHOTOS), 16, 16, 3), np.uint8))
    return hashlib.sha256((folder / "manifest.csv").read_bytes()).hexdigest()


def write_run(work: Path, run: str, epochs: int, data_sha256: str = "d" * 64, finished: bool = True) -> None:
    """A training run after ``epochs`` epochs."""
    folder = work / "runs" / run
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recipe.json").write_text(json.dumps(RECIPE))
    rows = [{"epoch": epoch} | {name: 1 / (epoch + 1) for name in METRICS} for epoch in range(epochs)]
    with (folder / "metrics.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["epoch", *METRICS])
        writer.writeheader()
        writer.writerows(rows)
    if finished:
        record: dict[str, Any] = {"finishedAt": "2026-01-02T03:04:05Z"}
        record |= {"gitCommit": COMMIT, "dataSha256": data_sha256}
        record |= {"parametersSha256": PARAMETERS_SHA256, "torch": torch.__version__, "bestEpoch": epochs - 1}
        (folder / "record.json").write_text(json.dumps(record))


def tiny_weights(seed: int) -> bytes:
    """A served graph of one pass at 32 px."""
    graph = pass_graph(tiny_pass(32, seed), None)
    buffer = io.BytesIO(served_graph([graph]).SerializeToString(deterministic=True))
    return buffer.getvalue()


def write_candidate(work: Path, version: str, wrong: tuple[int, ...], data_sha256: str, seed: int = 1) -> None:
    """An evaluated candidate that has the photos at the positions ``wrong`` wrong."""
    provenance = {"gitCommit": COMMIT, "createdAt": "2026-01-02T03:04:05Z", "dataSha256": data_sha256}
    provenance |= {"parametersSha256": PARAMETERS_SHA256, "runId": "first-pass"}
    passes = [{"width": 32, "height": 32, "acceptProbability": 0, "acceptPetScore": 0}]
    labels = np.array([photo.label for photo in TEST_PHOTOS])
    of_label = np.full(len(labels), 0.9)
    of_label[list(wrong)] = 0.05
    answers = Answers(np.where(labels == 1, of_label, 1 - of_label), labels, np.full(len(labels), 0.9))
    found = served_figures(answers, 0.8)
    review = {"answeredAccuracy": found["answered_accuracy"], "reviewShare": found["review_share"]}
    thresholds = {
        "review": {"probability": 0.8, "chosenOn": "drawn pictures", **review},
        "pet": {"score": 0.5, "chosenOn": "drawn pictures", "keptShare": 1, "caughtShare": 1},
    }
    evaluation = contract_evaluation("drawn", found)
    write_artifact(work / "candidate", tiny_weights(seed), version, passes, thresholds, evaluation, provenance)
    write_answers(work / "answers.csv", TEST_PHOTOS, answers)
    report: dict[str, Any] = {
        "test": figures(TEST_PHOTOS, answers, answers, 0.8, {}) | {"escalated_share": 0.0, "seconds": 1.0},
        "not_pets": {"count": 2, "auroc": 1.0, "caught_share": 1.0},
        "latency": {"msPerPass": [1.0], "threads": 1, "cpu": "drawn"},
        "latency_ratio": 0.1,
    }
    (work / "report.json").write_text(json.dumps(report))
    plots.write(work, report["test"]["mistakes"], {photo.name: photo.content for photo in TEST_PHOTOS})
    (work / "export.json").write_text(json.dumps({"runs": ["first-pass"], "temperatures": [1.25], "accept": []}))
    record_evaluation(work)


def client_of(work: Path):
    """MLflow's client on the store that a work folder uses."""
    from mlflow import MlflowClient

    return MlflowClient(store.tracking_uri(work))


def files_of(client, run_id: str) -> set[str]:
    """Artifacts of a run, in its top folder and in those below."""
    top = client.list_artifacts(run_id)
    return {file.path for entry in top for file in (client.list_artifacts(run_id, entry.path) or [entry])}
