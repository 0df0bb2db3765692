"""Training: one loop for every model of the registry, resumable, best epoch kept."""

from __future__ import annotations

import copy
import csv
import dataclasses
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm import tqdm

from ..models import MODELS, ModelSpec, Network
from ..models.efficientnet_lite import EfficientNetLite
from .augmentation import Augmentation, augment, resize


class RunError(Exception):
    """A run cannot go on as asked; the message says what to do."""


@dataclass(frozen=True)
class Recipe:
    """Everything that a run depends on beside the photos; kept with the run.

    train_px: size of the photos in training, 0 for the model's own; smaller makes up for crops, which
        enlarge what they show, and is faster (Touvron et al. 2019, arXiv 1906.06423).
    teacher_share: weight of the teacher's probabilities against the label in the target.
    embedding_weight: weight of the loss by which a linear map of the network's features shall give the
        teacher's (Romero et al. 2015, arXiv 1412.6550): a thousand numbers a photo instead of one.
    average_decay: decay per step of the running average of the weights that is evaluated and kept.
    frozen_blocks: first blocks of the network (and its stem) that are not trained; 0 trains everything.
    fixed_statistics: batch norms keep the means and variances that they came with.
    rounded_weights: train with weights rounded as in the served graph; wants fixed_statistics.
    mixed_precision: multiply in bfloat16 where the GPU or CPU has instructions for it; float32 elsewhere.
    patience_epochs: epochs without a lower validation loss after which training stops.
    start: run whose best weights it starts from; without it, from what the registry builds.
    """

    model: str
    epochs: int = 10
    batch_size: int = 64
    learning_rate: float = 1e-3
    weight_decay: float = 1e-4
    warmup_share: float = 0.1
    train_px: int = 0
    label_smoothing: float = 0.0
    teacher_share: float = 0.0
    embedding_weight: float = 0.0
    average_decay: float = 0.998
    frozen_blocks: int = 0
    fixed_statistics: bool = False
    rounded_weights: bool = False
    mixed_precision: bool = False
    start: str = ""
    patience_epochs: int = 4
    seed: int = 1
    threads: int = 2
    augmentation: Augmentation = field(default_factory=Augmentation)


@dataclass(frozen=True)
class Teacher:
    """What the teacher says of the photos of a PhotoSet.

    probabilities: float32 [photos], of a dog. embeddings: float16 [photos, features], standardised.
    """

    probabilities: np.ndarray
    embeddings: np.ndarray


@dataclass(frozen=True)
class PhotoSet:
    """Photos of one split: indices into ``pixels`` (uint8 [n, height, width, 3], memory-mapped).

    teacher: what teaches, if anything does.
    """

    pixels: np.ndarray
    indices: np.ndarray
    labels: np.ndarray
    teacher: Teacher | None = None

    def batch(self, rows: np.ndarray) -> Tensor:
        return torch.from_numpy(self.pixels[self.indices[rows]])


def normalise(images: Tensor, spec: ModelSpec) -> Tensor:
    """Pixels 0..255, float32 [n, 3, height, width], to what the network was made for."""
    mean, std = (torch.tensor(values, device=images.device).view(1, 3, 1, 1) for values in (spec.mean, spec.std))
    return ((images - mean) / std).contiguous(memory_format=torch.channels_last)


def predict(network: nn.Module, spec: ModelSpec, photos: PhotoSet, batch_size: int = 64) -> Tensor:
    """Logits float32 [n, 2] of all photos, resized plainly to the model's input size."""
    network.eval()
    device, parts = next(network.parameters()).device, []
    with torch.inference_mode():
        for start in range(0, len(photos.indices), batch_size):
            rows = np.arange(start, min(start + batch_size, len(photos.indices)))
            images = resize(photos.batch(rows).to(device), spec.input_px)
            parts.append(network(normalise(images, spec)).cpu())
    return torch.cat(parts)


def train(recipe: Recipe, training: PhotoSet, validation: PhotoSet, folder: Path) -> dict[str, float]:
    """Train into ``folder``: recipe.json, metrics.csv, last.pt (to resume), best.pt (weights).

    Goes on from last.pt when the folder holds one of the same recipe, with the same result as
    without the interruption. Returns the metrics of the best epoch: the one with the highest
    validation accuracy, which is what the gate asks for, and of those the lowest loss. Raises
    RunError when the folder holds a run of another recipe.
    """
    spec = MODELS[recipe.model]
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    device = training_device()
    network: Network = spec.build().to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    if recipe.start:
        start = torch.load(folder.parent / recipe.start / "best.pt", weights_only=True, map_location="cpu")
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
    best: dict[str, float] | None = None
    first_epoch, lowest = 0, {"val_loss": math.inf, "epoch": -1}
    _keep_recipe(recipe, folder)
    last = folder / "last.pt"
    parts: dict[str, _Stateful] = {
        "network": network,
        "to_teacher": to_teacher,
        "average": average,
        "optimiser": optimiser,
        "schedule": schedule,
    }
    if last.exists():
        state = torch.load(last, weights_only=True, map_location="cpu")
        for name, part in parts.items():
            part.load_state_dict(state[name])
        torch.set_rng_state(state["random"])
        first_epoch, best, lowest = state["epoch"] + 1, state["best"], state["lowest"]

    for epoch in range(first_epoch, recipe.epochs):
        if best and epoch - lowest["epoch"] > recipe.patience_epochs:
            print(f"No better validation loss for {recipe.patience_epochs} epochs: stopping")
            break
        started = time.perf_counter()
        train_loss, train_accuracy = _train_epoch(
            recipe, spec, training, epoch, network, to_teacher, average, optimiser, schedule
        )
        seconds = time.perf_counter() - started
        metrics = {
            "epoch": epoch,
            "train_loss": train_loss,
            "train_accuracy": train_accuracy,
            **_evaluate(average, spec, validation),
            "learning_rate": float(schedule.get_last_lr()[0]),
            "photos_per_second": len(training.indices) / seconds,
            "seconds": time.perf_counter() - started,
        }
        if metrics["val_loss"] < lowest["val_loss"]:
            lowest = metrics
        if best is None or _rank(metrics) > _rank(best):
            best = metrics
            kept = {"network": average.state_dict(), "to_teacher": to_teacher.state_dict(), "metrics": metrics}
            _save(kept, folder / "best.pt")
        _append(metrics, folder / "metrics.csv")
        print({name: round(value, 4) for name, value in metrics.items()}, flush=True)
        _save(
            {
                **{name: part.state_dict() for name, part in parts.items()},
                "random": torch.get_rng_state(),
                "epoch": epoch,
                "best": best,
                "lowest": lowest,
            },
            last,
        )
    assert best is not None
    return best


