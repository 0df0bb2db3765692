"""Train the networks of the passes, or the baseline."""

from __future__ import annotations

from typing import Annotated

import typer

from ..options import PARAMS, WORK, Params, Work
from ..parameters import CHAMPION, TRAININGS, read_parameters, run_of
from ..tracking import only_warn, track_run
from ..training.run import train_run


def train(
    model: Annotated[
        str | None, typer.Option(help=f"One of: {', '.join(TRAININGS)}; without it, both passes of the champion.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1)] = None,
    batch_size: Annotated[int | None, typer.Option(min=1)] = None,
    learning_rate: Annotated[float | None, typer.Option(min=0)] = None,
    run: Annotated[str | None, typer.Option(help="Folder under work/runs; a run that was interrupted goes on.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Start anew over a run that is finished, or of another recipe or photos.")
    ] = False,
    params: Params = PARAMS,
    work: Work = WORK,
) -> None:
    """Train one network, or both passes of the champion; their teacher is fitted first."""
    if model is not None and model not in TRAININGS:
        raise typer.BadParameter(f"{model} is not one of {', '.join(TRAININGS)}", param_hint="--model")
    if run and model is None:
        raise typer.BadParameter("is the folder of one --model", param_hint="--run")
    parameters = read_parameters(params)
    for name in CHAMPION if model is None else (model,):
        recipe = parameters.recipe(TRAININGS[name], epochs=epochs, batch_size=batch_size, learning_rate=learning_rate)
        folder = run or run_of(name)
        best = train_run(recipe, work, folder, parameters, replace)
        with only_warn():
            track_run(work, folder)
        epoch, accuracy = round(best["epoch"]) + 1, best["val_accuracy"]
        typer.echo(f"kept: epoch {epoch}, with the highest validation accuracy ({100 * accuracy:.2f} %)")
