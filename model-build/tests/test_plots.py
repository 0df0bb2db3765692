import numpy as np
from tracked import METRICS, TEST_PHOTOS

from cats_vs_dogs.evaluation import plots
from cats_vs_dogs.evaluation.answers import Answers

PHOTOS = {photo.name: photo.content for photo in TEST_PHOTOS}


def test_worst_mistakes_are_shown_with_their_name_probability_and_mark():
    mistakes = [{"photo": photo.name, "probability": 0.99, "mark": "wrong"} for photo in TEST_PHOTOS[3:15]]
    (section,) = plots.worst_mistakes(mistakes, PHOTOS)
    assert [tile.content for tile in section.tiles] == [photo.content for photo in TEST_PHOTOS[3:15]]
    assert section.tiles[0].caption == (TEST_PHOTOS[3].name, "0.9900 wrong")


def test_the_fifty_most_confident_mistakes_are_enough_and_none_is_no_error():
    mistakes = [{"photo": TEST_PHOTOS[0].name, "probability": 0.99, "mark": "wrong"}] * 60
    (section,) = plots.worst_mistakes(mistakes, PHOTOS)
    assert len(section.tiles) == 50 and "of 60" in section.title
    assert not plots.worst_mistakes([], PHOTOS)[0].tiles


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
