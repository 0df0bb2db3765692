import errno
import hashlib
import inspect
import json
import shutil

import pytest
from archive_host import KEY, USERNAME, fetch_to, refused

from cats_vs_dogs.data.archive import read_photos
from cats_vs_dogs.steps.check import check
from cats_vs_dogs.steps.evaluate import evaluate
from cats_vs_dogs.steps.fetch import fetch
from cats_vs_dogs.steps.prepare import prepare
from cats_vs_dogs.steps.quantise import quantise


def test_a_key_brings_kaggles_archive_and_its_record(place, host, key):
    result = fetch_to(place)
    assert result.exit_code == 0, result.output
    assert place.read_bytes() == host.content
    assert json.loads(place.with_name("archive.zip.json").read_text()) == {
        "source": "kaggle:bhavikjikadara/dog-and-cat-classification-dataset",
        "sha256": hashlib.sha256(host.content).hexdigest(),
        "size_bytes": len(host.content),
        "photos": {"cat": 120, "dog": 120},
    }
    assert sorted(path.name for path in place.parent.iterdir()) == ["archive.zip", "archive.zip.json"]


def test_the_key_may_lie_in_kaggle_json(place, host, tmp_path):
    (tmp_path / "home" / ".kaggle").mkdir(parents=True)
    (tmp_path / "home" / ".kaggle" / "kaggle.json").write_text(json.dumps({"username": USERNAME, "key": KEY}))
    assert fetch_to(place).exit_code == 0
    assert place.read_bytes() == host.content


def test_the_key_is_not_told_to_the_storage(place, host, key):
    fetch_to(place)
    assert ["Authorization" in headers for method, headers in host.requests if method == "POST"] == [True]
    assert not any("Authorization" in headers for method, headers in host.requests[2:])


def test_microsofts_archive_needs_no_key(place, host):
    assert fetch_to(place, "--source", "microsoft").exit_code == 0
    assert place.read_bytes() == host.content


def test_a_wrong_key_is_told(place, monkeypatch, key):
    monkeypatch.setenv("KAGGLE_KEY", "wrong")
    assert "Kaggle refused the key (401): check KAGGLE_USERNAME and KAGGLE_KEY" in refused(place)


def test_no_key_is_told_with_what_to_do(place):
    assert "Kaggle wants a key (401): set KAGGLE_USERNAME and KAGGLE_KEY" in refused(place)


def test_without_a_key_kaggle_is_asked_all_the_same(place, host):
    host.anonymous = True
    result = fetch_to(place)
    assert result.exit_code == 0 and "no Kaggle key found, asking without one" in result.stderr


def test_a_broken_kaggle_json_is_named(place, tmp_path):
    (tmp_path / "home" / ".kaggle").mkdir(parents=True)
    (tmp_path / "home" / ".kaggle" / "kaggle.json").write_text("{")
    assert "Invalid Kaggle credentials file at" in refused(place)


@pytest.mark.parametrize(
    ("content", "message"), [(b"<html>log in</html>", "not a zip archive"), (b"PK\5\6" + bytes(18), "no cat photos")]
)
def test_what_is_not_the_photos_is_told_and_not_kept(place, host, content, message):
    host.content = content
    assert message in refused(place, "--source", "microsoft")
    assert list(place.parent.iterdir()) == []


def test_another_checksum_is_refused_and_the_right_one_taken(place, host):
    assert f"not {'0' * 64}" in refused(place, "--source", "microsoft", "--sha256", "0" * 64)
    right = hashlib.sha256(host.content).hexdigest().upper()
    assert fetch_to(place, "--source", "microsoft", "--sha256", right).exit_code == 0


@pytest.mark.parametrize("kind", ["kaggle", "archive", "folder"])
def test_the_second_run_does_nothing_and_says_so(place, host, archive, tmp_path, key, kind):
    shutil.unpack_archive(archive, tmp_path / "unpacked")
    arguments = {"kaggle": [], "archive": ["--from", archive], "folder": ["--from", tmp_path / "unpacked"]}[kind]
    assert fetch_to(place, *arguments).exit_code == 0
    before, asked = place.stat(), len(host.requests)
    again = fetch_to(place, *arguments)
    assert again.exit_code == 0 and "already there, nothing to do" in again.stdout
    assert (place.stat().st_ino, place.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert len(host.requests) == asked


def test_an_archive_of_ones_own_is_linked_and_a_folder_zipped(place, archive, tmp_path):
    assert fetch_to(place, "--from", archive).exit_code == 0
    assert place.samefile(archive)
    shutil.unpack_archive(archive, tmp_path / "unpacked")
    other = place.with_name("other.zip")
    assert fetch_to(other, "--from", tmp_path / "unpacked").exit_code == 0
    assert list(read_photos(other)) == list(read_photos(archive))


def test_an_archive_on_another_file_system_is_copied(place, archive, monkeypatch):
    def no_link(*_, **__):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr("os.link", no_link)
    assert fetch_to(place, "--from", archive).exit_code == 0
    assert place.read_bytes() == archive.read_bytes() and not place.samefile(archive)


def test_a_disk_that_a_copy_fills_is_told_and_left_as_it_was(place, archive, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device", "photos.zip")

    monkeypatch.setattr("os.link", full)
    monkeypatch.setattr(shutil, "copyfile", full)
    assert f"{place.parent} is full; make room" in refused(place, "--from", archive)
    assert list(place.parent.iterdir()) == []


def test_other_photos_are_never_overwritten(place, archive, host):
    assert fetch_to(place, "--from", archive).exit_code == 0
    host.content += b"x"
    result = fetch_to(place, "--source", "microsoft")
    assert result.exit_code == 1 and "holds other photos" in result.stderr
    assert place.read_bytes() == archive.read_bytes()


def test_an_archive_that_has_rotted_is_told(place, archive):
    assert fetch_to(place, "--source", "microsoft").exit_code == 0
    place.write_bytes(place.read_bytes()[:-1])
    result = fetch_to(place, "--source", "microsoft")
    assert result.exit_code == 1 and "has changed since it came from" in result.stderr


@pytest.mark.parametrize("command", [prepare, quantise, evaluate, check])
def test_what_was_fetched_is_what_the_other_commands_read(command):
    place = inspect.signature(fetch).parameters["to"].default
    assert inspect.signature(command).parameters["data"].default == place
