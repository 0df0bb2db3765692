"""Photos of a data set in the Kaggle layout, from a folder or a zip archive.

The layout is ``PetImages/Cat/N.jpg`` and ``PetImages/Dog/N.jpg``; the two label folders may
lie at any depth, and their case does not matter (``originals/cat/0.jpg`` is read as well).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

LABELS = ("cat", "dog")
"""Labels in the order of the model's output."""

PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})


class DataError(Exception):
    """The data set cannot be used; the message says what was wrong and what is expected."""


@dataclass(frozen=True)
class Photo:
    """One encoded photo: ``name`` is ``label/file``, ``label`` an index into LABELS."""

    name: str
    label: int
    content: bytes


def _label_of(path: PurePosixPath) -> int | None:
    folder = path.parent.name.lower()
    if folder in LABELS and path.suffix.lower() in PHOTO_SUFFIXES:
        return LABELS.index(folder)
    return None


def read_photos(source: Path) -> Iterator[Photo]:
    """Yield the photos of a folder or zip archive, sorted by name.

    Raises DataError when the source is missing, is not a zip archive, or holds no photo.
    """
    if not source.exists():
        raise DataError(f"{source}: no such file or folder")
    found = False
    for name, label, content in _folder(source) if source.is_dir() else _zip(source):
        found = True
        yield Photo(f"{LABELS[label]}/{PurePosixPath(name).name}", label, content)
    if not found:
        raise DataError(f"{source}: no photos found; expected .../Cat/*.jpg and .../Dog/*.jpg, as in PetImages")


def _folder(root: Path) -> Iterator[tuple[str, int, bytes]]:
    paths = sorted(p for p in root.rglob("*") if p.is_file())
    for path in paths:
        name = PurePosixPath(path.relative_to(root.parent).as_posix())
        label = _label_of(name)
        if label is not None:
            yield str(name), label, path.read_bytes()


def _zip(archive: Path) -> Iterator[tuple[str, int, bytes]]:
    try:
        with zipfile.ZipFile(archive) as members:
            for name in sorted(members.namelist()):
                label = _label_of(PurePosixPath(name))
                if label is not None:
                    yield name, label, members.read(name)
    except zipfile.BadZipFile as error:
        raise DataError(f"{archive}: not a zip archive ({error})") from error
