"""How fast SimpleCNN trains on this machine, beside a plain torchvision script in the same run.

Both sides train the same photos, in rounds that take turns, so that a noisy machine hits both. Each
has a process of its own, so that its peak memory is its own too.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, Subset

from ..data.archive import DataError, read_photos
from ..data.prepare import DataSet, load
from ..evaluation.latency import cpu_name
from ..models import MODELS, ModelSpec
from ..models.inputs import normalise
from ..paths import DATA, REPORT, RUNS
from ..processes import process_pool
from ..tracking.runs import read_epochs
from .augmentation import augment
from .device import autocast, training_device
from .loop import train
from .photo_set import PhotoSet
from .recipe import Recipe
from .run_folder import RECORD

EPOCH_PHOTOS = 18_000
WARM_UP_BATCHES = 2
PLAIN_WORKERS = 2
NOT_TRAINED, NOT_EVALUATED = "not trained yet", "not evaluated yet"


@dataclass(frozen=True)
class Sample:
    """Photos of the training split, as both sides find them.

    data: folder of the prepared pixels. jpegs: folder with the same photos as files, by label.
    rows: int64 [photos], rows of the training split.
    """

    data: Path
    jpegs: Path
    rows: np.ndarray
    recipe: Recipe

    @property
    def spec(self) -> ModelSpec:
        return MODELS[self.recipe.model]

    @property
    def size_px(self) -> int:
        return self.recipe.train_px or self.spec.input_px


@dataclass(frozen=True)
class Round:
    """How many photos a side went through, and how many a second."""

    photos: int
    photos_per_second: float


@dataclass(frozen=True)
class Figure:
    """A figure beside its floor; where ``value`` is None, ``missing`` says why."""

    name: str
    value: float | None
    unit: str
    floor: float
    at_least: bool = False
    missing: str = ""

    @property
    def verdict(self) -> str:
        if self.value is None:
            return self.missing
        return "reached" if (self.value >= self.floor if self.at_least else self.value <= self.floor) else "missed"


def measure_speed(
    work: Path,
    archive: Path,
    recipe: Recipe,
    runs: list[str],
    photos: int,
    rounds: int,
    progress: Callable[[str], None],
) -> dict[str, Any]:
    """Measure on ``photos`` photos of the training split, or all if there are fewer; read what ``runs`` took.

    archive: what work/data was prepared from. Raises DataError when either cannot be used.
    """
    data = load(work / DATA)
    names = np.array([entry.name for entry in data.entries if entry.split == "train"])
    rows = np.random.default_rng(recipe.seed).permutation(len(names))[:photos]
    with tempfile.TemporaryDirectory() as jpegs:
        progress(f"unpacking {len(rows)} photos for the plain script")
        _unpack(archive, set(names[rows]), Path(jpegs))
        measured = _measure(Sample(work / DATA, Path(jpegs), rows, recipe), rounds, progress)
    result = {
        "cpu": cpu_name(),
        "device": training_device().type,
        "threads": recipe.threads,
        "torch": torch.__version__,
        "precision": {"ours": _precision(recipe), "plain": "float32"},
        "photos": len(rows),
        "batch_size": recipe.batch_size,
        "rounds": rounds,
        **measured,
        "mapped_bytes": {"sample": data.pixels[:1].nbytes * len(rows), "epoch": data.pixels[:1].nbytes * len(names)},
        **recorded(work, runs),
    }
    return result | {"figures": [asdict(figure) | {"verdict": figure.verdict} for figure in _figures(result)]}


def recorded(work: Path, runs: list[str]) -> dict[str, Any]:
    """What finished trainings and the evaluation took, as they recorded it; None for what has not been done."""
    report = work / REPORT
    return {
        "champion": {run: _trained(work / RUNS / run) for run in runs},
        "evaluation_seconds": json.loads(report.read_text())["test"].get("seconds") if report.exists() else None,
    }


def load_ours(sample: Sample) -> Round:
    """Batches as ``train`` makes them, without a network."""
    torch.set_num_threads(sample.recipe.threads)
    photos, random = _photo_set(load(sample.data), "train", sample.rows), torch.Generator().manual_seed(1)
    order = torch.randperm(len(sample.rows), generator=random).numpy()
    started = time.perf_counter()
    for start in range(0, len(order), sample.recipe.batch_size):
        pixels = photos.batch(order[start : start + sample.recipe.batch_size])
        normalise(augment(pixels, sample.size_px, sample.recipe.augmentation, random), sample.spec)
    return Round(len(order), len(order) / (time.perf_counter() - started))


def train_ours(sample: Sample) -> Round:
    """One epoch of ``train``; its validation, on a batch that takes as much memory as any, is not timed."""
    data = load(sample.data)
    training = _photo_set(data, "train", sample.rows)
    validation = _photo_set(data, "validation", slice(sample.recipe.batch_size))
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(sys.stderr):
        metrics = train(replace(sample.recipe, epochs=1), training, validation, Path(folder))
    return Round(len(training.indices), metrics["photos_per_second"])


def load_plain(sample: Sample) -> Round:
    """The plain script's batches, without a network."""
    loader, photos = _plain_loader(sample), 0
    started = time.perf_counter()
    for _, labels in loader:
        photos += len(labels)
    return Round(photos, photos / (time.perf_counter() - started))


