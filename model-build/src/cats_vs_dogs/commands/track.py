"""Log in MLflow what it lacks."""

from __future__ import annotations

import json

import typer

from ..options import PARAMS, WORK, Params, Work
from ..parameters import read_parameters
from ..paths import EVALUATION, RUNS
from ..tracking import track_candidate, track_run
from ..training.recipe import RECIPE


def track(params: Params = PARAMS, work: Work = WORK) -> None:
    """Log in MLflow what it does not have yet: every run in work, and the candidate if it is evaluated."""
    parameters = read_parameters(params)
    for recipe in sorted((work / RUNS).glob(f"*/{RECIPE}")):
        run = recipe.parent.name
        typer.echo(json.dumps({"run": run, "id": track_run(work, run)}))
    if (work / EVALUATION).exists():
        typer.echo(json.dumps({"run": "candidate", "id": track_candidate(work, parameters)}))
