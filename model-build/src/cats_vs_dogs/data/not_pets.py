"""Pictures with neither a cat nor a dog. Half of them, by their content, are held out to measure the pet score."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from .archive import read_pictures
from .preprocessing import decode


def is_held_out(content: bytes) -> bool:
    """Whether a picture with neither animal serves to measure, and not to fit."""
    return hashlib.sha256(content).digest()[0] % 2 == 1


def held_out_pictures(source: Path) -> list[bytes]:
    """Encoded pictures of an archive or folder that fit nothing. Raises DataError."""
    return [content for content in read_pictures(source) if is_held_out(content)]


def pixels_to_fit(source: Path, size_px: int) -> np.ndarray:
    """The other pictures, as they are and mirrored: uint8 [2 n, size_px, size_px, 3]. Raises DataError."""
    pictures = [decode(content, size_px, size_px) for content in read_pictures(source) if not is_held_out(content)]
    return np.stack([view for pixels in pictures for view in (pixels, pixels[:, ::-1])])
