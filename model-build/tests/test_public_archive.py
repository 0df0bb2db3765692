"""The archive that people download, where it lies beside the checkout: it is not in the repository."""

import numpy as np
import pytest

from cats_vs_dogs.data.archive import count_photos, read_photos
from cats_vs_dogs.data.examine import examine
from cats_vs_dogs.paths import REPOSITORY

ARCHIVE = REPOSITORY.parent / "shared" / "data" / "cats-vs-dogs-180px.zip"
pytestmark = pytest.mark.skipif(not ARCHIVE.exists(), reason=f"{ARCHIVE.name} is not in ../shared/data: not tested")


def test_it_holds_photos_of_both_labels():
    assert count_photos(ARCHIVE) == {"cat": 11_492, "dog": 11_499}


def test_its_photos_can_be_decoded_and_carry_the_label_of_their_folder():
    photos = [photo for index, photo in enumerate(read_photos(ARCHIVE)) if index % 400 == 0]
    assert {photo.label for photo in photos} == {0, 1}
    for photo in photos:
        assert photo.name.startswith(("cat/", "dog/")[photo.label])
        examined = examine(photo, 64)
        assert examined.error == "" and np.ptp(examined.pixels) > 0
