"""Split and decode the photos."""

from __future__ import annotations

import typer

from ..data.prepare import SUMMARY
from ..data.prepare import prepare as prepare_photos
from ..options import ARCHIVE, PARAMS, WORK, Data, HoldOut, Params, Work
from ..parameters import read_parameters
from ..paths import DATA


def prepare(hold_out: HoldOut, data: Data = ARCHIVE, params: Params = PARAMS, work: Work = WORK) -> None:
    """Check, split and decode the photos."""
    values = read_parameters(params).values
    prepare_photos(data, work / DATA, values["data"]["size_px"], hold_out, values["threads"])
    typer.echo((work / DATA / SUMMARY).read_text())
