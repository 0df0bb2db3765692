"""Compare the candidate with the champion."""

from __future__ import annotations

import typer

from ..options import PARAMS, WORK, Params, Work
from ..parameters import read_parameters
from ..tracking import compare as comparison


def compare(params: Params = PARAMS, work: Work = WORK) -> None:
    """The candidate's figures beside the champion's, and McNemar's exact test on the same test photos."""
    read_parameters(params)
    typer.echo(str(comparison.compare(work)))
