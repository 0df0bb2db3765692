"""Make the candidate the champion."""

from __future__ import annotations

import typer

from ..artifact.contract import read_artifact
from ..options import PARAMS, WORK, Params, Work
from ..parameters import read_parameters
from ..paths import CANDIDATE
from ..steps.gate import require_gate
from ..tracking import registry


def promote(params: Params = PARAMS, work: Work = WORK) -> None:
    """Make the candidate the champion in MLflow, if it passes the gate."""
    require_gate(work, read_parameters(params).values["gate"])
    version = registry.promote(work, read_artifact(work / CANDIDATE))
    typer.echo(f"{version.name} {version.tags[registry.VERSION]} is the {registry.CHAMPION}")
