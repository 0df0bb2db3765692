"""Fetch the photos, once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..data import kaggle
from ..data.fetch import Record, download, take
from ..options import ARCHIVE

MICROSOFT_URL = (
    "https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/kagglecatsanddogs_5340.zip"
)


class Source(StrEnum):
    """Where the photos can be had."""

    KAGGLE = "kaggle"
    MICROSOFT = "microsoft"


def fetch(
    source: Annotated[
        Source, typer.Option(help="Kaggle wants a key; Microsoft's archive is larger and wants none.")
    ] = (Source.KAGGLE),
    from_: Annotated[
        Path | None, typer.Option("--from", metavar="FILE|FOLDER", help="Take photos that are on this machine instead.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Fetch an archive from this address instead.")] = None,
    to: Annotated[Path, typer.Option(help="Where the archive is kept.")] = ARCHIVE,
    sha256: Annotated[str | None, typer.Option(help="SHA-256 that the archive must have.")] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Fetch nothing where an archive is already, wherever it came from.")
    ] = False,
) -> None:
    """Fetch the photos, once; an interrupted download goes on.

    A key for Kaggle is in KAGGLE_USERNAME and KAGGLE_KEY, or in kaggle.json in ~/.kaggle.
    """
    if from_ and url:
        raise typer.BadParameter("take --from or --url, not both")
    if keep and to.exists():
        typer.echo(f"{to} is kept")
        return
    expected = sha256.lower() if sha256 else None
    if from_:
        record, fresh = take(from_, to, expected)
    elif url or source is Source.MICROSOFT:
        address = url or MICROSOFT_URL
        record, fresh = download(address, lambda: address, to, expected)
    else:
        record, fresh = download(kaggle.SOURCE, _kaggle_url, to, expected)
    _show(record, fresh, to)


def _kaggle_url() -> str:
    if not kaggle.has_key():  # public data may be given without one, so this is no error yet
        typer.echo(f"no Kaggle key found, asking without one; {kaggle.HOW_TO_GET_A_KEY}", err=True)
    return kaggle.archive_url()


def _show(record: Record, fresh: bool, place: Path) -> None:
    photos = ", ".join(f"{count:,} {label}s" for label, count in record.photos.items())
    state = "" if fresh else "already there, nothing to do: "
    typer.echo(f"{state}{place}: {photos}, {record.size_bytes / 1e6:,.1f} MB, SHA-256 {record.sha256}")
    if fresh:
        typer.echo("next: npx . model check")
