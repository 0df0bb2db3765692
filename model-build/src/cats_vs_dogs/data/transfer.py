"""One large file over HTTP, which goes on where an interruption left it.

What has arrived lies in the part; ``PART.json`` beside it says of which source and which version.
The rest is asked for with If-Range, so that a file that changed meanwhile comes whole again
instead of being glued to the beginning of its former self.
"""

from __future__ import annotations

import errno
import json
import shutil
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import requests
from tqdm import tqdm

CHUNK_BYTES = 1 << 16  # as much is lost, at most, of what arrived before a cut
CONNECT_TIMEOUT_SECONDS = 10
READ_TIMEOUT_SECONDS = 60  # between two packets, not for the whole file


class TransferError(Exception):
    """The file did not arrive; the message says on one line why, and what to do."""


def transfer(url: str, part: Path, source: str) -> None:
    """Fetch the file at ``url`` into ``part``; ``source`` names it, whatever address it has today.

    Raises TransferError when the server cannot be reached, refuses, or is cut off, and when the
    disk is too small; what has arrived is kept for the next call, except of another version.
    """
    offset_bytes, validator = _begun(part, source)
    headers = {"Accept-Encoding": "identity"}  # Content-Length is then the size of the file
    if offset_bytes:
        headers |= {"Range": f"bytes={offset_bytes}-", "If-Range": validator}
    try:
        response = requests.get(
            url, headers=headers, stream=True, timeout=(CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS)
        )
    except requests.RequestException as error:
        raise unreachable(url, error) from error
    with response:
        if offset_bytes and not _continues(response, offset_bytes, validator):
            if response.headers.get("Content-Range") == f"bytes */{offset_bytes}":
                return  # nothing is missing: it was interrupted after the last byte
            if response.status_code in (HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE):
                forget(part)
                return transfer(url, part, source)
            if response.status_code == HTTPStatus.OK:  # another version, whole
                forget(part)
                offset_bytes = 0
        if not response.ok:
            raise TransferError(f"{_host(url)} answered {response.status_code} {response.reason}")
        _receive(response, part, source, offset_bytes)


def forget(part: Path) -> None:
    """Delete what has arrived."""
    part.unlink(missing_ok=True)
    _state(part).unlink(missing_ok=True)


def unreachable(url: str, error: requests.RequestException) -> TransferError:
    """What to tell of a request that got no answer: the system's own reason, not three libraries' wrappings."""
    if isinstance(error, ValueError):  # no address at all
        return TransferError(str(error))
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror and not isinstance(cause, requests.RequestException):
            return TransferError(f"{_host(url)} cannot be reached ({cause.strerror}); is there a network?")
        cause = cause.__cause__ or cause.__context__
    return TransferError(f"{_host(url)} cannot be reached ({type(error).__name__}); is there a network?")


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2] or url


def _state(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _begun(part: Path, source: str) -> tuple[int, str]:
    """Bytes that have arrived and the version they are of; 0 when there is nothing to go on from."""
    try:
        state = json.loads(_state(part).read_text())
        if state["source"] == source and state["validator"]:
            return part.stat().st_size, state["validator"]
    except (FileNotFoundError, ValueError, KeyError):
        pass
    forget(part)
    return 0, ""


def _validator(response: requests.Response) -> str:
    """Version of the file, for If-Range, which takes no weak ETag; empty when the server does not tell."""
    etag = response.headers.get("ETag", "")
    return etag if etag and not etag.startswith("W/") else response.headers.get("Last-Modified", "")


def _continues(response: requests.Response, offset_bytes: int, validator: str) -> bool:
    """Whether the answer is the rest of the same version; some servers send the rest of another one."""
    return (
        response.status_code == HTTPStatus.PARTIAL_CONTENT
        and response.headers.get("Content-Range", "").startswith(f"bytes {offset_bytes}-")
        and _validator(response) in ("", validator)
    )


def _receive(response: requests.Response, part: Path, source: str, offset_bytes: int) -> None:
    length = response.headers.get("Content-Length")
    total_bytes = offset_bytes + int(length) if length else None
    free_bytes = shutil.disk_usage(part.parent).free
    if length and int(length) > free_bytes:
        raise TransferError(f"{part.parent} has too little room: {_mb(int(length))} needed, {_mb(free_bytes)} free")
    if not offset_bytes:
        _state(part).write_text(json.dumps({"source": source, "validator": _validator(response)}))
    try:
        with (
            part.open("ab" if offset_bytes else "wb") as file,
            tqdm(
                total=total_bytes, initial=offset_bytes, desc="download", unit="B", unit_scale=True, unit_divisor=1000
            ) as progress,
        ):
            for chunk in response.iter_content(CHUNK_BYTES):
                file.write(chunk)
                progress.update(len(chunk))
    except requests.RequestException as error:
        raise _cut_off(part, total_bytes) from error
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise TransferError(f"{part.parent} is full; make room and run it again to go on") from error
    if total_bytes is not None and part.stat().st_size != total_bytes:
        raise _cut_off(part, total_bytes)


def _cut_off(part: Path, total_bytes: int | None) -> TransferError:
    of_total = f" of {_mb(total_bytes)}" if total_bytes is not None else ""
    return TransferError(
        f"the connection was cut after {_mb(part.stat().st_size)}{of_total}; run it again to go on from there"
    )


def _mb(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:,.1f} MB"
