"""The folder of a training run: what it began with, and the record of what it came to."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
import typer

from ..data.archive import LABELS
from ..data.prepare import DataSet
from ..json_file import read_json, write_json
from ..models import MODELS, ModelSpec, Network
from ..paths import REPOSITORY
from .loop import BEST
from .recipe import RECIPE, Recipe, RunError, same_recipe

ORIGIN, RECORD = "origin.json", "record.json"


def goes_on(folder: Path, recipe: Recipe, data: DataSet) -> bool:
    """Whether the folder holds an interrupted run of this recipe on these photos."""
    origin = folder / ORIGIN
    started = origin.exists() and read_json(origin)["dataSha256"] == data.data_sha256 and same_recipe(recipe, folder)
    return started and not (folder / RECORD).exists()


def keep_origin(folder: Path, data: DataSet, parameters_sha256: str) -> None:
    """Write what the run begins with: commit, hashes, counts of photos. Raises RunError when it began with others."""
    path = folder / ORIGIN
    if path.exists():
        if read_json(path)["dataSha256"] != data.data_sha256:
            raise RunError(f"{folder} holds a run of other photos; choose another folder, delete it, or --replace")
        return
    counts = {
        split: dict(zip(LABELS, np.bincount(data.labels(split), minlength=2).tolist(), strict=True))
        for split in ("train", "validation")
    }
    typer.echo(f"photos: {json.dumps(counts)}")
    origin = {
        "gitCommit": _git_commit(),
        "dataSha256": data.data_sha256,
        "parametersSha256": parameters_sha256,
        "torch": torch.__version__,
        "photos": counts,
    }
    folder.mkdir(parents=True, exist_ok=True)
    write_json(path, origin)


def finish(folder: Path, best: dict[str, float]) -> None:
    """Write the record of a run whose training has ended, unless it is there."""
    path = folder / RECORD
    if not path.exists():
        finished = {"finishedAt": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "bestEpoch": best["epoch"]}
        write_json(path, read_json(folder / ORIGIN) | finished)


def read_record(folder: Path) -> dict[str, Any]:
    """What ``keep_origin`` and ``finish`` wrote. Raises FileNotFoundError for a run that is not finished."""
    return read_json(folder / RECORD)


def load_network(folder: Path) -> tuple[Network, ModelSpec]:
    """The best network of a run, on the CPU and for evaluation, and its entry in the registry.

    Raises FileNotFoundError for a folder without a run.
    """
    spec = MODELS[read_json(folder / RECIPE)["model"]]
    network = spec.build()
    network.load_state_dict(torch.load(folder / BEST, weights_only=True, map_location="cpu")["network"])
    return network.eval(), spec


def _git_commit() -> str:
    command = ["git", "-C", str(REPOSITORY), "rev-parse", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
