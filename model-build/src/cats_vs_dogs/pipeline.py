"""The steps from photos to a release. Each keeps its result in a folder and can be run alone."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch

from .artifact.contract import (
    CONTRACT_FILE,
    REPOSITORY,
    WEIGHTS_FILE,
    ContractError,
    read_artifact,
    run_passes,
    session,
    write_artifact,
    write_contract,
)
from .artifact.model_card import MODEL_CARD, model_card
from .calibration.pass_answers import calibrate_passes, read_pass_answers, run_pass, write_pass_answers
from .data.archive import Photo, read_photos, read_pictures
from .data.prepare import DataSet, load, prepare
from .data.preprocessing import decode
from .evaluation import plots
from .evaluation.cascade import Cascade
from .evaluation.deletion import deletion_figures
from .evaluation.figures import contract_evaluation, evaluate, pet_figures, read_marks, served_figures
from .evaluation.gate import Clause, clauses
from .evaluation.latency import measure_latency
from .evaluation.mcnemar import mcnemar
from .evaluation.served import ask, write_answers
from .graph.embedding import embed, embed_all
from .graph.fuse import fused
from .graph.pass_graph import Pass, calibrate, pass_graph, served_graph, size_px
from .graph.pet_score import PET_THRESHOLD, PetScore, fit_pet_score, is_held_out
from .graph.saliency import add_saliency
from .json_file import read_json, write_json
from .models import MODELS, ModelSpec, Network
from .parameters import Parameters
from .tracking import check_evaluated, only_warn, promote, record_evaluation, track_candidate, track_run
from .training.augmentation import resize
from .training.loop import PhotoSet, Recipe, Teacher, normalise, train
from .training.run_folder import RECIPE, finish, goes_on, keep_origin, read_record
from .training.teacher import fit_teacher

RELEASE_FOLDER = REPOSITORY / "function" / "model"
MISTAKES = REPOSITORY / "model-build" / "mistakes.csv"
CHAMPION_RUNS = ("first-pass-int8", "last-pass")
PASSES, CALIBRATION = "passes.json", "calibration.json"


@dataclass(frozen=True)
class Pipeline:
    """``work``: folder of all intermediate results, none of which is committed."""

    parameters: Parameters
    work: Path

    @property
    def data_folder(self) -> Path:
        return self.work / "data"

    @property
    def passes(self) -> Path:
        return self.work / "passes"

    @property
    def candidate(self) -> Path:
        return self.work / "candidate"

    def prepare(self, source: Path, hold_out: Path | None) -> DataSet:
        """Manifest, split and decoded pixels of an archive or folder."""
        size, threads = self.parameters.values["data"]["size_px"], self.parameters.values["threads"]
        return prepare(source, self.data_folder, size, hold_out, threads)

    def train(self, recipe: Recipe, run: str, replace: bool = False) -> dict[str, float]:
        """Train a network of the registry into work/runs/RUN, with a record of the run beside it.

        replace: start anew where the folder holds a run that is finished, or one of another recipe
        or other photos; one that was interrupted goes on. Raises RunError for such a folder otherwise.
        """
        data = load(self.data_folder)
        folder = self._run(run)
        if replace and not goes_on(folder, recipe, data):
            shutil.rmtree(folder, ignore_errors=True)
        keep_origin(folder, data, self.parameters.sha256)
        teacher = self.teacher(data) if recipe.teacher_share or recipe.embedding_weight else None
        training = PhotoSet(data.pixels, data.indices("train"), data.labels("train"), teacher)
        validation = PhotoSet(data.pixels, data.indices("validation"), data.labels("validation"))
        best = train(recipe, training, validation, folder)
        finish(folder, best)
        with only_warn():
            track_run(self.work, run)
        return best

    def teacher(self, data: DataSet) -> Teacher:
        """What the teacher says of the training photos; fitted once for all that it teaches."""
        name, threads = self.parameters.values["teacher"]["model"], self.parameters.values["threads"]
        path, about = self.work / "teacher.npz", {"model": name, "dataSha256": data.data_sha256}
        known = path.with_suffix(".json")
        if not (path.exists() and known.exists() and read_json(known).items() >= about.items()):
            embeddings = embed_all(MODELS[name].build(), MODELS[name], data, threads)
            teacher, metrics = fit_teacher(embeddings, data)
            np.savez(path, probabilities=teacher.probabilities, embeddings=teacher.embeddings)
            write_json(known, about | metrics)
        with np.load(path) as saved:
            return Teacher(saved["probabilities"], saved["embeddings"])

    def quantise(
        self, source: Path, not_pets: Path, hold_out: Path | None = None, runs: tuple[str, ...] = CHAMPION_RUNS
    ) -> None:
        """Quantise the passes, smallest first, and ask them about the validation split: into work/passes.

        not_pets: pictures with neither animal. hold_out: photos of full size, as in ``prepare``.
        """
        data, settings = load(self.data_folder), self.parameters.values["export"]
        validation = self._photos(source, data, "validation")
        originals = list(read_photos(hold_out)) if hold_out else []
        pets, others = self._some_photos(data, settings["pet_photos"]), _others(not_pets, data.pixels.shape[1])
        shutil.rmtree(self.passes, ignore_errors=True)
        self.passes.mkdir()
        pet_scores = []
        for run in runs:
            network, spec = self._trained(run)
            pet_scores.append(fit_pet_score(embed(network, spec, pets), embed(network, spec, others)))
            graph = pass_graph(Pass(network, spec, pet_scores[-1]), self._calibration_images(data, spec))
            onnx.save(graph, str(self.passes / f"{run}.onnx"))
            write_pass_answers(
                self.passes / f"{run}.npz",
                run_pass(graph, validation, spec.input_px),
                run_pass(graph, originals, spec.input_px) if originals else None,
            )
        labels = [photo.label for photo in validation]
        write_json(
            self.passes / PASSES, {"runs": runs, "pet_scores": [asdict(s) for s in pet_scores], "labels": labels}
        )

    def calibrate(self) -> dict[str, Any]:
        """Choose temperatures and thresholds from the passes' answers; returns them with what they do."""
        passes = read_json(self.passes / PASSES)
        answers = [read_pass_answers(self.passes / f"{run}.npz") for run in passes["runs"]]
        originals = [of_originals for _, of_originals in answers if of_originals]
        chosen, final = calibrate_passes(
            [of_validation for of_validation, _ in answers],
            np.array(passes["labels"]),
            originals,
            self.parameters.values["export"],
        )
        result = asdict(chosen) | {
            "originals": bool(originals),
            "validation": served_figures(final, chosen.review_probability),
        }
        write_json(self.work / CALIBRATION, result)
        return result

    def export(self, not_pets: Path) -> dict[str, Any]:
        """Join the calibrated passes into work/candidate; returns its contract."""
        passes, chosen = read_json(self.passes / PASSES), read_json(self.work / CALIBRATION)
        runs = passes["runs"]
        graphs = [onnx.load(str(self.passes / f"{run}.onnx")) for run in runs]
        for graph, temperature, threshold in zip(graphs, chosen["temperatures"], chosen["pet_thresholds"], strict=True):
            calibrate(graph, temperature, threshold)
            add_saliency(graph)
        rules = [
            {
                "width": size_px(graph),
                "height": size_px(graph),
                "acceptProbability": limit,
                "acceptPetScore": PET_THRESHOLD if limit else 0,
            }
            for graph, limit in zip(graphs, [*chosen["accept"], 0], strict=True)
        ]
        weights = fused(served_graph(graphs)).SerializeToString(deterministic=True)
        runner = session(weights)
        held_out = [run_passes(runner, rules, content)[1] for content in _held_out(not_pets)]
        found = chosen["validation"]
        thresholds = {
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
                "caughtShare": float((np.array(held_out) < PET_THRESHOLD).mean()),
            },
        }
        records = [read_record(self._run(run)) for run in runs]
        record = max(records, key=lambda record: record["finishedAt"])
        provenance = {
            "gitCommit": record["gitCommit"],
            "createdAt": record["finishedAt"],
            "dataSha256": record["dataSha256"],
            "parametersSha256": self.parameters.sha256,
            "runId": "+".join(runs),
        }
        evaluation = contract_evaluation("validation split, before release", found)
        version = self.parameters.values["export"]["version"]
        contract = write_artifact(self.candidate, weights, version, rules, thresholds, evaluation, provenance)
        scores = [
            asdict(PetScore(**score).shifted(threshold))
            for score, threshold in zip(passes["pet_scores"], chosen["pet_thresholds"], strict=True)
        ]
        exported = {"runs": runs, "temperatures": chosen["temperatures"], "accept": chosen["accept"]}
        write_json(self.work / "export.json", exported | {"pet_scores": scores})
        return contract

    def evaluate(self, source: Path, not_pets: Path, originals: Path | None) -> dict[str, Any]:
        """Figures of the candidate on the test split, the originals and the held-out not-pets; see figures.py.

        Beside them the released model's answers to the same test photos, if there is a release.
        """
        exported = read_json(self.work / "export.json")
        passes = [
            Pass(*self._trained(run), PetScore(**pet_score), temperature)
            for run, pet_score, temperature in zip(
                exported["runs"], exported["pet_scores"], exported["temperatures"], strict=True
            )
        ]
        cascade = Cascade(passes, exported["accept"])
        contract, marks = read_artifact(self.candidate), read_marks(MISTAKES)
        review = contract["thresholds"]["review"]["probability"]
        test = self._photos(source, load(self.data_folder), "test")
        report: dict[str, Any] = {}
        report["test"], answers = evaluate(test, self.candidate, cascade, review, marks)
        write_answers(self.work / plots.ANSWERS, test, answers)
        if originals is not None:
            photos = list(read_photos(originals))
            report["originals"], _ = evaluate(photos, self.candidate, cascade, review, marks)
            if "saliency" in contract["outputs"]:
                runner, contents = session(self.candidate / WEIGHTS_FILE), [photo.content for photo in photos]
                report["saliency"] = deletion_figures(runner, contract["passes"][-1], contents)
        report["not_pets"] = pet_figures(answers, _held_out(not_pets), self.candidate)
        if (RELEASE_FOLDER / CONTRACT_FILE).exists():
            released = read_artifact(RELEASE_FOLDER)["version"]
            comparison = mcnemar(answers.correct, ask(test, RELEASE_FOLDER).correct)
            report["champion"] = {"version": released} | asdict(comparison)
        report["latency"], report["baseline_ms"] = measure_latency(self.candidate, contract["passes"])
        report["latency_ratio"] = _mean_ms(report) / report["baseline_ms"]
        write_json(self.work / "report.json", report)
        plots.write(self.work, report["test"]["mistakes"], {photo.name: photo.content for photo in test})
        record_evaluation(self.work)
        with only_warn():
            track_candidate(self.work, self.parameters)
        return report

    def gate(self) -> list[Clause]:
        """The clauses for the candidate and its report, also kept in work/gate.json."""
        found = self._clauses()
        passed = all(clause.passed for clause in found)
        write_json(self.work / "gate.json", {"passed": passed} | {clause.name: clause.figure for clause in found})
        return found

    def require_gate(self) -> None:
        """Raises GateError when the candidate fails a clause."""
        failed = [clause for clause in self._clauses() if not clause.passed]
        if failed:
            raise GateError(failed)

    def gate_of_release(self) -> list[Clause]:
        """The same clauses for the model in function/model, by the report that was released with it."""
        report = read_json(RELEASE_FOLDER / "report.json")
        found = self._judge(RELEASE_FOLDER, report)
        if found[0].passed and _released_evaluation(report) != read_artifact(RELEASE_FOLDER)["evaluation"]:
            return [Clause("released models whose report.json is about them", 0, 1)]
        return found

    def _clauses(self) -> list[Clause]:
        """Whether the candidate's files fit together, and if they do all that is asked of its report."""
        check_evaluated(self.work)
        return self._judge(self.candidate, read_json(self.work / "report.json"))

    def _judge(self, artifact: Path, report: dict[str, Any]) -> list[Clause]:
        valid = Clause("candidates whose model.json is valid and names the files that are there", 1, 1)
        try:
            contract = read_artifact(artifact)
        except ContractError as error:
            return [replace(valid, name=f"{valid.name} ({error})", figure=0)]
        return [valid, *clauses(report, contract["weights"]["bytes"], self.parameters.values["gate"])]

    def release(self) -> dict[str, Any]:
        """Copy the candidate, with its test figures and a model card, to function/model; the champion from now on.

        Raises GateError.
        """
        self.require_gate()
        report, contract = read_json(self.work / "report.json"), read_artifact(self.candidate)
        contract["evaluation"] = _released_evaluation(report)
        RELEASE_FOLDER.mkdir(parents=True, exist_ok=True)
        for part in ("weights", "selfTest"):
            name = contract[part]["file"]
            (RELEASE_FOLDER / name).write_bytes((self.candidate / name).read_bytes())
        write_contract(RELEASE_FOLDER, contract)
        write_json(RELEASE_FOLDER / "report.json", report)
        first_run = read_json(self.work / "export.json")["runs"][0]
        card = model_card(contract, report, read_record(self._run(first_run))["photos"])
        (RELEASE_FOLDER / MODEL_CARD).write_text(card)
        with only_warn():
            promote(self.work, contract)
        return contract

    def _run(self, name: str) -> Path:
        return self.work / "runs" / name

    def _trained(self, run: str) -> tuple[Network, ModelSpec]:
        """Best network of a run, and its entry in the registry."""
        folder = self._run(run)
        spec = MODELS[read_json(folder / RECIPE)["model"]]
        network = spec.build()
        network.load_state_dict(torch.load(folder / "best.pt", weights_only=True, map_location="cpu")["network"])
        return network.eval(), spec

    def _calibration_images(self, data: DataSet, spec: ModelSpec) -> np.ndarray:
        pixels = self._some_photos(data, self.parameters.values["export"]["calibration_photos"])
        images: np.ndarray = normalise(resize(torch.from_numpy(pixels), spec.input_px), spec).contiguous().numpy()
        return images

    def _some_photos(self, data: DataSet, count: int) -> np.ndarray:
        """Pixels of photos of the training split, the same ones each time."""
        indices = data.indices("train")
        random = np.random.default_rng(self.parameters.values["seed"])
        photos: np.ndarray = data.pixels[np.sort(random.choice(indices, min(count, len(indices)), replace=False))]
        return photos

    def _photos(self, source: Path, data: DataSet, split: str) -> list[Photo]:
        wanted = {entry.name for entry in data.entries if entry.split == split}
        return [photo for photo in read_photos(source) if photo.name in wanted]


