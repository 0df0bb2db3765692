"""The 80/10/10 split, by content.

Each photo's split is a function of its own bytes alone, so that no other photo, name, file order
or machine can move it. Near-duplicates whose splits differ would leak from training into the
test: the group then keeps its members of the most held-out split, and the others are left out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

TRAIN, VALIDATION, TEST = "train", "validation", "test"
SPLITS = (TRAIN, VALIDATION, TEST)
SHARES_PERCENT = {TRAIN: 80, VALIDATION: 10, TEST: 10}
SALT = b"cats-vs-dogs split 1:"
"""Changing it moves every photo, and makes all earlier test figures incomparable."""


def split_of(sha256_hex: str) -> str:
    """Split of a photo, from the SHA-256 of its file."""
    digest = hashlib.sha256(SALT + sha256_hex.encode()).digest()
    percent = int.from_bytes(digest[:8], "big") * 100 >> 64
    if percent < SHARES_PERCENT[TRAIN]:
        return TRAIN
    return VALIDATION if percent < SHARES_PERCENT[TRAIN] + SHARES_PERCENT[VALIDATION] else TEST


@dataclass(frozen=True)
class Assignment:
    """``split`` of a photo, or None and why it is left out."""

    split: str | None
    reason: str = ""


def assign(sha256_hex: list[str], labels: list[int], groups: np.ndarray) -> list[Assignment]:
    """Assign photos to splits; all three arguments have one entry a photo.

    Left out are: photos whose near-duplicate carries the other label, exact copies but the
    first, and near-duplicates of photos in a more held-out split.
    """
    members: dict[int, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(int(group), []).append(index)
    assignments: list[Assignment] = [Assignment(None)] * len(sha256_hex)
    for group in members.values():
        own = {index: split_of(sha256_hex[index]) for index in group}
        most_held_out = max(own.values(), key=SPLITS.index)
        seen: set[str] = set()
        for index in group:
            if len({labels[member] for member in group}) > 1:
                assignments[index] = Assignment(None, "near-duplicates carry both labels")
            elif sha256_hex[index] in seen:
                assignments[index] = Assignment(None, "exact copy of another photo")
            elif own[index] != most_held_out:
                assignments[index] = Assignment(None, f"near-duplicate of a {most_held_out} photo")
            else:
                assignments[index] = Assignment(own[index])
            seen.add(sha256_hex[index])
    return assignments
