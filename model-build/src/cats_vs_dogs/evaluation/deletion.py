"""Whether the map of an answer means something: what becomes of it when the hottest part of the photo is hidden.

After Petsiuk et al. 2018 (RISE, arXiv 1806.07421). A part is hidden by blurring it beyond
recognition: a flat colour would draw edges of its own. What it is compared with are parts as large
and as round at random places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime
from PIL import Image, ImageFilter

from ..data.preprocessing import decode
from ..graph.saliency import spline_weights

HIDDEN_SHARE = 0.2
RANDOM_PARTS = 5  # for each photo; their mean is compared
BLUR_SHARE = 1 / 12  # standard deviation, of the side
CURVE_SHARES = tuple(np.linspace(0, 1, 11).round(1).tolist())
CURVE_PHOTOS = 50  # four curves of so many take as long as the rest
RANDOM_CELLS = 8  # rows and columns of a random map, as many as the last pass has


@dataclass(frozen=True)
class _Photo:
    pixels: np.ndarray
    blurred: np.ndarray
    label: int
    probability: float
    heat: np.ndarray


def deletion_figures(
    runner: onnxruntime.InferenceSession, last_pass: dict[str, Any], contents: Sequence[bytes], seed: int = 1
) -> dict[str, Any]:
    """How much the probability of the predicted class falls when a fifth of each photo is hidden.

    ``wins``: share of the photos for which hiding the hottest fifth costs more than a random fifth does on
    average. ``deletion`` and ``insertion``: mean probability with the hottest 0 % to 100 % hidden, and with
    nothing but those shown; ``random_deletion`` and ``random_insertion`` the same in a random order.
    """
    random = np.random.default_rng(seed)
    photos = [_look(runner, content, last_pass["width"], last_pass["height"]) for content in contents]
    drops, random_drops = [], []
    for photo in photos:
        orders = [photo.heat, *(_random_heat(photo.heat.shape, random) for _ in range(RANDOM_PARTS))]
        hot, *others = (photo.probability - _hidden(runner, photo, order, HIDDEN_SHARE) for order in orders)
        drops.append(hot)
        random_drops.append(float(np.mean(others)))
    curves = photos[:: max(1, len(photos) // CURVE_PHOTOS)]
    return {
        "count": len(photos),
        "wins": float((np.array(drops) > np.array(random_drops)).mean()),
        "mean_drop": float(np.mean(drops)),
        "random_mean_drop": float(np.mean(random_drops)),
        "curve_count": len(curves),
        "curve_shares": list(CURVE_SHARES),
        "deletion": _curve(runner, curves, None, insert=False),
        "random_deletion": _curve(runner, curves, random, insert=False),
        "insertion": _curve(runner, curves, None, insert=True),
        "random_insertion": _curve(runner, curves, random, insert=True),
    }


def hottest(heat: np.ndarray, share: float) -> np.ndarray:
    """Mask of the share of an image with the highest values: bool as ``heat``."""
    mask = np.zeros(heat.size, dtype=bool)
    mask[np.argsort(-heat, axis=None, kind="stable")[: round(share * heat.size)]] = True
    return mask.reshape(heat.shape)


def _look(runner: onnxruntime.InferenceSession, content: bytes, width: int, height: int) -> _Photo:
    pixels = decode(content, width, height)
    probabilities, saliency = runner.run(["probabilities", "saliency"], {"image": pixels[None]})
    label = int(probabilities[0].argmax())
    heat = np.asarray(Image.fromarray(saliency[0]).resize((width, height), Image.Resampling.BILINEAR))
    blurred = np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(width * BLUR_SHARE)))
    return _Photo(pixels, blurred, label, float(probabilities[0][label]), heat)


def _random_heat(shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """A map of cells as a pass has them, with random values."""
    step_px = shape[0] / RANDOM_CELLS
    spread = spline_weights(RANDOM_CELLS, shape[0], shape[0], (step_px - 1) / 2, step_px)
    heat: np.ndarray = spread @ random.normal(size=(RANDOM_CELLS, RANDOM_CELLS)) @ spread.T
    return heat


def _hidden(runner: onnxruntime.InferenceSession, photo: _Photo, order: np.ndarray, share: float) -> float:
    """Probability of what was predicted, with the first ``share`` of the photo by ``order`` hidden."""
    partly_hidden = np.where(hottest(order, share)[:, :, None], photo.blurred, photo.pixels)
    return float(runner.run(["probabilities"], {"image": partly_hidden[None]})[0][0][photo.label])


def _curve(
    runner: onnxruntime.InferenceSession, photos: list[_Photo], random: np.random.Generator | None, insert: bool
) -> list[float]:
    """Mean probability at each of CURVE_SHARES, in the order of the maps or in a random one."""
    orders = [photo.heat if random is None else _random_heat(photo.heat.shape, random) for photo in photos]
    means = []
    for share in CURVE_SHARES:
        # To show the hottest share is to hide the rest, coldest first.
        found = [
            _hidden(runner, photo, -order, 1 - share) if insert else _hidden(runner, photo, order, share)
            for photo, order in zip(photos, orders, strict=True)
        ]
        means.append(float(np.mean(found)))
    return means
