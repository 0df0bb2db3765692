import io

import numpy as np
from PIL import Image

from cats_vs_dogs.evaluation.breakdown import by_brightness, by_shorter_side


def _photo(brightness: int, size: tuple[int, int]) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (brightness,) * 3).save(buffer, "JPEG")
    return buffer.getvalue()


PHOTOS = [_photo(20, (500, 150)), _photo(60, (250, 200)), _photo(100, (600, 399)), _photo(250, (400, 900))]


def test_photos_are_grouped_by_how_bright_they_are():
    assert by_brightness(PHOTOS, np.array([True, False, True, True])) == {
        "under 80": {"count": 2, "accuracy": 0.5},
        "80 to 159": {"count": 1, "accuracy": 1.0},
        "160 and more": {"count": 1, "accuracy": 1.0},
    }


def test_photos_are_grouped_by_their_shorter_side():
    assert by_shorter_side(PHOTOS[:3], np.array([True, False, True])) == {
        "under 200": {"count": 1, "accuracy": 1.0},
        "200 to 399": {"count": 2, "accuracy": 0.5},
    }
