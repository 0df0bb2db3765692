"""Files and folders: of the repository, and the names below a work folder, by the step that writes them."""

from __future__ import annotations

from pathlib import Path

ROOM = Path(__file__).parents[2]
REPOSITORY = ROOM.parent
PARAMS, WORK, MISTAKES = ROOM / "params.yaml", ROOM / "work", ROOM / "mistakes.csv"
RELEASE_FOLDER = REPOSITORY / "function" / "model"

DATA = "data"  # prepare
TEACHER = "teacher.npz"  # teacher
RUNS = "runs"  # train: a folder for each run
PASSES = "passes"  # quantise
CALIBRATION = "calibration.json"  # calibrate
CANDIDATE, EXPORT = "candidate", "export.json"  # export
REPORT, ANSWERS, PLOTS = "report.json", "answers.csv", "plots"  # evaluate
EVALUATION = "evaluation.json"  # evaluate: what the report is about, and the ids of its runs, by tracking URI
GATE = "gate.json"  # gate
