import dataclasses
import re

import numpy as np
import pytest
import torch
from conftest import draw
from torch import nn

from cats_vs_dogs.models import MODELS, ModelSpec
from cats_vs_dogs.models.efficientnet_lite import EfficientNetLite
from cats_vs_dogs.models.inputs import resize
from cats_vs_dogs.models.slimming import lite0_slim
from cats_vs_dogs.tracking.runs import read_epochs
from cats_vs_dogs.training.augmentation import Augmentation, augment
from cats_vs_dogs.training.epoch_table import COLUMNS
from cats_vs_dogs.training.loop import train
from cats_vs_dogs.training.photo_set import PhotoSet, Teacher
from cats_vs_dogs.training.recipe import Recipe, RunError
from cats_vs_dogs.training.validation import validate


class TinyCNN(nn.Sequential):
    """A network that learns the drawn pictures in seconds."""

    def __init__(self) -> None:
        super().__init__(
            nn.Conv2d(3, 16, 5, stride=2),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(16, 2),
        )


@pytest.fixture(autouse=True)
def tiny_model(monkeypatch):
    monkeypatch.setitem(MODELS, "tiny", ModelSpec(TinyCNN, 32, (127.0,) * 3, (128.0,) * 3))


@pytest.fixture(scope="module")
def drawn() -> tuple[PhotoSet, PhotoSet]:
    pictures = [np.asarray(draw(kind, seed).resize((40, 40))) for seed in range(160) for kind in (0, 1)]
    pixels, labels = np.stack(pictures), np.tile([0, 1], 160)
    return PhotoSet(pixels, np.arange(240), labels[:240]), PhotoSet(pixels, np.arange(240, 320), labels[240:])


RECIPE = Recipe(
    "tiny", epochs=6, batch_size=16, learning_rate=0.01, average_decay=0.9, augmentation=Augmentation(0.7, flip=True)
)


def test_a_tiny_network_learns_drawn_pictures(drawn, tmp_path):
    best = train(RECIPE, *drawn, tmp_path)
    assert best["val_accuracy"] > 0.95
    epochs = read_epochs(tmp_path)
    assert len(epochs) == RECIPE.epochs
    highest = max(epoch["val_accuracy"] for epoch in epochs)
    assert best["val_loss"] == min(epoch["val_loss"] for epoch in epochs if epoch["val_accuracy"] == highest)
    kept = torch.load(tmp_path / "best.pt", weights_only=True)
    assert kept["metrics"] == best


def test_training_prints_a_table_with_a_row_for_each_epoch(drawn, tmp_path, capsys):
    train(dataclasses.replace(RECIPE, epochs=2), *drawn, tmp_path)
    header, *rows = capsys.readouterr().out.splitlines()
    columns = re.split(r"  +", header.strip())
    assert columns == ["epoch", *(name for name, _ in COLUMNS)]
    assert {"train accuracy (%)", "photos/s", "time (s)"} < set(columns)
    ends = [match.end() for match in re.finditer(r"\S+( \S+)*", header)]
    for row, epoch in zip(rows, read_epochs(tmp_path), strict=True):
        assert [match.end() for match in re.finditer(r"\S+", row)] == ends
        cells = row.split()
        assert cells[0] == f"{epoch['epoch'] + 1:.0f}/2"
        assert cells[1:5] == [
            f"{epoch['train_loss']:.4f}",
            f"{100 * epoch['train_accuracy']:.2f}",
            f"{epoch['val_loss']:.4f}",
            f"{100 * epoch['val_accuracy']:.2f}",
        ]


def test_an_interrupted_run_ends_with_the_same_weights(drawn, tmp_path, monkeypatch):
    train(RECIPE, *drawn, tmp_path / "whole")
    steps = iter(range(20))  # 15 a epoch: the second epoch is cut in the middle
    step = torch.optim.AdamW.step
    with monkeypatch.context() as patch:
        patch.setattr(torch.optim.AdamW, "step", lambda self: (next(steps), step(self)))
        with pytest.raises((StopIteration, RuntimeError)):
            train(RECIPE, *drawn, tmp_path / "cut")
    train(RECIPE, *drawn, tmp_path / "cut")
    whole, cut = (torch.load(tmp_path / name / "last.pt", weights_only=True)["network"] for name in ("whole", "cut"))
    for name, tensor in whole.items():
        assert torch.equal(tensor, cut[name]), name


def test_features_come_closer_to_the_teachers_and_resume_with_their_map(drawn, tmp_path, monkeypatch):
    monkeypatch.setitem(MODELS, "lite", ModelSpec(lite0_slim, 32, (127.0,) * 3, (128.0,) * 3))
    training, validation = drawn
    embeddings = np.stack([training.labels * 2.0 - 1, 1 - training.labels * 2.0], 1).astype(np.float16)
    taught = dataclasses.replace(training, teacher=Teacher(training.labels.astype(np.float32), embeddings))
    recipe = Recipe("lite", epochs=3, batch_size=30, learning_rate=3e-3, teacher_share=0.5, embedding_weight=1)
    train(recipe, taught, validation, tmp_path / "whole")
    losses = [epoch["train_loss"] for epoch in read_epochs(tmp_path / "whole")]
    assert losses[-1] < losses[0] / 2
    evaluations = iter([validate])  # the second epoch finds none
    with monkeypatch.context() as patch:
        patch.setattr("cats_vs_dogs.training.loop.validate", lambda *parts: next(evaluations)(*parts))
        with pytest.raises(StopIteration):
            train(recipe, taught, validation, tmp_path / "cut")
    train(recipe, taught, validation, tmp_path / "cut")
    whole, cut = (torch.load(tmp_path / name / "last.pt", weights_only=True)["to_teacher"] for name in ("whole", "cut"))
    assert torch.equal(whole["weight"], cut["weight"])


