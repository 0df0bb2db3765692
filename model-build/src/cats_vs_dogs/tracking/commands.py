"""Commands around MLflow: see the runs, catch up, compare, promote, and where a model came from."""

from __future__ import annotations

import json
import os
import sys
from typing import Annotated

import typer

from .. import pipeline as pipeline_module
from ..artifact.contract import read_artifact
from ..options import PARAMS, WORK, Params, Work, open_pipeline
from ..training.run_folder import RECIPE
from . import compare as comparison
from . import registry, store
from .candidate import EVALUATION, track_candidate
from .runs import track_run

app = typer.Typer()


@app.command()
def ui(port: Annotated[int, typer.Option(min=1, max=65535)] = 5000, work: Work = WORK) -> None:
    """Serve MLflow's page on the runs in work, at http://localhost:5000."""
    uri = store.tracking_uri(work)
    if uri.startswith("http"):
        typer.echo(f"the runs are at {uri}, which {store.URI_VARIABLE} names")
        return
    work.mkdir(parents=True, exist_ok=True)
    typer.echo(f"next: open http://localhost:{port}", err=True)
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


@app.command()
def track(params: Params = PARAMS, work: Work = WORK) -> None:
    """Log in MLflow what it does not have yet: every run in work, and the candidate if it is evaluated."""
    with open_pipeline(params, work) as pipeline:
        for recipe in sorted((work / "runs").glob(f"*/{RECIPE}")):
            run = recipe.parent.name
            typer.echo(json.dumps({"run": run, "id": track_run(work, run)}))
        if (work / EVALUATION).exists():
            typer.echo(json.dumps({"run": "candidate", "id": track_candidate(work, pipeline.parameters)}))


@app.command()
def compare(params: Params = PARAMS, work: Work = WORK) -> None:
    """The candidate's figures beside the champion's, and McNemar's exact test on the same test photos."""
    with open_pipeline(params, work):
        typer.echo(str(comparison.compare(work)))


@app.command()
def promote(params: Params = PARAMS, work: Work = WORK) -> None:
    """Make the candidate the champion in MLflow, if it passes the gate."""
    with open_pipeline(params, work) as pipeline:
        pipeline.require_gate()
        version = registry.promote(work, read_artifact(pipeline.candidate))
        typer.echo(f"{version.name} {version.tags[registry.VERSION]} is the {registry.CHAMPION}")


@app.command()
def provenance(
    name: Annotated[str, typer.Argument(help="model.name of an answer.")],
    version: Annotated[str, typer.Argument(help="model.version of an answer.")],
    params: Params = PARAMS,
    work: Work = WORK,
) -> None:
    """The run, commit, parameters and data that the model of an answer came from."""
    with open_pipeline(params, work):
        found = registry.provenance(work, name, version, pipeline_module.RELEASE_FOLDER)
        typer.echo(json.dumps(found, indent=2))
