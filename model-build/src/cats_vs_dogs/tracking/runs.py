"""A training run: what its folder records, copied into MLflow."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..data.archive import DataError
from ..data.prepare import MANIFEST, DataSet, load
from ..evaluation import plots
from ..json_file import read_json, write_json
from ..paths import DATA, RUNS
from ..training.loop import METRICS
from ..training.recipe import RECIPE
from ..training.run_folder import RECORD, read_record
from . import figures
from .registry import provenance_tags
from .store import Store, open_store

if TYPE_CHECKING:
    from mlflow.data.pandas_dataset import PandasDataset
    from mlflow.entities import Run

IDS = "mlflow.json"  # in the run's folder: its id in each store, by tracking URI
FINISHED = "FINISHED"


def track_run(work: Path, run: str) -> str:
    """Log what MLflow does not have yet of work/runs/RUN; returns its id there.

    May be called while training goes on, after it was interrupted, and as often as one likes: the
    run is finished in MLflow when the folder has a record. Raises TrackingError, and
    FileNotFoundError for a folder without a recipe.
    """
    folder = work / RUNS / run
    recipe = figures.parameters(read_json(folder / RECIPE))
    with open_store(work) as store:
        tracked = _known_run(store, folder, recipe) or _new_run(store, folder)
        run_id: str = tracked.info.run_id
        if tracked.info.status != FINISHED:
            epochs = read_epochs(folder)
            _log_points(store, run_id, recipe, epochs)
            if (folder / RECORD).exists() and epochs:
                _finish(store, tracked, folder, epochs, work / DATA)
    return run_id


def read_epochs(folder: Path) -> list[dict[str, float]]:
    """Metrics of each epoch. An epoch that was cut before its checkpoint was repeated: the last line counts."""
    path = folder / METRICS
    if not path.exists():
        return []
    with path.open(newline="") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    return list({row["epoch"]: row for row in rows}.values())


def manifest_dataset(folder: Path, data: DataSet, artifact_uri: str) -> PandasDataset:
    """The manifest, which is also an artifact of the run, as MLflow's dataset."""
    import pandas
    from mlflow.data.pandas_dataset import from_pandas

    table = pandas.read_csv(folder / MANIFEST, keep_default_na=False)
    digest = data.data_sha256[:36]  # all that MLflow has room for; the tag has the whole
    return from_pandas(table, source=f"{artifact_uri}/data/{MANIFEST}", name="photos", digest=digest)


def read_data(folder: Path, data_sha256: str) -> DataSet | None:
    """The prepared photos, unless they are others by now: then only a run's tag says what it has seen."""
    try:
        data = load(folder)
    except (DataError, FileNotFoundError):
        return None
    return data if data.data_sha256 == data_sha256 else None


def _known_run(store: Store, folder: Path, recipe: dict[str, str]) -> Run | None:
    """The run of this folder, unless it was deleted in MLflow or the folder now has another recipe."""
    from mlflow.exceptions import MlflowException

    run_id = _ids(folder).get(store.uri)
    if run_id is None:
        return None
    try:
        run = store.client.get_run(run_id)
    except MlflowException as error:
        if error.error_code != "RESOURCE_DOES_NOT_EXIST":
            raise
        return None
    # Fewer parameters: an interruption came before they were logged.
    same = run.data.params.items() <= recipe.items()
    return run if same and run.info.lifecycle_stage == "active" else None


def _new_run(store: Store, folder: Path) -> Run:
    started_ms = int((folder / RECIPE).stat().st_mtime * 1000)  # training writes it first
    run = store.client.create_run(store.experiment_id, start_time=started_ms, run_name=folder.name)
    write_json(folder / IDS, _ids(folder) | {store.uri: run.info.run_id})
    return run


def _ids(folder: Path) -> dict[str, str]:
    ids: dict[str, str] = read_json(folder / IDS) if (folder / IDS).exists() else {}
    return ids


def _log_points(store: Store, run_id: str, recipe: dict[str, str], epochs: list[dict[str, float]]) -> None:
    """Log the recipe, which may be there already, and the points that MLflow lacks: none twice."""
    from mlflow.entities import Metric, Param

    now_ms = int(datetime.now().timestamp() * 1000)
    names = sorted({name for row in epochs for name in row} - {"epoch"})
    there = {name: {point.step for point in store.client.get_metric_history(run_id, name)} for name in names}
    missing = [
        Metric(name, row[name], now_ms, int(row["epoch"]))
        for row in epochs
        for name in names
        if name in row and row["epoch"] not in there[name]
    ]
    store.client.log_batch(run_id, metrics=missing, params=[Param(name, value) for name, value in recipe.items()])


def _finish(store: Store, run: Run, folder: Path, epochs: list[dict[str, float]], data_folder: Path) -> None:
    from mlflow.entities import Dataset, DatasetInput, InputTag

    client, run_id = store.client, run.info.run_id
    record = read_record(folder)
    tags = provenance_tags(record) | {"torch": record["torch"], "best_epoch": str(record["bestEpoch"])}
    for name, value in tags.items():
        client.set_tag(run_id, name, value)
    for name in (RECIPE, METRICS, RECORD):
        client.log_artifact(run_id, str(folder / name))
    client.log_figure(run_id, plots.training_curves(epochs), "plots/training-curves.png")
    data = read_data(data_folder, record["dataSha256"])
    if data:
        client.log_artifact(run_id, str(data_folder / MANIFEST), "data")
        dataset = Dataset(**manifest_dataset(data_folder, data, run.info.artifact_uri).to_dict())
        client.log_inputs(run_id, [DatasetInput(dataset, [InputTag("mlflow.data.context", "training")])])
    finished = datetime.fromisoformat(record["finishedAt"])
    client.set_terminated(run_id, FINISHED, end_time=int(finished.timestamp() * 1000))
