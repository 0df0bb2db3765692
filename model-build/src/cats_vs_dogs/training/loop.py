"""Training: one loop for every model of the registry. It resumes an interrupted run and keeps the best epoch."""

from __future__ import annotations

import copy
import csv
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm import tqdm

from ..models import MODELS, ModelSpec, Network
from ..models.efficientnet_lite import EfficientNetLite
from ..models.inputs import normalise
from . import epoch_table
from .augmentation import augment
from .device import autocast, training_device
from .photo_set import PhotoSet
from .recipe import LAST, Recipe, keep_recipe
from .validation import validate

BEST, METRICS = "best.pt", "metrics.csv"


class _Stateful(Protocol):
    """What a checkpoint keeps."""

    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, state_dict: dict[str, Any]) -> Any: ...


@dataclass(frozen=True)
class _Parts:
    """What training changes.

    to_teacher: linear map from the network's features to the teacher's. average: running average of the network,
    which is what is evaluated and kept.
    """

    network: Network
    to_teacher: nn.Module
    average: Network
    optimiser: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler

    def by_name(self) -> dict[str, _Stateful]:
        """The parts by their names in last.pt."""
        return dict(vars(self))


def train(recipe: Recipe, training: PhotoSet, validation: PhotoSet, folder: Path) -> dict[str, float]:
    """Train into ``folder``: recipe.json, metrics.csv, last.pt (to resume), best.pt (weights).

    Resumes from last.pt where the folder has one of the same recipe; the result is the same as without the
    interruption. Returns the metrics of the best epoch: the highest validation accuracy, which the gate limits, and
    among equals the lowest loss. Raises RunError when the folder holds a run of another recipe.
    """
    spec = MODELS[recipe.model]
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    parts = _build(recipe, spec, training, folder)
    best: dict[str, float] | None = None
    first_epoch, lowest = 0, {"val_loss": math.inf, "epoch": -1}
    keep_recipe(recipe, folder)
    last = folder / LAST
    if last.exists():
        state = torch.load(last, weights_only=True, map_location="cpu")
        for name, part in parts.by_name().items():
            part.load_state_dict(state[name])
        torch.set_rng_state(state["random"])
        first_epoch, best, lowest = state["epoch"] + 1, state["best"], state["lowest"]

    print(epoch_table.header(), flush=True)
    for epoch in range(first_epoch, recipe.epochs):
        if best and epoch - lowest["epoch"] > recipe.patience_epochs:
            print(f"No better validation loss for {recipe.patience_epochs} epochs: stopping")
            break
        started = time.perf_counter()
        train_loss, train_accuracy = _train_epoch(recipe, spec, training, epoch, parts)
        seconds = time.perf_counter() - started
        metrics = {
            "epoch": epoch,
            "train_loss": train_loss,
            "train_accuracy": train_accuracy,
            **validate(parts.average, spec, validation),
            "learning_rate": float(parts.schedule.get_last_lr()[0]),
            "photos_per_second": len(training.indices) / seconds,
            "seconds": time.perf_counter() - started,
        }
        if metrics["val_loss"] < lowest["val_loss"]:
            lowest = metrics
        if best is None or _rank(metrics) > _rank(best):
            best = metrics
            kept = {"network": parts.average.state_dict(), "to_teacher": parts.to_teacher.state_dict()}
            _save(kept | {"metrics": metrics}, folder / BEST)
        _append(metrics, folder / METRICS)
        print(epoch_table.row(metrics, recipe.epochs), flush=True)
        _save(
            {
                **{name: part.state_dict() for name, part in parts.by_name().items()},
                "random": torch.get_rng_state(),
                "epoch": epoch,
                "best": best,
                "lowest": lowest,
            },
            last,
        )
    assert best is not None
    return best


def _build(recipe: Recipe, spec: ModelSpec, training: PhotoSet, folder: Path) -> _Parts:
    device = training_device()
    network: Network = spec.build().to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    if recipe.start:
        start = torch.load(folder.parent / recipe.start / BEST, weights_only=True, map_location="cpu")
        network.load_state_dict(start["network"])
    if recipe.rounded_weights:
        assert isinstance(network, EfficientNetLite)
        network.round_weights()
    if recipe.frozen_blocks:
        assert isinstance(network, EfficientNetLite)
        network.freeze(recipe.frozen_blocks)
    average = copy.deepcopy(network)
    to_teacher = _map_to_teacher(recipe, network, training).to(device)
    parameters = [*network.parameters(), *to_teacher.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=recipe.learning_rate, weight_decay=recipe.weight_decay)
    steps_per_epoch = math.ceil(len(training.indices) / recipe.batch_size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, _warmup_then_cosine(recipe, steps_per_epoch))
    return _Parts(network, to_teacher, average, optimiser, schedule)


