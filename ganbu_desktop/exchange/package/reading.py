"""Reading 任免审批表 files in bulk. One bad file never spoils the others: it becomes a reading with an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ganbu_desktop.exchange.lrm import read_lrm
from ganbu_desktop.exchange.lrmx import LrmxPerson, read_lrmx
from ganbu_desktop.exchange.package.found import Archives, FoundFile
from ganbu_desktop.exchange.photo import prepare_photo
from ganbu_desktop.foundation.errors import ExchangeError

BATCH_FILES = 100


@dataclass(frozen=True)
class LrmxReading:
    """What came of one file: a person, or the sentence why not. ``source``: the file's shown name."""

    source: str
    person: LrmxPerson | None = None
    error: str | None = None

    def to_plain(self) -> dict[str, Any]:
        """Return the reading as JSON can carry it."""
        person = self.person.to_plain() if self.person else None
        return {"source": self.source, "person": person, "error": self.error}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> LrmxReading:
        """Return what ``to_plain`` wrote."""
        person = LrmxPerson.from_plain(plain["person"]) if plain["person"] else None
        return cls(plain["source"], person, plain["error"])


def read_people(found: Iterable[FoundFile], *, with_photos: bool = True) -> list[LrmxReading]:
    """Return one reading for each file, in the same order; photos come prepared as the store keeps them.

    A photo that cannot be used becomes a notice of its person. Without ``with_photos`` all photos are left out.
    """
    with Archives() as archives:
        return [_reading(file, archives, with_photos) for file in found]


def _reading(file: FoundFile, archives: Archives, with_photos: bool) -> LrmxReading:
    if file.problem is not None:
        return LrmxReading(file.name, error=file.problem)
    try:
        person = _person(file, archives)
    except ExchangeError as problem:
        text = str(problem)
        return LrmxReading(file.name, error=text if file.name in text else f"“{file.name}”：{text}")
    if not with_photos:
        return LrmxReading(file.name, replace(person, photo=None))
    return LrmxReading(file.name, _with_prepared_photo(person))


def _person(file: FoundFile, archives: Archives) -> LrmxPerson:
    data = file.load(archives)
    if file.kind == "lrmx":
        return read_lrmx(data, file.name)
    person = read_lrm(data, name=file.name)
    try:
        photo = file.load_photo(archives)
    except ExchangeError as problem:
        return _with_notice(person, f"照片没有读入：{problem}")
    return replace(person, photo=photo or person.photo)


def _with_notice(person: LrmxPerson, notice: str) -> LrmxPerson:
    return replace(person, photo=None, notices=(*person.notices, notice))


def _with_prepared_photo(person: LrmxPerson) -> LrmxPerson:
    if person.photo is None:
        return person
    try:
        return replace(person, photo=prepare_photo(person.photo).jpeg)
    except ExchangeError as problem:
        return _with_notice(person, f"照片没有读入：{problem}")


def read_job(job: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Do what ``read_people`` does from plain data to plain data: the call to make in the worker process.

    ``job``: ``{"files": [FoundFile.to_plain()…], "with_photos": bool}``; the result: ``LrmxReading.to_plain()…``.
    """
    files = [FoundFile.from_plain(plain) for plain in job["files"]]
    return [reading.to_plain() for reading in read_people(files, with_photos=job["with_photos"])]


Run = Callable[[dict[str, Any]], list[dict[str, Any]]]


def read_in_batches(found: Sequence[FoundFile], run: Run, *, batch: int = BATCH_FILES) -> Iterator[LrmxReading]:
    """Yield one reading for each file, in order, through ``run``: ``read_job`` carried out in a worker process.

    When the worker dies or takes too long (``run`` raises ExchangeError), the batch is halved until the one file to
    blame stands alone; that one is tried once more without its photo and then reported.
    """
    for start in range(0, len(found), batch):
        yield from _read_batch(found[start : start + batch], run)


def _read_batch(files: Sequence[FoundFile], run: Run) -> list[LrmxReading]:
    try:
        return _run(files, run, with_photos=True)
    except ExchangeError as problem:
        if len(files) == 1:
            return [_read_alone(files[0], run, str(problem))]
        middle = len(files) // 2
        return _read_batch(files[:middle], run) + _read_batch(files[middle:], run)


def _run(files: Sequence[FoundFile], run: Run, *, with_photos: bool) -> list[LrmxReading]:
    plain = run({"files": [file.to_plain() for file in files], "with_photos": with_photos})
    return [LrmxReading.from_plain(reading) for reading in plain]


def _read_alone(file: FoundFile, run: Run, problem: str) -> LrmxReading:
    try:
        [reading] = _run([file], run, with_photos=False)
    except ExchangeError:
        return LrmxReading(file.name, error=f"“{file.name}”：{problem}")
    if reading.person is None:
        return reading
    return LrmxReading(file.name, _with_notice(reading.person, "照片没有读入：照片无法处理，请另行补照片"))
