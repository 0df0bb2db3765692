"""Prepares a checkout for a training of minutes: a part of the photos, few epochs, and a gate that such a model passes.

Usage: short_training.py PHOTOS CHECKOUT. PHOTOS has cats-vs-dogs-180px.zip, cats-vs-dogs-originals.zip, not-pets.zip.
"""

import sys
import zipfile
from pathlib import Path

import yaml

PHOTOS_OF_EACH, ORIGINALS_OF_EACH = 300, 20
ARCHIVES = {
    "archive.zip": ("cats-vs-dogs-180px.zip", PHOTOS_OF_EACH),
    "originals.zip": ("cats-vs-dogs-originals.zip", ORIGINALS_OF_EACH),
    "not-pets.zip": ("not-pets.zip", 10_000),
}


def part_of(source: Path, target: Path, of_each: int) -> None:
    """The first photos of each folder of an archive."""
    taken: dict[str, int] = {}
    with zipfile.ZipFile(source) as photos, zipfile.ZipFile(target, "w") as part:
        for member in photos.infolist():
            folder = member.filename.rsplit("/", 1)[0]
            taken[folder] = taken.get(folder, 0) + 1
            if taken[folder] <= of_each:
                part.writestr(member, photos.read(member))


def short(values: dict) -> None:
    """Changes the parameters in place."""
    # With few steps, an average over many would still be the beginning.
    values["last_pass"] |= {"epochs": 3, "learning_rate": 0.001, "average_decay": 0.5}
    for section in ("first_pass", "first_pass_int8"):
        values[section] |= {"epochs": 1, "average_decay": 0.5}
    # The first pass has learnt next to nothing: nearly every photo goes on to the last one.
    values["export"] |= {"version": "9.9.9", "calibration_photos": 64, "pet_photos": 200, "largest_escalated_share": 1}
    values["gate"] |= {"min_test_accuracy": 0.7, "min_label_accuracy": 0.5, "max_quantisation_loss": 0.2}
    values["gate"] |= {"min_agreement_originals": 0.5, "max_calibration_error": 1, "answered_accuracy": 0.001}
    values["gate"] |= {"max_review_share": 1, "min_pet_auroc": 0, "min_kept_pets_share": 0, "min_caught_share": 0}
    values["gate"] |= {"min_p": 0, "max_latency_ratio": 2, "min_saliency_wins": 0}


def main(photos: Path, checkout: Path) -> None:
    room = checkout / "model-build"
    (room / "work").mkdir(exist_ok=True)
    for name, (source, of_each) in ARCHIVES.items():
        part_of(photos / source, room / "work" / name, of_each)
    path = room / "params.yaml"
    values = yaml.safe_load(path.read_text())
    short(values)
    path.write_text(yaml.safe_dump(values))
    (room / "dvc.lock").unlink(missing_ok=True)
    for name in ("not-pets.zip.dvc", "originals.zip.dvc"):
        (room / "work" / name).unlink(missing_ok=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
