"""What there is to know about a photo before it is used: read once, by ``prepare`` and ``check`` alike."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError
from tqdm import tqdm

from ..processes import process_pool
from .archive import Photo, count_photos, read_photos
from .near_duplicates import perceptual_hash
from .preprocessing import PreprocessingError, decode

BATCH_PHOTOS = 512
"""Bounds what lies in memory, encoded or decoded, at a time."""

UNREADABLE = (PreprocessingError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)
"""What the decoders raise for bytes that are no photo; SyntaxError is Pillow's for a broken AVIF or PNG."""


@dataclass(frozen=True)
class Examined:
    """A photo's facts.

    ``error`` is empty when the photo can be decoded, and ``cause`` is else what the decoder said.
    ``format`` (as Pillow names it), ``mode``, width and height come from the header, and are
    empty when not even that can be read. ``hash`` is the perceptual hash, and ``pixels`` is uint8
    [size, size, 3].
    """

    name: str
    label: int
    sha256: str
    size_bytes: int
    format: str = ""
    mode: str = ""
    width_px: int = 0
    height_px: int = 0
    hash: int | None = None
    pixels: np.ndarray | None = None
    error: str = ""
    cause: str = ""


def examine(photo: Photo, size_px: int, keep_pixels: bool = True) -> Examined:
    """Facts of a photo, decoded to ``size_px``; a photo that cannot be decoded has an error, and raises none."""
    known = Examined(photo.name, photo.label, photo.sha256, len(photo.content))
    try:
        with Image.open(io.BytesIO(photo.content)) as image:
            known = replace(
                known, format=image.format or "", mode=image.mode, width_px=image.width, height_px=image.height
            )
            known = replace(known, hash=perceptual_hash(image.convert("RGB")))
        pixels = decode(photo.content, size_px, size_px)
    except UNREADABLE as error:
        # Pillow's own text for an unknown format names an object in memory.
        cause = "of no known format" if isinstance(error, UnidentifiedImageError) else " ".join(str(error).split())
        return replace(known, error=f"cannot be decoded: {type(error).__name__}", cause=cause)
    return replace(known, pixels=pixels) if keep_pixels else known


def examine_all(source: Path, size_px: int, processes: int, keep_pixels: bool = True) -> Iterator[Examined]:
    """Facts of every photo, in the order of ``read_photos``, with a progress bar.

    Raises DataError when the source cannot be read.
    """
    total = sum(count_photos(source).values())
    read = partial(examine, size_px=size_px, keep_pixels=keep_pixels)
    photos = read_photos(source)
    with process_pool(processes) as pool, tqdm(total=total, desc="decode", unit="photo") as progress:
        while batch := list(islice(photos, BATCH_PHOTOS)):
            for examined in pool.map(read, batch, chunksize=32):
                yield examined
                progress.update()
