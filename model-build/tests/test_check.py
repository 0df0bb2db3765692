import json
import zipfile

import pytest
from conftest import draw, jpeg
from PIL import Image
from test_examine import encoded
from typer.testing import CliRunner

from cats_vs_dogs.cli import app
from cats_vs_dogs.data.archive import DataError, Photo
from cats_vs_dogs.data.check import DECODED_PX, TINY_PX, Kind, check, find
from cats_vs_dogs.data.contact_sheet import COLUMNS, Section, Tile, contact_sheet
from cats_vs_dogs.data.examine import examine
from cats_vs_dogs.models import MODELS

PICTURE = draw(0, 1, (200, 150))


def found(**contents: bytes) -> list[tuple[Kind, tuple[str, ...]]]:
    """Findings among files; ``cat_0=content`` is cat/0.jpg, beside a cat and a dog with nothing remarkable."""
    ordinary = {"cat_8": jpeg(draw(0, 8, (200, 150))), "dog_9": jpeg(draw(1, 9, (200, 150)))}
    photos = [
        Photo(name.replace("_", "/") + ".jpg", int(name.startswith("dog")), content)
        for name, content in (contents | ordinary).items()
    ]
    return [(finding.kind, finding.photos) for finding in find([examine(photo, DECODED_PX) for photo in photos])]


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (jpeg(PICTURE), []),
        (b"", [Kind.EMPTY]),
        (jpeg(PICTURE)[:2000], [Kind.TRUNCATED]),
        (jpeg(PICTURE, progressive=True)[:2000], [Kind.TRUNCATED]),
        (encoded(PICTURE, "PNG")[:2000], [Kind.TRUNCATED, Kind.DISGUISED]),
        (b"<html>not a photo</html>", [Kind.UNDECODABLE]),
        (encoded(PICTURE, "BMP"), [Kind.UNDECODABLE, Kind.DISGUISED]),
        (encoded(PICTURE, "PNG"), [Kind.DISGUISED]),
        (encoded(PICTURE, "GIF"), [Kind.DISGUISED]),
        (encoded(PICTURE, "MPO", save_all=True, append_images=[PICTURE]), []),
        (jpeg(PICTURE.convert("L")), [Kind.GREYSCALE]),
        (jpeg(PICTURE.convert("CMYK")), [Kind.CMYK]),
        (jpeg(PICTURE.resize((TINY_PX, 200))), []),
        (jpeg(PICTURE.resize((200, TINY_PX - 1))), [Kind.TINY]),
    ],
    ids=lambda value: "-".join(kind.name.lower() for kind in value) or "ordinary" if isinstance(value, list) else "",
)
def test_each_kind_of_remarkable_photo_is_found(content, kinds):
    assert found(cat_0=content) == [(kind, ("cat/0.jpg",)) for kind in kinds]


def test_exact_copies_are_no_near_duplicates():
    assert found(cat_0=jpeg(PICTURE), cat_1=jpeg(PICTURE)) == [(Kind.EXACT_COPIES, ("cat/0.jpg", "cat/1.jpg"))]


def test_the_same_picture_saved_otherwise_is_a_near_duplicate():
    assert found(cat_0=jpeg(PICTURE), cat_1=jpeg(PICTURE, quality=60)) == [
        (Kind.NEAR_DUPLICATES, ("cat/0.jpg", "cat/1.jpg"))
    ]


@pytest.mark.parametrize(("quality", "kind"), [(90, Kind.EXACT_COPIES), (60, Kind.NEAR_DUPLICATES)])
def test_a_picture_that_is_a_cat_and_a_dog_is_found(quality, kind):
    both = ("cat/0.jpg", "dog/1.jpg")
    assert found(cat_0=jpeg(PICTURE), dog_1=jpeg(PICTURE, quality=quality)) == [(Kind.BOTH_LABELS, both), (kind, both)]


def test_empty_files_are_no_copies_of_each_other():
    assert found(cat_0=b"", cat_1=b"") == [(Kind.EMPTY, ("cat/0.jpg",)), (Kind.EMPTY, ("cat/1.jpg",))]


def test_tiny_is_what_the_first_pass_sees_enlarged():
    assert MODELS["lite0-slim"].input_px == TINY_PX


