"""Show what is in the photos."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ..data.check import Kind, Report, suspects
from ..data.check import check as check_photos
from ..data.contact_sheet import contact_sheet
from ..options import ARCHIVE, WORK


def check(
    data: Annotated[Path, typer.Option(help="Folder or zip archive with the photos.")] = ARCHIVE,
    to: Annotated[Path, typer.Option(help="Folder for the report and the contact sheet.")] = WORK / "check",
    processes: Annotated[int, typer.Option(min=1)] = 2,
) -> None:
    """See what is in the photos: counts, sizes, and which of them deserve a look.

    Nothing is changed or deleted: `prepare` leaves out what cannot be used, and its manifest says why.
    """
    report = check_photos(data, processes)
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
