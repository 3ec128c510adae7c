"""Collecting and reading 任免审批表 files in bulk: single files, whole folders, archives.

``collect_files`` only looks at names and directories; ``read_people`` opens the files and is meant to run in the worker
process, through ``read_job``. One bad file never spoils the others: it becomes a reading with an error. Nothing is ever
unpacked to disk.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from zipfile import ZipFile, ZipInfo

from ganbu_desktop.exchange.lrm import read_lrm
from ganbu_desktop.exchange.lrmx import LrmxPerson, read_lrmx
from ganbu_desktop.exchange.photo import prepare_photo
from ganbu_desktop.exchange.safe_xml import decode_chinese
from ganbu_desktop.exchange.zip_guard import MAX_FILE_BYTES, inflate, open_archive
from ganbu_desktop.foundation.errors import ExchangeError

MAX_FOLDER_FILES = 20_000
BATCH_FILES = 100
MEMBER_MARK = " › "

Kind = Literal["lrmx", "lrm", "other", "refused"]

_PICTURES = (".pic", ".jpg", ".jpeg", ".png", ".bmp")
_ARCHIVES = (".zip", ".rar", ".7z")
_SYSTEM_NAMES = frozenset({"__macosx", "thumbs.db", "desktop.ini", "$recycle.bin", "system volume information"})
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NUMBERS = re.compile(r"([0-9]{1,18})")
_UTF8_FLAG = 0x800


@dataclass(frozen=True)
class FoundFile:
    """One file to read, or one that cannot be (``problem`` says why).

    ``name``: what the clerk reads, with the archive in front of a member. ``path``: where it stands. ``member``: its
    key in the archive at ``path``, else None. ``photo``: path or key of the picture of a ``.lrm``.
    """

    name: str
    kind: Kind
    path: str
    member: str | None = None
    photo: str | None = None
    problem: str | None = None

    def load(self, archives: Archives) -> bytes:
        """Return the content. Raises ExchangeError when it cannot be read or is too large."""
        return archives.read(self.path, self.member) if self.member is not None else _read_file(Path(self.path))

    def load_photo(self, archives: Archives) -> bytes | None:
        """Return the picture beside a ``.lrm``, None when there is none. Raises ExchangeError."""
        if self.photo is None:
            return None
        return archives.read(self.path, self.photo) if self.member is not None else _read_file(Path(self.photo))

    def to_plain(self) -> dict[str, str | None]:
        """Return the file's place as JSON can carry it."""
        return dict(vars(self))

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> FoundFile:
        """Return what ``to_plain`` wrote."""
        return cls(**plain)


class Archives:
    """The archives opened during one reading; each is opened and judged once."""

    def __init__(self) -> None:
        self._open: dict[str, ZipFile] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Archives:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def read(self, path: str, member: str) -> bytes:
        """Return one member's bytes. Raises ExchangeError on damage, or on more than 50 MB."""
        if path not in self._open:
            self._open[path] = self._stack.enter_context(_archive(Path(path)))
        return inflate(self._open[path], member, limit=MAX_FILE_BYTES)


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as problem:
        raise ExchangeError(f"文件“{path.name}”打不开（{problem.strerror}），没有导入") from problem
    if len(data) > MAX_FILE_BYTES:
        raise ExchangeError(f"文件“{path.name}”超过 {MAX_FILE_BYTES >> 20} MB，没有导入")
    return data


def _archive(path: Path) -> ZipFile:
    try:
        return open_archive(path)
    except OSError as problem:
        raise ExchangeError(f"文件“{path.name}”打不开（{problem.strerror}），没有导入") from problem


def collect_files(paths: Iterable[Path | str]) -> list[FoundFile]:
    """Return what stands at ``paths`` (files, folders with all below, zip archives), each file once.

    Order: as given, inside a folder or archive by name with numbers counted (2 before 10). Hidden and system files are
    left out; every other file that is no 任免审批表 is listed as ``other``, every one that must not be opened as
    ``refused``. Raises ExchangeError only for a folder of more than 20,000 files.
    """
    found: dict[tuple[str, str | None], FoundFile] = {}
    for given in paths:
        for file in _at(Path(given)):
            found.setdefault((os.path.realpath(file.path), file.member), file)
    pictures = {(os.path.realpath(file.photo), None) for file in found.values() if file.photo and file.member is None}
    return [file for key, file in found.items() if key not in pictures]


def _at(path: Path) -> list[FoundFile]:
    if path.is_dir():
        return _in_folder(path)
    if not path.exists():
        return [_refused(path.name, path, "找不到这个文件，可能已被移动或改名")]
    if not path.is_file():
        return [_refused(path.name, path, "不是普通文件，没有读取")]
    if path.suffix.lower() == ".lrm":
        beside = {other.name: str(other) for other in path.parent.iterdir() if _is_regular(other)}
        return [_described(path.name, path.name, str(path), None, _Pairs(beside))]
    return _file(path, path.name, _Pairs({}))


def _refused(name: str, path: Path, problem: str) -> FoundFile:
    return FoundFile(name, "refused", str(path), problem=f"“{name}”：{problem}")


