"""Fit the teacher of both passes."""

from __future__ import annotations

import typer

from ..data.prepare import load
from ..options import PARAMS, WORK, Params, Work
from ..parameters import read_parameters
from ..paths import DATA, TEACHER
from ..training.teacher import fitted_teacher


def teacher(params: Params = PARAMS, work: Work = WORK) -> None:
    """Fit the teacher of both passes; `train` does it too where it is missing."""
    values = read_parameters(params).values
    fitted_teacher(work / TEACHER, load(work / DATA), values["teacher"]["model"], values["threads"])
    typer.echo((work / TEACHER).with_suffix(".json").read_text())
