"""The released model, as a user of Pillow and ONNX Runtime would run it: the passes and thresholds of model.json."""

import io
import json
import os
from pathlib import Path

import numpy
import onnxruntime
from PIL import Image, ImageOps

FOLDER = Path(os.environ.get("MODEL_PATH", Path(__file__).parents[2] / "model"))


class ReleasedModel:
    def __init__(self) -> None:
        contract = json.loads((FOLDER / "model.json").read_text())
        self.labels, self.passes, self.thresholds = contract["labels"], contract["passes"], contract["thresholds"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        path = FOLDER / contract["weights"]["file"]
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def classify(self, photo: bytes) -> dict:
        """The answer to a photo. Raises an error of Pillow for bytes that are none."""
        for step in self.passes:
            pixels = pixels_of(photo, step["width"], step["height"])
            outputs = self.session.run(["probabilities", "pet_score"], {"image": pixels[numpy.newaxis]})
            probabilities, pet_score = outputs[0][0], float(outputs[1][0][0])
            best = int(probabilities.argmax())
            probability = float(probabilities[best])
            if probability >= step["acceptProbability"] and pet_score >= step["acceptPetScore"]:
                break
        return {
            "prediction": self.labels[best],
            "probability": probability,
            "is_pet": pet_score >= self.thresholds["pet"]["score"],
            "needs_review": probability < self.thresholds["review"]["probability"],
        }


def pixels_of(photo: bytes, width: int, height: int) -> numpy.ndarray:
    image = Image.open(io.BytesIO(photo))
    # A JPEG is shrunk while it is decoded.
    image.draft("RGB", (width, height))
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode != "RGB":
        image = image.convert("RGB")
    return numpy.asarray(image.resize((width, height), Image.Resampling.BILINEAR))
