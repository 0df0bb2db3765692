"""dvc.yaml is the only list of the steps, and the command line finds the files of steps/ and commands/."""

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from cats_vs_dogs import commands, steps
from cats_vs_dogs.cli import add_commands, app
from cats_vs_dogs.paths import ROOM

STAGES = yaml.safe_load((ROOM / "dvc.yaml").read_text())["stages"]


def _commands_of(stages) -> dict[str, str]:
    """The command of each stage."""
    return {name: stage["cmd"].removeprefix("./python -m cats_vs_dogs ").split()[0] for name, stage in stages.items()}


def _files(package) -> set[str]:
    return {path.stem for path in Path(package.__path__[0]).glob("*.py")} - {"__init__"}


@pytest.mark.parametrize(("stage", "command"), _commands_of(STAGES).items())
def test_a_stage_calls_the_command_of_its_name(stage, command):
    assert stage == command or stage.startswith(f"{command}_")


def test_each_step_but_the_release_is_a_stage():
    assert set(_commands_of(STAGES).values()) == _files(steps) - {"release"}


@pytest.mark.parametrize(("stage", "command"), _commands_of(STAGES).items())
def test_a_stage_depends_on_the_code_of_its_step(stage, command):
    # A training takes an hour: the wording of its command must not repeat it.
    code = "training/run.py" if command == "train" else f"steps/{command}.py"
    assert f"src/cats_vs_dogs/{code}" in STAGES[stage]["deps"]


def test_every_dependency_and_parameter_of_a_stage_exists():
    made = {
        name
        for stage in STAGES.values()
        for kind in ("outs", "metrics", "plots")
        for name in map(_path, stage.get(kind, []))
    }
    given = {f"work/{path.stem}" for path in (ROOM / "work").glob("*.dvc")}
    parameters = yaml.safe_load((ROOM / "params.yaml").read_text())
    for stage in STAGES.values():
        for path in map(_path, stage.get("deps", [])):
            assert (ROOM / path).exists() or path in made | given, path
        for name in stage.get("params", []):
            section, _, key = name.partition(".")
            assert section in parameters and (not key or key in parameters[section]), name


def _path(entry) -> str:
    return entry if isinstance(entry, str) else next(iter(entry))


def test_each_file_of_steps_and_commands_is_a_command():
    shown = {command.name for command in app.registered_commands}
    assert shown == _files(steps) | _files(commands)
    help_text = CliRunner().invoke(app, ["--help"]).output
    assert all(re.search(rf"^│ {name}\b", help_text, re.MULTILINE) for name in shown)


def test_the_command_line_finds_a_new_step_by_its_file(tmp_path, monkeypatch):
    (tmp_path / "planted_steps").mkdir()
    (tmp_path / "planted_steps" / "__init__.py").touch()
    for name in ("first", "second"):
        text = f'import typer\n\n\ndef {name}(photos: int = 3) -> None:\n    typer.echo(f"{name} of {{photos}}")\n'
        (tmp_path / "planted_steps" / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    planted = typer.Typer()
    add_commands(planted, import_module("planted_steps"), "Steps")
    result = CliRunner().invoke(planted, ["second", "--photos", "5"])
    assert result.exit_code == 0 and result.output == "second of 5\n"
    for name in [name for name in sys.modules if name.startswith("planted_steps")]:
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.parametrize(("former", "now"), [(("data", "download"), "fetch"), (("data", "check"), "check")])
def test_the_former_names_of_commands_still_work(former, now, tmp_path):
    arguments = ["--keep", "--to", str(tmp_path)] if now == "fetch" else ["--data", str(tmp_path / "none.zip")]
    same = [CliRunner().invoke(app, [*words, *arguments]) for words in (former, (now,))]
    assert same[0].output == same[1].output and same[0].exit_code == same[1].exit_code
    assert str(tmp_path) in same[0].output.replace("\n", "")


def test_the_readme_describes_each_command():
    table = re.findall(r"^\| `(\w+)(?: [^`]*)?` \|", (ROOM / "README.md").read_text(), re.MULTILINE)
    assert set(table) == _files(steps) | _files(commands)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (FileNotFoundError(2, "No such file", "work/report.json"), "work/report.json does not exist; has the command"),
        (PermissionError(13, "Permission denied", "work"), "work: Permission denied"),
        (OSError("disk full"), "disk full"),
    ],
)
def test_an_error_of_the_disk_ends_with_one_line(error, line, tmp_path, monkeypatch):
    monkeypatch.setattr("cats_vs_dogs.steps.calibrate.read_parameters", lambda _: (_ for _ in ()).throw(error))
    result = CliRunner().invoke(app, ["calibrate", "--work", str(tmp_path)])
    assert result.exit_code == 1 and result.output.startswith(f"error: {line}")
    assert len(result.output.splitlines()) == 1
