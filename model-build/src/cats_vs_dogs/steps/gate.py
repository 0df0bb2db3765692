"""Decide whether the candidate may be released."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from .. import paths
from ..artifact.contract import ContractError, read_artifact, released_evaluation
from ..evaluation.gate import Clause, GateError, clauses
from ..json_file import read_json, write_json
from ..options import PARAMS, WORK, Params, Work
from ..parameters import read_parameters
from ..tracking import check_evaluated


def gate(
    released: Annotated[bool, typer.Option("--released", help="Judge the model in function/model instead.")] = False,
    params: Params = PARAMS,
    work: Work = WORK,
) -> None:
    """Show each clause of the gate for the candidate; ends with 1 when one fails."""
    limits = read_parameters(params).values["gate"]
    found = _released_clauses(limits) if released else _candidate_clauses(work, limits)
    passed = all(clause.passed for clause in found)
    if not released:
        write_json(work / paths.GATE, {"passed": passed} | {clause.name: clause.figure for clause in found})
    for clause in found:
        typer.echo(str(clause))
    if not passed:
        raise typer.Exit(1)


def require_gate(work: Path, limits: dict[str, float]) -> None:
    """Raises GateError when the candidate fails a clause; ``limits`` is params.yaml's gate."""
    failed = [clause for clause in _candidate_clauses(work, limits) if not clause.passed]
    if failed:
        raise GateError(failed)


def _candidate_clauses(work: Path, limits: dict[str, float]) -> list[Clause]:
    check_evaluated(work)
    return _artifact_clauses(work / paths.CANDIDATE, read_json(work / paths.REPORT), limits)


def _released_clauses(limits: dict[str, float]) -> list[Clause]:
    """The same clauses for the model in function/model, by the report that was released with it."""
    report = read_json(paths.RELEASE_FOLDER / paths.REPORT)
    found = _artifact_clauses(paths.RELEASE_FOLDER, report, limits)
    if found[0].passed and released_evaluation(report) != read_artifact(paths.RELEASE_FOLDER)["evaluation"]:
        return [Clause("released models whose report.json is about them", 0, 1)]
    return found


def _artifact_clauses(artifact: Path, report: dict[str, Any], limits: dict[str, float]) -> list[Clause]:
    """Whether the artifact's files fit together, and if they do every clause for its report."""
    valid = Clause("candidates whose model.json is valid and names the files that are there", 1, 1)
    try:
        contract = read_artifact(artifact)
    except ContractError as error:
        return [replace(valid, name=f"{valid.name} ({error})", figure=0)]
    return [valid, *clauses(report, contract["weights"]["bytes"], limits)]