def _train_epoch(recipe: Recipe, spec: ModelSpec, training: PhotoSet, epoch: int, parts: _Parts) -> tuple[float, float]:
    """One pass over the training photos; returns their mean loss and the accuracy."""
    network = parts.network
    network.train(not recipe.fixed_statistics)
    order_random = torch.Generator().manual_seed(recipe.seed * 1_000_003 + epoch)
    order = torch.randperm(len(training.indices), generator=order_random).numpy()
    size_px = recipe.train_px or spec.input_px
    device = next(network.parameters()).device
    total_loss = correct = 0.0
    title = f"epoch {epoch + 1}/{recipe.epochs}"
    with tqdm(total=len(order), desc=title, unit="photo", mininterval=5, leave=False) as progress:
        for start in range(0, len(order), recipe.batch_size):
            rows = order[start : start + recipe.batch_size]
            images = augment(training.batch(rows).to(device), size_px, recipe.augmentation, order_random)
            labels = torch.from_numpy(training.labels[rows]).long()
            images, targets = normalise(images, spec), _targets(recipe, training, rows, labels).to(device)
            with autocast(recipe, device):
                features = network.embedding(images) if recipe.embedding_weight else None
                logits = network(images) if features is None else network.classifier(features)
            loss = F.cross_entropy(logits.float(), targets)
            if features is not None:
                assert training.teacher is not None
                wanted = torch.from_numpy(training.teacher.embeddings[rows]).float().to(device)
                loss = loss + recipe.embedding_weight * F.mse_loss(parts.to_teacher(features.float()), wanted)
            parts.optimiser.zero_grad(set_to_none=True)
            loss.backward()
            parts.optimiser.step()
            parts.schedule.step()
            _update_average(parts.average, network, recipe.average_decay, parts.schedule.last_epoch)
            total_loss += float(loss.detach()) * len(rows)
            correct += float((logits.detach().cpu().argmax(1) == labels).sum())
            progress.update(len(rows))
    return total_loss / len(order), correct / len(order)


def _map_to_teacher(recipe: Recipe, network: Network, photos: PhotoSet) -> nn.Module:
    """A linear map from the network's features to the teacher's; no part of the network."""
    if not recipe.embedding_weight:
        return nn.Identity()
    assert isinstance(network.classifier, nn.Linear) and photos.teacher is not None
    return nn.Linear(network.classifier.in_features, photos.teacher.embeddings.shape[1])


def _targets(recipe: Recipe, photos: PhotoSet, rows: np.ndarray, labels: Tensor) -> Tensor:
    one_hot = F.one_hot(labels, 2).float()
    targets = one_hot * (1 - recipe.label_smoothing) + recipe.label_smoothing / 2
    if recipe.teacher_share and photos.teacher is not None:
        dog = torch.from_numpy(photos.teacher.probabilities[rows])
        targets = targets.lerp(torch.stack([1 - dog, dog], 1), recipe.teacher_share)
    return targets


def _warmup_then_cosine(recipe: Recipe, steps_per_epoch: int) -> Callable[[int], float]:
    total = recipe.epochs * steps_per_epoch
    warmup = max(1, round(total * recipe.warmup_share))

    def factor(step: int) -> float:
        if step < warmup:
            return (step + 1) / warmup
        return 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warmup) / max(1, total - warmup))))

    return factor


@torch.no_grad()
def _update_average(average: nn.Module, network: nn.Module, decay: float, step: int) -> None:
    decay = min(decay, (1 + step) / (10 + step))  # short memory at first, as in TensorFlow's EMA
    for mean, current in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
        if mean.is_floating_point():
            mean.lerp_(current, 1 - decay)
        else:
            mean.copy_(current)


def _rank(metrics: dict[str, float]) -> tuple[float, float]:
    return metrics["val_accuracy"], -metrics["val_loss"]


def _append(metrics: dict[str, float], path: Path) -> None:
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, list(metrics))
        if file.tell() == 0:
            writer.writeheader()
        writer.writerow(metrics)


def _save(state: dict[str, Any], path: Path) -> None:
    part = path.with_suffix(".part")  # an interruption must not leave half a checkpoint
    torch.save(state, part)
    part.replace(path)
