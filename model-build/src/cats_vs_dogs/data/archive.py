"""Photos of a data set in the Kaggle layout, from a folder or a zip archive.

The layout is ``PetImages/Cat/N.jpg`` and ``PetImages/Dog/N.jpg``; the two label folders may
lie at any depth, and their case does not matter (``originals/cat/0.jpg`` is read as well).
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

LABELS = ("cat", "dog")
"""Labels in the order of the model's output."""

LabelOf = Callable[[PurePosixPath], int | None]
"""The label of a file by its path, or None for one that is no photo of the data set."""

PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
EXPECTED = "expected .../Cat/*.jpg and .../Dog/*.jpg, as in PetImages"


class DataError(Exception):
    """The data set cannot be used; the message says what was wrong and what is expected."""


@dataclass(frozen=True)
class Photo:
    """One encoded photo: ``name`` is ``label/file``, ``label`` an index into LABELS."""

    name: str
    label: int
    content: bytes

    @property
    def sha256(self) -> str:
        """By which a photo is known wherever it lies."""
        return hashlib.sha256(self.content).hexdigest()


def _label_of(path: PurePosixPath) -> int | None:
    folder = path.parent.name.lower()
    if folder in LABELS and path.suffix.lower() in PHOTO_SUFFIXES:
        return LABELS.index(folder)
    return None


def _any_picture(path: PurePosixPath) -> int | None:
    return 0 if path.suffix.lower() in PHOTO_SUFFIXES else None


def read_photos(source: Path) -> Iterator[Photo]:
    """Yield the photos of a folder or zip archive, sorted by name.

    Raises DataError when the source is missing, is not a zip archive, is damaged, or holds no photo.
    """
    _require(source)
    found = False
    for name, label, content in _folder(source) if source.is_dir() else _zip(source):
        found = True
        yield Photo(f"{LABELS[label]}/{PurePosixPath(name).name}", label, content)
    if not found:
        raise DataError(f"{source}: no photos found; {EXPECTED}")


def read_pictures(source: Path) -> Iterator[bytes]:
    """Yield the pictures of a folder or zip archive, whatever their folders, sorted by name.

    Raises DataError as ``read_photos`` does.
    """
    _require(source)
    found = False
    for _, _, content in _folder(source, _any_picture) if source.is_dir() else _zip(source, _any_picture):
        found = True
        yield content
    if not found:
        raise DataError(f"{source}: no pictures found")


def count_photos(source: Path) -> dict[str, int]:
    """Photos of each label in a folder or zip archive, by their names alone.

    Raises DataError when the source is missing, is not a zip archive, or a label has no photo.
    """
    _require(source)
    names = _folder_names(source) if source.is_dir() else _zip_names(source)
    counts = Counter(label for _, label in names)
    for label, text in enumerate(LABELS):
        if not counts[label]:
            raise DataError(f"{source}: no {text} photos found; {EXPECTED}")
    return {text: counts[label] for label, text in enumerate(LABELS)}


def source_sha256(source: Path) -> str:
    """Hash of an archive's bytes, or of the names and contents of a folder's photos.

    Raises DataError as ``read_photos`` does.
    """
    if source.is_file():
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    digest = hashlib.sha256()
    for photo in read_photos(source):
        digest.update(photo.name.encode() + hashlib.sha256(photo.content).digest())
    return digest.hexdigest()


def zip_folder(folder: Path, archive: Path) -> None:
    """Write the photos of a folder into an archive; the same photos give the same bytes."""
    with zipfile.ZipFile(archive, "w") as members:  # stored: a JPEG does not get smaller
        for name, _, content in _folder(folder):
            members.writestr(zipfile.ZipInfo(name), content)  # dated 1980, not today


def _require(source: Path) -> None:
    if not source.exists():
        raise DataError(f"{source}: no such file or folder; the command `fetch` fetches the photos")


def _folder_names(root: Path, label_of: LabelOf = _label_of) -> Iterator[tuple[Path, int]]:
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        label = label_of(PurePosixPath(path.relative_to(root.parent).as_posix()))
        if label is not None:
            yield path, label


def _folder(root: Path, label_of: LabelOf = _label_of) -> Iterator[tuple[str, int, bytes]]:
    for path, label in _folder_names(root, label_of):
        yield path.relative_to(root.parent).as_posix(), label, path.read_bytes()


def _zip_names(archive: Path, label_of: LabelOf = _label_of) -> list[tuple[str, int]]:
    try:
        with zipfile.ZipFile(archive) as members:
            named = [(name, label_of(PurePosixPath(name))) for name in sorted(members.namelist())]
    except zipfile.BadZipFile as error:
        raise DataError(f"{archive}: not a zip archive ({error})") from error
    return [(name, label) for name, label in named if label is not None]


def _zip(archive: Path, label_of: LabelOf = _label_of) -> Iterator[tuple[str, int, bytes]]:
    names = _zip_names(archive, label_of)
    with zipfile.ZipFile(archive) as members:
        for name, label in names:
            try:
                content = members.read(name)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:  # the last: encrypted
                raise DataError(f"{archive}: {name} cannot be read, the archive is damaged ({error})") from error
            yield name, label, content