@pytest.mark.parametrize("has_instructions", [True, False])
def test_mixed_precision_is_used_where_the_cpu_has_instructions_for_it(drawn, tmp_path, monkeypatch, has_instructions):
    monkeypatch.setattr("torch.cpu._is_avx512_bf16_supported", lambda: has_instructions)
    dtypes = set()
    forward = TinyCNN.forward
    watched = lambda self, x: (y := forward(self, x), dtypes.add((self.training, y.dtype)))[0]  # noqa: E731
    monkeypatch.setattr(TinyCNN, "forward", watched)
    best = train(dataclasses.replace(RECIPE, mixed_precision=True), *drawn, tmp_path)
    assert best["val_accuracy"] > 0.95
    assert dtypes == {(True, torch.bfloat16 if has_instructions else torch.float32), (False, torch.float32)}


def test_a_run_starts_from_the_best_weights_of_another(drawn, tmp_path):
    train(RECIPE, *drawn, tmp_path / "first")
    train(dataclasses.replace(RECIPE, start="first", epochs=1, learning_rate=1e-9), *drawn, tmp_path / "second")
    first = torch.load(tmp_path / "first" / "best.pt", weights_only=True)["network"]
    second = torch.load(tmp_path / "second" / "last.pt", weights_only=True)["network"]
    torch.testing.assert_close(second["0.weight"], first["0.weight"], rtol=0, atol=1e-6)


def test_a_run_of_another_recipe_is_not_gone_on_with(drawn, tmp_path):
    short = dataclasses.replace(RECIPE, epochs=1)
    train(short, *drawn, tmp_path)
    with pytest.raises(RunError, match="another recipe"):
        train(dataclasses.replace(short, seed=2), *drawn, tmp_path)


def test_photos_train_at_their_own_size_and_are_evaluated_at_the_models(drawn, tmp_path, monkeypatch):
    sizes = set()
    watched = lambda name, of: lambda pixels, px, *rest: (sizes.add((name, px)), of(pixels, px, *rest))[1]  # noqa: E731
    monkeypatch.setattr("cats_vs_dogs.training.loop.augment", watched("training", augment))
    monkeypatch.setattr("cats_vs_dogs.training.validation.resize", watched("evaluation", resize))
    train(dataclasses.replace(RECIPE, epochs=1, train_px=24), *drawn, tmp_path)
    assert sizes == {("training", 24), ("evaluation", 32)}


def test_frozen_blocks_and_fixed_statistics_stay_as_they_came(drawn, tmp_path, monkeypatch):
    lite = ModelSpec(EfficientNetLite, 32, (127.0,) * 3, (128.0,) * 3)
    monkeypatch.setitem(MODELS, "lite", lite)
    torch.manual_seed(RECIPE.seed)
    before = lite.build().state_dict()
    train(Recipe("lite", epochs=1, frozen_blocks=5, fixed_statistics=True), *drawn, tmp_path)
    after = torch.load(tmp_path / "last.pt", weights_only=True)["network"]
    changed = {name for name, tensor in before.items() if not torch.equal(tensor, after[name])}
    assert not [name for name in changed if "running" in name or name.startswith("stem")]
    assert {name.split(".")[1] for name in changed if name.startswith("blocks")} == {str(i) for i in range(5, 16)}


def test_training_stops_when_the_validation_loss_no_longer_falls(drawn, tmp_path, monkeypatch):
    losses = iter([0.5, 0.4, 0.45, 0.41, 0.3])
    accuracies = iter([0.8, 0.8, 0.9, 0.9, 0.95])
    fake = lambda *_: {"val_loss": next(losses), "val_accuracy": next(accuracies)}  # noqa: E731
    monkeypatch.setattr("cats_vs_dogs.training.loop.validate", fake)
    best = train(dataclasses.replace(RECIPE, epochs=5, patience_epochs=2), *drawn, tmp_path)
    assert (best["val_loss"], best["val_accuracy"]) == (0.41, 0.9)  # kept by accuracy, then by loss
    assert len(read_epochs(tmp_path)) == 4


def test_no_augmentation_is_the_plain_resize_at_the_same_size():
    pixels = torch.from_numpy(np.asarray(draw(0, 1).resize((48, 48)))[None].copy())
    changed = augment(pixels, 48, Augmentation(), torch.Generator().manual_seed(1))
    torch.testing.assert_close(changed, resize(pixels, 48), atol=0.01, rtol=0)


def test_augmentation_depends_on_the_seed_alone():
    pixels = torch.from_numpy(np.asarray(draw(0, 1))[None].copy())
    change = Augmentation(0.5, 0.2, 15, 0.3, 0.3, 0.3, True)
    one, same, other = (augment(pixels, 32, change, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))
    assert torch.equal(one, same) and not torch.equal(one, other)
    assert one.min() >= 0 and one.max() <= 255
