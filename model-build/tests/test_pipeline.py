"""The whole way on drawn pictures: small, but every step is the real one."""

import json
import os
import re
import shutil
import stat
import subprocess

import numpy as np
import pytest
import yaml
from conftest import draw, jpeg
from PIL import Image
from typer.testing import CliRunner

from cats_vs_dogs import paths
from cats_vs_dogs.artifact.contract import ContractError, read_artifact
from cats_vs_dogs.cli import app
from cats_vs_dogs.paths import REPOSITORY

ROOM = REPOSITORY / "model-build"


@pytest.fixture(scope="module")
def params(tmp_path_factory):
    """The released parameters with the shortest training, and a gate that drawn pictures can pass."""
    values = yaml.safe_load((ROOM / "params.yaml").read_text())
    values["data"]["size_px"] = 64
    for section in ("last_pass", "first_pass", "first_pass_int8", "baseline"):
        values[section] |= {"epochs": 1, "batch_size": 32}
    values["export"] |= {"version": "9.9.9", "calibration_photos": 16, "pet_photos": 32}
    values["gate"] |= {"min_test_accuracy": 0.5, "min_label_accuracy": 0, "max_quantisation_loss": 0.5}
    values["gate"] |= {"min_agreement_originals": 0.5}  # six pictures, of which a network of one epoch is not sure
    values["gate"] |= {"max_calibration_error": 1, "answered_accuracy": 0.001, "max_review_share": 1}
    values["gate"] |= {"min_pet_auroc": 0, "min_kept_pets_share": 0, "min_caught_share": 0}
    values["gate"] |= {"min_p": 0, "max_latency_ratio": 1, "min_saliency_wins": 0}
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
def checkout(archive, hold_out, not_pets, params, tmp_path_factory):
    """A repository of its own with this code, the drawn pictures and the short parameters."""
    root = tmp_path_factory.mktemp("checkout")
    ignored = shutil.ignore_patterns(
        "work", ".venv", "cache", "tmp", "dvc.lock", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info"
    )
    for name in ("cli", "function", "model-build", "tools"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=ignored)
    for name in ("package.json", "tsconfig.json", ".gitignore"):
        shutil.copy(REPOSITORY / name, root)
    for name in ("node_modules", "model-build/.venv"):
        (root / name).symlink_to(REPOSITORY / name)
    room = root / "model-build"
    shutil.copy(params, room / "params.yaml")
    (room / "work").mkdir()
    shutil.copy(archive, room / "work" / "archive.zip")
    for name, folder in (("originals", hold_out), ("not-pets", not_pets)):
        shutil.make_archive(str(room / "work" / name), "zip", folder)
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "drawn pictures"]):
        subprocess.run(["git", "-c", "user.name=test", "-c", "user.email=test@example", *words], cwd=root, check=True)
    return root


