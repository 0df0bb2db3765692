"""Serve the page of MLflow."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from ..options import WORK, Work
from ..tracking import store


def ui(port: Annotated[int, typer.Option(min=1, max=65535)] = 5000, work: Work = WORK) -> None:
    """Serve MLflow's page on the runs in work, at http://localhost:5000, and print the address of the runs."""
    uri = store.tracking_uri(work)
    if uri.startswith("http"):
        typer.echo(f"the runs are at {uri}, which {store.URI_VARIABLE} names")
        return
    with store.open_store(work) as opened:
        typer.echo(f"next: open http://localhost:{port}/{store.runs_page(opened)}", err=True)
    options = {
        "--backend-store-uri": uri,
        "--default-artifact-root": store.artifacts_folder(work).as_uri(),
        "--host": "127.0.0.1",
        "--port": str(port),
        "--workers": "1",  # for one person; each is a process of 0.3 GB
    }
    command = [sys.executable, "-m", "mlflow", "ui", *(word for option in options.items() for word in option)]
    sys.stderr.flush()
    os.execvpe(command[0], command, store.environment(work))
