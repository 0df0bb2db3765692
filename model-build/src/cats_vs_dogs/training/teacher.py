"""The teacher: logistic regression on the frozen features of a larger network.

On two cores this costs one forward pass over the photos and a few seconds.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..data.prepare import DataSet
from ..graph.embedding import embed_all
from ..json_file import read_json, write_json
from ..models import MODELS
from .photo_set import Teacher

L2_CHOICES = (3e-2, 1e-2, 3e-3, 1e-3)
FOLDS = 5


def fitted_teacher(path: Path, data: DataSet, model: str, processes: int) -> Teacher:
    """What the teacher says of the training photos, from ``path`` (.npz); fitted first where that lacks it.

    model: network of the registry whose features it is fitted on. The figures are kept beside it, as .json.
    """
    about, known = {"model": model, "dataSha256": data.data_sha256}, path.with_suffix(".json")
    if not (path.exists() and known.exists() and read_json(known).items() >= about.items()):
        embeddings = embed_all(MODELS[model].build(), MODELS[model], data, processes)
        teacher, metrics = fit_teacher(embeddings, data)
        np.savez(path, probabilities=teacher.probabilities, embeddings=teacher.embeddings)
        write_json(known, about | metrics)
    with np.load(path) as saved:
        return Teacher(saved["probabilities"], saved["embeddings"])


def fit_teacher(embeddings: np.ndarray, data: DataSet) -> tuple[Teacher, dict[str, float]]:
    """What is taught of the training photos: probabilities by regressions that did not see the photo.

    Cross-fitted in folds, so that a mislabelled photo is taught as what it looks like. Also returns
    the regularisation with the lowest validation loss, and that loss and accuracy.
    """
    training = embeddings[data.indices("train")].astype(np.float32)
    mean, std = training.mean(0), training.std(0) + 1e-3
    features = torch.from_numpy((training - mean) / std)
    held_out = torch.from_numpy((embeddings[data.indices("validation")].astype(np.float32) - mean) / std)
    labels, held_out_labels = (torch.from_numpy(data.labels(split)).float() for split in ("train", "validation"))
    best: dict[str, float] = {}
    for l2 in L2_CHOICES:
        logits = _logits(held_out, *_logistic_regression(features, labels, l2))
        loss = float(F.binary_cross_entropy_with_logits(logits, held_out_labels))
        if not best or loss < best["val_loss"]:
            accuracy = float(((logits > 0) == (held_out_labels > 0.5)).float().mean())
            best = {"l2": l2, "val_loss": loss, "val_accuracy": accuracy}
    fold = torch.arange(len(labels)) % FOLDS
    result = torch.zeros(len(labels))
    for index in range(FOLDS):
        fitted = _logistic_regression(features[fold != index], labels[fold != index], best["l2"])
        result[fold == index] = torch.sigmoid(_logits(features[fold == index], *fitted))
    return Teacher(result.numpy(), features.numpy().astype(np.float16)), best


def _logits(features: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return features @ weight + bias


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
