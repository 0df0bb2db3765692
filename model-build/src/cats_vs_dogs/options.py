"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .paths import PARAMS, WORK

__all__ = ["ARCHIVE", "NOT_PETS", "PARAMS", "WORK", "Data", "HoldOut", "NotPets", "Params", "Work"]

ARCHIVE, NOT_PETS, ORIGINALS = WORK / "archive.zip", WORK / "not-pets.zip", WORK / "originals.zip"

Params = Annotated[Path, typer.Option(help="Parameters of the release.")]
Work = Annotated[Path, typer.Option(help="Folder for intermediate results.")]
Data = Annotated[Path, typer.Option(help="Folder or zip archive with PetImages/Cat/*.jpg and PetImages/Dog/*.jpg.")]
HoldOut = Annotated[
    Path | None,
    typer.Option(
        default_factory=lambda: ORIGINALS if ORIGINALS.exists() else None,
        show_default="work/originals.zip, if it is there",
        help="Archive of photos, at their original size, that never train and serve to evaluate.",
    ),
]
NotPets = Annotated[
    Path,
    typer.Option(help="Folder or zip archive of pictures with neither animal; half of them are held out."),
]
