"""What the commands share: their options, and how a mistake ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from .artifact.contract import ContractError
from .data.archive import DataError
from .evaluation.served import ServedError
from .parameters import ParametersError, read_parameters
from .pipeline import GateError, Pipeline
from .tracking import TrackingError
from .training.loop import RunError

ROOM = Path(__file__).parents[2]
PARAMS, WORK = ROOM / "params.yaml", ROOM / "work"

Params = Annotated[Path, typer.Option(help="Parameters of the release.")]
Work = Annotated[Path, typer.Option(help="Folder for intermediate results.")]

ERRORS = (
    *(ContractError, DataError, GateError, ParametersError, RunError, ServedError, TrackingError),
    ModuleNotFoundError,
)


@contextmanager
def open_pipeline(params: Path, work: Path) -> Iterator[Pipeline]:
    """A mistake of the user's, or a failed gate, ends with one clear message and exit code 1."""
    try:
        work.mkdir(parents=True, exist_ok=True)
        yield Pipeline(read_parameters(params), work)
    except ERRORS as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
    except FileNotFoundError as error:
        typer.echo(f"error: {error.filename} does not exist; has the command before this one been run?", err=True)
        raise typer.Exit(1) from error
