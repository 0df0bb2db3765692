"""The candidate in MLflow: its figures and files, the aliases, the comparison, and where a model came from."""

import json

import numpy as np
import pytest
import yaml
from tracked import COMMIT, PARAMETERS_SHA256, client_of, files_of, write_candidate, write_data, write_run
from typer.testing import CliRunner

from cats_vs_dogs import paths
from cats_vs_dogs.cli import app
from cats_vs_dogs.parameters import Parameters
from cats_vs_dogs.paths import PARAMS
from cats_vs_dogs.tracking import TrackingError, track_candidate

MODEL = "cats-vs-dogs"
PARAMETERS = Parameters({"gate": {"min_test_accuracy": 0.5}}, PARAMETERS_SHA256)


@pytest.fixture
def run(work, tmp_path, monkeypatch):
    """Calls a command on the work folder, with a gate that asks for an accuracy; nothing is released."""
    monkeypatch.setattr(paths, "RELEASE_FOLDER", tmp_path / "released-nothing")

    def call(*words: str, min_test_accuracy: float = 0.5):
        values = yaml.safe_load(PARAMS.read_text())
        values["gate"] |= {"min_test_accuracy": min_test_accuracy, "min_label_accuracy": 0}
        values["gate"] |= {"max_calibration_error": 1, "answered_accuracy": 0.5}
        path = tmp_path / "params.yaml"
        path.write_text(yaml.safe_dump(values))
        return CliRunner().invoke(app, [*words, "--params", str(path), "--work", str(work)])

    return call


@pytest.fixture
def candidate(work):
    """Makes an evaluated candidate; returns the hash of its data."""

    def make(version: str = "1.0.0", wrong: tuple[int, ...] = (3,), seed: int = 1) -> str:
        data_sha256 = json.loads((work / "sha.json").read_text()) if (work / "sha.json").exists() else write_data(work)
        (work / "sha.json").write_text(json.dumps(data_sha256))
        write_run(work, "first-pass", 2, data_sha256)
        write_candidate(work, version, wrong, data_sha256, seed)
        return data_sha256

    return make


def test_a_candidate_has_figures_plots_files_and_the_runs_of_its_passes(work, candidate):
    data_sha256 = candidate()
    run_id = track_candidate(work, PARAMETERS)
    client = client_of(work)
    run = client.get_run(run_id)
    figures = run.data.metrics
    assert figures["test_accuracy"] == 39 / 40
    assert figures["test_accuracy_by_label_dog"] == 19 / 20
    assert figures["test_accuracy_interval_95_low"] < 39 / 40 < figures["test_accuracy_interval_95_high"]
    assert figures["test_roc_auc"] == 1 - 20 / 400  # the one wrong dog ranks below the 20 cats
    assert {"test_expected_calibration_error", "test_agreement", "weights_bytes"} <= figures.keys()
    plots = {"confusion-matrix", "roc", "precision-recall", "reliability", "worst-mistakes"}
    files = {f"plots/{plot}.png" for plot in plots} | {"candidate/model.onnx", "candidate/model.json", "answers.csv"}
    assert files <= files_of(client, run_id)
    assert {"temperatures": "[1.25]", "gate.min_test_accuracy": "0.5"}.items() <= run.data.params.items()
    assert run.data.tags["git_commit"] == COMMIT and run.data.tags["data_sha256"] == data_sha256
    (photos,) = run.inputs.dataset_inputs
    assert photos.dataset.digest == data_sha256[:36]
    trained = client.get_run(run.data.tags["pass_run.first-pass"])
    assert trained.info.run_name == "first-pass" and trained.data.tags["mlflow.parentRunId"] == run_id


def test_the_registered_model_answers_by_its_signature(work, candidate):
    import mlflow

    candidate()
    track_candidate(work, PARAMETERS)
    client = client_of(work)
    version = client.get_model_version_by_alias(MODEL, "challenger")
    assert version.tags["version"] == "1.0.0"
    model = mlflow.pyfunc.load_model(client.get_model_version_download_uri(MODEL, version.version))
    inputs, outputs = model.metadata.signature.inputs, model.metadata.signature.outputs
    assert [(spec.name, spec.type, spec.shape) for spec in inputs] == [("image", np.dtype("uint8"), (1, -1, -1, 3))]
    assert outputs.input_names() == ["probabilities", "pet_score", "labels"]
    example = model.input_example
    assert example["image"].shape == (1, 32, 32, 3)
    answer = model.predict({"image": example["image"].astype(np.uint8)})
    assert answer["probabilities"].shape == (1, 2) and list(answer["labels"]) == ["cat", "dog"]


def test_the_same_evaluation_is_logged_once_and_another_candidate_is_the_next_challenger(work, candidate):
    candidate()
    first = track_candidate(work, PARAMETERS)
    candidate()
    assert track_candidate(work, PARAMETERS) == first
    candidate("1.1.0", seed=2)
    second = track_candidate(work, PARAMETERS)
    assert second != first
    versions = client_of(work).search_model_versions(f"name = '{MODEL}'")
    assert sorted((version.run_id, version.tags["version"]) for version in versions) == sorted(
        [(first, "1.0.0"), (second, "1.1.0")]
    )
    assert client_of(work).get_model_version_by_alias(MODEL, "challenger").run_id == second


