"""Files as accidents and ill will leave them: always a reading or a sentence, never a crash, never a hang."""

from __future__ import annotations

import base64
import random
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from support.lrmx_samples import HOSTILE_TEXTS, invented_person, lrm_record, picture, zip_of

from ganbu_desktop.exchange.lrm import read_lrm
from ganbu_desktop.exchange.lrmx import ORDER_NEW, LrmxPerson, read_lrmx, write_lrmx
from ganbu_desktop.exchange.package import collect_files, read_people
from ganbu_desktop.exchange.photo import is_standard, prepare_photo
from ganbu_desktop.foundation.errors import ExchangeError

SECONDS_EACH = 10
TOKENS = [
    b"<",
    b">",
    b"</",
    b"/>",
    b"&",
    b"&#0;",
    b"&#xD800;",
    b"&#x110000;",
    b"&amp;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<?pi x?>",
    b"<!DOCTYPE p [<!ENTITY a 'b'>]>",
    b"\x00",
    b"\x0b",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b'"',
    b'","',
    b"@",
    b"#",
    b"\r\n",
    b"<Item>",
    b"</Item>",
    b"<Person>",
    b'<x xmlns="urn:a">',
]
Change = Callable[[random.Random, bytearray], None]


def flip(chance: random.Random, data: bytearray) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def cut(chance: random.Random, data: bytearray) -> None:
    del data[chance.randrange(len(data)) :]


def drop(chance: random.Random, data: bytearray) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.randrange(1, 60)]


def double(chance: random.Random, data: bytearray) -> None:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randrange(1, 400)]
    data[start:start] = piece * chance.choice([1, 2, 200])


def insert(chance: random.Random, data: bytearray) -> None:
    place = chance.randrange(len(data))
    data[place:place] = chance.choice([*TOKENS, *(text.encode("utf-8", "replace") for text in HOSTILE_TEXTS)])


def rename(chance: random.Random, data: bytearray) -> None:
    old, new = (chance.choice(ORDER_NEW).encode() for _ in range(2))
    data[:] = data.replace(old, chance.choice([new, b"X", "字段".encode(), b"a:b", b"Item"]), chance.choice([1, -1]))


def nest(chance: random.Random, data: bytearray) -> None:
    depth = chance.choice([3, 60, 70, 5000])
    place = data.find(b"<", chance.randrange(len(data)))
    data[place:place] = b"<a>" * depth + b"</a>" * chance.choice([depth, depth - 1])


def flood(chance: random.Random, data: bytearray) -> None:
    place = data.find(b"<", chance.randrange(len(data)))
    data[place:place] = chance.choice([b"<Item/>", b"<y k='v'/>", b"<Item><z/></Item>", b"x" * 50]) * 30_000


def attribute(chance: random.Random, data: bytearray) -> None:
    place = data.find(b">", chance.randrange(len(data)))
    many = b"".join(b' a%d="%d"' % (number, number) for number in range(3000))
    data[place:place] = chance.choice(
        [many, b' a="' + b"x" * 500_000 + b'"', b' xmlns:q="u"', b" a=1", b' a="1" a="2"']
    )


def encode(chance: random.Random, data: bytearray) -> None:
    text = data.decode("utf-8", "replace")
    data[:] = text.encode(chance.choice(["utf-16", "utf-16-be", "utf-32", "gb18030", "cp037", "utf-7"]), "replace")


def declare(chance: random.Random, data: bytearray) -> None:
    new = chance.choice([b"gb2312", b"utf-16", b"utf-7", b"idna", b"base64", b"x" * 39, b"undefined"])
    data[:] = data.replace(b'encoding="utf-8"', b'encoding="' + new + b'"')


def shuffle(chance: random.Random, data: bytearray) -> None:
    lines = bytes(data).split(b"\r\n")
    chance.shuffle(lines)
    data[:] = b"\r\n".join(lines)


CHANGES: list[Change] = [flip, cut, drop, double, insert, rename, nest, flood, attribute, encode, declare, shuffle]


def mutated(seed: int, sources: list[bytes], changes: list[Change]) -> bytes:
    chance = random.Random(seed)
    data = bytearray(chance.choice(sources))
    for _ in range(chance.randrange(1, 5)):
        if data:
            chance.choice(changes)(chance, data)
    return bytes(data)


def count(request: pytest.FixtureRequest, usual: int, soak: int) -> int:
    return soak if request.config.getoption("--soak", default=False) else usual


