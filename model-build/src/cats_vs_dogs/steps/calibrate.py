"""Choose temperatures and thresholds from the answers of the passes."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import typer

from ..calibration.pass_answers import INDEX, calibrate_passes, read_pass_answers
from ..evaluation.figures import served_figures
from ..json_file import read_json, write_json
from ..options import PARAMS, WORK, Params, Work
from ..parameters import read_parameters
from ..paths import CALIBRATION, PASSES


def calibrate(params: Params = PARAMS, work: Work = WORK) -> None:
    """Choose temperatures and thresholds from the passes' answers to the validation split."""
    settings, folder = read_parameters(params).values["export"], work / PASSES
    passes = read_json(folder / INDEX)
    answers = [read_pass_answers(folder / f"{run}.npz") for run in passes["runs"]]
    originals = [of_originals for _, of_originals in answers if of_originals]
    chosen, final = calibrate_passes(
        [of_validation for of_validation, _ in answers], np.array(passes["labels"]), originals, settings
    )
    result = asdict(chosen) | {
        "originals": bool(originals),
        "validation": served_figures(final, chosen.review_probability),
    }
    write_json(work / CALIBRATION, result)
    typer.echo(json.dumps(result, indent=2))
