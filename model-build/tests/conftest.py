"""Pictures that the tests draw themselves: no photo of anybody's is in the repository."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from archive_host import KEY, USERNAME, ArchiveHost
from kagglesdk import kaggle_env
from PIL import Image, ImageDraw

from cats_vs_dogs.artifact.contract import SAMPLE
from cats_vs_dogs.data.preprocessing import decode
from cats_vs_dogs.steps import fetch


def draw(kind: int, seed: int, size: tuple[int, int] = (96, 72)) -> Image.Image:
    """A picture of class ``kind``: round shapes on blue for 0, square ones on green for 1."""
    random = np.random.default_rng([kind, seed])
    width, height = size
    noise = random.integers(0, 60, (height, width, 3), dtype=np.uint8)
    image = Image.fromarray(noise + np.array([(20, 20, 120), (20, 120, 20)][kind], dtype=np.uint8))
    pen = ImageDraw.Draw(image)
    for _ in range(4):
        x, y = random.integers(0, width - 20), random.integers(0, height - 20)
        box = (int(x), int(y), int(x) + 20, int(y) + 20)
        fill = tuple(int(v) for v in random.integers(100, 255, 3))
        pen.ellipse(box, fill=fill) if kind == 0 else pen.rectangle(box, fill=fill)
    return image


def jpeg(image: Image.Image, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", **{"quality": 90, **options})
    return buffer.getvalue()


@pytest.fixture(scope="session")
def archive(tmp_path_factory) -> Path:
    """A zip archive in the Kaggle layout with 120 drawn pictures of each class."""
    path = tmp_path_factory.mktemp("archive") / "photos.zip"
    with zipfile.ZipFile(path, "w") as members:
        for kind, folder in enumerate(("Cat", "Dog")):
            for index in range(120):
                members.writestr(f"PetImages/{folder}/{index}.jpg", jpeg(draw(kind, index)))
    return path


@pytest.fixture(scope="session")
def sample_pixels():
    """Pixels of the sample photo at a size: uint8 [size, size, 3]."""
    return lambda size_px: decode(SAMPLE.read_bytes(), size_px, size_px)


@pytest.fixture
def host(archive):
    with ArchiveHost(archive.read_bytes()) as running:
        yield running


@pytest.fixture
def place(tmp_path, host, monkeypatch):
    """Where the archive goes; the two hosts of the archive are the local one, and nobody's key is in reach."""
    for name in ("KAGGLE_USERNAME", "KAGGLE_KEY", "KAGGLE_API_TOKEN", "KAGGLE_API_ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KAGGLE_CONFIG_DIR", str(tmp_path / "home" / ".kaggle"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setitem(kaggle_env._env_to_endpoint, kaggle_env.KaggleEnv.PROD, host.url)
    monkeypatch.setattr(fetch, "MICROSOFT_URL", f"{host.url}/kagglecatsanddogs_5340.zip")
    return tmp_path / "work" / "archive.zip"


@pytest.fixture
def key(place, monkeypatch):
    monkeypatch.setenv("KAGGLE_USERNAME", USERNAME)
    monkeypatch.setenv("KAGGLE_KEY", KEY)


@pytest.fixture(scope="session", autouse=True)
def no_tracking_server():
    """No test logs into the MLflow server of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        yield


@pytest.fixture(scope="session")
def mlflow_database(tmp_path_factory) -> Path:
    """An MLflow database without a run: making its tables takes seconds, copying it none."""
    from mlflow import MlflowClient

    path = tmp_path_factory.mktemp("mlflow") / "mlflow.db"
    MlflowClient(f"sqlite:///{path}").search_experiments()
    return path


@pytest.fixture
def work(mlflow_database, tmp_path) -> Path:
    """A work folder with an empty MLflow database of its own."""
    folder = tmp_path / "work"
    folder.mkdir()
    shutil.copy(mlflow_database, folder)
    return folder
