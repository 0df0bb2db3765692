"""The steps from photos to a release. Each keeps its result in a folder and can be run alone."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
import onnx
import torch
from torch import nn

from .augment import resize
from .calibrate import after_both, choose_acceptance, fit_temperature, probability_of_dog
from .cascade import Cascade
from .contract import REPOSITORY, read_artifact, session, write_artifact, write_contract
from .data.archive import Photo, read_photos
from .data.prepare import DataSet, load, prepare
from .evaluate import evaluate
from .export import Pass, pass_graph, served_graph, set_temperature
from .gate import Clause, clauses
from .models import MODELS, ModelSpec
from .parameters import Parameters
from .preprocessing import decode
from .served import Answers
from .teacher import embed, fit_teacher
from .tracking import only_warn, record_evaluation, track_candidate, track_run
from .train import PhotoSet, Recipe, Teacher, normalise, train

RELEASE_FOLDER = REPOSITORY / "function" / "model"
CHAMPION_RUNS = ("first-pass-int8", "last-pass")
RECORD = "record.json"


@dataclass(frozen=True)
class Pipeline:
    """``work``: folder of all intermediate results, none of which is committed."""

    parameters: Parameters
    work: Path

    @property
    def data_folder(self) -> Path:
        return self.work / "data"

    @property
    def candidate(self) -> Path:
        return self.work / "candidate"

    def prepare(self, source: Path, hold_out: Path | None) -> DataSet:
        """Manifest, split and decoded pixels of an archive or folder."""
        size, threads = self.parameters.values["data"]["size_px"], self.parameters.values["threads"]
        return prepare(source, self.data_folder, size, hold_out, threads)

    def train(self, recipe: Recipe, run: str) -> dict[str, float]:
        """Train a network of the registry into work/runs/RUN, with a record of the run beside it."""
        data = load(self.data_folder)
        teacher = self._teacher(data) if recipe.teacher_share else None
        training = PhotoSet(data.pixels, data.indices("train"), data.labels("train"), teacher)
        validation = PhotoSet(data.pixels, data.indices("validation"), data.labels("validation"))
        folder = self.work / "runs" / run
        best = train(recipe, training, validation, folder)
        if not (folder / RECORD).exists():
            record = {
                "finishedAt": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "gitCommit": _git_commit(),
                "dataSha256": data.data_sha256,
                "parametersSha256": self.parameters.sha256,
                "torch": torch.__version__,
            }
            _write(folder / RECORD, record)
        with only_warn():
            track_run(self.work, run)
        return best

    def export(self, source: Path, version: str, runs: tuple[str, ...] = CHAMPION_RUNS) -> dict[str, Any]:
        """Quantise, calibrate and join the passes, smallest first, into work/candidate; returns its contract."""
        data, settings = load(self.data_folder), self.parameters.values["export"]
        validation = self._photos(source, data, "validation")
        labels = np.array([photo.label for photo in validation])
        graphs, temperatures, probabilities, sizes = [], [], [], []
        for run in runs:
            network, spec = self._trained(run)
            graph = pass_graph(Pass(network, spec), self._calibration_images(data, spec))
            margins = _margins(graph, validation, spec.input_px)
            temperature = fit_temperature(margins, labels)
            set_temperature(graph, temperature)
            graphs.append(graph)
            temperatures.append(temperature)
            probabilities.append(probability_of_dog(margins, temperature))
            sizes.append(spec.input_px)
        accept: list[float] = []
        answer = probabilities[-1]
        if len(runs) == 2:
            first, last = probabilities
            chosen = choose_acceptance(first, last, labels, settings["largest_escalated_share"])
            accept, answer = [chosen["accept_probability"]], after_both(first, last, chosen["accept_probability"])
        passes = [
            {"width": size, "height": size, "acceptProbability": limit}
            for size, limit in zip(sizes, [*accept, 0], strict=True)
        ]
        answers = Answers(answer, labels)
        evaluation = {
            "data": "validation split, before release",
            "count": len(labels),
            "accuracy": answers.accuracy(),
            "accuracyByLabel": answers.accuracy_by_label(),
        }
        weights = served_graph(graphs).SerializeToString(deterministic=True)
        record = _read(self.work / "runs" / runs[-1] / RECORD)
        provenance = {
            "gitCommit": record["gitCommit"],
            "createdAt": record["finishedAt"],
            "dataSha256": data.data_sha256,
            "parametersSha256": self.parameters.sha256,
            "runId": "+".join(runs),
        }
        contract = write_artifact(self.candidate, weights, version, passes, evaluation, provenance)
        _write(self.work / "export.json", {"runs": runs, "temperatures": temperatures, "accept": accept})
        return contract

    def evaluate(self, source: Path, originals: Path | None) -> dict[str, Any]:
        """Figures of the candidate on the test split and the originals; see evaluate.py."""
        exported = _read(self.work / "export.json")
        passes = [
            Pass(*self._trained(run), temperature)
            for run, temperature in zip(exported["runs"], exported["temperatures"], strict=True)
        ]
        cascade = Cascade(passes, exported["accept"])
        test = self._photos(source, load(self.data_folder), "test")
        report = {"test": evaluate(test, self.candidate, cascade, self.work / "answers.csv")}
        if originals is not None:
            report["originals"] = evaluate(list(read_photos(originals)), self.candidate, cascade)
        _write(self.work / "report.json", report)
        record_evaluation(self.work)
        with only_warn():
            track_candidate(self.work, self.parameters)
        return report

    def gate(self) -> list[Clause]:
        """The clauses for the candidate's report."""
        contract = read_artifact(self.candidate)
        report = _read(self.work / "report.json")
        return clauses(report, contract["weights"]["bytes"], self.parameters.values["gate"])

    def release(self) -> dict[str, Any]:
        """Copy the candidate, with its test figures, to function/model. Raises GateError."""
        failed = [clause for clause in self.gate() if not clause.passed]
        if failed:
            raise GateError(failed)
        report = _read(self.work / "report.json")
        contract = read_artifact(self.candidate)
        test = report["test"]
        contract["evaluation"] = {
            "data": "test split, as served by the function",
            "count": test["count"],
            "accuracy": test["accuracy"],
            "accuracyByLabel": test["accuracy_by_label"],
        }
        RELEASE_FOLDER.mkdir(parents=True, exist_ok=True)
        for part in ("weights", "selfTest"):
            name = contract[part]["file"]
            (RELEASE_FOLDER / name).write_bytes((self.candidate / name).read_bytes())
        write_contract(RELEASE_FOLDER, contract)
        _write(RELEASE_FOLDER / "report.json", report)
        return contract

    def _teacher(self, data: DataSet) -> Teacher:
        """What the teacher says of the training photos; fitted once for all that it teaches."""
        name, threads = self.parameters.values["teacher"]["model"], self.parameters.values["threads"]
        path = self.work / f"teacher-{name}-{data.data_sha256[:12]}.npz"
        if not path.exists():
            embeddings = embed(MODELS[name].build(), MODELS[name], data, threads)
            teacher, metrics = fit_teacher(embeddings, data)
            np.savez(path, probabilities=teacher.probabilities, embeddings=teacher.embeddings)
            _write(path.with_suffix(".json"), metrics)
        with np.load(path) as saved:
            return Teacher(saved["probabilities"], saved["embeddings"])

    def _trained(self, run: str) -> tuple[nn.Module, ModelSpec]:
        """Best network of a run, and its entry in the registry."""
        folder = self.work / "runs" / run
        spec = MODELS[_read(folder / "recipe.json")["model"]]
        network = spec.build()
        network.load_state_dict(torch.load(folder / "best.pt", weights_only=True)["network"])
        return network.eval(), spec

    def _calibration_images(self, data: DataSet, spec) -> np.ndarray:
        indices = data.indices("train")
        random = np.random.default_rng(self.parameters.values["seed"])
        count = min(self.parameters.values["export"]["calibration_photos"], len(indices))
        chosen = np.sort(random.choice(indices, count, replace=False))
        pixels = torch.from_numpy(data.pixels[chosen])
        return normalise(resize(pixels, spec.input_px), spec).contiguous().numpy()

    def _photos(self, source: Path, data: DataSet, split: str) -> list[Photo]:
        wanted = {entry.name for entry in data.entries if entry.split == split}
        return [photo for photo in read_photos(source) if photo.name in wanted]


class GateError(Exception):
    """The candidate is not released; ``clauses`` are the ones that it failed."""

    def __init__(self, failed: list[Clause]) -> None:
        super().__init__("not released:\n" + "\n".join(f"  {clause}" for clause in failed))
        self.clauses = failed


def _margins(graph: onnx.ModelProto, photos: list[Photo], size_px: int) -> np.ndarray:
    """Logit of dog minus logit of cat, float64 [n], from a pass graph of temperature 1."""
    with NamedTemporaryFile(suffix=".onnx") as file:
        onnx.save(graph, file.name)
        runner = session(Path(file.name))
    margins = []
    for photo in photos:
        pixels = decode(photo.content, size_px, size_px)
        cat, dog = runner.run(["probabilities"], {"image": pixels[None]})[0][0].astype(np.float64).clip(1e-9, 1)
        margins.append(np.log(dog) - np.log(cat))
    return np.array(margins)


def _git_commit() -> str:
    command = ["git", "-C", str(REPOSITORY), "rev-parse", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text())
