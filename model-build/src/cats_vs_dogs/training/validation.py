"""How good a network is on the validation split."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..models import ModelSpec
from ..models.inputs import normalise, resize
from .photo_set import PhotoSet


def validate(network: nn.Module, spec: ModelSpec, photos: PhotoSet) -> dict[str, float]:
    logits = _predict(network, spec, photos)
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


def _predict(network: nn.Module, spec: ModelSpec, photos: PhotoSet, batch_size: int = 64) -> Tensor:
    """Logits float32 [n, 2] of all photos, resized plainly to the model's input size."""
    network.eval()
    device, parts = next(network.parameters()).device, []
    with torch.inference_mode():
        for start in range(0, len(photos.indices), batch_size):
            rows = np.arange(start, min(start + batch_size, len(photos.indices)))
            images = resize(photos.batch(rows).to(device), spec.input_px)
            parts.append(network(normalise(images, spec)).cpu())
    return torch.cat(parts)
