"""The steps from photos to a release. Each keeps its result in a folder and can be run alone."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from .augment import resize
from .cascade import Cascade
from .contract import REPOSITORY, read_artifact, run_passes, session, write_artifact, write_contract
from .data.archive import Photo, read_photos, read_pictures
from .data.prepare import DataSet, load, prepare
from .embedding import embed, embed_all
from .evaluate import contract_evaluation, evaluate, pet_figures, served_figures
from .export import Pass, calibrate, pass_graph, served_graph
from .gate import Clause, clauses
from .latency import measure_latency
from .models import MODELS, ModelSpec
from .parameters import Parameters
from .passes import calibrate_passes, run_pass
from .pet_score import PET_THRESHOLD, PetScore, fit_pet_score, is_held_out
from .preprocessing import decode
from .served import read_answers
from .teacher import fit_teacher
from .tracking import check_evaluated, only_warn, record_evaluation, track_candidate, track_run
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

    def export(
        self,
        source: Path,
        version: str,
        not_pets: Path,
        hold_out: Path | None = None,
        runs: tuple[str, ...] = CHAMPION_RUNS,
    ) -> dict[str, Any]:
        """Quantise, calibrate and join the passes, smallest first, into work/candidate; returns its contract.

        not_pets: pictures with neither animal. hold_out: photos of full size, as in ``prepare``.
        """
        data, settings = load(self.data_folder), self.parameters.values["export"]
        validation = self._photos(source, data, "validation")
        originals = list(read_photos(hold_out)) if hold_out else []
        pets, others = self._some_photos(data, settings["pet_photos"]), _others(not_pets, data.pixels.shape[1])
        parts, graphs, on_validation, on_originals = [], [], [], []
        for run in runs:
            network, spec = self._trained(run)
            pet_score = fit_pet_score(embed(network, spec, pets), embed(network, spec, others))
            parts.append(Pass(network, spec, pet_score))
            graphs.append(pass_graph(parts[-1], self._calibration_images(data, spec)))
            on_validation.append(run_pass(graphs[-1], validation, spec.input_px))
            if originals:
                on_originals.append(run_pass(graphs[-1], originals, spec.input_px))
        labels = np.array([photo.label for photo in validation])
        chosen, answers = calibrate_passes(on_validation, labels, on_originals, settings)
        for graph, temperature, threshold in zip(graphs, chosen.temperatures, chosen.pet_thresholds, strict=True):
            calibrate(graph, temperature, threshold)
        passes = [
            {
                "width": part.spec.input_px,
                "height": part.spec.input_px,
                "acceptProbability": limit,
                "acceptPetScore": PET_THRESHOLD if limit else 0,
            }
            for part, limit in zip(parts, [*chosen.accept, 0], strict=True)
        ]
        weights = served_graph(graphs).SerializeToString(deterministic=True)
        runner = session(weights)
        held_out = [run_passes(runner, passes, content)[1] for content in _held_out(not_pets)]
        found = served_figures(answers, chosen.review_probability)
        thresholds = {
            "review": {
                "probability": chosen.review_probability,
                "chosenOn": "validation split",
                "answeredAccuracy": found["answered_accuracy"],
                "reviewShare": found["review_share"],
            },
            "pet": {
                "score": PET_THRESHOLD,
                "chosenOn": "validation split" + (" and photos of full size" if originals else ""),
                "keptShare": found["kept_pets_share"],
                "caughtShare": float((np.array(held_out) < PET_THRESHOLD).mean()),
            },
        }
        records = [_read(self.work / "runs" / run / RECORD) for run in runs]
        record = max(records, key=lambda record: record["finishedAt"])
        provenance = {
            "gitCommit": record["gitCommit"],
            "createdAt": record["finishedAt"],
            "dataSha256": data.data_sha256,
            "parametersSha256": self.parameters.sha256,
            "runId": "+".join(runs),
        }
        evaluation = contract_evaluation("validation split, before release", found)
        contract = write_artifact(self.candidate, weights, version, passes, thresholds, evaluation, provenance)
        scores = [asdict(part.pet_score.shifted(t)) for part, t in zip(parts, chosen.pet_thresholds, strict=True)]
        exported = {"runs": runs, "temperatures": chosen.temperatures, "accept": chosen.accept, "pet_scores": scores}
        _write(self.work / "export.json", exported)
        return contract

    def evaluate(self, source: Path, not_pets: Path, originals: Path | None) -> dict[str, Any]:
        """Figures of the candidate on the test split, the originals and the held-out not-pets; see evaluate.py."""
        exported = _read(self.work / "export.json")
        passes = [
            Pass(*self._trained(run), PetScore(**pet_score), temperature)
            for run, pet_score, temperature in zip(
                exported["runs"], exported["pet_scores"], exported["temperatures"], strict=True
            )
        ]
        cascade = Cascade(passes, exported["accept"])
        contract = read_artifact(self.candidate)
        review = contract["thresholds"]["review"]["probability"]
        test, answers_file = self._photos(source, load(self.data_folder), "test"), self.work / "answers.csv"
        report = {"test": evaluate(test, self.candidate, cascade, review, answers_file)}
        if originals is not None:
            report["originals"] = evaluate(list(read_photos(originals)), self.candidate, cascade, review)
        report["not_pets"] = pet_figures(read_answers(answers_file)[1], _held_out(not_pets), self.candidate)
        report["latency"] = measure_latency(self.candidate, contract["passes"])
        _write(self.work / "report.json", report)
        record_evaluation(self.work)
        with only_warn():
            track_candidate(self.work, self.parameters)
        return report

    def gate(self) -> list[Clause]:
        """The clauses for the candidate's report."""
        check_evaluated(self.work)
        contract = read_artifact(self.candidate)
        report = _read(self.work / "report.json")
        return clauses(report, contract["weights"]["bytes"], self.parameters.values["gate"])

    def require_gate(self) -> None:
        """Raises GateError when the candidate fails a clause."""
        failed = [clause for clause in self.gate() if not clause.passed]
        if failed:
            raise GateError(failed)

    def release(self) -> dict[str, Any]:
        """Copy the candidate, with its test figures, to function/model. Raises GateError."""
        self.require_gate()
        report = _read(self.work / "report.json")
        contract = read_artifact(self.candidate)
        evaluation = contract_evaluation("test split, as served by the function", report["test"])
        contract["evaluation"] = evaluation | {"latency": report["latency"]}
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
            embeddings = embed_all(MODELS[name].build(), MODELS[name], data, threads)
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

    def _calibration_images(self, data: DataSet, spec: ModelSpec) -> np.ndarray:
        pixels = self._some_photos(data, self.parameters.values["export"]["calibration_photos"])
        return normalise(resize(torch.from_numpy(pixels), spec.input_px), spec).contiguous().numpy()

    def _some_photos(self, data: DataSet, count: int) -> np.ndarray:
        """Pixels of photos of the training split, the same ones each time."""
        indices = data.indices("train")
        random = np.random.default_rng(self.parameters.values["seed"])
        return data.pixels[np.sort(random.choice(indices, min(count, len(indices)), replace=False))]

    def _photos(self, source: Path, data: DataSet, split: str) -> list[Photo]:
        wanted = {entry.name for entry in data.entries if entry.split == split}
        return [photo for photo in read_photos(source) if photo.name in wanted]


class GateError(Exception):
    """The candidate is not released; ``clauses`` are the ones that it failed."""

    def __init__(self, failed: list[Clause]) -> None:
        super().__init__("not released:\n" + "\n".join(f"  {clause}" for clause in failed))
        self.clauses = failed


def _others(not_pets: Path, size_px: int) -> np.ndarray:
    """Pixels of the pictures with neither animal that fit the pet score, as they are and mirrored."""
    pictures = [decode(content, size_px, size_px) for content in read_pictures(not_pets) if not is_held_out(content)]
    return np.stack([view for pixels in pictures for view in (pixels, pixels[:, ::-1])])


def _held_out(not_pets: Path) -> list[bytes]:
    return [content for content in read_pictures(not_pets) if is_held_out(content)]


def _git_commit() -> str:
    command = ["git", "-C", str(REPOSITORY), "rev-parse", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text())