def _in_folder(folder: Path) -> list[FoundFile]:
    files: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_system(name))
        files += [Path(parent, name) for name in names if not _is_system(name)]
        if len(files) > MAX_FOLDER_FILES:
            raise ExchangeError(
                f"文件夹“{folder.name}”里的文件超过 {MAX_FOLDER_FILES} 个，没有读取；请选择只放任免审批表的文件夹"
            )
    regular = {str(path.relative_to(folder)): path for path in files}
    pairs = _Pairs({name: str(path) for name, path in regular.items() if _is_regular(path)})
    names = [name for name in sorted(regular, key=_natural) if not pairs.has_used(name)]
    return [found for name in names for found in _in_folder_file(regular[name], name, pairs)]


def _in_folder_file(path: Path, name: str, pairs: _Pairs) -> list[FoundFile]:
    if not _is_regular(path):
        return [_refused(name, path, "是指向别处的链接或设备，没有读取")]
    return _file(path, name, pairs)


def _file(path: Path, name: str, pairs: _Pairs) -> list[FoundFile]:
    if path.suffix.lower() == ".zip":
        return _in_archive(path, name)
    return [_described(name, name, str(path), None, pairs)]


def _is_system(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in _SYSTEM_NAMES


def _natural(name: str) -> list[str | int]:
    return [int(part) if place % 2 else part for place, part in enumerate(_NUMBERS.split(name.casefold()))]


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


class _Pairs:
    """Which picture belongs to which ``.lrm``: the same folder and base name, in any case."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """``names``: shown name -> path or key."""
        self._keys = names
        by_stem = {self._split(name): name for name in sorted(names, reverse=True)}
        self._picture_of = {
            name: picture
            for name in names
            if self._split(name)[1] == ".lrm"
            for picture in [self._first_picture(by_stem, self._split(name)[0])]
            if picture
        }
        self._used = frozenset(self._picture_of.values())

    @staticmethod
    def _split(name: str) -> tuple[str, str]:
        stem, suffix = os.path.splitext(name.casefold())  # noqa: PTH122 - names of members are no paths
        return stem, suffix

    @staticmethod
    def _first_picture(by_stem: Mapping[tuple[str, str], str], stem: str) -> str | None:
        return next((by_stem[stem, suffix] for suffix in _PICTURES if (stem, suffix) in by_stem), None)

    def has_used(self, name: str) -> bool:
        """Say whether the file is the picture of a ``.lrm``."""
        return name in self._used

    def key_for(self, name: str) -> str | None:
        """Return path or key of the picture of the ``.lrm`` called ``name``."""
        picture = self._picture_of.get(name)
        return None if picture is None else self._keys[picture]


def _described(shown: str, name: str, path: str, member: str | None, pairs: _Pairs) -> FoundFile:
    suffix = PurePosixPath(name.rstrip(" .")).suffix.lower()
    if suffix == ".lrmx":
        return FoundFile(shown, "lrmx", path, member)
    if suffix == ".lrm":
        return FoundFile(shown, "lrm", path, member, pairs.key_for(name))
    reason = "没有同名的 .lrm 文件，没有读取" if suffix in _PICTURES else "不是任免审批表文件，没有读取"
    return FoundFile(shown, "other", path, member, problem=f"“{shown}”：{reason}")


def _in_archive(path: Path, name: str) -> list[FoundFile]:
    try:
        with _archive(path) as archive:
            members = {_member_name(info): info.filename for info in archive.infolist() if not info.is_dir()}
            if len(members) != sum(not info.is_dir() for info in archive.infolist()):
                raise ExchangeError("压缩包里有同名文件，无法分辨，没有读取；请解压后再导入")
    except ExchangeError as problem:
        return [_refused(name, path, str(problem))]
    pairs = _Pairs(members)
    return [
        _described(name + MEMBER_MARK + member, member, str(path), members[member], pairs)
        for member in sorted(members, key=_natural)
        if not pairs.has_used(member) and not any(_is_system(part) for part in member.split("/"))
    ]


def _member_name(info: ZipInfo) -> str:
    """Return the member's name with ``/``. Raises ExchangeError when it points elsewhere or is an archive itself."""
    name = _decoded_name(info).replace("\\", "/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    parts = name.rstrip("/").split("/")
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR} or name.startswith("/") or _DRIVE.match(name):
        raise _hostile(name)
    if _CONTROL.search(name) or any(not part.rstrip(" .") for part in parts):
        raise _hostile(name)
    if parts[-1].rstrip(" .").lower().endswith(_ARCHIVES) and not info.is_dir():
        raise ExchangeError(f"压缩包里还有压缩包“{parts[-1]}”，没有读取；请解压后再导入")
    return name


def _hostile(name: str) -> ExchangeError:
    shown = _CONTROL.sub("�", name)[:60]
    return ExchangeError(f"压缩包里的“{shown}”指向包外或不是普通文件，可能被人做过手脚，整包没有读取")


def _decoded_name(info: ZipInfo) -> str:
    """Return the name as written by the office's archiver: without the UTF-8 mark it is usually GBK."""
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    try:
        decoded = decode_chinese(info.orig_filename.encode("cp437"), "gb18030")
    except UnicodeEncodeError:
        return info.orig_filename
    return decoded[0] if decoded else info.orig_filename


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
