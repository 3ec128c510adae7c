from __future__ import annotations

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from support.lrmx_samples import picture

from ganbu_desktop.exchange.photo import crop_box_for, is_standard, prepare_photo
from ganbu_desktop.foundation.errors import ExchangeError


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def encoded(image: Image.Image, form: str, **save: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **save)
    return target.getvalue()


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        ("RGB", "JPEG"),
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
        ("RGB", "PNG"),
        ("RGBA", "PNG"),
        ("LA", "PNG"),
        ("L", "PNG"),
        ("P", "PNG"),
        ("1", "PNG"),
        ("I;16", "PNG"),
        ("RGB", "BMP"),
        ("P", "BMP"),
        ("1", "BMP"),
    ],
)
def test_every_kind_of_picture_becomes_a_standard_photo(mode: str, form: str) -> None:
    image = Image.linear_gradient("L").resize((200, 250)).convert("RGB").convert("I" if mode == "I;16" else mode)
    if mode == "I;16":
        image = image.point(lambda value: value * 256).convert("I;16")
    prepared = prepare_photo(encoded(image, form))
    result = opened(prepared.jpeg)
    assert (result.format, result.mode, result.size) == ("JPEG", "RGB", (200, 250))
    assert (prepared.width, prepared.height, prepared.cropped) == (200, 250, False)
    assert is_standard(prepared.jpeg)
    if mode not in {"1", "P"}:
        assert abs(result.getpixel((100, 200))[0] - 204) < 12


@pytest.mark.parametrize(
    ("size", "expected", "cropped"),
    [
        ((413, 626), (413, 516), True),
        ((295, 413), (295, 369), True),
        ((376, 460), (368, 460), True),
        ((800, 1000), (480, 600), False),
        ((1000, 1000), (480, 600), True),
        ((2000, 300), (240, 300), True),
        ((480, 600), (480, 600), False),
        ((135, 169), (135, 169), False),
    ],
)
def test_sizes(size: tuple[int, int], expected: tuple[int, int], cropped: bool) -> None:
    prepared = prepare_photo(picture(*size))
    assert (prepared.width, prepared.height) == expected == opened(prepared.jpeg).size
    assert prepared.cropped is cropped


def test_the_crop_keeps_the_top_and_the_middle() -> None:
    assert crop_box_for(413, 626) == (0, 0, 413, 516)
    assert crop_box_for(1000, 1000) == (100, 0, 900, 1000)
    assert crop_box_for(480, 600) == (0, 0, 480, 600)


@given(st.integers(1, 9000), st.integers(1, 9000))
def test_a_crop_is_inside_and_four_to_five(width: int, height: int) -> None:
    left, top, right, bottom = crop_box_for(width, height)
    assert 0 <= left < right <= width
    assert 0 == top < bottom <= height
    assert abs((right - left) - (bottom - top) * 0.8) <= max(1, (bottom - top) * 0.01)


def test_a_chosen_crop_is_kept_inside_and_in_shape() -> None:
    prepared = prepare_photo(picture(400, 500), crop=(100, 100, 9999, 400))
    assert (prepared.width, prepared.height) == (240, 300)
    assert prepared.cropped
    with pytest.raises(ExchangeError, match="范围太小"):
        prepare_photo(picture(400, 500), crop=(390, 490, 400, 500))


@given(st.integers(40, 700), st.integers(50, 800), st.sampled_from(["JPEG", "PNG"]))
def test_preparing_twice_changes_nothing(width: int, height: int, form: str) -> None:
    source = picture(width, height, form=form)
    once = prepare_photo(source)
    assert is_standard(once.jpeg)
    assert once == prepare_photo(source)
    assert prepare_photo(once.jpeg).jpeg == once.jpeg


def test_the_cameras_notes_turn_the_picture_and_are_gone() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"
    exif[0x8825] = {1: "N", 2: (28.0, 12.0, 0.0)}
    prepared = prepare_photo(picture(500, 400, exif=exif.tobytes(), comment=b"secret note"))
    assert (prepared.width, prepared.height) == (400, 500)
    assert b"ecret" not in prepared.jpeg
    assert not opened(prepared.jpeg).getexif()


def test_transparent_parts_become_white() -> None:
    image = Image.new("RGBA", (80, 100), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 80, 50))
    result = opened(prepare_photo(encoded(image, "PNG")).jpeg)
    assert min(result.getpixel((40, 90))) > 245
    assert result.getpixel((40, 20))[2] > 240


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空的"),
        (b"GIF89a" + bytes(50), "不是 JPEG"),
        (encoded(Image.new("RGB", (80, 100)), "TIFF"), "不是 JPEG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "不是 JPEG"),
        (b"8BPS\0\1", "不是 JPEG"),
        (b"SIMPLE  =                    T", "不是 JPEG"),
        (b"\xff\xd8\xff" + bytes(50), "损坏"),
        (b"BM" + bytes(60), "损坏"),
        (b"\x89PNG\r\n\x1a\n", "损坏"),
        (picture(480, 600)[:2000], "损坏"),
        (picture(480, 600)[:300], "损坏"),
        (picture(480, 600, form="PNG")[:1000], "损坏"),
        (picture(480, 600, form="BMP")[:1000], "损坏"),
        (picture(30, 40), "太小"),
        (picture(60, 60) + bytes(10 * 1024 * 1024), "超过 10 MB"),
    ],
)
def test_a_sentence_for_what_is_no_photo(data: bytes, reason: str) -> None:
    with pytest.raises(ExchangeError, match=reason):
        prepare_photo(data)
    assert not is_standard(data)


@pytest.mark.parametrize("size", [(5001, 5001), (20_000, 20_000), (65_000, 65_000)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    small = bytearray(encoded(Image.new("1", (64, 80)), "PNG"))
    small[16:24] = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big")
    small[29:33] = zlib.crc32(bytes(small[12:29])).to_bytes(4, "big")
    with pytest.raises(ExchangeError, match="万像素"):
        prepare_photo(bytes(small))


def test_what_is_not_quite_standard_is_encoded_again() -> None:
    standard = prepare_photo(picture(480, 600)).jpeg
    assert is_standard(standard)
    assert is_standard(picture(480, 600, quality=70, progressive=True))
    assert not is_standard(picture(481, 601))
    assert not is_standard(picture(480, 500))
    assert not is_standard(picture(480, 600, mode="L"))
    assert not is_standard(picture(480, 600, form="PNG"))
    assert not is_standard(picture(480, 600, comment=b"note"))
    assert not is_standard(picture(480, 600, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"))
    assert not is_standard(standard + b"PK\x03\x04")
    assert not is_standard(standard[:-2])
    polyglot = prepare_photo(standard + b"<script>")
    assert is_standard(polyglot.jpeg)
    assert b"script" not in polyglot.jpeg
