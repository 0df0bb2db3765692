"""Make the trained passes int8, and keep their answers to the validation split."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from typing import Annotated

import numpy as np
import onnx
import torch
import typer

from ..calibration.pass_answers import INDEX, run_pass, write_pass_answers
from ..data import not_pets as other_pictures
from ..data.archive import read_photos
from ..data.prepare import DataSet, load, photos_of
from ..graph.embedding import embed
from ..graph.pass_graph import Pass, pass_graph
from ..graph.pet_score import fit_pet_score
from ..json_file import write_json
from ..models import ModelSpec
from ..models.inputs import normalise, resize
from ..options import ARCHIVE, NOT_PETS, PARAMS, WORK, Data, HoldOut, NotPets, Params, Work
from ..parameters import PASS_RUNS, read_parameters
from ..paths import DATA, PASSES, RUNS
from ..training.run_folder import load_network


def quantise(
    hold_out: HoldOut,
    data: Data = ARCHIVE,
    not_pets: NotPets = NOT_PETS,
    run: Annotated[
        list[str] | None, typer.Option(help="Run under work/runs, smallest pass first; may be given twice.")
    ] = None,
    params: Params = PARAMS,
    work: Work = WORK,
) -> None:
    """Make the trained passes int8, and keep their answers to the validation split; --run baseline takes SimpleCNN."""
    values = read_parameters(params).values
    seed, settings, runs = values["seed"], values["export"], run or PASS_RUNS
    prepared, folder = load(work / DATA), work / PASSES
    validation = photos_of(data, prepared, "validation")
    originals = list(read_photos(hold_out)) if hold_out else []
    pets = _training_pixels(prepared, settings["pet_photos"], seed)
    others = other_pictures.pixels_to_fit(not_pets, prepared.pixels.shape[1])
    calibration = _training_pixels(prepared, settings["calibration_photos"], seed)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    pet_scores = []
    for name in runs:
        network, spec = load_network(work / RUNS / name)
        pet_scores.append(fit_pet_score(embed(network, spec, pets), embed(network, spec, others)))
        graph = pass_graph(Pass(network, spec, pet_scores[-1]), _network_inputs(calibration, spec))
        onnx.save(graph, str(folder / f"{name}.onnx"))
        write_pass_answers(
            folder / f"{name}.npz",
            run_pass(graph, validation, spec.input_px),
            run_pass(graph, originals, spec.input_px) if originals else None,
        )
    labels = [photo.label for photo in validation]
    write_json(folder / INDEX, {"runs": runs, "pet_scores": [asdict(score) for score in pet_scores], "labels": labels})


def _training_pixels(data: DataSet, count: int, seed: int) -> np.ndarray:
    """Pixels of ``count`` photos of the training split, the same ones each time: uint8 [count, size, size, 3]."""
    indices = data.indices("train")
    random = np.random.default_rng(seed)
    photos: np.ndarray = data.pixels[np.sort(random.choice(indices, min(count, len(indices)), replace=False))]
    return photos


def _network_inputs(pixels: np.ndarray, spec: ModelSpec) -> np.ndarray:
    """uint8 [n, height, width, 3] to float32 [n, 3, size, size], normalised."""
    images: np.ndarray = normalise(resize(torch.from_numpy(pixels), spec.input_px), spec).contiguous().numpy()
    return images
