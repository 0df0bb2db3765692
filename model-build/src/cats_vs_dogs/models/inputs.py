"""From decoded photos to what a network takes."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from . import ModelSpec


def resize(pixels: Tensor, size_px: int) -> Tensor:
    """uint8 [n, height, width, 3] to float32 [n, 3, size, size], 0..255, by triangle filter.

    The same filter as the function's (libvips "linear", antialiased).
    """
    images = pixels.permute(0, 3, 1, 2).to(torch.float32)
    if images.shape[-2:] == (size_px, size_px):
        return images.contiguous(memory_format=torch.channels_last)
    return F.interpolate(images, (size_px, size_px), mode="bilinear", antialias=True)


def normalise(images: Tensor, spec: ModelSpec) -> Tensor:
    """Pixels 0..255, float32 [n, 3, height, width], to what the network was made for."""
    mean, std = (torch.tensor(values, device=images.device).view(1, 3, 1, 1) for values in (spec.mean, spec.std))
    return ((images - mean) / std).contiguous(memory_format=torch.channels_last)
