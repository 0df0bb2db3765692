"""Where MLflow keeps runs: the server of MLFLOW_TRACKING_URI, or a SQLite file in work."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from mlflow import MlflowClient

EXPERIMENT = "cats-vs-dogs"
URI_VARIABLE = "MLFLOW_TRACKING_URI"
# The pages of MLflow 3 open an experiment of this kind on its runs; that of 3.17 reads its address (runs_page).
KIND, MODEL_TRAINING = "mlflow.experimentKind", "custom_model_development"
# A variable that the user has set wins.
DEFAULTS = {
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",  # seven, with growing pauses, hide for minutes that a server is away
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",  # seconds
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
    "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",  # processes that judge language models; there is none here
}


class TrackingError(Exception):
    """MLflow cannot be reached, or lacks a run or model; the message says which."""


@dataclass(frozen=True)
class Store:
    """A store that answers. ``uri`` is also the name under which run ids are kept locally."""

    client: MlflowClient
    uri: str
    experiment_id: str


def tracking_uri(work: Path) -> str:
    """MLFLOW_TRACKING_URI, or by default the SQLite file in ``work``."""
    return os.environ.get(URI_VARIABLE) or f"sqlite:///{work.resolve() / 'mlflow.db'}"


def environment(work: Path) -> dict[str, str]:
    """Environment variables with which MLflow uses this store."""
    return DEFAULTS | dict(os.environ) | {URI_VARIABLE: tracking_uri(work)}


@contextmanager
def open_store(work: Path) -> Iterator[Store]:
    """The store with our experiment in it. What fails in it, in here or in the block, raises TrackingError."""
    work.mkdir(parents=True, exist_ok=True)
    uri, variables = tracking_uri(work), environment(work)
    # MLflow's functions find the store in the environment; set_tracking_uri would outlast this block.
    added = variables.keys() - os.environ.keys()
    os.environ.update(variables)
    try:
        from mlflow import MlflowClient
        from mlflow.exceptions import MlflowException
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", module=r"mlflow\.")  # of what it does by itself
                client = MlflowClient(uri)
                yield Store(client, uri, _experiment_id(client, uri, work))
        except (MlflowException, SQLAlchemyError, OSError) as error:
            raise TrackingError(f"MLflow at {uri}: {_root(error)}") from error
    finally:
        for name in added:
            del os.environ[name]


def runs_page(store: Store) -> str:
    """Address of the table of runs on MLflow's page, below the page's root.

    Without ``workflowType`` MLflow 3.17 shows traces of language models, until the user chooses "Model training".
    """
    return f"#/experiments/{store.experiment_id}/runs?workflowType=machine_learning"


def artifacts_folder(work: Path) -> Path:
    """Where the SQLite store keeps its artifacts; a server knows its own place."""
    return work.resolve() / "mlruns"


@contextmanager
def only_warn() -> Iterator[None]:
    """A TrackingError of the block becomes a warning: the record in work is complete without MLflow."""
    try:
        yield
    except TrackingError as error:
        typer.echo(f"warning: {error}", err=True)
        typer.echo("warning: the record is kept in work; log it later with: npx . model track", err=True)


def _experiment_id(client: MlflowClient, uri: str, work: Path) -> str:
    experiment = client.get_experiment_by_name(EXPERIMENT)
    if experiment is None:
        location = artifacts_folder(work).as_uri() if uri.startswith("sqlite:") else None
        return client.create_experiment(EXPERIMENT, artifact_location=location, tags={KIND: MODEL_TRAINING})
    if KIND not in experiment.tags:  # a kind that the user chose on the page stays
        client.set_experiment_tag(experiment.experiment_id, KIND, MODEL_TRAINING)
    return experiment.experiment_id


def _root(error: BaseException) -> BaseException:
    """The first cause: "Connection refused" lies under five layers of retries."""
    while cause := error.__cause__ or error.__context__:
        error = cause
    return error
