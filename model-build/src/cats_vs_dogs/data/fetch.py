"""The archive at its place: fetched or taken once, checked, and with a record of what it is beside it.

An archive that is there is never overwritten: what was trained on it refers to it.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from .archive import DataError, count_photos, source_sha256, zip_folder
from .transfer import forget, transfer


@dataclass(frozen=True)
class Record:
    """``source`` of an archive, its hash and size, and its photos by label."""

    source: str
    sha256: str
    size_bytes: int
    photos: dict[str, int]


def download(source: str, url: Callable[[], str], place: Path, sha256: str | None = None) -> tuple[Record, bool]:
    """Fetch ``source`` to ``place`` unless it is there; returns its record and whether it was fetched.

    ``url`` is asked for the address when it is needed. Raises TransferError when the file does
    not arrive, and DataError when it is not the photos, does not have the hash ``sha256``, or the
    place holds something else.
    """
    if place.exists():
        return _there(place, source, sha256), False
    part = _beside(place, ".part")
    place.parent.mkdir(parents=True, exist_ok=True)
    transfer(url(), part, source)
    try:
        record = _record(part, source, sha256)
    except DataError as error:
        forget(part)  # going on from what is wrong would never end well
        raise DataError(f"{source} did not send the photos: {error}") from error
    _put(part, place, record)
    forget(part)
    return record, True


def take(origin: Path, place: Path, sha256: str | None = None) -> tuple[Record, bool]:
    """Put the archive or folder ``origin`` at ``place``; returns its record and whether it was put there.

    An archive is linked, or copied from another file system; of a folder, an archive is made.
    Raises DataError when it is not the photos, does not have the hash ``sha256``, or the place
    holds something else.
    """
    if not origin.exists():
        raise DataError(f"{origin}: no such file or folder")
    count_photos(origin)  # before gigabytes are copied
    place.parent.mkdir(parents=True, exist_ok=True)
    staged = _beside(place, ".new")
    staged.unlink(missing_ok=True)
    try:
        if origin.is_dir():
            zip_folder(origin, staged)
        else:
            _link_or_copy(origin.resolve(), staged)
        record = _record(staged, str(origin), sha256)
        if place.exists():
            return _there(place, None, record.sha256), False
        _put(staged, place, record)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise DataError(f"{place.parent} is full; make room and run it again") from error
    finally:
        staged.unlink(missing_ok=True)
    return record, True


def _there(place: Path, source: str | None, sha256: str | None) -> Record:
    """Record of the archive at its place, if that is the wanted one. Raises DataError when not."""
    advice = "move it away, or name another place with --to"
    try:
        record = Record(**json.loads(_beside(place, ".json").read_text()))
    except (FileNotFoundError, ValueError, TypeError) as error:
        raise DataError(f"{place} is there, but not from here (it has no record); {advice}") from error
    if source_sha256(place) != record.sha256:
        raise DataError(f"{place} has changed since it came from {record.source}; {advice}")
    if (source or record.source) != record.source or (sha256 or record.sha256) != record.sha256:
        raise DataError(f"{place} holds other photos, from {record.source}; {advice}")
    return record


def _record(archive: Path, source: str, sha256: str | None) -> Record:
    record = Record(source, source_sha256(archive), archive.stat().st_size, count_photos(archive))
    if sha256 not in (None, record.sha256):
        raise DataError(f"{archive}: its SHA-256 is {record.sha256}, not {sha256}")
    return record


def _put(staged: Path, place: Path, record: Record) -> None:
    # The record first: an archive at its place is always a whole one with a record.
    _beside(place, ".json").write_text(json.dumps(asdict(record), indent=2) + "\n")
    os.replace(staged, place)


def _link_or_copy(origin: Path, staged: Path) -> None:
    try:
        os.link(origin, staged)
    except OSError:  # another file system, or one without links
        shutil.copyfile(origin, staged)


def _beside(place: Path, suffix: str) -> Path:
    return place.with_name(place.name + suffix)