class GateError(Exception):
    """The candidate is not released; ``clauses`` are the ones that it failed."""

    def __init__(self, failed: list[Clause]) -> None:
        super().__init__("not released:\n" + "\n".join(f"  {clause}" for clause in failed))
        self.clauses = failed


def _released_evaluation(report: dict[str, Any]) -> dict[str, Any]:
    """What a released model.json says of its report."""
    figures = contract_evaluation("test split, as served by the function", report["test"])
    return figures | {"latency": report["latency"]}


def _mean_ms(report: dict[str, Any]) -> float:
    """Of a test photo's inferences: all take the first pass, those of which it is not sure the next one too."""
    first, *later = report["latency"]["msPerPass"]
    mean_ms: float = first + report["test"]["escalated_share"] * sum(later)
    return mean_ms


def _others(not_pets: Path, size_px: int) -> np.ndarray:
    """Pixels of the pictures with neither animal that fit the pet score, as they are and mirrored."""
    pictures = [decode(content, size_px, size_px) for content in read_pictures(not_pets) if not is_held_out(content)]
    return np.stack([view for pixels in pictures for view in (pixels, pixels[:, ::-1])])


def _held_out(not_pets: Path) -> list[bytes]:
    return [content for content in read_pictures(not_pets) if is_held_out(content)]
