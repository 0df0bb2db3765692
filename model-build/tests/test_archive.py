import zipfile

import pytest
from conftest import draw, jpeg

from cats_vs_dogs.data.archive import DataError, read_photos


def test_a_zip_and_the_folder_it_unpacks_to_give_the_same_photos(archive, tmp_path):
    with zipfile.ZipFile(archive) as members:
        members.extractall(tmp_path / "unpacked")
    assert list(read_photos(archive)) == list(read_photos(tmp_path / "unpacked"))


def test_labels_come_from_the_folder_whatever_its_case(tmp_path):
    for folder in ("originals/cat", "originals/DOG", "originals/readme"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "0.jpg").write_bytes(jpeg(draw(0, 1)))
    assert [(p.name, p.label) for p in read_photos(tmp_path)] == [("dog/0.jpg", 1), ("cat/0.jpg", 0)]


@pytest.mark.parametrize(
    ("content", "message"), [(None, "no such file or folder"), (b"not a zip", "not a zip archive")]
)
def test_an_archive_that_cannot_be_read_is_refused_by_name(tmp_path, content, message):
    path = tmp_path / "photos.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=f"photos.zip: {message}"):
        list(read_photos(path))


def test_a_folder_without_photos_says_what_is_expected(tmp_path):
    with pytest.raises(DataError, match=r"expected .*/Cat"):
        list(read_photos(tmp_path))
