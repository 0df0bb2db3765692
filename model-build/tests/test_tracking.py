"""Training runs in MLflow: complete, once, and never in the way of training."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from tracked import COMMIT, METRICS, PARAMETERS_SHA256, client_of, files_of, write_data, write_run
from typer.testing import CliRunner

from cats_vs_dogs.cli import app
from cats_vs_dogs.tracking import TrackingError, only_warn, store, track_run

CURVES = "plots/training-curves.png"


def _points(client, run_id, metric):
    return [(point.step, point.value) for point in client.get_metric_history(run_id, metric)]


def _runs(client):
    from mlflow.entities import ViewType

    experiment = client.get_experiment_by_name("cats-vs-dogs")
    return client.search_runs([experiment.experiment_id], run_view_type=ViewType.ALL)


def _refused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_run_has_its_recipe_its_curves_and_its_provenance(work):
    data_sha256 = write_data(work)
    write_run(work, "first-pass", 3, data_sha256)
    run_id = track_run(work, "first-pass")
    client = client_of(work)
    run = client.get_run(run_id)
    assert run.info.run_name == "first-pass" and run.info.status == "FINISHED"
    assert run.data.params == {
        "model": "tiny",
        "epochs": "3",
        "learning_rate": "0.01",
        "augmentation.flip": "True",
        "augmentation.min_crop_area": "0.7",
    }
    for metric in METRICS:
        assert _points(client, run_id, metric) == [(0, 1.0), (1, 0.5), (2, 1 / 3)], metric
    expected = {"git_commit": COMMIT, "data_sha256": data_sha256, "parameters_sha256": PARAMETERS_SHA256}
    assert expected.items() <= run.data.tags.items()
    (photos,) = run.inputs.dataset_inputs
    assert photos.dataset.digest == data_sha256[:36]
    assert json.loads(photos.dataset.profile) == {"num_rows": 40, "num_elements": 200}
    assert files_of(client, run_id) == {"recipe.json", "metrics.csv", "record.json", CURVES, "data/manifest.csv"}
    assert run.info.artifact_uri.startswith((work / "mlruns").as_uri())


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        (None, "custom_model_development"),
        ({}, "custom_model_development"),
        ({"mlflow.experimentKind": "finetuning"}, "finetuning"),
    ],
    ids=["new", "made before it had a kind", "with a kind that the user chose"],
)
def test_our_experiment_is_one_of_model_training(work, tags, kind):
    client = client_of(work)
    if tags is not None:
        client.create_experiment("cats-vs-dogs", store.artifacts_folder(work).as_uri(), tags)
    write_run(work, "first-pass", 1)
    track_run(work, "first-pass")
    assert client.get_experiment_by_name("cats-vs-dogs").tags["mlflow.experimentKind"] == kind


def test_a_run_that_is_interrupted_and_goes_on_is_one_run_without_doubled_points(work):
    write_run(work, "baseline", 1, finished=False)
    early = track_run(work, "baseline")
    client = client_of(work)
    assert client.get_run(early).info.status == "RUNNING"
    write_run(work, "baseline", 3)
    log = work / "runs" / "baseline" / "metrics.csv"
    log.write_text(log.read_text() + log.read_text().splitlines()[-1] + "\n")  # an epoch that was cut and repeated
    assert [track_run(work, "baseline") for _ in range(2)] == [early, early]
    assert [_points(client, early, metric) for metric in METRICS] == [[(0, 1.0), (1, 0.5), (2, 1 / 3)]] * len(METRICS)
    assert len(_runs(client)) == 1


def test_another_recipe_or_a_run_that_was_deleted_in_mlflow_makes_a_new_run(work):
    write_run(work, "baseline", 1)
    first = track_run(work, "baseline")
    recipe = work / "runs" / "baseline" / "recipe.json"
    recipe.write_text(recipe.read_text().replace("0.01", "0.02"))
    second = track_run(work, "baseline")
    client_of(work).delete_run(second)
    third = track_run(work, "baseline")
    assert len({first, second, third}) == 3
    assert client_of(work).get_run(third).data.params["learning_rate"] == "0.02"


def test_photos_that_were_prepared_anew_are_not_passed_off_as_those_of_the_run(work):
    write_data(work)
    write_run(work, "baseline", 1, data_sha256="e" * 64)
    run = client_of(work).get_run(track_run(work, "baseline"))
    assert run.data.tags["data_sha256"] == "e" * 64
    assert not run.inputs.dataset_inputs


def test_a_server_that_is_away_costs_one_warning_and_the_run_is_logged_later(work, monkeypatch, capsys):
    write_run(work, "first-pass", 2)
    uri = f"http://127.0.0.1:{_refused_port()}"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", uri)
    started = time.monotonic()
    with only_warn():
        track_run(work, "first-pass")
    assert time.monotonic() - started < 15
    warning = capsys.readouterr().err
    assert f"warning: MLflow at {uri}: [Errno 111] Connection refused" in warning
    assert "npx . model track" in warning
    result = CliRunner().invoke(app, ["track", "--work", str(work)])
    assert result.exit_code == 1 and "Connection refused" in result.output
    monkeypatch.delenv("MLFLOW_TRACKING_URI")
    result = CliRunner().invoke(app, ["track", "--work", str(work)])
    assert result.exit_code == 0, result.output
    run_id = json.loads(result.output)["id"]
    assert _points(client_of(work), run_id, "val_loss") == [(0, 1.0), (1, 0.5)]


def test_a_server_that_never_answers_is_given_up_within_its_timeout(work, monkeypatch):
    write_run(work, "first-pass", 1)
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "1")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{silent.getsockname()[1]}")
        started = time.monotonic()
        with pytest.raises(TrackingError, match="timed out"):
            track_run(work, "first-pass")
    assert time.monotonic() - started < 15


def test_a_database_that_cannot_be_read_is_no_error_of_training_either(work, monkeypatch, capsys):
    write_run(work, "first-pass", 1)
    (work / "mlflow.db").write_bytes(b"no database" * 100)
    monkeypatch.setattr("mlflow.store.db.utils.MAX_RETRY_COUNT", 1)  # of 10, which take 100 s
    with only_warn():
        track_run(work, "first-pass")
    assert "mlflow.db: file is not a database" in capsys.readouterr().err


def test_runs_go_to_the_server_that_the_environment_names(work, tmp_path, monkeypatch):
    write_data(work)
    write_run(work, "first-pass", 2)
    port = _refused_port()
    uri = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "mlflow", "server", "--port", str(port), "--workers", "1"]
    command += ["--backend-store-uri", store.tracking_uri(work), "--artifacts-destination", str(tmp_path / "files")]
    environment = store.environment(work)
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_until_healthy(uri, server)
            monkeypatch.setenv("MLFLOW_TRACKING_URI", uri)
            run_id = track_run(work, "first-pass")
            assert track_run(work, "first-pass") == run_id
            client = client_of(work)
            assert _points(client, run_id, "val_f1") == [(0, 1.0), (1, 0.5)]
            assert CURVES in files_of(client, run_id)
        finally:
            server.terminate()
    assert json.loads((work / "runs" / "first-pass" / "mlflow.json").read_text()) == {uri: run_id}


def _wait_until_healthy(uri: str, server: subprocess.Popen[bytes], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{uri}/health", timeout=2) as response:
                assert response.read() == b"OK"
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{uri} did not answer within {seconds} s")


def test_mlflow_and_what_it_brings_are_not_imported_before_they_are_needed():
    script = "import sys, cats_vs_dogs.cli; print(sys.modules.keys() & {'mlflow', 'matplotlib', 'pandas', 'sklearn'})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_environment_is_left_as_it_was(work):
    before = dict(os.environ)
    write_run(work, "first-pass", 1)
    track_run(work, "first-pass")
    assert dict(os.environ) == before


def test_the_page_is_served_from_the_store_in_work_by_one_command(work, monkeypatch):
    started = []
    monkeypatch.setattr(os, "execvpe", lambda file, words, variables: started.append((words, variables)))
    result = CliRunner().invoke(app, ["ui", "--work", str(work), "--port", "5001"])
    assert result.exit_code == 0
    experiment = client_of(work).get_experiment_by_name("cats-vs-dogs").experiment_id
    runs = f"http://localhost:5001/#/experiments/{experiment}/runs?workflowType=machine_learning"
    assert f"next: open {runs}\n" in result.stderr
    ((words, variables),) = started
    assert words[1:4] == ["-m", "mlflow", "ui"]
    options = dict(zip(words[4::2], words[5::2], strict=True))
    assert options["--backend-store-uri"] == f"sqlite:///{work}/mlflow.db"
    assert options["--host"] == "127.0.0.1" and options["--port"] == "5001"
    assert variables["MLFLOW_DISABLE_TELEMETRY"] == "true"


def test_no_page_is_served_beside_a_tracking_server(work, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "https://runs.example")
    monkeypatch.setattr(os, "execvpe", lambda *_: pytest.fail("a second page"))
    assert "the runs are at https://runs.example" in CliRunner().invoke(app, ["ui", "--work", str(work)]).output
