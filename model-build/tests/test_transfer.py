import errno
import json
import shutil
import socket
from collections import namedtuple

import pytest
from archive_host import fetch_to, part_of, refused
from kagglesdk import kaggle_env

from cats_vs_dogs.data import transfer
from cats_vs_dogs.steps import fetch

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize("source", ["kaggle", "microsoft"])
def test_a_cut_connection_is_told_and_the_next_run_goes_on(place, host, key, source):
    host.cut_after_bytes = 200_000
    message = refused(place, "--source", source)
    assert "the connection was cut after 0." in message and "run it again to go on" in message
    arrived = part_of(place).stat().st_size
    assert 200_000 - transfer.CHUNK_BYTES <= arrived <= 200_000
    host.cut_after_bytes = None
    assert fetch_to(place, "--source", source).exit_code == 0
    assert host.requests[-1][1]["Range"] == f"bytes={arrived}-"
    assert host.requests[-1][1]["If-Range"] == '"version-1"'
    assert place.read_bytes() == host.content


@pytest.mark.parametrize("if_range", [True, False], ids=["honoured", "ignored"])
def test_a_file_that_changed_meanwhile_is_not_glued_together(place, host, if_range):
    host.cut_after_bytes = 200_000
    refused(place, "--source", "microsoft")
    host.cut_after_bytes, host.if_range = None, if_range
    host.content, host.etag = b"other bytes before a zip archive do not harm it" + host.content, '"version-2"'
    assert fetch_to(place, "--source", "microsoft").exit_code == 0
    assert place.read_bytes() == host.content


def test_an_interruption_after_the_last_byte_is_made_good(place, host):
    place.parent.mkdir()
    part_of(place).write_bytes(host.content)
    state = {"source": fetch.MICROSOFT_URL, "validator": host.etag}
    part_of(place).with_name("archive.zip.part.json").write_text(json.dumps(state))
    assert fetch_to(place, "--source", "microsoft").exit_code == 0
    assert place.read_bytes() == host.content


def test_a_part_of_another_source_is_not_gone_on_with(place, host, key):
    host.cut_after_bytes = 200_000
    refused(place, "--source", "microsoft")
    host.cut_after_bytes = None
    assert fetch_to(place).exit_code == 0
    assert "Range" not in host.requests[-1][1]


@pytest.mark.parametrize("source", ["kaggle", "microsoft"])
def test_no_network_is_told_with_the_hosts_name(place, monkeypatch, key, source):
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setitem(kaggle_env._env_to_endpoint, kaggle_env.KaggleEnv.PROD, nobody)
    monkeypatch.setattr(fetch, "MICROSOFT_URL", f"{nobody}/archive.zip")
    assert "cannot be reached (Connection refused); is there a network?" in refused(place, "--source", source)


def test_a_name_that_nobody_knows_is_told(place):
    assert "no-such-host.invalid cannot be reached (" in refused(place, "--url", "http://no-such-host.invalid/a.zip")


def test_a_server_in_trouble_is_told_and_keeps_the_part(place, host):
    host.cut_after_bytes = 200_000
    refused(place, "--source", "microsoft")
    arrived = part_of(place).read_bytes()
    host.status = 503
    assert "answered 503 Service Unavailable" in refused(place, "--source", "microsoft")
    assert part_of(place).read_bytes() == arrived


def test_too_small_a_disk_is_told_before_anything_is_written(place, host, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 1000, 1000))
    assert "has too little room" in refused(place, "--source", "microsoft")
    assert not part_of(place).exists()


def test_a_disk_that_fills_up_keeps_what_arrived(place, host, monkeypatch):
    class FullDisk(transfer.tqdm):  # it is told of each piece that is written
        def update(self, written_bytes):
            super().update(written_bytes)
            if self.n >= 100_000:
                raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(transfer, "tqdm", FullDisk)
        assert "is full; make room and run it again to go on" in refused(place, "--source", "microsoft")
    arrived = part_of(place).stat().st_size
    assert arrived >= 100_000
    assert fetch_to(place, "--source", "microsoft").exit_code == 0
    assert host.requests[-1][1]["Range"] == f"bytes={arrived}-"
    assert place.read_bytes() == host.content
