"""The same pixels in Python and in the function, bit for bit."""

import base64
import io
import json
import subprocess

import numpy as np
import pytest
from conftest import draw, jpeg
from PIL import Image

from cats_vs_dogs.data.preprocessing import PreprocessingError, decode
from cats_vs_dogs.paths import REPOSITORY

SIZES = (124, 224)

# The function's own decode, called from the command line.
DECODE = """
import { readFileSync } from 'node:fs';
import { decodePhoto } from './function/src/image/decode.ts';
import { openPhoto } from './function/src/image/photo.ts';
import { DecodeGate } from './function/src/image/decode-gate.ts';
const gate = new DecodeGate(1, 2 ** 27);
const preprocessing = { orientation: 'exif', alphaBackground: '#ffffff', resize: { fit: 'fill', kernel: 'linear' } };
const run = async () => {
  for (const { file, size } of JSON.parse(readFileSync(0, 'utf8'))) {
    const photo = await openPhoto(readFileSync(file), { maxPixels: 5e7, timeoutSeconds: 10, gate }, size);
    const { data } = await decodePhoto(photo, { width: size, height: size }, preprocessing, gate);
    console.log(Buffer.from(data).toString('base64'));
  }
};
run();
"""


def _encoded(image: Image.Image, kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _turned(image: Image.Image) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return jpeg(image, exif=exif)


PICTURES = {
    "jpeg of 500x375": jpeg(draw(0, 1, (500, 375))),
    "jpeg that is halved in decoding": jpeg(draw(1, 2, (800, 600))),
    "jpeg smaller than the input": jpeg(draw(1, 3, (90, 60))),
    "jpeg without chroma subsampling": jpeg(draw(0, 4, (500, 375)), subsampling=0),
    "progressive jpeg": jpeg(draw(0, 5, (500, 375)), progressive=True),
    "turned by EXIF": _turned(draw(1, 6, (700, 400))),
    "grey jpeg": jpeg(draw(1, 7, (500, 375)).convert("L")),
    "png": _encoded(draw(0, 8, (300, 200)), "PNG"),
    "webp": _encoded(draw(0, 9, (300, 200)), "WEBP", lossless=True),
}

ENLARGED = ("jpeg smaller than the input", "png", "webp")


def test_the_function_and_python_decode_to_the_same_pixels(tmp_path):
    jobs = []
    for index, content in enumerate(PICTURES.values()):
        (tmp_path / str(index)).write_bytes(content)
        jobs += [{"file": str(tmp_path / str(index)), "size": size} for size in SIZES]
    script = tmp_path / "decode.mts"
    script.write_text(DECODE.replace("./function", f"{REPOSITORY}/function"))
    command = ["npx", "tsx", str(script)]
    done = subprocess.run(command, cwd=REPOSITORY, input=json.dumps(jobs), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for job, line in zip(jobs, done.stdout.splitlines(), strict=True):
        size, name = job["size"], list(PICTURES)[int(job["file"].rsplit("/", 1)[1])]
        theirs = np.frombuffer(base64.b64decode(line), dtype=np.uint8).reshape(size, size, 3)
        with open(job["file"], "rb") as file:
            ours = decode(file.read(), size, size)
        difference = np.abs(ours.astype(int) - theirs)
        # Enlarging rounds a few values the other way; everything else is the same to the bit.
        allowed = (1, 0.01) if name in ENLARGED else (0, 0)
        assert difference.max() <= allowed[0] and (difference > 0).mean() <= allowed[1], f"{name} at {size} px"


@pytest.mark.parametrize("content", [b"", b"text", jpeg(draw(0, 1))[:400]], ids=["nothing", "text", "truncated"])
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(PreprocessingError):
        decode(content, 32, 32)
