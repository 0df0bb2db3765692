"""Fetch the photos, and see what is in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from . import kaggle
from .archive import DataError
from .check import Kind, Report, check, suspects
from .contact_sheet import contact_sheet
from .fetch import Record, download, take
from .transfer import TransferError

WORK = Path(__file__).parents[3] / "work"
ARCHIVE = WORK / "archive.zip"
MICROSOFT_URL = (
    "https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/kagglecatsanddogs_5340.zip"
)

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)


class Source(StrEnum):
    """Where the photos can be had."""

    KAGGLE = "kaggle"
    MICROSOFT = "microsoft"


@contextmanager
def _clear_errors() -> Iterator[None]:
    """What the user, the network or the disk did wrong ends with one line and exit code 1."""
    try:
        yield
    except (DataError, TransferError) as error:
        message = str(error)
    except OSError as error:
        message = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    else:
        return
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(1)


@app.command("download")
def download_command(
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
    with _clear_errors():
        if from_:
            record, fresh = take(from_, to, expected)
        elif url or source is Source.MICROSOFT:
            address = url or MICROSOFT_URL
            record, fresh = download(address, lambda: address, to, expected)
        else:
            record, fresh = download(kaggle.SOURCE, _kaggle_url, to, expected)
    _say(record, fresh, to)


def _kaggle_url() -> str:
    if not kaggle.has_key():  # public data may be given without one, so this is no error yet
        typer.echo(f"no Kaggle key found, asking without one; {kaggle.HOW_TO_GET_A_KEY}", err=True)
    return kaggle.archive_url()


def _say(record: Record, fresh: bool, place: Path) -> None:
    photos = ", ".join(f"{count:,} {label}s" for label, count in record.photos.items())
    state = "" if fresh else "already there, nothing to do: "
    typer.echo(f"{state}{place}: {photos}, {record.size_bytes / 1e6:,.1f} MB, SHA-256 {record.sha256}")
    if fresh:
        typer.echo("next: npx . model data check")


@app.command("check")
def check_command(
    data: Annotated[Path, typer.Option(help="Folder or zip archive with the photos.")] = ARCHIVE,
    to: Annotated[Path, typer.Option(help="Folder for the report and the contact sheet.")] = WORK / "check",
    processes: Annotated[int, typer.Option(min=1)] = 2,
) -> None:
    """See what is in the photos: counts, sizes, and which of them deserve a look.

    Nothing is changed or deleted: `prepare` leaves out what cannot be used, and its manifest says why.
    """
    with _clear_errors():
        report = check(data, processes)
        to.mkdir(parents=True, exist_ok=True)
        (to / "report.json").write_text(json.dumps(report.as_json(), indent=2) + "\n")
        contact_sheet(suspects(report, data)).save(to / "contact-sheet.png")
    _show(report)
    typer.echo(f"each of them by name in {to / 'report.json'}, and to be seen in {to / 'contact-sheet.png'}")
    typer.echo("next: npx . model prepare")


def _show(report: Report) -> None:
    console = Console()
    photos = Table("", "photos", "decoded")
    for label, count in report.photos.items():
        photos.add_row(label, f"{count:,}", f"{report.decoded[label]:,}")
    sizes = Table("px", "min", "median", "max")
    for side, px in report.size_px.items():
        sizes.add_row(side, *(f"{value:g}" for value in px.values()))
    findings = Table("found", "photos", "groups", "the first")
    for kind in Kind:
        of_kind = report.of_kind(kind)
        names = [name for finding in of_kind for name in finding.photos]
        groups = len(of_kind) if len(names) > len(of_kind) else 0
        findings.add_row(kind, f"{len(names):,}", f"{groups:,}" if groups else "", ", ".join(names[:2]))
    for table in (photos, sizes, findings):
        console.print(table)