def _call(checkout, *words):
    """Run Python with the packages, in the checkout and on its code."""
    environment = os.environ | {"PYTHONPATH": str(checkout / "model-build" / "src")}
    command = ["./python", "-m", *words]
    return subprocess.run(
        command, cwd=checkout / "model-build", env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def built(checkout):
    """Result of the release after the whole pipeline, the work folder, and where it released to."""
    reproduced = _call(checkout, "dvc", "repro")
    assert reproduced.returncode == 0, reproduced.stdout + reproduced.stderr
    return (
        _call(checkout, "cats_vs_dogs", "release"),
        checkout / "model-build" / "work",
        checkout / "function" / "model",
    )


def test_one_command_leads_from_an_archive_to_a_candidate_and_another_releases_it(built):
    result, work, release = built
    assert result.returncode == 0, result.stderr
    assert "released cats-vs-dogs 9.9.9" in result.stdout
    contract = read_artifact(release)
    assert contract["version"] == "9.9.9"
    report = json.loads((work / "report.json").read_text())
    assert contract["evaluation"]["accuracy"] == report["test"]["accuracy"]
    assert report["originals"]["count"] == report["saliency"]["count"] == 6
    assert contract["outputs"]["saliency"]["shape"] == [1, 32, 32]
    assert contract["evaluation"]["latency"] == report["latency"]
    first_ms, last_ms = report["latency"]["msPerPass"]
    assert 0 < first_ms < last_ms
    assert report["champion"]["version"] == read_artifact(paths.RELEASE_FOLDER)["version"]


def test_only_what_changed_is_done_again(built, checkout):
    assert "up to date" in _call(checkout, "dvc", "repro").stdout
    path = checkout / "model-build" / "params.yaml"
    before = path.read_text()
    path.write_text(before.replace("min_caught_share: 0", "min_caught_share: 0.001"))
    try:
        assert json.loads(_call(checkout, "dvc", "status", "--json").stdout).keys() == {"gate"}
    finally:
        path.write_text(before)


def test_what_a_stage_made_can_be_made_again_by_hand(built):
    made = [built[1] / "report.json", built[1] / "candidate" / "model.json"]
    # No link into DVC's cache, which is read-only and would change with it.
    assert all(path.stat().st_nlink == 1 and path.stat().st_mode & stat.S_IWUSR for path in made)


def test_metrics_and_plots_are_those_that_dvc_shows(built, checkout):
    (shown,) = json.loads(_call(checkout, "dvc", "metrics", "show", "--json").stdout).values()
    metrics = {file: figures["data"] for file, figures in shown["data"].items()}
    assert metrics["work/report.json"]["test"]["count"] > 10 and metrics["work/gate.json"]["passed"] is True
    plots = _call(checkout, "dvc", "plots", "show", "--out", "plots")
    assert plots.returncode == 0, plots.stderr
    page = (checkout / "model-build" / "plots" / "index.html").read_text()
    assert all(name in page for name in ("answers.csv", "last-pass/metrics.csv", "worst-mistakes.png"))


def test_the_released_model_is_the_champion_in_mlflow_with_the_runs_of_both_passes(built):
    from mlflow import MlflowClient

    client = MlflowClient(f"sqlite:///{built[1]}/mlflow.db")
    version = client.get_model_version_by_alias("cats-vs-dogs", "champion")
    run = client.get_run(version.run_id)
    report = json.loads((built[1] / "report.json").read_text())
    assert version.tags["version"] == "9.9.9"
    assert run.data.metrics["test_accuracy"] == report["test"]["accuracy"]
    for name in ("first-pass-int8", "last-pass"):
        trained = client.get_run(run.data.tags[f"pass_run.{name}"])
        assert trained.info.status == "FINISHED" and "val_loss" in trained.data.metrics


def test_the_model_card_tells_the_figures_of_the_report(built):
    _, work, release = built
    card, report = (release / "MODEL_CARD.md").read_text(), json.loads((work / "report.json").read_text())
    assert f"{100 * report['test']['accuracy']:.2f} %" in card and "# cats-vs-dogs 9.9.9" in card
    for heading in ("Intended use", "Training and evaluation data", "Metrics", "Limits", "Questions"):
        assert f"\n## {heading}\n" in card
    assert not re.search(r"\b(None|nan)\b", card)


def test_photos_of_the_hold_out_archive_do_not_train(built):
    summary = json.loads((built[1] / "data" / "summary.json").read_text())
    assert summary["left_out"]["near-duplicate of a photo in the hold-out archive"] >= 6


def test_releasing_twice_gives_the_same_bytes(built, params):
    _, work, release = built
    before = {path.name: path.read_bytes() for path in release.iterdir()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "RELEASE_FOLDER", release)
        assert CliRunner().invoke(app, ["release", "--params", str(params), "--work", str(work)]).exit_code == 0
    assert before == {path.name: path.read_bytes() for path in release.iterdir()}


def test_a_candidate_that_fails_the_gate_changes_nothing(built, params, tmp_path):
    _, work, release = built
    strict = yaml.safe_load(params.read_text())
    strict["gate"]["max_weights_bytes"] = 1
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(strict))
    before = {path.name: path.read_bytes() for path in release.iterdir()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "RELEASE_FOLDER", release)
        result = CliRunner().invoke(app, ["release", "--params", str(tmp_path / "params.yaml"), "--work", str(work)])
    assert result.exit_code == 1
    assert "FAIL  bytes of the weights" in result.output
    assert before == {path.name: path.read_bytes() for path in release.iterdir()}


