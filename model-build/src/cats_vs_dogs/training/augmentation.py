"""Augmentation of a batch of photos."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Generator, Tensor


@dataclass(frozen=True)
class Augmentation:
    """Ranges of random change, each drawn uniformly per photo; all zero means none.

    min_crop_area: least share of the photo that a crop keeps. aspect: largest log aspect change.
    rotation_degrees, brightness, contrast, saturation: largest change to either side.
    """

    min_crop_area: float = 1.0
    aspect: float = 0.0
    rotation_degrees: float = 0.0
    brightness: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    flip: bool = False


def augment(pixels: Tensor, size_px: int, change: Augmentation, random: Generator) -> Tensor:
    """uint8 [n, height, width, 3] to augmented float32 [n, 3, size, size], 0..255."""
    n = len(pixels)

    def uniform(low: float, high: float) -> Tensor:
        return torch.rand(n, generator=random) * (high - low) + low

    area, aspect = uniform(change.min_crop_area, 1), torch.exp(uniform(-change.aspect, change.aspect))
    width, height = (area * aspect).sqrt().clamp(max=1), (area / aspect).sqrt().clamp(max=1)
    angle = uniform(-1, 1) * math.radians(change.rotation_degrees)
    mirror = torch.where(uniform(0, 1) < 0.5, -1.0, 1.0) if change.flip else torch.ones(n)
    turn = torch.zeros(n, 2, 3)
    turn[:, 0, 0], turn[:, 0, 1] = width * mirror * angle.cos(), -height * angle.sin()
    turn[:, 1, 0], turn[:, 1, 1] = width * mirror * angle.sin(), height * angle.cos()
    turn[:, 0, 2] = uniform(-1, 1) * (1 - width)
    turn[:, 1, 2] = uniform(-1, 1) * (1 - height)
    grid = F.affine_grid(turn.to(pixels.device), [n, 3, size_px, size_px], align_corners=False)
    images = pixels.permute(0, 3, 1, 2).to(torch.float32)
    images = F.grid_sample(images, grid, mode="bilinear", padding_mode="reflection", align_corners=False)
    return _recolour(images, change, uniform)


def _recolour(images: Tensor, change: Augmentation, uniform: Callable[[float, float], Tensor]) -> Tensor:
    if not (change.brightness or change.contrast or change.saturation):
        return images

    def factor(largest: float) -> Tensor:
        return uniform(1 - largest, 1 + largest).view(-1, 1, 1, 1).to(images.device)

    grey = images.mean(1, keepdim=True)
    images = torch.lerp(grey.expand_as(images), images, factor(change.saturation))
    mean = grey.mean((2, 3), keepdim=True)
    images = (images - mean) * factor(change.contrast) + mean * factor(change.brightness)
    return images.clamp_(0, 255)
