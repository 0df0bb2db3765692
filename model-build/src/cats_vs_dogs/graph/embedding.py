"""Pooled features of photos by a network, in ONNX Runtime: half of PyTorch's time for this on a CPU."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn
from tqdm import tqdm

from ..data.prepare import DataSet
from ..models import ModelSpec, Network
from ..models.inputs import normalise, resize
from ..processes import process_pool
from .float_network import float_network
from .session import session


class _Embedding(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> Tensor:
        return self.network.embedding(images)


def embed(network: Network, spec: ModelSpec, pixels: np.ndarray) -> np.ndarray:
    """Features float32 [photos, features] of decoded photos, uint8 [photos, height, width, 3]."""
    with TemporaryDirectory() as folder:
        return _features(session(_model(network, spec, Path(folder))), spec, pixels)


def embed_all(network: Network, spec: ModelSpec, data: DataSet, processes: int = 2) -> np.ndarray:
    """Features float16 [photos, features] of all prepared photos, by several processes."""
    count = len(data.entries)
    parts = [range(start, min(start + 256, count)) for start in range(0, count, 256)]
    features = []
    with (
        TemporaryDirectory() as folder,
        process_pool(processes, _open, (_model(network, spec, Path(folder)), spec, data.pixels.filename)) as pool,
        tqdm(total=count, desc="embed", unit="photo") as progress,
    ):
        for part in pool.map(_part, parts):
            features.append(part)
            progress.update(len(part))
    return np.concatenate(features)


def _model(network: Network, spec: ModelSpec, folder: Path) -> Path:
    path = folder / "embedding.onnx"
    onnx.save(float_network(_Embedding(network), spec.input_px, ("embedding",)), str(path))
    return path


def _features(model: onnxruntime.InferenceSession, spec: ModelSpec, pixels: np.ndarray) -> np.ndarray:
    outputs = []
    for row in range(len(pixels)):
        photo = torch.from_numpy(pixels[row : row + 1].copy())
        images = normalise(resize(photo, spec.input_px), spec).contiguous()
        outputs.append(model.run(None, {"pixels": images.numpy()})[0])
    return np.concatenate(outputs)


_worker: dict[str, Any] = {}


def _open(model: Path, spec: ModelSpec, pixels: str) -> None:
    torch.set_num_threads(1)
    _worker.update(session=session(model), spec=spec, pixels=np.load(pixels, mmap_mode="r"))


def _part(rows: range) -> np.ndarray:
    pixels = _worker["pixels"][rows.start : rows.stop]
    return _features(_worker["session"], _worker["spec"], pixels).astype(np.float16)