def train_plain(sample: Sample) -> Round:
    """One epoch as a plain script trains it, in float32."""
    recipe, device = sample.recipe, training_device()
    torch.set_num_threads(recipe.threads)
    network = sample.spec.build().to(device).train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay)
    loader, photos, total_loss = _plain_loader(sample), 0, 0.0
    started = time.perf_counter()
    for images, labels in loader:
        loss = F.cross_entropy(network(images.to(device)), labels.to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total_loss += loss.item()
        photos += len(labels)
    return Round(photos, photos / (time.perf_counter() - started))


def _plain_loader(sample: Sample) -> DataLoader[Any]:
    from torchvision import transforms  # here: it takes seconds, and no other command needs it
    from torchvision.datasets import ImageFolder

    change, spec = sample.recipe.augmentation, sample.spec
    steps = [
        transforms.RandomResizedCrop(sample.size_px, scale=(change.min_crop_area, 1)),
        transforms.RandomHorizontalFlip(),
        transforms.ColorJitter(change.brightness, change.contrast, change.saturation),
        transforms.ToTensor(),
        transforms.Normalize([mean / 255 for mean in spec.mean], [std / 255 for std in spec.std]),
    ]
    photos = Subset(ImageFolder(sample.jpegs, transforms.Compose(steps)), range(len(sample.rows)))
    return DataLoader(photos, sample.recipe.batch_size, shuffle=True, num_workers=PLAIN_WORKERS)


def _measure(sample: Sample, rounds: int, progress: Callable[[str], None]) -> dict[str, Any]:
    tasks = {"loading": (load_ours, load_plain), "training": (train_ours, train_plain)}
    warm_up = replace(sample, rows=sample.rows[: WARM_UP_BATCHES * sample.recipe.batch_size])
    found: dict[str, tuple[list[Round], list[Round]]] = {name: ([], []) for name in tasks}
    with process_pool(1) as ours, process_pool(1) as plain:
        progress("warming up")
        for pool, load_side, train_side in zip((ours, plain), *tasks.values(), strict=True):
            pool.submit(load_side, sample).result()  # every file, so that none is read from disk later
            pool.submit(train_side, warm_up).result()
        for number in range(rounds):
            for name, functions in tasks.items():
                progress(f"round {number + 1} of {rounds}: {name}")
                for pool, function, of_side in zip((ours, plain), functions, found[name], strict=True):
                    of_side.append(pool.submit(function, sample).result())
        memory = {side: pool.submit(_peak_memory).result() for side, pool in (("ours", ours), ("plain", plain))}
    return {name: _compared(*of_sides) for name, of_sides in found.items()} | {"memory": memory}


def _compared(ours: list[Round], plain: list[Round]) -> dict[str, Any]:
    sides: dict[str, dict[str, Any]] = {
        name: {
            "photos": [one.photos for one in rounds],
            "photos_per_second": median(one.photos_per_second for one in rounds),
            "photos_per_second_of_rounds": [one.photos_per_second for one in rounds],
        }
        for name, rounds in (("ours", ours), ("plain", plain))
    }
    return sides | {"ratio": sides["ours"]["photos_per_second"] / sides["plain"]["photos_per_second"]}


def _figures(result: dict[str, Any]) -> list[Figure]:
    training, evaluation = result["training"], result["evaluation_seconds"]
    missing = [run for run, took in result["champion"].items() if not took]
    seconds = None if missing else sum(took["seconds"] for took in result["champion"].values())
    return [
        Figure(
            f"an epoch ({EPOCH_PHOTOS:,} photos, no validation)",
            EPOCH_PHOTOS / training["ours"]["photos_per_second"] / 60,
            "min",
            12,
        ),
        Figure("training against the plain script", training["ratio"], "x", 2, at_least=True),
        Figure("peak memory of training", gib(result["memory"]["ours"]["peak_bytes"]), "GiB", 4),
        Figure(
            "training the champion",
            None if seconds is None else seconds / 3600,
            "h",
            2,
            missing=f"{NOT_TRAINED}: {', '.join(missing)}",
        ),
        Figure("evaluating the test split", evaluation, "s", 60, missing=NOT_EVALUATED),
    ]


def _unpack(archive: Path, names: set[str], folder: Path) -> None:
    missing = set(names)
    for photo in read_photos(archive):
        if photo.name in names:
            path = folder / photo.name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(photo.content)
            missing.discard(photo.name)
    if missing:
        raise DataError(
            f"{archive}: lacks {len(missing)} of {len(names)} prepared photos, such as {min(missing)}; "
            "--data must name the archive that was prepared"
        )


def _photo_set(data: DataSet, split: str, rows: np.ndarray | slice) -> PhotoSet:
    return PhotoSet(data.pixels, data.indices(split)[rows], data.labels(split)[rows])


def _peak_memory() -> dict[str, int]:
    """Peak RSS of this process, and of the largest of its children, in bytes."""
    peaks = [resource.getrusage(who).ru_maxrss * 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return dict(zip(("peak_bytes", "child_peak_bytes"), peaks, strict=True))


def _precision(recipe: Recipe) -> str:
    """In which numbers training multiplies on this machine."""
    device = training_device()
    one = torch.ones(1, 1, device=device)
    with autocast(recipe, device):
        return str((one @ one).dtype).removeprefix("torch.")


def _trained(folder: Path) -> dict[str, float] | None:
    """Epochs and seconds of a run that is finished."""
    if not (folder / RECORD).exists():
        return None
    epochs = read_epochs(folder)
    return {"epochs": len(epochs), "seconds": sum(epoch["seconds"] for epoch in epochs)}


def gib(size_bytes: float) -> float:
    """Bytes in GiB."""
    return size_bytes / 2**30
