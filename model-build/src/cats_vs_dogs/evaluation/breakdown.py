"""Accuracy by what kind of photo it is: how bright, and how large."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

# Upper bounds of the groups; the last group has none.
BRIGHTNESS = {"under 80": 80.0, "80 to 159": 160.0, "160 and more": np.inf}
SHORTER_SIDE_PX = {"under 200": 200.0, "200 to 399": 400.0, "400 and more": np.inf}
THUMBNAIL_PX = 64


def by_brightness(photos: Sequence[bytes], correct: np.ndarray) -> dict[str, dict[str, float]]:
    """Count and accuracy by mean luminance (ITU-R 601, 0 to 255) of encoded photos; correct is bool [n]."""
    return _by(BRIGHTNESS, np.array([_luminance(content) for content in photos]), correct)


def by_shorter_side(photos: Sequence[bytes], correct: np.ndarray) -> dict[str, dict[str, float]]:
    """Count and accuracy by the shorter side of encoded photos, in pixels; correct is bool [n]."""
    return _by(SHORTER_SIDE_PX, np.array([_shorter_side_px(content) for content in photos]), correct)


def _by(bounds: dict[str, float], values: np.ndarray, correct: np.ndarray) -> dict[str, dict[str, float]]:
    group = np.digitize(values, list(bounds.values())[:-1])
    return {
        name: {"count": int((group == index).sum()), "accuracy": float(correct[group == index].mean())}
        for index, name in enumerate(bounds)
        if (group == index).any()
    }


def _luminance(content: bytes) -> float:
    with Image.open(io.BytesIO(content)) as image:
        image.draft("RGB", (THUMBNAIL_PX, THUMBNAIL_PX))  # a JPEG is decoded to few pixels
        return float(np.asarray(image.convert("L")).mean())


def _shorter_side_px(content: bytes) -> int:
    with Image.open(io.BytesIO(content)) as image:
        return min(image.size)
