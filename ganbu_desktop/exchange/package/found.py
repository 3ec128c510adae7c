"""Finding 任免审批表 files: single ones, whole folders, archives.

Looks at names and directories only and inflates nothing; opening is for the worker process. Nothing is ever unpacked to
disk, and what points out of its folder or archive is refused.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from ganbu_desktop.exchange.safe_xml import decode_chinese
from ganbu_desktop.exchange.zip_guard import MAX_FILE_BYTES, inflate, open_archive
from ganbu_desktop.foundation.errors import ExchangeError
from ganbu_desktop.foundation.files import cause_of

MAX_FOLDER_FILES = 20_000
MEMBER_MARK = " › "

Kind = Literal["lrmx", "lrm", "other", "refused"]

_PICTURES = (".pic", ".jpg", ".jpeg", ".png", ".bmp")
_TABLES = (".xlsx", ".xls", ".xlsm", ".csv")
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
        self._open: dict[str, zipfile.ZipFile] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Archives:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def read(self, path: str, member: str) -> bytes:
        """Return one member's bytes. Raises ExchangeError on damage, or on more than 50 MB."""
        if path not in self._open:
            self._open[path] = self._stack.enter_context(_archive(Path(path)))
        try:
            return inflate(self._open[path], member, limit=MAX_FILE_BYTES)
        except OSError as problem:  # also what a directory with places outside the file comes to
            raise ExchangeError("压缩包已损坏，这个文件读不出来，没有导入；请重新索取") from problem


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as problem:
        raise ExchangeError(f"文件“{path.name}”打不开（{cause_of(problem)}），没有导入") from problem
    if len(data) > MAX_FILE_BYTES:
        raise ExchangeError(f"文件“{path.name}”超过 {MAX_FILE_BYTES >> 20} MB，没有导入")
    return data


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return open_archive(path)
    except OSError as problem:
        raise ExchangeError(f"文件“{path.name}”打不开（{cause_of(problem)}），没有导入") from problem


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
    found = _told_apart(found)
    pictures = {(os.path.realpath(file.photo), None) for file in found.values() if file.photo and file.member is None}
    return [file for key, file in found.items() if key not in pictures]


def _told_apart(found: dict[tuple[str, str | None], FoundFile]) -> dict[tuple[str, str | None], FoundFile]:
    """Put the folder in front of the names of files that were given one by one and are called the same."""
    names = Counter(file.name for file in found.values())
    return {
        key: replace(file, name=f"{Path(file.path).parent.name}/{file.name}") if names[file.name] > 1 else file
        for key, file in found.items()
    }


def _at(path: Path) -> list[FoundFile]:
    try:
        return _known_at(path)
    except OSError as problem:
        return [_refused(path.name, path, f"打不开（{cause_of(problem)}），没有读取")]


def _known_at(path: Path) -> list[FoundFile]:
    if path.is_dir():
        return _in_folder(path)
    if not path.exists():
        return [_refused(path.name, path, "找不到这个文件，可能已被移动或改名")]
    if not path.is_file():
        return [_refused(path.name, path, "不是普通文件，没有读取")]
    if path.suffix.lower() == ".lrm":
        beside = {other.name: str(other) for other in path.parent.iterdir() if _is_regular(other)}
        return [_described(_shown(path.name), path.name, str(path), None, _Pairs(beside))]
    return _file(path, path.name, _Pairs({}))


def _refused(name: str, path: Path, problem: str) -> FoundFile:
    shown = _shown(name)
    return FoundFile(shown, "refused", str(path), problem=f"“{shown}”：{problem}")


def _shown(name: str) -> str:
    """Return a file's name as text: where the system could not decode it, it is usually GBK."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        decoded = decode_chinese(name.encode("utf-8", "surrogateescape"), "gb18030")
        return decoded[0] if decoded else name.encode("utf-8", "replace").decode("utf-8")
    return name


def _in_folder(folder: Path) -> list[FoundFile]:
    files: list[Path] = []
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not _is_system(name))
        files += [Path(parent, name) for name in names if not _is_system(name)]
        if len(files) > MAX_FOLDER_FILES:
            raise ExchangeError(
                f"文件夹“{folder.name}”里的文件超过 {MAX_FOLDER_FILES} 个，没有读取；请选择只放任免审批表的文件夹"
            )
    regular = {str(path.relative_to(folder)): path for path in files}
    pairs = _Pairs({name: str(path) for name, path in regular.items() if _is_regular(path)})
    names = [name for name in sorted(regular, key=_natural) if not pairs.has_used(name)]
    found = [file for name in names for file in _in_folder_file(regular[name], name, pairs)]
    return found + [_closed_folder(Path(problem.filename), folder) for problem in closed]


def _closed_folder(path: Path, folder: Path) -> FoundFile:
    name = str(path.relative_to(folder)) if path != folder else folder.name
    return _refused(name, path, "文件夹打不开，里面的文件没有读取")


def _in_folder_file(path: Path, name: str, pairs: _Pairs) -> list[FoundFile]:
    if not _is_regular(path):
        return [_refused(name, path, "是指向别处的链接或设备，没有读取")]
    return _file(path, name, pairs)


def _file(path: Path, name: str, pairs: _Pairs) -> list[FoundFile]:
    if path.suffix.lower() == ".zip":
        return _in_archive(path, name)
    return [_described(_shown(name), name, str(path), None, pairs)]


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
    if member is not None and suffix in _TABLES:
        return FoundFile(shown, "other", path, member, problem=f"“{shown}”：压缩包里的表格没有读取，请解压后再导入")
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
        _described(_shown(name) + MEMBER_MARK + member, member, str(path), members[member], pairs)
        for member in sorted(members, key=_natural)
        if not pairs.has_used(member) and not any(_is_system(part) for part in member.split("/"))
    ]


def _member_name(info: zipfile.ZipInfo) -> str:
    """Return the member's name with ``/``. Raises ExchangeError when it points elsewhere or is an archive itself."""
    name = _decoded_name(info).replace("\\", "/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    parts = name.rstrip("/").split("/")
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR} or name.startswith("/") or _DRIVE.match(name):
        raise _hostile(name)
    if _CONTROL.search(name) or any(not part.rstrip(" .") for part in parts):
        raise _hostile(name)
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise ExchangeError("压缩包用了不支持的压缩方式，没有读取；请解压后再导入")
    if parts[-1].rstrip(" .").lower().endswith(_ARCHIVES) and not info.is_dir():
        raise ExchangeError(f"压缩包里还有压缩包“{parts[-1]}”，没有读取；请解压后再导入")
    return name


def _hostile(name: str) -> ExchangeError:
    shown = _CONTROL.sub("�", name)[:60]
    return ExchangeError(f"压缩包里的“{shown}”指向包外或不是普通文件，可能被人做过手脚，整包没有读取")


def _decoded_name(info: zipfile.ZipInfo) -> str:
    """Return the name as written by the office's archiver: without the UTF-8 mark it is usually GBK."""
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    try:
        decoded = decode_chinese(info.orig_filename.encode("cp437"), "gb18030")
    except UnicodeEncodeError:
        return info.orig_filename
    return decoded[0] if decoded else info.orig_filename
