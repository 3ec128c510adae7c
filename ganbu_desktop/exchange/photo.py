"""A person's photo as the store keeps it: JPEG, 4:5, at most 480×600, without any metadata.

Decoding foreign images is risky work, so this is meant to run in the worker process. It knows nothing of persons.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from ganbu_desktop.foundation.errors import ExchangeError

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 25_000_000
WIDTH, HEIGHT = 480, 600
MIN_WIDTH, MIN_HEIGHT = 40, 50
QUALITY = 90

_STARTS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"BM": "BMP"}
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PLAIN_HEADER_LENGTH = 16
_WHITE = (255, 255, 255)

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class PreparedPhoto:
    """``jpeg``: the bytes to keep; ``width`` and ``height`` in pixels; ``cropped``: edges were cut off."""

    jpeg: bytes
    width: int
    height: int
    cropped: bool


def crop_box_for(width: int, height: int) -> Box:
    """Return the 4:5 part (left, top, right, bottom) of an image: centred across, from the top down.

    The head is in the upper part of a portrait, so what is too tall loses its lower edge. Within one per cent (or one
    pixel) of 4:5 the whole image is returned.
    """
    if _is_four_to_five(width, height):
        return 0, 0, width, height
    if width * 5 > height * 4:
        wanted = max(1, round(height * 4 / 5))
        left = (width - wanted) // 2
        return left, 0, left + wanted, height
    return 0, 0, width, min(height, max(1, round(width * 5 / 4)))


def _is_four_to_five(width: int, height: int) -> bool:
    return abs(5 * width - 4 * height) <= max(3, 0.04 * height)


def prepare_photo(data: bytes, crop: Box | None = None) -> PreparedPhoto:
    """Return the photo to keep; one that is already as kept comes back byte for byte.

    ``crop``: left, top, right, bottom in pixels of the upright image; without it ``crop_box_for`` decides. The same
    bytes always give the same result. Raises ExchangeError for anything but a whole JPEG, PNG or BMP of at most 10 MB
    and 25 megapixels.
    """
    _refuse_outside(data)
    if crop is None and is_standard(data):
        width, height = _opened(data).size
        return PreparedPhoto(data, width, height, cropped=False)
    upright = _upright(data)
    box = crop_box_for(*upright.size) if crop is None else _inside(crop, *upright.size)
    return _encoded(upright.crop(box), cropped=box != (0, 0, *upright.size))


def _refuse_outside(data: bytes) -> None:
    if not data:
        raise ExchangeError("照片文件是空的，没有保存；请重新选择照片")
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"照片超过 {MAX_BYTES >> 20} MB，没有保存；请缩小后重试")
    if not any(data.startswith(start) for start in _STARTS):
        raise ExchangeError("照片不是 JPEG、PNG 或 BMP 图片，没有保存；请另存为 JPEG 后重试")


def _opened(data: bytes) -> Image.Image:
    """Open without decoding; raise ExchangeError when the header is broken or promises too many pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=tuple(_STARTS.values()))
    except Image.DecompressionBombError as problem:
        raise _too_many_pixels() from problem
    except Exception as problem:  # hostile headers make Pillow raise nearly anything
        raise _damaged() from problem
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    if image.width < MIN_WIDTH or image.height < MIN_HEIGHT:
        raise ExchangeError(f"照片只有 {image.width}×{image.height} 像素，太小，不能打印，没有保存；请换一张")
    return image


def _too_many_pixels() -> ExchangeError:
    return ExchangeError(f"照片超过 {MAX_PIXELS // 10_000} 万像素，没有保存；请缩小后重试")


def _damaged() -> ExchangeError:
    return ExchangeError("照片文件不完整或已损坏，没有保存；请换一张或重新导出")


def _upright(data: bytes) -> Image.Image:
    """Return the decoded image, turned as its camera noted, in RGB on white."""
    image = _opened(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image.load()
            return _on_white(_turned(image))
    except Exception as problem:  # hostile pixels make the decoders raise nearly anything
        raise _damaged() from problem


def _turned(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # unreadable camera notes say nothing about the picture, which is whole
        return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    pixels = image.convert("RGBA")
    alpha = pixels.getchannel("A")
    if alpha.getextrema() == (0, 0):
        return pixels.convert("RGB")
    white = Image.new("RGB", pixels.size, _WHITE)
    white.paste(pixels, mask=alpha)
    return white


def _inside(crop: Box, width: int, height: int) -> Box:
    left, top, right, bottom = max(0, crop[0]), max(0, crop[1]), min(width, crop[2]), min(height, crop[3])
    if right - left < MIN_WIDTH or bottom - top < MIN_HEIGHT:
        raise ExchangeError("选取的照片范围太小，没有保存；请重新选取")
    inner = crop_box_for(right - left, bottom - top)
    return left + inner[0], top + inner[1], left + inner[2], top + inner[3]


def _encoded(image: Image.Image, *, cropped: bool) -> PreparedPhoto:
    if image.width > WIDTH or image.height > HEIGHT:
        image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", image.size, _WHITE)
    clean.paste(image)
    target = io.BytesIO()
    clean.save(target, "JPEG", quality=QUALITY, optimize=True)
    return PreparedPhoto(target.getvalue(), clean.width, clean.height, cropped)


def is_standard(data: bytes) -> bool:
    """Say whether ``data`` is a photo as ``prepare_photo`` makes it, so that it need not be encoded again.

    That is: a whole RGB JPEG of 4:5 within 480×600 with no metadata and nothing behind its end.
    """
    if len(data) > MAX_BYTES or not _is_bare_jpeg(data):
        return False
    try:
        image = _opened(data)
        image.load()
    except (ExchangeError, OSError, ValueError, SyntaxError):
        return False
    fits = image.width <= WIDTH and image.height <= HEIGHT and _is_four_to_five(image.width, image.height)
    return fits and image.mode == "RGB"


def _is_bare_jpeg(data: bytes) -> bool:
    """Walk the segments: only the plain JFIF header beside the picture's own tables, and nothing after the end."""
    place = 2 if data.startswith(b"\xff\xd8\xff") else len(data)
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if not _is_allowed_segment(marker, length):
            return False
        place += 2 + length
        if marker == 0xDA:
            found = _NEXT_MARKER.search(data, place)
            place = found.start() if found else len(data)
    return place + 2 == len(data) and data[place:] == b"\xff\xd9"


def _is_allowed_segment(marker: int, length: int) -> bool:
    if marker == 0xE0:
        return length == _PLAIN_HEADER_LENGTH
    return length >= 2 and not 0xE1 <= marker <= 0xEF and marker not in {0xFE, 0xD9}


def prepare_file(path: str, crop: list[int] | None) -> dict[str, Any]:
    """Do ``prepare_photo`` on a file and return plain values (the JPEG as base64): the call for the worker process."""
    box = (crop[0], crop[1], crop[2], crop[3]) if crop else None
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ExchangeError(f"照片“{Path(path).name}”打不开，没有保存；请检查文件是否还在") from error
    photo = prepare_photo(data, box)
    jpeg = base64.b64encode(photo.jpeg).decode("ascii")
    return {"jpeg": jpeg, "width": photo.width, "height": photo.height, "cropped": photo.cropped}
