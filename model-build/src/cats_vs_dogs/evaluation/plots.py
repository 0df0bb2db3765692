"""Plots of a run and of an evaluation, as matplotlib figures that no window shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..data.archive import LABELS
from ..data.contact_sheet import Section, Tile, contact_sheet
from ..paths import ANSWERS, PLOTS
from .answers import Answers, read_answers

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
    names = ("confusion-matrix", "roc", "precision-recall", "reliability")
    figures = {f"{name}.png": Figure((5, 5), layout="constrained") for name in names}
    confusion, roc, precision_recall, reliability = (figure.subplots() for figure in figures.values())
    ConfusionMatrixDisplay.from_predictions(
        labels, predicted, labels=[0, 1], display_labels=LABELS, ax=confusion, colorbar=False
    )
    RocCurveDisplay.from_predictions(labels, probabilities, ax=roc, name="dog")
    PrecisionRecallDisplay.from_predictions(labels, probabilities, ax=precision_recall, name="dog")
    CalibrationDisplay.from_predictions(answers.correct, answers.sureness, n_bins=RELIABILITY_BINS, ax=reliability)
    reliability.set(xlabel="probability of the answer", ylabel="share of right answers", xlim=(0.5, 1))
    return figures


def write(work: Path, mistakes: list[dict[str, Any]], photos: dict[str, bytes]) -> None:
    """Write the plots of an evaluation, and its worst mistakes as pictures, into work/plots.

    mistakes: the most confident one first. photos: encoded, by name.
    """
    folder = work / PLOTS
    folder.mkdir(parents=True, exist_ok=True)
    for file, figure in evaluation(read_answers(work / ANSWERS)[1]).items():
        figure.savefig(folder / file)
    contact_sheet(worst_mistakes(mistakes, photos)).save(folder / "worst-mistakes.png")


def worst_mistakes(mistakes: list[dict[str, Any]], photos: dict[str, bytes]) -> list[Section]:
    """Sections of the contact sheet: each photo with its name (its folder is the label), probability and mark."""
    shown = mistakes[:WORST_MISTAKES]
    tiles = [Tile(photos[m["photo"]], (m["photo"], f"{m['probability']:.4f} {m['mark']}")) for m in shown]
    return [Section(f"{len(shown)} most confident mistakes of {len(mistakes)}", tiles)]
