"""MLflow and DVC report no usage, however they are started, unless the user turns that on."""

import os
import subprocess
import sys

import pytest

from cats_vs_dogs.paths import ROOM
from cats_vs_dogs.tracking import store

VARIABLE = "MLFLOW_DISABLE_TELEMETRY"
VALUE = f"import os; print(os.environ.get('{VARIABLE}'))"
DISABLED = "from mlflow.telemetry.utils import is_telemetry_disabled as disabled; print(disabled())"


@pytest.fixture
def environment(tmp_path):
    """The environment of a user who has chosen nothing: no variable of a test or of CI turns reports off."""
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}


def _output(command, environment, folder=ROOM) -> str:
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("before", "disabled"), [("", "False"), ("import cats_vs_dogs.tracking; ", "True")], ids=["by itself", "with us"]
)
def test_mlflow_reports_nothing_where_tracking_is_imported(environment, before, disabled):
    assert _output([sys.executable, "-c", before + DISABLED], environment) == disabled


def test_mlflow_reports_nothing_where_our_script_starts_python(environment):
    assert _output(["./python", "-c", VALUE], environment) == "true"


def test_mlflow_reports_nothing_from_its_page_and_from_tests(work):
    # `ui` starts MLflow's server with this environment; the tests import MLflow with that of their process.
    assert store.environment(work)[VARIABLE] == os.environ[VARIABLE] == "true"


@pytest.mark.parametrize("python", [sys.executable, "./python"])
def test_a_user_can_turn_the_reports_of_mlflow_on(environment, python):
    assert _output([python, "-c", f"import cats_vs_dogs; {VALUE}"], environment | {VARIABLE: "false"}) == "false"


@pytest.mark.parametrize(
    ("configuration", "enabled"),
    [("", "True"), ((ROOM / ".dvc" / "config").read_text(), "False"), ("[core]\n    analytics = true\n", "True")],
    ids=["by itself", "with our configuration", "turned on by the user"],
)
def test_dvc_reports_nothing_unless_the_user_turns_it_on(environment, tmp_path, configuration, enabled):
    (tmp_path / ".dvc").mkdir()
    (tmp_path / ".dvc" / "config").write_text(configuration)
    script = "from dvc.analytics import is_enabled; print(is_enabled())"
    assert _output([sys.executable, "-c", script], environment, tmp_path) == enabled
