import numpy as np
from tracked import METRICS, TEST_PHOTOS

from cats_vs_dogs.data.prepare import DataSet, Entry
from cats_vs_dogs.served import Answers
from cats_vs_dogs.tracking import plots

DATA = DataSet(
    [Entry(photo.name, photo.label, "", "test", "") for photo in TEST_PHOTOS],
    np.stack([np.full((8, 8, 3), row, np.uint8) for row in range(len(TEST_PHOTOS))]),
    "",
)


def test_worst_mistakes_are_shown_with_their_own_pixels_name_and_probability():
    mistakes = [{"photo": photo.name, "probability": 0.99} for photo in TEST_PHOTOS[3:15]]
    shown = [axes for axes in plots.worst_mistakes(mistakes, DATA).axes if axes.images]
    assert [int(axes.images[0].get_array()[0, 0, 0]) for axes in shown] == list(range(3, 15))
    assert shown[0].get_title() == f"{TEST_PHOTOS[3].name}\n0.9900"


def test_the_fifty_most_confident_mistakes_are_enough_and_none_is_no_error():
    mistakes = [{"photo": TEST_PHOTOS[0].name, "probability": 0.99}] * 60
    assert sum(bool(axes.images) for axes in plots.worst_mistakes(mistakes, DATA).axes) == 50
    assert not any(axes.images for axes in plots.worst_mistakes([], DATA).axes)


def test_training_curves_have_both_splits_by_epoch():
    epochs = [{"epoch": epoch} | dict.fromkeys(METRICS, 1 / (epoch + 1)) for epoch in range(3)]
    loss, accuracy = plots.training_curves(epochs).axes
    assert [line.get_label() for line in loss.lines] == ["train_loss", "val_loss"]
    assert [line.get_label() for line in accuracy.lines] == ["train_accuracy", "val_accuracy"]
    assert loss.lines[1].get_xydata().tolist() == [[1, 1], [2, 0.5], [3, 1 / 3]]


def test_an_evaluations_plots_count_and_bin_the_answers_as_served():
    labels = np.array([0, 0, 0, 1, 1])
    figures = plots.evaluation(Answers(np.array([0.02, 0.02, 0.99, 0.95, 0.61]), labels))
    confusion = figures["confusion-matrix.png"].axes[0]
    assert [text.get_text() for text in confusion.texts] == ["2", "1", "0", "2"]
    assert [label.get_text() for label in confusion.get_xticklabels()] == ["cat", "dog"]
    bins = figures["reliability.png"].axes[0].lines[1].get_xydata()
    # A fifteenth of 0.5 to 1 is a bin: 0.98, 0.98 and 0.99 share the last one, 0.95 has its own.
    np.testing.assert_allclose(bins, [[0.61, 1], [0.95, 1], [2.95 / 3, 2 / 3]])
    assert figures.keys() == {"confusion-matrix.png", "roc.png", "precision-recall.png", "reliability.png"}
