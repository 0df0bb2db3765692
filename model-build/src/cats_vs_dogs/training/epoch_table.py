"""The table that training prints: a header once, and a row for each epoch."""

from __future__ import annotations

from collections.abc import Callable

# Header and value of each column; metrics.csv has more figures, and all their digits.
COLUMNS: tuple[tuple[str, Callable[[dict[str, float]], str]], ...] = (
    ("train loss", lambda m: f"{m['train_loss']:.4f}"),
    ("train accuracy (%)", lambda m: f"{100 * m['train_accuracy']:.2f}"),
    ("validation loss", lambda m: f"{m['val_loss']:.4f}"),
    ("validation accuracy (%)", lambda m: f"{100 * m['val_accuracy']:.2f}"),
    ("learning rate", lambda m: f"{m['learning_rate']:.2e}"),
    ("photos/s", lambda m: f"{m['photos_per_second']:.1f}"),
    ("time (s)", lambda m: f"{m['seconds']:.1f}"),
)
EPOCH = "epoch"
EPOCH_WIDTH = len("100/100")


def header() -> str:
    """The names of the columns, with their units."""
    return "  ".join([EPOCH.rjust(EPOCH_WIDTH), *(name for name, _ in COLUMNS)])


def row(metrics: dict[str, float], epochs: int) -> str:
    """The figures of one epoch below the header; ``epochs`` is how many the recipe has."""
    epoch = f"{round(metrics['epoch']) + 1}/{epochs}"
    return "  ".join([epoch.rjust(EPOCH_WIDTH), *(value(metrics).rjust(len(name)) for name, value in COLUMNS)])
