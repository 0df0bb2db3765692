"""What is in the photos: counts, sizes, and each photo that deserves a look. Nothing is changed or deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from statistics import median
from typing import Any

import numpy as np

from .archive import LABELS, DataError, read_photos, source_sha256
from .contact_sheet import Section, Tile
from .examine import Examined, examine_all
from .near_duplicates import MAX_DISTANCE_BITS, near_duplicate_groups

DECODED_PX = 136
"""What the first pass sees: the smallest size at which the function decodes a photo."""

TINY_PX = DECODED_PX
"""Shortest side under which even the first pass sees a photo enlarged, with detail that is not there."""

FORMATS = {".jpg": ("JPEG", "MPO"), ".jpeg": ("JPEG", "MPO"), ".png": ("PNG",), ".webp": ("WEBP",)}
"""Formats, as Pillow names them, that a suffix promises; MPO is a JPEG with more pictures behind it."""

MAX_TILES = 64
"""Photos of a kind on the contact sheet; the report names them all."""


class Kind(StrEnum):
    """What is remarkable about a photo, or about a group of them; the worst first."""

    EMPTY = "zero bytes"
    TRUNCATED = "truncated"
    UNDECODABLE = "cannot be decoded"
    BOTH_LABELS = "near-duplicates with both labels"
    EXACT_COPIES = "exact copies"
    NEAR_DUPLICATES = "near-duplicates"
    DISGUISED = "another format than its name says"
    CMYK = "stored as CMYK"
    GREYSCALE = "stored as greyscale"
    TINY = f"shorter side under {TINY_PX} px"


@dataclass(frozen=True)
class Finding:
    """One remarkable photo, or the photos of one group, and what is remarkable."""

    kind: Kind
    photos: tuple[str, ...]
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """``photos`` by label, how many of them can be ``decoded``, their sizes, and the findings by kind."""

    source_sha256: str
    photos: dict[str, int]
    decoded: dict[str, int]
    size_px: dict[str, dict[str, float]]
    findings: list[Finding]

    def of_kind(self, kind: Kind) -> list[Finding]:
        return [finding for finding in self.findings if finding.kind is kind]

    def as_json(self) -> dict[str, Any]:
        """The report with the kinds by their names in code, which stay when a text changes."""
        limits = {"tiny_px": TINY_PX, "near_duplicate_bits": MAX_DISTANCE_BITS}
        findings = [asdict(finding) | {"kind": finding.kind.name.lower()} for finding in self.findings]
        return asdict(self) | {"limits": limits, "findings": findings}


def check(source: Path, processes: int = 2) -> Report:
    """Examine every photo of a folder or archive. Raises DataError when it cannot be used to train on."""
    photos = list(examine_all(source, DECODED_PX, processes, keep_pixels=False))
    decoded = _by_label(photo for photo in photos if not photo.error)
    for label, count in decoded.items():
        if not count:
            raise DataError(f"{source}: no {label} photo can be decoded")
    sizes = {
        "width": [p.width_px for p in photos if not p.error],
        "height": [p.height_px for p in photos if not p.error],
    }
    return Report(
        source_sha256(source),
        _by_label(photos),
        decoded,
        {side: {"min": min(px), "median": median(px), "max": max(px)} for side, px in sizes.items()},
        find(photos),
    )


def find(photos: list[Examined]) -> list[Finding]:
    """Everything remarkable, kind by kind; a photo can be remarkable in several ways."""
    findings = [Finding(kind, (photo.name,), detail) for photo in photos for kind, detail in _alone(photo)]
    findings += _together(photos)
    return sorted(findings, key=lambda finding: list(Kind).index(finding.kind))  # stable: by name within a kind


def suspects(report: Report, source: Path) -> list[Section]:
    """The contact sheet's sections: the first photos of each kind, those of a group side by side."""
    captions = {
        kind: [(name, finding.detail) for finding in report.of_kind(kind) for name in finding.photos] for kind in Kind
    }
    shown = {name for of_kind in captions.values() for name, _ in of_kind[:MAX_TILES]}
    contents = {photo.name: photo.content for photo in read_photos(source) if photo.name in shown}
    return [
        Section(
            f"{kind}: {min(len(of_kind), MAX_TILES)} of {len(of_kind)}",
            [Tile(contents[name], (name, detail)) for name, detail in of_kind[:MAX_TILES]],
        )
        for kind, of_kind in captions.items()
        if of_kind
    ]


def _alone(photo: Examined) -> Iterable[tuple[Kind, str]]:
    if not photo.size_bytes:
        yield Kind.EMPTY, ""
    elif photo.error:
        # Pillow's word, in all formats but WebP, of which it says nothing
        yield Kind.TRUNCATED if "truncated" in photo.cause.lower() else Kind.UNDECODABLE, photo.cause
    if photo.format and photo.format not in FORMATS[PurePosixPath(photo.name).suffix.lower()]:
        yield Kind.DISGUISED, photo.format
    if photo.mode == "CMYK":
        yield Kind.CMYK, ""
    if photo.mode in ("1", "L", "LA", "I;16", "I"):
        yield Kind.GREYSCALE, ""
    if photo.format and min(photo.width_px, photo.height_px) < TINY_PX:
        yield Kind.TINY, f"{photo.width_px}x{photo.height_px}"


def _together(photos: list[Examined]) -> Iterable[Finding]:
    """Groups, as ``prepare`` sees them; the empty files are no copies of each other."""
    for group in _groups((photo for photo in photos if photo.size_bytes), lambda photo: photo.sha256):
        yield Finding(Kind.EXACT_COPIES, _names(group))
    decoded = [photo for photo in photos if not photo.error]
    numbers = near_duplicate_groups(np.array([photo.hash for photo in decoded], dtype=np.uint64))
    number_of = dict(zip(map(id, decoded), numbers.tolist(), strict=True))
    for group in _groups(decoded, lambda photo: number_of[id(photo)]):
        if len({photo.label for photo in group}) > 1:
            yield Finding(Kind.BOTH_LABELS, _names(group))
        if len({photo.sha256 for photo in group}) > 1:
            yield Finding(Kind.NEAR_DUPLICATES, _names(group))


def _groups(photos: Iterable[Examined], key: Callable[[Examined], Hashable]) -> list[list[Examined]]:
    groups: dict[Hashable, list[Examined]] = defaultdict(list)
    for photo in photos:
        groups[key(photo)].append(photo)
    return [group for group in groups.values() if len(group) > 1]


def _names(photos: Iterable[Examined]) -> tuple[str, ...]:
    return tuple(photo.name for photo in photos)


def _by_label(photos: Iterable[Examined]) -> dict[str, int]:
    labels = [photo.label for photo in photos]
    return {text: labels.count(label) for label, text in enumerate(LABELS)}
