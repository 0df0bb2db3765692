"""The benchmark on drawn pictures: what it counts and says, never how fast it is."""

import json
import shutil

import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from cats_vs_dogs.cli import app
from cats_vs_dogs.commands.bench import show
from cats_vs_dogs.data.archive import read_photos
from cats_vs_dogs.data.prepare import prepare
from cats_vs_dogs.models.simple_cnn import SimpleCNN
from cats_vs_dogs.parameters import read_parameters
from cats_vs_dogs.paths import PARAMS
from cats_vs_dogs.training.speed import NOT_EVALUATED, NOT_TRAINED, Figure, Sample, recorded, train_ours, train_plain

RUNS = ["last-pass", "first-pass", "first-pass-int8"]
PHOTOS, ROUNDS = 12, 2


@pytest.fixture(scope="module")
def params(tmp_path_factory):
    values = yaml.safe_load(PARAMS.read_text())
    values["threads"] = 1  # two of them wait for each other on a busy machine
    values["baseline"] |= {"batch_size": 5, "train_px": 32}
    path = tmp_path_factory.mktemp("params") / "params.yaml"
    path.write_text(yaml.safe_dump(values))
    return path


@pytest.fixture(scope="module")
def prepared(archive, tmp_path_factory):
    """A work folder with the drawn archive prepared."""
    work = tmp_path_factory.mktemp("work")
    prepare(archive, work / "data", 64, processes=1)
    return work


@pytest.fixture(scope="module")
def bench(params):
    def run(work, archive, *arguments):
        given = ["bench", "--photos", PHOTOS, "--rounds", ROUNDS, *arguments, "--data", archive]
        given += ["--params", params, "--work", work]
        return CliRunner().invoke(app, [str(argument) for argument in given])

    return run


@pytest.fixture(scope="module")
def measured(bench, prepared, archive):
    result = bench(prepared, archive, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_both_sides_go_through_the_same_number_of_photos(measured):
    for name in ("loading", "training"):
        for side in ("ours", "plain"):
            figures = measured[name][side]
            assert figures["photos"] == [PHOTOS] * ROUNDS
            assert len(figures["photos_per_second_of_rounds"]) == ROUNDS


@pytest.mark.parametrize("train_side", [train_ours, train_plain])
def test_each_side_really_trains_the_photos_that_it_counts(
    train_side, prepared, archive, params, tmp_path, monkeypatch
):
    for photo in list(read_photos(archive))[114:126]:  # the last cats and the first dogs
        (tmp_path / photo.name).parent.mkdir(exist_ok=True)
        (tmp_path / photo.name).write_bytes(photo.content)
    shapes, forward = [], SimpleCNN.forward

    def watched(network, images):
        if network.training:
            shapes.append(tuple(images.shape))
        return forward(network, images)

    monkeypatch.setattr(SimpleCNN, "forward", watched)
    sample = Sample(prepared / "data", tmp_path, np.arange(12), read_parameters(params).recipe("baseline"))
    assert train_side(sample).photos == 12
    assert shapes == [(5, 3, 32, 32), (5, 3, 32, 32), (2, 3, 32, 32)]


def test_a_ratio_is_the_quotient_of_its_parts(measured):
    for name in ("loading", "training"):
        ours, plain = (measured[name][side]["photos_per_second"] for side in ("ours", "plain"))
        assert measured[name]["ratio"] == ours / plain


def test_the_figures_follow_from_what_was_measured(measured):
    epoch, ratio, memory, champion, evaluation = measured["figures"]
    assert epoch["value"] == pytest.approx(18_000 / measured["training"]["ours"]["photos_per_second"] / 60)
    assert ratio["value"] == measured["training"]["ratio"]
    assert memory["value"] == measured["memory"]["ours"]["peak_bytes"] / 2**30
    assert (champion["value"], champion["verdict"]) == (None, f"{NOT_TRAINED}: {', '.join(RUNS)}")
    assert (evaluation["value"], evaluation["verdict"]) == (None, NOT_EVALUATED)
    assert {epoch["verdict"], ratio["verdict"], memory["verdict"]} <= {"reached", "missed"}
    assert measured["mapped_bytes"]["sample"] == PHOTOS * 64 * 64 * 3
    assert measured["precision"]["plain"] == "float32"


@pytest.mark.parametrize(
    ("value", "at_least", "verdict"),
    [(2, True, "reached"), (1.9, True, "missed"), (2, False, "reached"), (2.1, False, "missed"), (None, False, "why")],
)
def test_a_figure_says_in_words_whether_its_floor_is_reached(value, at_least, verdict):
    assert Figure("a figure", value, "x", 2, at_least, "why").verdict == verdict


def test_the_table_says_what_has_not_been_done(measured, capsys):
    show(measured)
    shown = " ".join(capsys.readouterr().out.split())
    for text in (measured["cpu"].split(",")[0], f"torch {measured['torch']}", NOT_TRAINED, NOT_EVALUATED):
        assert text in shown


def test_what_a_run_and_the_evaluation_took_is_read_from_their_records(tmp_path):
    for run in ("last-pass", "first-pass"):
        (tmp_path / "runs" / run).mkdir(parents=True)
        (tmp_path / "runs" / run / "metrics.csv").write_text("epoch,seconds\n0,60.5\n1,59.5\n")
    (tmp_path / "runs" / "last-pass" / "record.json").write_text("{}")
    (tmp_path / "report.json").write_text('{"test": {"seconds": 31.5}}')
    found = recorded(tmp_path, RUNS)
    assert found["champion"] == {
        "last-pass": {"epochs": 2, "seconds": 120},
        "first-pass": None,  # goes on still
        "first-pass-int8": None,
    }
    assert found["evaluation_seconds"] == 31.5
    (tmp_path / "report.json").write_text('{"test": {"accuracy": 0.99}}')  # as reports were before
    assert recorded(tmp_path, RUNS)["evaluation_seconds"] is None


def test_without_prepared_photos_or_their_archive_it_says_what_to_do(bench, prepared, archive, tmp_path):
    for work, source, message in (
        (tmp_path, archive, "no prepared data; run the prepare command first"),
        (prepared, tmp_path / "archive.zip", "the command `fetch` fetches the photos"),
    ):
        result = bench(work, source)
        assert result.exit_code == 1
        assert result.stderr.splitlines()[-1].startswith("error: ") and message in result.stderr


def test_an_archive_of_other_photos_is_refused(bench, prepared, tmp_path):
    (tmp_path / "cat").mkdir()
    shutil.copy(PARAMS, tmp_path / "cat" / "other.jpg")
    result = bench(prepared, tmp_path)
    assert result.exit_code == 1
    assert "--data must name the archive that was prepared" in result.stderr
