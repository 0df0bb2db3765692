"""Draws the pictures of this folder: pip install pillow-heif==1.8.1, then python make.py. The tests build files of them."""

import pathlib

import numpy
import pillow_heif
from PIL import Image

FOLDER = pathlib.Path(__file__).parent
TILE_PIXELS = 512


def drawing(width: int, height: int) -> Image.Image:
    """The same picture as drawnPixels in pictures.ts."""
    y, x = numpy.mgrid[0:height, 0:width]
    inside = numpy.hypot(x - width * 0.3, y - height * 0.4) < height * 0.25
    red = numpy.where(inside, 220, numpy.round(x / width * 200))
    green = numpy.where(inside, 80, numpy.round(y / height * 180))
    blue = numpy.where(x > width * 0.7, 190, 60)
    return Image.fromarray(numpy.stack([red, green, blue], axis=2).astype("uint8"))


def save(name: str, picture: Image.Image) -> None:
    """Writes one coded picture of 8 bits, without metadata."""
    pillow_heif.from_pillow(picture).save(FOLDER / f"{name}.heic", quality=45)


save("plain", drawing(300, 200))
save("thumbnail", drawing(320, 240))
save("small", drawing(160, 120))
whole = drawing(900, 700)
canvas = Image.new("RGB", (2 * TILE_PIXELS, 2 * TILE_PIXELS))
canvas.paste(whole)
for row in range(2):
    for column in range(2):
        left, top = column * TILE_PIXELS, row * TILE_PIXELS
        save(f"tile-{row}-{column}", canvas.crop((left, top, left + TILE_PIXELS, top + TILE_PIXELS)))
deep = numpy.asarray(drawing(300, 200)).astype("uint16") * 257
ten_bits = pillow_heif.from_bytes("RGB;16", (300, 200), deep.tobytes())
ten_bits.save(FOLDER / "ten-bits.heic", quality=45, chroma="422")
pillow_heif.register_heif_opener()
drawing(300, 200).save(FOLDER / "burst.heic", quality=45, save_all=True, append_images=[drawing(160, 160)])
sample = Image.open(FOLDER / "../../../samples/chelsea.png").convert("RGB")
sample.info.clear()
pillow_heif.from_pillow(sample).save(FOLDER / "chelsea.heic", quality=45)
