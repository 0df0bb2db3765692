"""From photos to a released model; dvc.yaml says in which order the steps follow each other."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import typer

from . import commands, steps
from .errors import with_clear_errors
from .steps.check import check
from .steps.fetch import fetch

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)
former_names = typer.Typer(no_args_is_help=True)


def add_commands(app: typer.Typer, folder: ModuleType, title: str) -> None:
    """Add one command for each file of a folder: the file's function of the same name."""
    for file in iter_modules(folder.__path__):
        command = getattr(import_module(f"{folder.__name__}.{file.name}"), file.name)
        app.command(file.name, rich_help_panel=title)(with_clear_errors(command))


add_commands(app, steps, "Steps")
add_commands(app, commands, "Other commands")

former_names.command("download")(with_clear_errors(fetch))
former_names.command("check")(with_clear_errors(check))
app.add_typer(former_names, name="data", help="Former names of `fetch` and `check`.", hidden=True)

if __name__ == "__main__":
    app()