def reading_or_sentence(read: Callable[[bytes, str], LrmxPerson], data: bytes, seed: int) -> LrmxPerson | None:
    person: LrmxPerson | None = None
    sentence = ""
    start = time.monotonic()
    try:
        person = read(data, "张三.lrmx")
    except ExchangeError as refusal:
        sentence = str(refusal)
    assert time.monotonic() - start < SECONDS_EACH, seed
    assert person is not None or "张三.lrmx" in sentence, seed
    return person


@pytest.mark.timeout(900)
def test_mutated_lrmx_files(request: pytest.FixtureRequest) -> None:
    sources = [write_lrmx(invented_person(seed)) for seed in range(60)]
    read, total = 0, count(request, 300, 5000)
    for seed in range(total):
        person = reading_or_sentence(read_lrmx, mutated(seed, sources, CHANGES), seed)
        if person is not None:
            read += 1
            assert read_lrmx(write_lrmx(person)) == person, seed
    assert total * 0.1 < read < total * 0.9


@pytest.mark.timeout(900)
def test_mutated_lrm_files(request: pytest.FixtureRequest) -> None:
    sources = [lrm_record().encode("gb18030"), lrm_record(count=31).encode("gbk"), lrm_record().encode("utf-8")]
    read, total = 0, count(request, 300, 3000)
    for seed in range(total):
        data = mutated(seed, sources, [flip, cut, drop, double, insert])
        person = reading_or_sentence(lambda record, name: read_lrm(record, None, name), data, seed)
        if person is not None:
            read += 1
            assert read_lrmx(write_lrmx(person)) == person, seed
    assert total * 0.1 < read < total


@pytest.mark.timeout(900)
def test_mutated_photos(request: pytest.FixtureRequest) -> None:
    forms = [
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "RGB"),
        ("BMP", "RGB"),
        ("BMP", "P"),
    ]
    sources = [picture(120, 150, mode, form) for form, mode in forms]
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    sources += [picture(120, 150, exif=exif), picture(120, 150, progressive=True, comment=b"c" * 50)]
    prepared, total = 0, count(request, 200, 5000)
    for seed in range(total):
        data = mutated(seed, sources, [flip, flip, cut, drop, double, header])
        start = time.monotonic()
        with suppress(ExchangeError):
            photo = prepare_photo(data)
            prepared += 1
            assert is_standard(photo.jpeg), seed
            assert prepare_photo(photo.jpeg).jpeg == photo.jpeg, seed
        assert time.monotonic() - start < SECONDS_EACH, seed
    assert total * 0.1 < prepared < total


def header(chance: random.Random, data: bytearray) -> None:
    for _ in range(chance.randrange(1, 6)):
        data[chance.randrange(min(64, len(data)))] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])


@pytest.mark.timeout(900)
def test_mutated_photos_inside_files_never_cost_the_person(tmp_path: Path) -> None:
    sources = [picture(120, 150), picture(120, 150, form="PNG")]
    for seed in range(60):
        photo = mutated(seed, sources, [flip, cut, drop, double])
        text = write_lrmx(LrmxPerson({"XingMing": f"某人{seed}"})).decode()
        data = text.replace("<ZhaoPian>", "<ZhaoPian>" + base64.b64encode(photo).decode()).encode()
        (tmp_path / f"{seed}.lrmx").write_bytes(data)
    readings = read_people(collect_files([tmp_path]))
    assert [reading.person and reading.person.values["XingMing"] for reading in readings] == [
        f"某人{n}" for n in range(60)
    ]
    lost = [reading.person for reading in readings if reading.person and reading.person.photo is None]
    assert lost
    assert all(person.notices for person in lost)


@pytest.mark.timeout(900)
def test_mutated_archives(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = tmp_path / "包.zip"
    members = {f"{number}_某人.lrmx": write_lrmx(invented_person(number)) for number in range(6)}
    source = zip_of(path, members | {"7.lrm": lrm_record().encode("gbk"), "7.pic": picture()}).read_bytes()
    directory = source.index(b"PK\x01\x02")
    for seed in range(count(request, 200, 5000)):
        chance = random.Random(seed)
        data = bytearray(source)
        for _ in range(chance.randrange(1, 5)):
            data[chance.randrange(chance.choice([0, directory]), len(data))] = chance.randrange(256)
        path.write_bytes(bytes(data[: chance.choice([len(data), chance.randrange(len(data))])]))
        start = time.monotonic()
        for reading in read_people(collect_files([path])):
            assert (reading.person is None) != (reading.error is None), seed
        assert time.monotonic() - start < SECONDS_EACH, seed
        assert list(tmp_path.iterdir()) == [path], seed
