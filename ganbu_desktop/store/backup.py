"""Backups: complete stores of their own, proved before they count.

A backup is made by SQLite's backup API from one moment of the open store, re-opened, checked page by page, compared
with the source by content digest, and only then given its name. It carries the key ring, so the password of its day or
the recovery key opens it on any computer. What it says about itself (time, reason, version, people, digest, hash of its
pages) stands in the key ring's sealed note, so that a list of backups needs no password.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ganbu_desktop.foundation.errors import DataFileError
from ganbu_desktop.store import container, driver, errors, files
from ganbu_desktop.store.digest import ContentDigest, content_digest
from ganbu_desktop.store.open_store import OpenStore, ring_of, seed_of
from ganbu_desktop.store.sql import raw_connection, translated
from ganbu_desktop.store.vault import KeyRing, database_key
from ganbu_desktop.store.verify import Invariants, structure_problems

SUFFIX = ".ganbu-backup"
Progress = Callable[[int, int], object]
_TIME = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"-(\d{8}-\d{6})-(.+?)(?:-\d+)?" + re.escape(SUFFIX))
_PAGES_AT_ONCE = 2000
_PAUSED = "暂停清理旧备份.txt"
_USED = "恢复所用的备份："
_NOT_EQUAL = "备份与原数据核对不一致，没有留下这份备份。原数据没有改变。请检查磁盘后再备份一次。"


@dataclass(frozen=True)
class BackupEntry:
    """One backup file. ``people``: how many persons are in it (None when not said); ``is_verified``: was proved when it
    was made and has its full length; a thorough look is ``BackupFolder.check``.
    """

    path: Path
    made_at: datetime
    reason: str
    version: int | None
    people: int | None
    size: int
    is_verified: bool


@dataclass(frozen=True)
class RetentionRule:
    """How many backups stay 〔建议值，可改〕: the newest ones, and the newest of each recent day, week and month."""

    newest: int = 10
    daily: int = 7
    weekly: int = 4
    monthly: int = 12
    at_least_verified: int = 3


class BackupFolder:
    """The backups of one store in one folder; the folder is made when the first backup is."""

    def __init__(
        self,
        folder: Path,
        stem: str,
        *,
        people: Callable[[Connection], int] | None = None,
        invariants: Invariants | None = None,
    ) -> None:
        self.folder, self.stem = folder, stem
        self.people, self._invariants = people, invariants

    @classmethod
    def beside(
        cls,
        store: Path,
        *,
        people: Callable[[Connection], int] | None = None,
        invariants: Invariants | None = None,
    ) -> BackupFolder:
        """Return the usual folder of a store: ``<name>-备份`` beside it."""
        return cls(store.parent / f"{store.stem}-备份", store.stem, people=people, invariants=invariants)

    def make(
        self, data_file: OpenStore, *, reason: str, now: datetime, progress: Progress | None = None
    ) -> BackupEntry:
        """Make a proved backup of the open store. DataFileError: no backup was left, the store has not changed.

        ``progress(done, total)`` is called with pages; an exception from it stops the backup.
        """
        with translated():
            self.folder.mkdir(parents=True, exist_ok=True)
            if not data_file.read_only:
                self._sweep()
        target = self._free_path(reason, now)
        return self._entry(make_copy(data_file, target, reason, now, self.people, self._invariants, progress))

    def entries(self) -> list[BackupEntry]:
        """Return the backups, newest first, without needing a key."""
        found = self.folder.glob(f"{files.escaped(self.stem)}-*{SUFFIX}") if self.folder.is_dir() else ()
        return sorted(
            (self._entry(path) for path in found),
            key=lambda entry: (entry.made_at, entry.path.stat().st_mtime_ns),
            reverse=True,
        )

    def check(self, entry: BackupEntry) -> bool:
        """Read the whole file and return whether every byte of its pages is as it was written."""
        with translated():
            ring = _ring(entry.path)
            return ring is not None and is_intact(entry.path, ring)

    def prune(self, now: datetime, rule: RetentionRule | None = None) -> list[BackupEntry]:
        """Remove what the rule does not keep and return it; nothing while paused."""
        if self.paused:
            return []
        removed = superfluous(self.entries(), now, rule or RetentionRule())
        with translated():
            for entry in removed:
                files.remove(entry.path)
        return removed

    @property
    def paused(self) -> bool:
        """Whether old backups stay for now: a restore has to be confirmed first."""
        return (self.folder / _PAUSED).exists()

    @property
    def restored_from(self) -> str:
        """Return the name of the backup that the restore waiting to be confirmed has used; empty when not known."""
        if not self.paused:
            return ""
        text = (self.folder / _PAUSED).read_text("utf-8", "replace")
        return text.partition(_USED)[2].strip()

    def pause(self, used: str = "") -> None:
        """Keep every backup until ``resume``: a wrong restore must not crowd out the good ones.

        ``used``: the name of the backup that was restored.
        """
        text = "刚恢复过数据，确认恢复的内容无误之前不清理旧备份。在程序的“备份”页确认后，这个文件会自动删除。\n"
        text += f"{_USED}{used}\n" if used else ""
        with translated():
            self.folder.mkdir(parents=True, exist_ok=True)
            files.write_durably(self.folder / _PAUSED, text.encode())

    def resume(self) -> None:
        """Let the retention rule work again."""
        with translated():
            files.remove(self.folder / _PAUSED)

    def _free_path(self, reason: str, now: datetime) -> Path:
        return free_path(self.folder, self.stem, reason, now, SUFFIX)

    def _entry(self, path: Path) -> BackupEntry:
        ring = _ring(path)
        note = ring.note if ring is not None else {}
        return BackupEntry(
            path,
            _made_at(path, note),
            str(note.get("reason") or _named(path)[1]),
            note.get("version"),
            note.get("people"),
            path.stat().st_size,
            ring is not None and "pages_sha256" in note,
        )

    def _sweep(self) -> None:
        for left in self.folder.glob(f".{files.escaped(self.stem)}-*{SUFFIX}.????????.part*"):
            left.unlink(missing_ok=True)


def backup_to(
    data_file: OpenStore, target: Path, *, now: datetime, reason: str = "外部备份", progress: Progress | None = None
) -> Path:
    """Write a proved backup to another place (a disk, a stick, a network folder) and return its path.

    ``target`` is a folder or a free file name; StoreExists when the name is taken, also by the live store itself.
    """
    with translated():
        if target.is_dir():
            target = free_path(target, data_file.path.stem, reason, now, SUFFIX)
        if target.exists():
            raise errors.StoreExists(f"已经有这个文件：{target}。没有覆盖它。请换一个文件名或文件夹。")
    return make_copy(data_file, target, reason, now, None, None, progress)


def make_copy(
    data_file: OpenStore,
    target: Path,
    reason: str,
    now: datetime,
    people: Callable[[Connection], int] | None,
    invariants: Invariants | None,
    progress: Progress | None,
) -> Path:
    """Copy, prove, seal and name; what is not proved is removed again."""
    part = files.part_path(target)
    with translated():
        try:
            files.make_new(part)
            digest, note = _copy_pages(data_file, part, people, invariants, progress)
            _prove_copy(part, seed_of(data_file), digest)
            note |= {"made_at": now.isoformat(timespec="seconds"), "reason": reason}
            _seal_copy(data_file, part, note)
            files.rename_new(part, target)
        finally:
            for left in part.parent.glob(f"{files.escaped(part.name)}*"):
                left.unlink(missing_ok=True)
    return target


def is_intact(path: Path, ring: KeyRing) -> bool:
    """Return whether the pages of a backup are byte for byte what its note says."""
    pages_end = container.read(path).pages_end
    return pages_end is not None and container.hash_pages(path, pages_end) == ring.note.get("pages_sha256")


def free_path(folder: Path, stem: str, reason: str, now: datetime, suffix: str) -> Path:
    """Return a name of the usual pattern that is free."""
    base = f"{stem}-{now.strftime(_TIME)}-{re.sub(r'[^0-9A-Za-z_一-鿿]+', '', reason) or '备份'}"
    names = (f"{base}{suffix}" if number == 1 else f"{base}-{number}{suffix}" for number in range(1, 10_000))
    return next(path for path in map(folder.joinpath, names) if not path.exists())


def superfluous(entries: Iterable[BackupEntry], now: datetime, rule: RetentionRule) -> list[BackupEntry]:
    """Return the backups that the rule does not keep.

    Only proved backups count and only they are given up; one dated in the future is kept and counts for nothing, since
    it is unknown whether its clock or today's was wrong. At least ``at_least_verified`` proved ones always stay.
    """
    counted = [entry for entry in entries if entry.is_verified and entry.made_at <= now]
    counted.sort(key=_moment, reverse=True)
    kept = {entry.path for entry in counted[: max(rule.newest, rule.at_least_verified)]}
    kept |= _newest_of_each(counted, rule.daily, lambda moment: moment.date())
    kept |= _newest_of_each(counted, rule.weekly, lambda moment: moment.isocalendar()[:2])
    kept |= _newest_of_each(counted, rule.monthly, lambda moment: (moment.year, moment.month))
    return [entry for entry in counted if entry.path not in kept]


def due(
    last: datetime | None,
    changed: bool,
    now: datetime,
    *,
    interval: timedelta = timedelta(minutes=30),
    at_most: timedelta = timedelta(hours=24),
) -> bool:
    """Return whether a backup should be made now 〔间隔为建议值〕: after ``at_most``, or after ``interval`` if changed.

    A last backup dated in the future (the clock was set back) does not put the next one off.
    """
    if last is None:
        return True
    age = now - last
    if age < timedelta(0):
        return changed
    return age >= at_most or (changed and age >= interval)


def _copy_pages(
    data_file: OpenStore,
    part: Path,
    people: Callable[[Connection], int] | None,
    invariants: Invariants | None,
    progress: Progress | None,
) -> tuple[ContentDigest, dict[str, Any]]:
    """Copy one moment of the store; return its digest and what the note says about the content."""
    with data_file.reader() as connection:
        source = raw_connection(connection)
        _refuse_broken(list(invariants(connection)) if invariants else [])
        count = people(connection) if people else None
        digest = content_digest(source)
        target = driver.connect(part, database_key(seed_of(data_file)))
        try:
            source.backup(target, pages=_PAGES_AT_ONCE, progress=_reporter(progress), sleep=0.001)
        finally:
            driver.close_quietly(target)
    return digest, {"version": digest.version, "people": count, "digest": digest.value}


def _reporter(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda _status, remaining, total: (progress(total - remaining, total), None)[1]


def _refuse_broken(sentences: list[str]) -> None:
    if sentences:
        raise DataFileError(f"数据内容未通过检查，没有作为备份保存：{sentences[0]}。原数据没有改变，请先处理。")


def _prove_copy(part: Path, seed: bytes, expected: ContentDigest) -> None:
    copy = driver.connect(part, database_key(seed), frozen=True)
    try:
        problems = structure_problems(copy)
        if problems or content_digest(copy) != expected:
            raise errors.StoreDamaged(_NOT_EQUAL + "".join(f"（{text}）" for text in problems[:1]))
    finally:
        driver.close_quietly(copy)


def _seal_copy(data_file: OpenStore, part: Path, note: dict[str, Any]) -> None:
    size = part.stat().st_size
    note["pages_sha256"] = container.hash_pages(part, size)
    container.append(part, ring_of(data_file).for_file(seed_of(data_file), container.read_salt(part), note))


def _ring(path: Path) -> KeyRing | None:
    """Return the key ring of a backup; None when the file is torn, so that a list still shows it as not proved."""
    try:
        return container.read_ring(path)
    except (errors.StoreDamaged, OSError):
        return None


def _made_at(path: Path, note: Any) -> datetime:
    try:
        return datetime.fromisoformat(note["made_at"])
    except (KeyError, TypeError, ValueError):
        return _named(path)[0]


def _named(path: Path) -> tuple[datetime, str]:
    """Return time and reason as the file name says them."""
    match = _NAME.search(path.name)
    try:
        return (datetime.strptime(match[1], _TIME), match[2]) if match else (datetime.min, "")
    except ValueError:
        return datetime.min, ""


def _moment(entry: BackupEntry) -> tuple[datetime, int, str]:
    """Order by time; of several in one second the one with the higher number is the later."""
    return entry.made_at, len(entry.path.name), entry.path.name


def _newest_of_each(
    newest_first: list[BackupEntry], periods: int, period_of: Callable[[datetime], object]
) -> set[Path]:
    """Return the newest backup of each of the last ``periods`` periods that have one."""
    newest: dict[object, Path] = {}
    for entry in newest_first:
        newest.setdefault(period_of(entry.made_at), entry.path)
    return set(list(newest.values())[:periods])
