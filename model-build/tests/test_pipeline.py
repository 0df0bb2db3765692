"""The whole way on drawn pictures: small, but every step is the real one."""

import json
import shutil

import numpy as np
import pytest
import yaml
from conftest import draw, jpeg
from PIL import Image
from typer.testing import CliRunner

from cats_vs_dogs import pipeline as pipeline_module
from cats_vs_dogs.cli import app
from cats_vs_dogs.contract import ContractError, read_artifact

ROOM = pipeline_module.REPOSITORY / "model-build"


@pytest.fixture(scope="module")
def params(tmp_path_factory):
    """The released parameters with the shortest training, and a gate that drawn pictures can pass."""
    values = yaml.safe_load((ROOM / "params.yaml").read_text())
    values["data"]["size_px"] = 64
    for section in ("last_pass", "first_pass", "first_pass_int8", "baseline"):
        values[section] |= {"epochs": 1, "batch_size": 32}
    values["export"] |= {"calibration_photos": 16, "pet_photos": 32}
    values["gate"] |= {"min_test_accuracy": 0.5, "min_label_accuracy": 0, "max_quantisation_loss": 0.5}
    values["gate"] |= {"min_agreement_originals": 0.5}  # six pictures, of which a network of one epoch is not sure
    values["gate"] |= {"max_calibration_error": 1, "min_answered_accuracy": 0, "max_review_share": 1}
    values["gate"] |= {"min_pet_auroc": 0, "min_kept_pets_share": 0, "min_caught_share": 0}
    path = tmp_path_factory.mktemp("params") / "params.yaml"
    path.write_text(yaml.safe_dump(values))
    return path


@pytest.fixture(scope="module")
def hold_out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("originals")
    for kind, label in enumerate(("cat", "dog")):
        (folder / label).mkdir()
        for index in range(3):
            (folder / label / f"{index}.jpg").write_bytes(jpeg(draw(kind, index).resize((320, 240))))
    return folder


@pytest.fixture(scope="module")
def not_pets(tmp_path_factory):
    """Grey pictures with stripes."""
    folder = tmp_path_factory.mktemp("not-pets")
    for index in range(16):
        rows = np.full((72, 96, 3), 60 + 10 * index, dtype=np.uint8)
        rows[:: 2 + index] = 255
        (folder / f"{index}.jpg").write_bytes(jpeg(Image.fromarray(rows)))
    return folder


@pytest.fixture(scope="module")
def built(archive, hold_out, not_pets, params, tmp_path_factory):
    """Result of the ``all`` command, its work folder, and where it released to."""
    work, release = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("release") / "model"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline_module, "RELEASE_FOLDER", release)
        arguments = [
            "all",
            "--data",
            archive,
            "--hold-out",
            hold_out,
            "--not-pets",
            not_pets,
            "--version",
            "9.9.9",
            "--params",
            params,
            "--work",
            work,
        ]
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result, work, release


def test_one_command_leads_from_an_archive_to_a_release(built):
    result, work, release = built
    assert result.exit_code == 0, result.output
    contract = read_artifact(release)
    assert contract["version"] == "9.9.9"
    report = json.loads((work / "report.json").read_text())
    assert contract["evaluation"]["accuracy"] == report["test"]["accuracy"]
    assert report["originals"]["count"] == 6
    assert contract["evaluation"]["latency"] == report["latency"]
    first_ms, last_ms = report["latency"]["msPerPass"]
    assert 0 < first_ms < last_ms


def test_the_candidate_is_in_mlflow_with_the_runs_of_both_passes(built):
    from mlflow import MlflowClient

    client = MlflowClient(f"sqlite:///{built[1]}/mlflow.db")
    version = client.get_model_version_by_alias("cats-vs-dogs", "challenger")
    run = client.get_run(version.run_id)
    report = json.loads((built[1] / "report.json").read_text())
    assert version.tags["version"] == "9.9.9"
    assert run.data.metrics["test_accuracy"] == report["test"]["accuracy"]
    for name in ("first-pass-int8", "last-pass"):
        trained = client.get_run(run.data.tags[f"pass_run.{name}"])
        assert trained.info.status == "FINISHED" and "val_loss" in trained.data.metrics