def test_a_candidate_that_could_not_be_finished_is_marked_and_logged_again(work, candidate, monkeypatch):
    candidate()
    with monkeypatch.context() as patch:
        patch.setattr("cats_vs_dogs.tracking.registry.register", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(TrackingError, match="disk full"):
            track_candidate(work, PARAMETERS)
    run_id = track_candidate(work, PARAMETERS)
    client = client_of(work)
    experiment = client.get_experiment_by_name(MODEL).experiment_id
    of_candidate = client.search_runs([experiment], "tags.version = '1.0.0'")
    assert {run.info.run_id == run_id: run.info.status for run in of_candidate} == {True: "FINISHED", False: "FAILED"}
    assert len(client.search_model_versions(f"name = '{MODEL}'")) == 1


def test_a_candidate_that_was_exported_anew_must_be_evaluated_first(work, candidate, run):
    candidate()
    contract = work / "candidate" / "model.json"
    contract.write_text(contract.read_text().replace("1.0.0", "2.0.0"))
    for command in ("track", "compare", "promote", "gate", "release"):
        result = run(command)
        assert result.exit_code == 1
        assert "has not been evaluated since" in result.output, command


def test_promote_makes_the_challenger_the_champion(work, candidate, run):
    candidate()
    track_candidate(work, PARAMETERS)
    result = run("promote")
    assert result.exit_code == 0, result.output
    version = client_of(work).get_model_version_by_alias(MODEL, "champion")
    assert version.tags["version"] == "1.0.0" and version.aliases == ["champion"]


def test_promote_refuses_a_candidate_that_fails_the_gate(work, candidate, run):
    candidate()
    track_candidate(work, PARAMETERS)
    result = run("promote", min_test_accuracy=0.99)
    assert result.exit_code == 1
    assert "FAIL  accuracy on the test split" in result.output
    assert "champion" not in client_of(work).get_registered_model(MODEL).aliases


def test_promote_refuses_a_candidate_that_mlflow_has_not(work, candidate, run):
    candidate()
    track_candidate(work, PARAMETERS)
    candidate(seed=2)  # other weights under the same version
    result = run("promote")
    assert result.exit_code == 1 and "has not this candidate" in result.output


def test_compare_shows_both_models_figures_and_mcnemars_test(work, candidate, run):
    candidate(wrong=(0, 1, 2, 3, 4, 5, 6))
    track_candidate(work, PARAMETERS)
    result = run("compare")
    assert result.exit_code == 1 and "no champion" in result.output
    assert run("promote").exit_code == 0
    candidate("1.1.0", wrong=(0, 7), seed=2)
    result = run("compare")
    assert result.exit_code == 0, result.output
    rows = {line.split()[0]: line.split()[1:] for line in result.output.splitlines() if line.strip()}
    assert rows["test_accuracy"] == ["0.95", "0.825", "+0.125"]
    assert "champion: version 1.0.0; both answered 40 photos" in result.output
    assert "only the candidate right: 6, only the champion: 1" in result.output
    assert "p = 0.125 if both are as good" in result.output  # 2 * (C(7,6) + C(7,7)) / 2^7


def test_provenance_of_a_registered_model_leads_to_runs_commit_parameters_and_data(work, candidate, run):
    data_sha256 = candidate()
    run_id = track_candidate(work, PARAMETERS)
    result = run("provenance", MODEL, "1.0.0")
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert found["released"] is False
    assert (found["gitCommit"], found["dataSha256"]) == (COMMIT, data_sha256)
    assert found["parametersSha256"] == PARAMETERS_SHA256
    assert found["mlflow"]["runId"] == run_id and found["mlflow"]["aliases"] == ["challenger"]
    assert found["mlflow"]["passes"]["first-pass"]["parameters"]["learning_rate"] == "0.01"


def test_provenance_of_the_released_model_needs_no_mlflow_and_finds_its_weights_there(
    work, candidate, run, monkeypatch
):
    candidate()
    track_candidate(work, PARAMETERS)
    released = work.parent / "released"
    (work / "candidate").rename(released)
    monkeypatch.setattr(paths, "RELEASE_FOLDER", released)
    candidate(seed=2)  # the same version number with other weights
    other = track_candidate(work, PARAMETERS)
    found = json.loads(run("provenance", MODEL, "1.0.0").output)
    assert found["released"] is True and found["mlflow"]["runId"] != other
    assert found["weightsSha256"] == json.loads((released / "model.json").read_text())["weights"]["sha256"]
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")
    result = run("provenance", MODEL, "1.0.0")
    assert result.exit_code == 0 and "warning: MLflow at http://127.0.0.1:1" in result.stderr
    found = json.loads(result.stdout)
    assert found["gitCommit"] == COMMIT and found["mlflow"] is None


def test_provenance_of_an_unknown_version_says_so(run):
    result = run("provenance", MODEL, "9.9.9")
    assert result.exit_code == 1 and "cats-vs-dogs 9.9.9 is neither released nor in MLflow" in result.output