@pytest.fixture
def suspicious(tmp_path):
    """An archive with ten photos of each label, an empty file and a picture with both labels."""
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as members:
        for kind, folder in enumerate(("Cat", "Dog")):
            for index in range(10):
                members.writestr(f"PetImages/{folder}/{index}.jpg", jpeg(draw(kind, index, (200 + index, 150))))
        members.writestr("PetImages/Cat/666.jpg", b"")
        members.writestr("PetImages/Dog/667.jpg", jpeg(draw(0, 3, (203, 150))))
        members.writestr("PetImages/Dog/Thumbs.db", b"no photo")
    return path


def test_the_command_shows_reports_and_draws_what_it_found(suspicious, tmp_path):
    before = suspicious.read_bytes()
    result = CliRunner().invoke(app, ["check", "--data", str(suspicious), "--to", str(tmp_path / "check")])
    assert result.exit_code == 0, result.output
    assert suspicious.read_bytes() == before
    rows = [" ".join(line.replace("│", " ").split()) for line in result.stdout.splitlines()]
    assert {"cat 11 10", "dog 11 11", "width 200 204 209", "zero bytes 1 cat/666.jpg"} <= set(rows)
    report = json.loads((tmp_path / "check" / "report.json").read_text())
    assert report["photos"] == {"cat": 11, "dog": 11} and report["decoded"] == {"cat": 10, "dog": 11}
    assert report["size_px"]["height"] == {"min": 150, "median": 150, "max": 150}
    assert report["limits"]["tiny_px"] == TINY_PX
    assert [(finding["kind"], finding["photos"]) for finding in report["findings"]] == [
        ("empty", ["cat/666.jpg"]),
        ("both_labels", ["cat/3.jpg", "dog/667.jpg"]),
        ("exact_copies", ["cat/3.jpg", "dog/667.jpg"]),
    ]
    with Image.open(tmp_path / "check" / "contact-sheet.png") as sheet:
        assert sheet.height > 3 * 128, "three kinds, one under the other"


def test_photos_without_findings_still_give_a_sheet(suspicious, tmp_path):
    with zipfile.ZipFile(suspicious) as members:
        members.extract("PetImages/Cat/1.jpg", tmp_path)
        members.extract("PetImages/Dog/1.jpg", tmp_path)
    arguments = ["check", "--data", str(tmp_path / "PetImages"), "--to", str(tmp_path / "check")]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert (tmp_path / "check" / "contact-sheet.png").exists()


def test_data_of_which_no_dog_can_be_decoded_cannot_be_used(tmp_path):
    for name, content in {"Cat": jpeg(PICTURE), "Dog": b""}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "0.jpg").write_bytes(content)
    with pytest.raises(DataError, match="no dog photo can be decoded"):
        check(tmp_path)


def test_data_that_is_missing_ends_the_command_with_one_line(tmp_path):
    result = CliRunner().invoke(app, ["check", "--data", str(tmp_path / "none.zip")])
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ") and "none.zip: no such file or folder" in result.stderr


def test_a_sheet_shows_what_there_is_of_a_broken_photo_and_a_box_for_none():
    red = jpeg(Image.new("RGB", (400, 400), "red"))
    see_through = encoded(Image.new("RGBA", (400, 400), (255, 0, 0, 0)), "PNG")
    broken = jpeg(draw(0, 1, (400, 400)))
    others = (see_through, broken[: len(broken) // 2], jpeg(PICTURE.convert("CMYK")), jpeg(PICTURE.convert("L")))
    contents = (red, *others, b"")
    tiles = [Tile(content, ("name" * 40, "detail")) for content in contents]
    sheet = contact_sheet([Section("broken", tiles)])
    row = [sheet.getpixel((8 + index * 136 + 64, 30 + 40)) for index in range(len(tiles))]
    assert row[0][0] > 250 and row[0][1] < 5
    assert row[1] == (255, 255, 255)
    assert row[-1] == (211, 211, 211) and (211, 211, 211) not in row[:-1]


def test_a_sheet_goes_on_in_the_next_row():
    tile = Tile(jpeg(PICTURE), ("name",))
    sheets = [contact_sheet([Section("", [tile] * count)]) for count in (1, COLUMNS, COLUMNS + 1)]
    assert sheets[0].height == sheets[1].height < sheets[2].height
    last_row = (8, sheets[1].height, 8 + 128, sheets[1].height + 128)
    assert len(sheets[2].crop(last_row).getcolors(2**20)) > 1000, "the ninth photo is there"
