import io

import pytest
from conftest import draw, jpeg
from PIL import Image

from cats_vs_dogs.data.archive import DataError, Photo, count_photos, read_photos, source_sha256, zip_folder
from cats_vs_dogs.data.examine import examine
from cats_vs_dogs.data.prepare import prepare


def encoded(image: Image.Image, name: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, name, **options)
    return buffer.getvalue()


def examined(content: bytes):
    return examine(Photo("cat/0.jpg", 0, content), 32)


def test_a_photo_is_read_once_for_all_that_is_asked_of_it():
    photo = examined(jpeg(draw(0, 1, (96, 72))))
    assert (photo.format, photo.mode, photo.width_px, photo.height_px) == ("JPEG", "RGB", 96, 72)
    assert photo.pixels.shape == (32, 32, 3) and photo.hash is not None and not photo.error


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>not a photo</html>",
        jpeg(draw(0, 1))[:900],
        encoded(draw(0, 1), "PNG")[:900],
        encoded(draw(0, 1), "AVIF")[:-40],  # Pillow raises SyntaxError
        encoded(draw(0, 1), "BMP"),  # the function does not read it either
    ],
    ids=["empty", "html", "jpeg-cut", "png-cut", "avif-cut", "bmp"],
)
def test_what_is_no_photo_has_an_error_and_raises_none(content):
    photo = examined(content)
    assert photo.error.startswith("cannot be decoded: ") and photo.cause and photo.pixels is None
    assert "0x" not in photo.cause, "an address in memory differs from run to run"


def test_a_header_is_known_even_when_the_rest_is_missing():
    assert examined(jpeg(draw(0, 1, (96, 72)))[:900]).width_px == 96


def test_preparing_leaves_out_what_is_no_photo_in_either_archive(archive, tmp_path):
    hold_out, photos = tmp_path / "originals", tmp_path / "photos"
    (hold_out / "cat").mkdir(parents=True)
    (hold_out / "cat" / "0.jpg").write_bytes(b"")
    for photo in read_photos(archive):
        (photos / photo.name).parent.mkdir(parents=True, exist_ok=True)
        (photos / photo.name).write_bytes(photo.content)
    (photos / "dog" / "empty.jpg").write_bytes(b"")
    entries = {entry.name: entry for entry in prepare(photos, tmp_path / "data", 32, hold_out).entries}
    assert entries["dog/empty.jpg"].reason == "cannot be decoded: UnidentifiedImageError"
    assert entries["dog/0.jpg"].split and len(entries) == 241


def test_photos_are_counted_by_their_names(archive):
    assert count_photos(archive) == {"cat": 120, "dog": 120}


def test_photos_of_one_label_alone_are_no_data_set(tmp_path):
    (tmp_path / "Cat").mkdir()
    (tmp_path / "Cat" / "0.jpg").write_bytes(b"")
    with pytest.raises(DataError, match="no dog photos found; expected"):
        count_photos(tmp_path)


def test_a_folder_gives_the_same_archive_each_time(tmp_path):
    for name in ("Cat", "Dog"):
        (tmp_path / "PetImages" / name).mkdir(parents=True)
        (tmp_path / "PetImages" / name / "0.jpg").write_bytes(jpeg(draw(0, 1)))
    (tmp_path / "PetImages" / "Cat" / "Thumbs.db").write_bytes(b"no photo")
    zip_folder(tmp_path / "PetImages", tmp_path / "a.zip")
    zip_folder(tmp_path / "PetImages", tmp_path / "b.zip")
    assert source_sha256(tmp_path / "a.zip") == source_sha256(tmp_path / "b.zip")
    assert list(read_photos(tmp_path / "a.zip")) == list(read_photos(tmp_path / "PetImages"))


def test_a_damaged_archive_names_the_file_that_cannot_be_read(archive, tmp_path):
    content = bytearray(archive.read_bytes())
    content[200:260] = bytes(60)  # inside the first photo
    (tmp_path / "photos.zip").write_bytes(content)
    with pytest.raises(DataError, match=r"PetImages/Cat/0.jpg cannot be read, the archive is damaged"):
        list(read_photos(tmp_path / "photos.zip"))