def test_photos_of_the_hold_out_archive_do_not_train(built):
    summary = json.loads((built[1] / "data" / "summary.json").read_text())
    assert summary["left_out"]["near-duplicate of a photo in the hold-out archive"] >= 6


def test_releasing_twice_gives_the_same_bytes(built, params):
    _, work, release = built
    before = {path.name: path.read_bytes() for path in release.iterdir()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline_module, "RELEASE_FOLDER", release)
        assert CliRunner().invoke(app, ["release", "--params", str(params), "--work", str(work)]).exit_code == 0
    assert before == {path.name: path.read_bytes() for path in release.iterdir()}


def test_a_candidate_that_fails_the_gate_changes_nothing(built, params, tmp_path):
    _, work, release = built
    strict = yaml.safe_load(params.read_text())
    strict["gate"]["max_weights_bytes"] = 1
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(strict))
    before = {path.name: path.read_bytes() for path in release.iterdir()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline_module, "RELEASE_FOLDER", release)
        result = CliRunner().invoke(app, ["release", "--params", str(tmp_path / "params.yaml"), "--work", str(work)])
    assert result.exit_code == 1
    assert "FAIL  bytes of the weights" in result.output
    assert before == {path.name: path.read_bytes() for path in release.iterdir()}


def test_the_baseline_goes_the_same_way_with_a_single_pass(built, archive, not_pets, params, tmp_path):
    work = tmp_path / "work"
    shutil.copytree(built[1] / "data", work / "data")
    common = ["--params", str(params), "--work", str(work)]
    photos = ["--data", str(archive), "--not-pets", str(not_pets)]
    for command in (
        ["train", "--model", "simple-cnn"],
        ["export", "--run", "baseline", "--version", "0.0.1", *photos],
        ["evaluate", *photos],
    ):
        result = CliRunner().invoke(app, [*command, *common])
        assert result.exit_code == 0, result.output
    contract = read_artifact(work / "candidate")
    assert contract["passes"] == [{"width": 224, "height": 224, "acceptProbability": 0, "acceptPetScore": 0}]
    assert contract["provenance"]["runId"] == "baseline"
    report = json.loads((work / "report.json").read_text())
    assert report["test"]["agreement"] >= 0.9


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda contract: contract.update(schemaVersion=1), "schemaVersion"),
        (lambda contract: contract["weights"].update(sha256="0" * 64), "model.onnx: sha256 expected"),
        (lambda contract: contract.update(labels=["cat", "cow"]), "labels"),
        (lambda contract: contract["passes"].clear(), "passes"),
    ],
)
def test_an_artifact_that_does_not_belong_together_is_refused(built, tmp_path, change, message):
    shutil.copytree(built[2], tmp_path / "model")
    path = tmp_path / "model" / "model.json"
    contract = json.loads(path.read_text())
    change(contract)
    path.write_text(json.dumps(contract))
    with pytest.raises(ContractError, match=message):
        read_artifact(tmp_path / "model")


def test_a_step_before_its_time_names_what_is_missing(params, tmp_path):
    result = CliRunner().invoke(app, ["train", "--params", str(params), "--work", str(tmp_path)])
    assert result.exit_code == 1
    assert "no prepared data; run the prepare command first" in result.output


def test_an_unknown_parameter_is_named(params, tmp_path):
    wrong = yaml.safe_load(params.read_text())
    wrong["baseline"]["learnin_rate"] = 1
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(wrong))
    arguments = ["train", "--model", "simple-cnn", "--params", str(tmp_path / "params.yaml"), "--work", str(tmp_path)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "learnin_rate" in result.output


def test_one_folder_cannot_hold_two_runs(params, tmp_path):
    arguments = ["train", "--run", "mine", "--params", str(params), "--work", str(tmp_path)]
    for model in ([], ["--model", "lite0-slim"]):
        result = CliRunner().invoke(app, [*arguments, *model])
        assert result.exit_code == 2
        assert "--run" in result.output
