"""Release the candidate: a person calls this, no stage of dvc.yaml does."""

from __future__ import annotations

import typer

from .. import paths
from ..artifact.contract import read_artifact, released_evaluation, write_contract
from ..artifact.model_card import MODEL_CARD, model_card
from ..json_file import read_json, write_json
from ..options import PARAMS, WORK, Params, Work
from ..parameters import read_parameters
from ..tracking import only_warn, promote
from ..training.run_folder import read_record
from .gate import require_gate


def release(params: Params = PARAMS, work: Work = WORK) -> None:
    """Put the candidate into function/model, if it passes the gate."""
    require_gate(work, read_parameters(params).values["gate"])
    candidate, folder = work / paths.CANDIDATE, paths.RELEASE_FOLDER
    report, contract = read_json(work / paths.REPORT), read_artifact(candidate)
    contract["evaluation"] = released_evaluation(report)
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("weights", "selfTest"):
        name = contract[part]["file"]
        (folder / name).write_bytes((candidate / name).read_bytes())
    write_contract(folder, contract)
    write_json(folder / paths.REPORT, report)
    first_run = read_json(work / paths.EXPORT)["runs"][0]
    card = model_card(contract, report, read_record(work / paths.RUNS / first_run)["photos"])
    (folder / MODEL_CARD).write_text(card)
    with only_warn():
        promote(work, contract)
    typer.echo(f"released {contract['name']} {contract['version']}")
