"""What a photo may be given as."""

from os import PathLike, fspath
from pathlib import Path, PurePath
from typing import BinaryIO

Photo = bytes | bytearray | memoryview | str | PathLike[str] | BinaryIO
"""Its bytes, the path of its file, or a file that is open in binary mode."""


def bytes_of(photo: Photo) -> bytes:
    """The bytes of a photo, which every attempt of a request can send again.

    Raises OSError if its file cannot be read.
    """
    if isinstance(photo, bytes | bytearray | memoryview):
        return bytes(photo)
    if isinstance(photo, str | PathLike):
        return Path(photo).read_bytes()
    return photo.read()


def name_of(photo: Photo) -> str:
    """The name of the file, without folders; "photo" if there is none."""
    path = photo if isinstance(photo, str | PathLike) else getattr(photo, "name", None)
    return PurePath(fspath(path)).name if isinstance(path, str | PathLike) else "photo"
