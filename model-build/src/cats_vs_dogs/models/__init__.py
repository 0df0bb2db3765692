"""The registry of models: one entry each, with what training and export need to know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from .efficientnet_lite import EfficientNetLite, pretrained
from .simple_cnn import SimpleCNN
from .slimming import lite0_slim

Network = EfficientNetLite | SimpleCNN
"""Both have ``embedding``, the pooled features, and ``classifier``, from these to logits."""


@dataclass(frozen=True)
class ModelSpec:
    """``build`` makes the network to train; pixels are normalised as (pixel - mean) / std.

    A spec must pickle, for worker processes: no lambdas.
    """

    build: Callable[[], Network]
    input_px: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]


# TensorFlow's constants for the Lite models: (pixel - 127) / 128.
_LITE = ((127.0,) * 3, (128.0,) * 3)
# ImageNet's mean and standard deviation, in units of a pixel value.
_IMAGENET = ((123.675, 116.28, 103.53), (58.395, 57.12, 57.375))

MODELS: dict[str, ModelSpec] = {
    "simple-cnn": ModelSpec(SimpleCNN, 224, *_IMAGENET),
    "lite0": ModelSpec(partial(pretrained, "lite0"), 256, *_LITE),
    "lite2": ModelSpec(partial(pretrained, "lite2"), 260, *_LITE),
    "lite0-slim": ModelSpec(lite0_slim, 136, *_LITE),
}
