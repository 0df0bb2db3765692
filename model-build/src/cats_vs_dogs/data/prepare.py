"""From an archive to what training reads: a manifest and decoded pixels.

Decoding 23,000 JPEGs takes as long as a forward pass over them, so it is done once: the pixels
lie in one uncompressed file that training maps into memory.
"""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from .archive import DataError, Photo, count_photos, read_photos, source_sha256
from .examine import Examined, examine, examine_all
from .near_duplicates import near, near_duplicate_groups
from .split import SPLITS, assign

MANIFEST, PIXELS, SUMMARY = "manifest.csv", "pixels.npy", "summary.json"


@dataclass(frozen=True)
class Entry:
    """A line of the manifest; ``split`` is empty for a photo that is left out for ``reason``."""

    name: str
    label: int
    sha256: str
    split: str
    reason: str


@dataclass(frozen=True)
class DataSet:
    """Prepared photos: entry i of the manifest is row i of ``pixels``.

    pixels: uint8 [n, size, size, 3], memory-mapped. data_sha256: of the manifest, which names
    every photo by its own hash.
    """

    entries: list[Entry]
    pixels: np.memmap
    data_sha256: str

    def indices(self, split: str) -> np.ndarray:
        return np.array([i for i, entry in enumerate(self.entries) if entry.split == split], dtype=np.int64)

    def labels(self, split: str) -> np.ndarray:
        return np.array([entry.label for entry in self.entries if entry.split == split], dtype=np.int64)


def prepare(source: Path, folder: Path, size_px: int, hold_out: Path | None = None, processes: int = 2) -> DataSet:
    """Decode, check and split the photos of ``source`` into ``folder``; see DataSet.

    A photo that cannot be decoded stays in the manifest with its reason, and so does a
    near-duplicate of a photo in ``hold_out``, an archive that is kept for evaluation. Running it
    again on the same sources and size reuses what is there. Raises DataError when too few remain.
    """
    fingerprint = {
        "source_sha256": source_sha256(source),
        "hold_out_sha256": source_sha256(hold_out) if hold_out else None,
        "size_px": size_px,
    }
    summary_path = folder / SUMMARY
    if summary_path.exists() and json.loads(summary_path.read_text())["made_from"] == fingerprint:
        return load(folder)
    folder.mkdir(parents=True, exist_ok=True)
    count = sum(count_photos(source).values())
    pixels = np.lib.format.open_memmap(folder / PIXELS, "w+", np.uint8, (count, size_px, size_px, 3))
    rows: list[Examined] = []
    for row in examine_all(source, size_px, processes):
        if row.pixels is not None:
            pixels[len(rows)] = row.pixels
        rows.append(replace(row, pixels=None))
    pixels.flush()
    held_out = _hashes(hold_out, size_px) if hold_out else np.array([], dtype=np.uint64)
    entries = _entries(rows, held_out)
    _write_manifest(folder, entries)
    counts = {name: sum(e.split == name for e in entries) for name in SPLITS}
    if not all(counts.values()):
        raise DataError(f"{source}: too few usable photos to split ({counts})")
    left_out = sorted({e.reason for e in entries if e.reason})
    summary = {
        "made_from": fingerprint,
        "photos": count,
        "splits": counts,
        "left_out": {reason: sum(e.reason == reason for e in entries) for reason in left_out},
    }
    summary_path.write_text(json.dumps(summary, indent=2))
    return load(folder)


def load(folder: Path) -> DataSet:
    """What ``prepare`` left in a folder. Raises DataError when it has not run there."""
    path = folder / MANIFEST
    if not (folder / SUMMARY).exists():
        raise DataError(f"{folder}: no prepared data; run the prepare command first")
    with path.open(newline="") as file:
        entries = [
            Entry(r["name"], int(r["label"]), r["sha256"], r["split"], r["reason"]) for r in csv.DictReader(file)
        ]
    pixels = np.load(folder / PIXELS, mmap_mode="r")
    return DataSet(entries, pixels, hashlib.sha256(path.read_bytes()).hexdigest())


def photos_of(source: Path, data: DataSet, split: str) -> list[Photo]:
    """The encoded photos of a split, from the archive or folder that was prepared. Raises DataError."""
    names = {entry.name for entry in data.entries if entry.split == split}
    return [photo for photo in read_photos(source) if photo.name in names]


def _hashes(source: Path, size_px: int) -> np.ndarray:
    """Perceptual hashes of an archive's photos; what is no photo has none, and nothing can be its near-duplicate."""
    examined = (examine(photo, size_px) for photo in read_photos(source))
    return np.array([photo.hash for photo in examined if photo.hash is not None], dtype=np.uint64)


def _entries(rows: list[Examined], held_out: np.ndarray) -> list[Entry]:
    rows = [_without_held_out(row, held_out) for row in rows]
    usable = [row for row in rows if not row.error]
    groups = near_duplicate_groups(np.array([row.hash for row in usable], dtype=np.uint64))
    assigned = iter(assign([row.sha256 for row in usable], [row.label for row in usable], groups))
    entries = []
    for row in rows:
        if row.error:
            entries.append(Entry(row.name, row.label, row.sha256, "", row.error))
        else:
            assignment = next(assigned)
            entries.append(Entry(row.name, row.label, row.sha256, assignment.split or "", assignment.reason))
    return entries


def _without_held_out(row: Examined, held_out: np.ndarray) -> Examined:
    if row.hash is not None and not row.error and near(np.uint64(row.hash), held_out).any():
        return replace(row, error="near-duplicate of a photo in the hold-out archive")
    return row


def _write_manifest(folder: Path, entries: list[Entry]) -> None:
    with (folder / MANIFEST).open("w", newline="") as file:
        writer = csv.DictWriter(file, ["name", "label", "sha256", "split", "reason"])
        writer.writeheader()
        writer.writerows(asdict(entry) for entry in entries)