def test_a_released_model_is_judged_by_the_report_that_came_with_it(built, params, tmp_path, monkeypatch):
    shutil.copytree(built[2], tmp_path / "model")
    monkeypatch.setattr(paths, "RELEASE_FOLDER", tmp_path / "model")
    command = ["gate", "--released", "--params", str(params), "--work", str(tmp_path / "work")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0 and "pass  accuracy on the test split" in result.output
    report = json.loads((tmp_path / "model" / "report.json").read_text())
    report["test"]["accuracy"] = 0.4
    (tmp_path / "model" / "report.json").write_text(json.dumps(report))
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1 and "FAIL  released models whose report.json is about them" in result.output
    contract = json.loads((tmp_path / "model" / "model.json").read_text())
    contract["evaluation"]["accuracy"] = 0.4
    (tmp_path / "model" / "model.json").write_text(json.dumps(contract))
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1 and "FAIL  accuracy on the test split" in result.output


def test_a_candidate_whose_files_do_not_fit_together_fails_at_the_gate(built, params, tmp_path):
    shutil.copytree(built[1], tmp_path / "work", ignore=shutil.ignore_patterns("mlruns", "pixels.npy"))
    with (tmp_path / "work" / "candidate" / "model.onnx").open("ab") as weights:
        weights.write(b"other")
    result = CliRunner().invoke(app, ["gate", "--params", str(params), "--work", str(tmp_path / "work")])
    assert result.exit_code == 1
    assert "FAIL  candidates whose model.json is valid" in result.output and "sha256 expected" in result.output


def test_the_baseline_goes_the_same_way_with_a_single_pass(built, archive, not_pets, params, tmp_path):
    work = tmp_path / "work"
    shutil.copytree(built[1] / "data", work / "data")
    common = ["--params", str(params), "--work", str(work)]
    photos = ["--data", str(archive), "--not-pets", str(not_pets)]
    for command in (
        ["train", "--model", "simple-cnn"],
        ["quantise", "--run", "baseline", *photos],
        ["calibrate"],
        ["export", *photos[2:]],
        ["evaluate", *photos],
    ):
        result = CliRunner().invoke(app, [*command, *common])
        assert result.exit_code == 0, result.output
    contract = read_artifact(work / "candidate")
    assert contract["passes"] == [{"width": 224, "height": 224, "acceptProbability": 0, "acceptPetScore": 0}]
    assert contract["provenance"]["runId"] == "baseline"
    report = json.loads((work / "report.json").read_text())
    assert report["test"]["agreement"] >= 0.9
    # Other photos since: the run must not pass for one of these.
    origin = work / "runs" / "baseline" / "origin.json"
    origin.write_text(origin.read_text().replace(contract["provenance"]["dataSha256"], "0" * 64))
    result = CliRunner().invoke(app, ["train", "--model", "simple-cnn", *common])
    assert result.exit_code == 1 and "a run of other photos" in result.output
    result = CliRunner().invoke(app, ["train", "--model", "simple-cnn", "--replace", *common])
    assert result.exit_code == 0 and contract["provenance"]["dataSha256"] in origin.read_text()


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


@pytest.mark.parametrize(
    ("change", "message"),
    [({"learnin_rate": 1}, "learnin_rate"), ({"epochs": 0}, "baseline.epochs: 0 is not at least 1")],
)
def test_a_parameter_that_cannot_be_used_is_named(params, tmp_path, change, message):
    wrong = yaml.safe_load(params.read_text())
    wrong["baseline"] |= change
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(wrong))
    arguments = ["train", "--model", "simple-cnn", "--params", str(tmp_path / "params.yaml"), "--work", str(tmp_path)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert message in result.output


def test_one_folder_cannot_hold_the_runs_of_several_models(params, tmp_path):
    result = CliRunner().invoke(app, ["train", "--run", "mine", "--params", str(params), "--work", str(tmp_path)])
    assert result.exit_code == 2
    assert "--run" in result.output
