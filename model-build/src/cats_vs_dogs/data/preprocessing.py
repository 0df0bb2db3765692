"""How a photo becomes pixels, as the function does it: the same libvips operations as sharp.

``function/src/image/decode.ts`` is the other implementation; a test compares the two. sharp halves
a JPEG while it decodes when the photo is at least three times as large as what is wanted (it skips
a halving that libjpeg would round), so this does too.
"""

from __future__ import annotations

import numpy as np
import pyvips

KERNEL = "linear"
ALPHA_BACKGROUND = (255, 255, 255)

pyvips.cache_set_max(0)


class PreprocessingError(ValueError):
    """The bytes are not a photo that can be decoded."""


def decode(content: bytes, width_px: int, height_px: int, kernel: str = KERNEL) -> np.ndarray:
    """Encoded photo to uint8 [height_px, width_px, 3], sRGB, upright, squashed to the size.

    Raises PreprocessingError when the bytes cannot be decoded.
    """
    try:
        image = pyvips.Image.new_from_buffer(content, "", access="sequential", fail_on="warning")
        smaller = _shrink_on_load(image, width_px, height_px)
        if smaller:
            image = pyvips.Image.new_from_buffer(content, "", access="sequential", fail_on="warning", **smaller)
        if image.get_typeof("icc-profile-data"):
            image = image.icc_transform("srgb", embedded=True, intent="perceptual", depth=8)
        if image.interpretation != "srgb":
            image = image.colourspace("srgb")
        if image.hasalpha():
            image = image.flatten(background=list(ALPHA_BACKGROUND))
        if _is_turned(image):  # resized as it is stored, then turned, as sharp does
            width_px, height_px = height_px, width_px
        image = image.resize(width_px / image.width, vscale=height_px / image.height, kernel=kernel)
        pixels: np.ndarray = image.cast("uchar").copy_memory().autorot().numpy()[:, :, :3]
        return pixels
    except pyvips.Error as error:
        raise PreprocessingError(str(error).strip()) from error


def _is_turned(image: pyvips.Image) -> bool:
    """Whether EXIF says that rows are columns."""
    return bool(image.get_typeof("orientation")) and image.get("orientation") >= 5


def _shrink_on_load(image: pyvips.Image, width_px: int, height_px: int) -> dict[str, float]:
    """Options with which the loader decodes to fewer pixels; empty when it should not."""
    width, height = (image.height, image.width) if _is_turned(image) else (image.width, image.height)
    factor = min(width / width_px, height / height_px)
    loader = image.get("vips-loader")
    if "webp" in loader and factor > 1:
        return {"scale": 1 / factor}
    if "jpeg" in loader:
        for shrink in (8, 4, 2):
            if factor >= shrink:
                shrink = shrink // 2 if int(factor) == shrink else shrink
                return {"shrink": shrink} if shrink > 1 else {}
    return {}
