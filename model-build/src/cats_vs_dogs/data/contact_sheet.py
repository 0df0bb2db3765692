"""Many photos on one picture, each with its name, to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyvips
from PIL import Image, ImageDraw, ImageFont

COLUMNS = 8
THUMBNAIL_PX, MARGIN_PX, LINE_PX = 128, 8, 14
CAPTION_LINES = 2
BACKGROUND, INK, MISSING = "white", "black", "lightgrey"


@dataclass(frozen=True)
class Tile:
    """An encoded photo, whole or not, and what is written under it: a line each, cut to the tile's width."""

    content: bytes
    caption: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """Tiles under a heading."""

    title: str
    tiles: Sequence[Tile]


def contact_sheet(sections: Sequence[Section]) -> Image.Image:
    """Draw the sections one under the other; a photo of which nothing can be decoded is an empty box."""
    cell_width = THUMBNAIL_PX + MARGIN_PX
    cell_height = THUMBNAIL_PX + CAPTION_LINES * LINE_PX + MARGIN_PX
    heading = LINE_PX + 2 * MARGIN_PX
    heights = [heading + -(-len(section.tiles) // COLUMNS) * cell_height for section in sections]
    sheet = Image.new("RGB", (COLUMNS * cell_width + MARGIN_PX, max(sum(heights), 1)), BACKGROUND)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(11)
    top = 0
    for section, height in zip(sections, heights, strict=True):
        pen.text((MARGIN_PX, top + MARGIN_PX), section.title, INK, ImageFont.load_default(14))
        for index, tile in enumerate(section.tiles):
            x = MARGIN_PX + index % COLUMNS * cell_width
            y = top + heading + index // COLUMNS * cell_height
            sheet.paste(_thumbnail(tile.content), (x, y))
            for line, text in enumerate(tile.caption[:CAPTION_LINES]):
                pen.text((x, y + THUMBNAIL_PX + line * LINE_PX), _fitted(text, font), INK, font)
        top += height
    return sheet


def _thumbnail(content: bytes) -> Image.Image:
    box = Image.new("RGB", (THUMBNAIL_PX, THUMBNAIL_PX), MISSING)
    try:
        # Shows what there is of a broken photo, which Pillow does only by a switch for the whole process.
        image = pyvips.Image.thumbnail_buffer(content, THUMBNAIL_PX, height=THUMBNAIL_PX)
        image = image.colourspace("srgb")
        if image.hasalpha():  # else flatten would take the last colour for it
            image = image.flatten(background=255)
        picture = Image.fromarray(image.cast("uchar").numpy())
    except pyvips.Error:
        return box
    box.paste(picture, ((THUMBNAIL_PX - picture.width) // 2, (THUMBNAIL_PX - picture.height) // 2))
    return box


def _fitted(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> str:
    while text and font.getlength(text) > THUMBNAIL_PX:
        text = text[:-1]
    return text
