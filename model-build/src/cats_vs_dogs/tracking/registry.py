"""The registered model: which version is which artifact, and what a version came from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..artifact.contract import CONTRACT_FILE
from .store import Store, TrackingError, open_store

if TYPE_CHECKING:
    from mlflow.entities.model_registry import ModelVersion

MODEL = "cats-vs-dogs"
CHAMPION, CHALLENGER = "champion", "challenger"
VERSION, WEIGHTS = "version", "weights_sha256"  # tags of a registered version: of our artifact
TAG_KEYS = ("git_commit", "data_sha256", "parameters_sha256")
CONTRACT_KEYS = ("gitCommit", "dataSha256", "parametersSha256")  # the same in a model.json or record.json
PASS_RUN = "pass_run."  # start of the tags of a candidate's run that name the runs of its passes


def provenance_tags(provenance: dict[str, Any]) -> dict[str, str]:
    """Tags of a record.json or of the provenance in a model.json."""
    tags = {tag: provenance[key] for tag, key in zip(TAG_KEYS, CONTRACT_KEYS, strict=True)}
    return tags | {"mlflow.source.git.commit": provenance["gitCommit"]}  # what MLflow's own page shows


def register(store: Store, model_uri: str, run_id: str, tags: dict[str, str]) -> ModelVersion:
    """Register a logged model under ``challenger``."""
    from mlflow.exceptions import MlflowException

    try:
        store.client.create_registered_model(MODEL)
    except MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
    registered = store.client.create_model_version(MODEL, model_uri, run_id=run_id, tags=tags)
    store.client.set_registered_model_alias(MODEL, CHALLENGER, registered.version)
    return registered


def find(store: Store, name: str, **tags: str) -> ModelVersion | None:
    """The newest registered version with these tags, its aliases included."""
    wanted = "".join(f" and tags.`{tag}` = '{value}'" for tag, value in tags.items())
    found = store.client.search_model_versions(f"name = '{name}'{wanted}")
    newest = max(found, key=lambda version: int(version.version), default=None)
    return newest and store.client.get_model_version(name, newest.version)


def champion(store: Store) -> ModelVersion:
    """Raises TrackingError when no version has been promoted."""
    aliases = {}
    for model in store.client.search_registered_models(f"name = '{MODEL}'"):
        aliases = model.aliases
    if CHAMPION not in aliases:
        raise TrackingError(f"no {CHAMPION} in MLflow at {store.uri} yet; make the candidate one: npx . model promote")
    return store.client.get_model_version(MODEL, aliases[CHAMPION])


def promote(work: Path, contract: dict[str, Any]) -> ModelVersion:
    """Give ``champion`` to the version with the weights of this model.json. Raises TrackingError."""
    with open_store(work) as store:
        version = find(store, MODEL, **{VERSION: contract["version"], WEIGHTS: contract["weights"]["sha256"]})
        if version is None:
            raise TrackingError(f"MLflow at {store.uri} has not this candidate; log it with: npx . model track")
        store.client.set_registered_model_alias(MODEL, CHAMPION, version.version)
        if CHALLENGER in version.aliases:
            store.client.delete_registered_model_alias(MODEL, CHALLENGER)
        return store.client.get_model_version(MODEL, version.version)


def provenance(work: Path, name: str, version: str, release_folder: Path) -> dict[str, Any]:
    """Where the model of an answer came from: commit, hashes, and the MLflow runs with their parameters.

    The released model is known by its model.json, others by the registry alone. ``mlflow`` is None
    for a released model that MLflow has not seen. Raises TrackingError for an unknown one.
    """
    contract = _released(name, version, release_folder)
    # A version number may have been used twice; of the released one the weights are known.
    tags = {VERSION: version} | ({WEIGHTS: contract["weights"]["sha256"]} if contract else {})
    registered, runs = None, None
    try:
        with open_store(work) as store:
            registered = find(store, name, **tags)
            runs = registered and _runs(store, registered)
            if not (registered or contract):
                raise TrackingError(f"{name} {version} is neither released nor in MLflow at {store.uri}")
    except TrackingError as error:
        if contract is None:
            raise
        typer.echo(f"warning: {error}", err=True)
    if contract:
        source, keys = contract["provenance"], CONTRACT_KEYS
    else:
        assert registered is not None
        source, keys = registered.tags, TAG_KEYS
    return {
        "name": name,
        "version": version,
        "released": contract is not None,
        "weightsSha256": contract["weights"]["sha256"] if contract else source[WEIGHTS],
        **{key: source[name] for key, name in zip(CONTRACT_KEYS, keys, strict=True)},
        "mlflow": runs,
    }


def _released(name: str, version: str, folder: Path) -> dict[str, Any] | None:
    path = folder / CONTRACT_FILE
    contract = json.loads(path.read_text()) if path.exists() else {}
    return contract if (contract.get("name"), contract.get("version")) == (name, version) else None


def _runs(store: Store, registered: ModelVersion) -> dict[str, Any]:
    assert registered.run_id is not None
    run = store.client.get_run(registered.run_id)
    passes = {
        tag.removeprefix(PASS_RUN): {"runId": run_id, "parameters": store.client.get_run(run_id).data.params}
        for tag, run_id in run.data.tags.items()
        if tag.startswith(PASS_RUN)
    }
    return {
        "trackingUri": store.uri,
        "runId": run.info.run_id,
        "registeredVersion": int(registered.version),
        "aliases": list(registered.aliases),
        "parameters": run.data.params,
        "passes": passes,
    }
