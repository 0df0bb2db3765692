"""Where training runs, and in which precision."""

from __future__ import annotations

import torch

from .recipe import Recipe


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
