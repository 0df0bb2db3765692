"""Plots of a run and of an evaluation, as matplotlib figures that no window shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..data.archive import LABELS
from ..data.prepare import DataSet
from ..served import Answers

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RELIABILITY_BINS = 30  # from 0 to 1: the 15 of the calibration error lie above 0.5
WORST_MISTAKES = 50


def training_curves(epochs: list[dict[str, float]]) -> Figure:
    """Loss and accuracy of both splits, by epoch."""
    from matplotlib.figure import Figure

    figure = Figure((10, 4), layout="constrained")
    for axes, name in zip(figure.subplots(1, 2), ("loss", "accuracy"), strict=True):
        for split in ("train", "val"):
            metric = f"{split}_{name}"
            points = [(row["epoch"] + 1, row[metric]) for row in epochs if metric in row]
            axes.plot(*zip(*points, strict=True), marker="o", label=metric) if points else None
        axes.set(xlabel="epoch", ylabel=name)
        axes.legend()
    return figure


def evaluation(answers: Answers) -> dict[str, Figure]:
    """Confusion matrix, ROC, precision-recall and reliability diagram, by file name; "dog" is positive."""
    from matplotlib.figure import Figure
    from sklearn.calibration import CalibrationDisplay
    from sklearn.metrics import ConfusionMatrixDisplay, PrecisionRecallDisplay, RocCurveDisplay

    labels, probabilities = answers.labels, answers.probability_of_dog
    predicted = (probabilities > 0.5).astype(int)
    sureness = np.maximum(probabilities, 1 - probabilities)
    names = ("confusion-matrix", "roc", "precision-recall", "reliability")
    figures = {f"{name}.png": Figure((5, 5), layout="constrained") for name in names}
    confusion, roc, precision_recall, reliability = (figure.subplots() for figure in figures.values())
    ConfusionMatrixDisplay.from_predictions(
        labels, predicted, labels=[0, 1], display_labels=LABELS, ax=confusion, colorbar=False
    )
    RocCurveDisplay.from_predictions(labels, probabilities, ax=roc, name="dog")
    PrecisionRecallDisplay.from_predictions(labels, probabilities, ax=precision_recall, name="dog")
    CalibrationDisplay.from_predictions(answers.correct, sureness, n_bins=RELIABILITY_BINS, ax=reliability)
    reliability.set(xlabel="probability of the answer", ylabel="share of right answers", xlim=(0.5, 1))
    return figures


def worst_mistakes(mistakes: list[dict[str, Any]], data: DataSet) -> Figure:
    """The most confident mistakes, with name (its folder is the label) and probability of the wrong answer."""
    from matplotlib.figure import Figure

    rows = {entry.name: row for row, entry in enumerate(data.entries)}
    shown = [mistake for mistake in mistakes if mistake["photo"] in rows][:WORST_MISTAKES]
    columns = 10
    lines = max(1, -(-len(shown) // columns))
    figure = Figure((2 * columns, 2.2 * lines), layout="constrained")
    cells = figure.subplots(lines, columns, squeeze=False).ravel()
    for cell in cells:
        cell.axis("off")
    for cell, mistake in zip(cells, shown, strict=False):
        cell.imshow(data.pixels[rows[mistake["photo"]]])
        cell.set_title(f"{mistake['photo']}\n{mistake['probability']:.4f}", fontsize=8)
    return figure
