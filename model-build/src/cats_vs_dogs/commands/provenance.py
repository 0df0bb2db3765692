"""Show where a model came from."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from .. import paths
from ..options import PARAMS, WORK, Params, Work
from ..parameters import read_parameters
from ..tracking import registry


def provenance(
    name: Annotated[str, typer.Argument(help="model.name of an answer.")],
    version: Annotated[str, typer.Argument(help="model.version of an answer.")],
    params: Params = PARAMS,
    work: Work = WORK,
) -> None:
    """The run, commit, parameters and data that the model of an answer came from."""
    read_parameters(params)
    typer.echo(json.dumps(registry.provenance(work, name, version, paths.RELEASE_FOLDER), indent=2))
