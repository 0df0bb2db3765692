"""Transfer learning on frozen features: embed every photo once, then fit the classifier.

On two cores this costs one forward pass over the photos and a few seconds, and gives both the
network of the last pass and the probabilities that teach the network of the first.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm import tqdm

from .augment import resize
from .contract import session
from .data.prepare import DataSet
from .export import float_network
from .models import ModelSpec
from .models.efficientnet_lite import EfficientNetLite
from .processes import process_pool
from .train import normalise

L2_CHOICES = (3e-2, 1e-2, 3e-3, 1e-3)
FOLDS = 5


class _Embedding(nn.Module):
    def __init__(self, network: EfficientNetLite) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> Tensor:
        return self.network.embedding(images)


def embed(
    network: EfficientNetLite, spec: ModelSpec, data: DataSet, path: Path, mirrored: bool, processes: int = 2
) -> np.ndarray:
    """Embeddings float16 [photos, 1280] of all prepared photos, as they are or mirrored, kept in ``path``.

    Runs in ONNX Runtime, which takes half of PyTorch's time for this on a CPU.
    """
    if path.exists():
        return np.load(path)
    model = path.with_suffix(".onnx")
    onnx.save(float_network(_Embedding(network), spec.input_px, "embedding"), str(model))
    count = len(data.entries)
    parts = [range(start, min(start + 256, count)) for start in range(0, count, 256)]
    embeddings = []
    with (
        process_pool(processes, _open, (model, spec, data.pixels.filename, mirrored)) as pool,
        tqdm(total=count, desc="embed", unit="photo") as progress,
    ):
        for part in pool.map(_embed_part, parts):
            embeddings.append(part)
            progress.update(len(part))
    result = np.concatenate(embeddings)
    np.save(path, result)
    model.unlink()
    return result


_worker: dict = {}


def _open(model: Path, spec: ModelSpec, pixels: str, mirrored: bool) -> None:
    torch.set_num_threads(1)
    _worker.update(session=session(model), spec=spec, pixels=np.load(pixels, mmap_mode="r"), mirrored=mirrored)


def _embed_part(rows: range) -> np.ndarray:
    spec = _worker["spec"]
    outputs = []
    for row in rows:
        pixels = torch.from_numpy(_worker["pixels"][row : row + 1].copy())
        images = normalise(resize(pixels, spec.input_px), spec)
        images = images.flip(3) if _worker["mirrored"] else images
        outputs.append(_worker["session"].run(None, {"pixels": images.contiguous().numpy()})[0])
    return np.concatenate(outputs).astype(np.float16)


def fit_classifier(network: EfficientNetLite, views: list[np.ndarray], data: DataSet) -> dict[str, float]:
    """Set the network's classifier to the logistic regression with the lowest validation loss.

    views: embeddings of the same photos, plain and mirrored; all of them train, the first is validated on.
    """
    mean, std = scale = _scale(views[0], data)
    per_view = [_standardised(view, scale, data, "train") for view in views]
    features, labels = (torch.cat(parts) for parts in zip(*per_view, strict=True))
    held_out, held_out_labels = _standardised(views[0], scale, data, "validation")
    best: dict[str, float] = {}
    for l2 in L2_CHOICES:
        weight, bias = _logistic_regression(features, labels, l2)
        logits = held_out @ weight + bias
        loss = float(F.binary_cross_entropy_with_logits(logits, held_out_labels))
        if not best or loss < best["val_loss"]:
            accuracy = float(((logits > 0) == (held_out_labels > 0.5)).float().mean())
            best = {"l2": l2, "val_loss": loss, "val_accuracy": accuracy}
            folded = weight / std
            offset = bias - folded @ mean
            with torch.no_grad():  # the difference of the two logits is the regression's logit
                network.classifier.weight.copy_(torch.stack([-folded / 2, folded / 2]))
                network.classifier.bias.copy_(torch.stack([-offset / 2, offset / 2]))
    return best


def teacher_probabilities(embeddings: np.ndarray, data: DataSet, l2: float) -> np.ndarray:
    """Probability of a dog, float32 [training photos], by regressions that did not see the photo.

    Cross-fitted in folds, so that a mislabelled photo is taught as what it looks like.
    """
    features, labels = _standardised(embeddings, _scale(embeddings, data), data, "train")
    fold = torch.arange(len(labels)) % FOLDS
    result = torch.zeros(len(labels))
    for index in range(FOLDS):
        weight, bias = _logistic_regression(features[fold != index], labels[fold != index], l2)
        result[fold == index] = torch.sigmoid(features[fold == index] @ weight + bias)
    return result.numpy()


def _scale(embeddings: np.ndarray, data: DataSet) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of the training photos' features, float32 [1280] each."""
    training = torch.from_numpy(embeddings[data.indices("train")].astype(np.float32))
    return training.mean(0), training.std(0) + 1e-3


def _standardised(
    embeddings: np.ndarray, scale: tuple[Tensor, Tensor], data: DataSet, split: str
) -> tuple[Tensor, Tensor]:
    """Features of a split, by mean and standard deviation, and its labels as float32."""
    mean, std = scale
    chosen = torch.from_numpy(embeddings[data.indices(split)].astype(np.float32))
    return (chosen - mean) / std, torch.from_numpy(data.labels(split)).float()


def _logistic_regression(features: Tensor, labels: Tensor, l2: float) -> tuple[Tensor, Tensor]:
    weight = torch.zeros(features.shape[1], requires_grad=True)
    bias = torch.zeros((), requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=150, history_size=20, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        value = F.binary_cross_entropy_with_logits(features @ weight + bias, labels) + l2 * weight.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    return weight.detach(), bias.detach()
