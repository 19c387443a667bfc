"""A picture as somebody brings it, read by its content and written anew. No database here."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from commonweal.care.attachments.rules import LARGEST
from commonweal.care.possible import NotPossible

ABOUT = "photo"
FORMATS = ("JPEG", "PNG", "WEBP")
KIND = "image/jpeg"
MOST_PIXELS = 40_000_000
WIDEST = (640, 640)
QUALITY = 85
PLAIN_MODES = ("RGB", "RGBA", "L")
BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error,
    zlib.error,
)  # fmt: skip
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
TOO_MANY = "The picture has more than 40 million dots; make it smaller"
NOT_ONE = "This file is no picture that can be read; a JPEG, PNG or WebP picture is taken"


@dataclass(frozen=True)
class Picture:
    """A JPEG picture without anything of the file it was read from but what is to be seen."""

    content: bytes
    width: int
    height: int


def picture(content: bytes) -> Picture:
    """The picture upright and no larger than is shown; NotPossible with what is wrong with the file."""
    if not content:
        raise NotPossible(ABOUT, "Choose a picture")
    if len(content) > LARGEST:
        raise NotPossible(ABOUT, "The picture has more than 10 MB; make it smaller")
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            _check_pixels(found)
            return _written(_alone(found))
    except BOMBS:
        raise NotPossible(ABOUT, TOO_MANY) from None
    except BROKEN:
        raise NotPossible(ABOUT, NOT_ONE) from None


def _check_pixels(found: Image.Image) -> None:
    """Asked before anything is unpacked: a small file can hold a picture that fills the memory."""
    if found.width * found.height > MOST_PIXELS:
        raise NotPossible(ABOUT, TOO_MANY)


def _alone(found: Image.Image) -> Image.Image:
    """What is to be seen, on white where it is seen through, without what else the file says."""
    small = found if found.mode in PLAIN_MODES else found.convert("RGBA")
    small.thumbnail(WIDEST)
    upright = ImageOps.exif_transpose(small).convert("RGBA")
    alone = Image.new("RGB", upright.size, "white")
    alone.paste(upright, mask=upright.getchannel("A"))
    return alone


def _written(alone: Image.Image) -> Picture:
    out = BytesIO()
    alone.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), alone.width, alone.height)
