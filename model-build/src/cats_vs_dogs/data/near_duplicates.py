"""Groups of near-duplicate photos, by perceptual hash."""

from __future__ import annotations

import imagehash
import numpy as np
from PIL import Image

MAX_DISTANCE_BITS = 6
"""Hamming distance up to which two 64-bit perceptual hashes mean the same picture.

Measured on 22,991 photos: all 31 pairs that look the same lie at 0 to 2 bits, the nearest pair
that does not lies at 8.
"""


def perceptual_hash(image: Image.Image) -> int:
    """64-bit DCT hash (pHash), as an unsigned integer."""
    return int(str(imagehash.phash(image)), 16)


def near(a: np.ndarray | np.uint64, b: np.ndarray) -> np.ndarray:
    """Whether hashes mean the same picture; uint64 arrays that broadcast, to bool."""
    is_near: np.ndarray = np.bitwise_count(a ^ b) <= MAX_DISTANCE_BITS
    return is_near


def near_duplicate_groups(hashes: np.ndarray, block_rows: int = 512) -> np.ndarray:
    """Group number of each hash: connected components of "at most MAX_DISTANCE_BITS apart".

    hashes: uint64 [n]. Returns int64 [n]; the number of a group is its smallest index.
    Compares all pairs in blocks: 3 s for 23,000 photos, block_rows * n bytes at a time.
    """
    parent = np.arange(len(hashes))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for start in range(0, len(hashes), block_rows):
        block = hashes[start : start + block_rows]
        for row, column in zip(*np.nonzero(near(block[:, None], hashes[None, start:])), strict=True):
            a, b = root(start + row), root(start + column)
            parent[max(a, b)] = min(a, b)
    return np.array([root(index) for index in range(len(hashes))], dtype=np.int64)