def _train_epoch(
    recipe: Recipe,
    spec: ModelSpec,
    training: PhotoSet,
    epoch: int,
    network: Network,
    to_teacher: nn.Module,
    average: nn.Module,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> tuple[float, float]:
    network.train(not recipe.fixed_statistics)
    order_random = torch.Generator().manual_seed(recipe.seed * 1_000_003 + epoch)
    order = torch.randperm(len(training.indices), generator=order_random).numpy()
    size_px = recipe.train_px or spec.input_px
    device = next(network.parameters()).device
    total_loss = correct = 0.0
    with tqdm(total=len(order), desc=f"epoch {epoch + 1}/{recipe.epochs}", unit="photo", mininterval=5) as progress:
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
                theirs = torch.from_numpy(training.teacher.embeddings[rows]).float().to(device)
                loss = loss + recipe.embedding_weight * F.mse_loss(to_teacher(features.float()), theirs)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            schedule.step()
            _update_average(average, network, recipe.average_decay, schedule.last_epoch)
            total_loss += float(loss.detach()) * len(rows)
            correct += float((logits.detach().cpu().argmax(1) == labels).sum())
            progress.update(len(rows))
    return total_loss / len(order), correct / len(order)


class _Stateful(Protocol):
    """What a checkpoint keeps."""

    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, state_dict: dict[str, Any]) -> Any: ...


def training_device() -> torch.device:
    """The GPU where there is one, with its deterministic operations where it has them."""
    if not torch.cuda.is_available():
        return torch.device("cpu")
    torch.use_deterministic_algorithms(True, warn_only=True)
    return torch.device("cuda")


def autocast(recipe: Recipe, device: torch.device) -> torch.autocast:
    """Multiplies in bfloat16 if the recipe wants it and the device has instructions for it."""
    # The CPU's own instructions: emulated, bfloat16 is slower than float32.
    fast = torch.cuda.is_bf16_supported() if device.type == "cuda" else torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(device.type, torch.bfloat16, enabled=recipe.mixed_precision and fast)


def _rank(metrics: dict[str, float]) -> tuple[float, float]:
    return metrics["val_accuracy"], -metrics["val_loss"]


def _append(metrics: dict[str, float], path: Path) -> None:
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, list(metrics))
        if file.tell() == 0:
            writer.writeheader()
        writer.writerow(metrics)


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


@torch.no_grad()
def _update_average(average: nn.Module, network: nn.Module, decay: float, step: int) -> None:
    decay = min(decay, (1 + step) / (10 + step))  # short memory at first, as in TensorFlow's EMA
    for mine, theirs in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
        if mine.is_floating_point():
            mine.lerp_(theirs, 1 - decay)
        else:
            mine.copy_(theirs)


def _evaluate(network: nn.Module, spec: ModelSpec, photos: PhotoSet) -> dict[str, float]:
    logits = predict(network, spec, photos)
    labels = torch.from_numpy(photos.labels).long()
    predicted = logits.argmax(1)
    true_dogs = float(((predicted == 1) & (labels == 1)).sum())
    precision = true_dogs / max(1.0, float((predicted == 1).sum()))
    recall = true_dogs / max(1.0, float((labels == 1).sum()))
    return {
        "val_loss": float(F.cross_entropy(logits, labels)),
        "val_accuracy": float((predicted == labels).float().mean()),
        "val_precision": precision,
        "val_recall": recall,
        "val_f1": 2 * precision * recall / max(1e-12, precision + recall),
    }


def _warmup_then_cosine(recipe: Recipe, steps_per_epoch: int) -> Callable[[int], float]:
    total = recipe.epochs * steps_per_epoch
    warmup = max(1, round(total * recipe.warmup_share))

    def factor(step: int) -> float:
        if step < warmup:
            return (step + 1) / warmup
        return 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warmup) / max(1, total - warmup))))

    return factor


def same_recipe(recipe: Recipe, folder: Path) -> bool:
    """Whether the folder holds a run of this recipe."""
    path = folder / "recipe.json"
    return path.exists() and path.read_text() == _text(recipe)


def _keep_recipe(recipe: Recipe, folder: Path) -> None:
    if not same_recipe(recipe, folder) and (folder / "last.pt").exists():
        raise RunError(f"{folder} holds a run of another recipe; choose another folder, delete it, or --replace")
    (folder / "recipe.json").write_text(_text(recipe))


def _text(recipe: Recipe) -> str:
    return json.dumps(dataclasses.asdict(recipe), indent=2)


def _save(state: dict[str, Any], path: Path) -> None:
    part = path.with_suffix(".part")  # an interruption must not leave half a checkpoint
    torch.save(state, part)
    part.replace(path)
