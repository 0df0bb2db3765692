"""From photos to a released model, one command each; dvc.yaml says how they follow each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from .data import commands as data_commands
from .data.commands import ARCHIVE
from .data.prepare import load
from .options import PARAMS, WORK, Params, Work, open_pipeline
from .pipeline import CHAMPION_RUNS
from .tracking.commands import app as tracking_commands
from .training.speed import bench, show

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(data_commands.app, name="data", help=data_commands.__doc__)

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
NOT_PETS, ORIGINALS = WORK / "not-pets.zip", WORK / "originals.zip"
# What can be trained, by section of params.yaml; a run is named after its section.
TRAININGS = {
    "lite0": "last_pass",
    "lite0-slim": "first_pass",
    "lite0-slim-int8": "first_pass_int8",  # goes on from lite0-slim
    "simple-cnn": "baseline",
}
CHAMPION = ("lite0", "lite0-slim", "lite0-slim-int8")


def _run_of(section: str) -> str:
    return section.replace("_", "-")


@app.command()
def prepare(hold_out: HoldOut, data: Data = ARCHIVE, params: Params = PARAMS, work: Work = WORK) -> None:
    """Check, split and decode the photos."""
    with open_pipeline(params, work) as pipeline:
        pipeline.prepare(data, hold_out)
        typer.echo((pipeline.data_folder / "summary.json").read_text())


@app.command()
def teacher(params: Params = PARAMS, work: Work = WORK) -> None:
    """Fit what teaches the passes; `train` does it too where it has not been done."""
    with open_pipeline(params, work) as pipeline:
        pipeline.teacher(load(pipeline.data_folder))
        typer.echo((work / "teacher.json").read_text())


@app.command()
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
    with open_pipeline(params, work) as pipeline:
        for name in CHAMPION if model is None else (model,):
            section = TRAININGS[name]
            recipe = pipeline.parameters.recipe(
                section, epochs=epochs, batch_size=batch_size, learning_rate=learning_rate
            )
            typer.echo(json.dumps(pipeline.train(recipe, run or _run_of(section), replace)))


@app.command()
def quantise(
    hold_out: HoldOut,
    data: Data = ARCHIVE,
    not_pets: NotPets = NOT_PETS,
    run: Annotated[
        list[str] | None, typer.Option(help="Run under work/runs, smallest pass first; may be given twice.")
    ] = None,
    params: Params = PARAMS,
    work: Work = WORK,
) -> None:
    """Make the trained passes int8 and ask them about the validation split; --run baseline takes SimpleCNN alone."""
    with open_pipeline(params, work) as pipeline:
        pipeline.quantise(data, not_pets, hold_out, tuple(run or CHAMPION_RUNS))


@app.command()
def calibrate(params: Params = PARAMS, work: Work = WORK) -> None:
    """Choose temperatures and thresholds from those answers."""
    with open_pipeline(params, work) as pipeline:
        typer.echo(json.dumps(pipeline.calibrate(), indent=2))


@app.command()
def export(not_pets: NotPets = NOT_PETS, params: Params = PARAMS, work: Work = WORK) -> None:
    """Join the calibrated passes into a candidate: model.onnx and model.json."""
    with open_pipeline(params, work) as pipeline:
        typer.echo(json.dumps(pipeline.export(not_pets), indent=2))


@app.command()
def evaluate(
    hold_out: HoldOut, data: Data = ARCHIVE, not_pets: NotPets = NOT_PETS, params: Params = PARAMS, work: Work = WORK
) -> None:
    """Measure the candidate as the function serves it, and against PyTorch."""
    with open_pipeline(params, work) as pipeline:
        report = pipeline.evaluate(data, not_pets, hold_out)
        for photos in ("test", "originals"):  # each by name is in the file, and in the pictures
            report.get(photos, {}).pop("mistakes", None)
        typer.echo(json.dumps(report, indent=2))


@app.command()
def gate(
    released: Annotated[bool, typer.Option("--released", help="Judge the model in function/model instead.")] = False,
    params: Params = PARAMS,
    work: Work = WORK,
) -> None:
    """Show each clause of the gate for the candidate; ends with 1 when one fails."""
    with open_pipeline(params, work) as pipeline:
        clauses = pipeline.gate_of_release() if released else pipeline.gate()
        for clause in clauses:
            typer.echo(str(clause))
        if not all(clause.passed for clause in clauses):
            raise typer.Exit(1)


@app.command()
def release(params: Params = PARAMS, work: Work = WORK) -> None:
    """Put the candidate into function/model, if it passes the gate."""
    with open_pipeline(params, work) as pipeline:
        contract = pipeline.release()
        typer.echo(f"released {contract['name']} {contract['version']}")


@app.command("bench")
def bench_command(
    photos: Annotated[int, typer.Option(min=1, help="Photos of the training split in each round.")] = 2000,
    rounds: Annotated[int, typer.Option(min=1, help="Of both sides, in turns; the median counts.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    data: Data = ARCHIVE,
    params: Params = PARAMS,
    work: Work = WORK,
) -> None:
    """Measure how fast SimpleCNN trains, beside a plain torchvision script; show what the champion took."""
    with open_pipeline(params, work) as pipeline:
        recipe = pipeline.parameters.recipe(TRAININGS["simple-cnn"])
        runs = [_run_of(TRAININGS[name]) for name in CHAMPION]
        result = bench(work, data, recipe, runs, photos, rounds, lambda text: typer.echo(f"bench: {text}", err=True))
        if as_json:
            typer.echo(json.dumps(result, indent=2))
        else:
            show(result)


app.add_typer(tracking_commands)

if __name__ == "__main__":
    app()
