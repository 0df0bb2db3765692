"""How a command ends when the user, the network or the disk is at fault: one line, and exit code 1."""

from __future__ import annotations

import functools
from collections.abc import Callable

import typer

from .artifact.contract import ContractError
from .data.archive import DataError
from .data.transfer import TransferError
from .evaluation.gate import GateError
from .evaluation.served import ServedError
from .parameters import ParametersError
from .tracking import TrackingError
from .training.recipe import RunError

ERRORS = (
    *(ContractError, DataError, GateError, ParametersError, RunError, ServedError, TrackingError, TransferError),
    ModuleNotFoundError,
)


def with_clear_errors(command: Callable[..., None]) -> Callable[..., None]:
    """The same command, which prints an expected error as one line and ends with exit code 1."""

    @functools.wraps(command)
    def run(*arguments: object, **options: object) -> None:
        try:
            command(*arguments, **options)
        except ERRORS as error:
            message = str(error)
        except FileNotFoundError as error:
            message = f"{error.filename} does not exist; has the command before this one been run?"
        except OSError as error:
            message = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        else:
            return
        typer.echo(f"error: {message}", err=True)
        raise typer.Exit(1)

    return run
