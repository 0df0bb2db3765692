"""Measure how fast training is."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from ..options import ARCHIVE, PARAMS, WORK, Data, Params, Work
from ..parameters import CHAMPION, TRAININGS, read_parameters, run_of
from ..training.speed import NOT_TRAINED, PLAIN_WORKERS, gib, measure_speed


def bench(
    photos: Annotated[int, typer.Option(min=1, help="Photos of the training split in each round.")] = 2000,
    rounds: Annotated[int, typer.Option(min=1, help="Of both sides, in turns; the median counts.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    data: Data = ARCHIVE,
    params: Params = PARAMS,
    work: Work = WORK,
) -> None:
    """Measure how fast SimpleCNN trains, beside a plain torchvision script; show what the champion took."""
    recipe, runs = read_parameters(params).recipe(TRAININGS["simple-cnn"]), [run_of(name) for name in CHAMPION]
    result = measure_speed(
        work, data, recipe, runs, photos, rounds, lambda text: typer.echo(f"bench: {text}", err=True)
    )
    if as_json:
        typer.echo(json.dumps(result, indent=2))
    else:
        show(result)


def show(result: dict[str, Any]) -> None:
    """Print the figures as tables."""
    console = Console()
    precision, mapped = result["precision"], result["mapped_bytes"]
    console.print(
        f"{result['cpu']}; {result['device']}, {result['threads']} threads, torch {result['torch']}\n"
        f"SimpleCNN, {result['photos']:,} photos a round, batches of {result['batch_size']}, "
        f"median of {result['rounds']} rounds; ours in {precision['ours']}, the plain script in {precision['plain']}"
    )
    floors = Table("against the floors", "measured", "floor", "")
    for figure in result["figures"]:
        value = "" if figure["value"] is None else f"{figure['value']:.2f} {figure['unit']}"
        limit = f"at {'least' if figure['at_least'] else 'most'} {figure['floor']:g} {figure['unit']}"
        floors.add_row(figure["name"], value, limit, figure["verdict"])
    sides = Table("", "ours", "plain script", "ratio")
    for name, text in (("training", "training, photos/s"), ("loading", "loading alone, photos/s")):
        rates = [f"{result[name][side]['photos_per_second']:.1f}" for side in ("ours", "plain")]
        sides.add_row(text, *rates, f"{result[name]['ratio']:.2f}")
    ours, plain = (result["memory"][side] for side in ("ours", "plain"))
    workers = f"{PLAIN_WORKERS} workers of {gib(plain['child_peak_bytes']):.2f}"
    sides.add_row("peak memory, GiB", f"{gib(ours['peak_bytes']):.2f}", f"{gib(plain['peak_bytes']):.2f}, {workers}")
    trainings = Table("champion", "epochs", "minutes")
    for run, took in result["champion"].items():
        trainings.add_row(run, *((str(took["epochs"]), f"{took['seconds'] / 60:.1f}") if took else ("", NOT_TRAINED)))
    for table in (floors, sides, trainings):
        console.print(table)
    console.print(
        "Memory is RSS, so it counts the pages of the mapped pixels that were read: "
        f"up to {gib(mapped['sample']):.2f} GiB here, {gib(mapped['epoch']):.2f} GiB in an epoch of the whole split. "
        "The system takes them back when it needs them. What a worker shares with its parent counts in both."
    )
