from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from support.stores import (
    ACCOUNT,
    CHEAP,
    NOW,
    PASSWORD,
    STEPS,
    add_people,
    clock,
    folder_bytes,
    make_store,
    names,
    open_store,
)

from ganbu_desktop.foundation.errors import CheckFailed, DataFileError, WrongKey
from ganbu_desktop.store import container, lease
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.errors import (
    KeysMissing,
    RemoteDrive,
    StoreBusy,
    StoreDamaged,
    StoreExists,
    StoreInUse,
    StoreMissing,
    StoreMoved,
    StoreReadOnly,
    StoreTooNew,
)
from ganbu_desktop.store.migrations import Migration


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "某县 干部库.ganbu"


@pytest.fixture
def recovery(path: Path) -> str:
    """A closed store with three people; its recovery key."""
    path.parent.mkdir()
    data_file, recovery = make_store(path)
    add_people(data_file, 3)
    data_file.close()
    return recovery


def test_closed_is_one_file_and_opens_again(path: Path, recovery: str) -> None:
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    with open_store(path) as data_file:
        assert names(data_file) == ["张000000号", "张000001号", "张000002号"]
        assert sorted(entry.name for entry in path.parent.iterdir()) == [
            path.name,
            f"{path.name}-shm",
            f"{path.name}-wal",
            f"{path.name}.keys",
            f"{path.name}.lock",
        ]
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_opening_and_closing_without_a_change_leaves_the_same_bytes(path: Path, recovery: str) -> None:
    before = path.read_bytes()
    open_store(path).close()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "keys",
    [
        {"password": "口令 Correct-2"},
        {"password": ""},
        {},
        {"password": PASSWORD, "account": "没有这个人"},
        {"recovery_key": "0000-0000-0000-0000-0000-0000-0000"},
        {"recovery_key": "too short"},
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_wrong_key_changes_nothing(path: Path, recovery: str, keys: dict[str, str], read_only: bool) -> None:
    before = folder_bytes(path.parent)
    with pytest.raises(WrongKey, match="数据没有任何改变"):
        DataFile.open(path, clock=clock, migrations=STEPS, read_only=read_only, **keys)  # type: ignore[arg-type]
    assert folder_bytes(path.parent) == before


def test_a_wrong_key_changes_nothing_after_a_crash_either(path: Path, recovery: str, tmp_path: Path) -> None:
    crashed = crash(path, tmp_path / "crashed")
    before = folder_bytes(crashed.parent)
    for keys in ({"password": "falsch"}, {"recovery_key": "0000-0000-0000-0000-0000-0000-0000"}):
        with pytest.raises(WrongKey):
            DataFile.open(crashed, clock=clock, migrations=STEPS, **keys)  # type: ignore[arg-type]
    container.keys_path(crashed).unlink()
    with pytest.raises(WrongKey, match="不属于它"):
        DataFile.open(crashed, clock=clock, migrations=STEPS, recovery_key="0000-0000-0000-0000-0000-0000-0000")
    before.pop(f"{crashed.name}.keys")
    assert folder_bytes(crashed.parent) == before


def test_recovery_key_opens(path: Path, recovery: str) -> None:
    with DataFile.open(path, recovery_key=recovery.lower(), clock=clock, migrations=STEPS) as data_file:
        assert len(names(data_file)) == 3
        assert data_file.recovery_key_text() == recovery
    with open_store(path) as data_file:
        assert data_file.accounts == (ACCOUNT,)


def test_passwords_of_several_accounts(path: Path, recovery: str) -> None:
    with open_store(path) as data_file:
        data_file.set_password("李四", "second", kdf=CHEAP)
        data_file.change_password(ACCOUNT, PASSWORD, "third", kdf=CHEAP)
        with pytest.raises(WrongKey):
            data_file.change_password(ACCOUNT, PASSWORD, "fourth", kdf=CHEAP)
    with pytest.raises(WrongKey):
        open_store(path)
    with DataFile.open(path, password="third", account=ACCOUNT, clock=clock, migrations=STEPS) as data_file:
        data_file.remove_account(ACCOUNT)
        with pytest.raises(CheckFailed, match="最后一个"):
            data_file.remove_account("李四")
    with pytest.raises(WrongKey):
        DataFile.open(path, password="third", clock=clock, migrations=STEPS)
    with DataFile.open(path, password="second", clock=clock, migrations=STEPS) as data_file:
        assert data_file.accounts == ("李四",)


def test_create_overwrites_nothing(path: Path, recovery: str) -> None:
    before = folder_bytes(path.parent)
    with pytest.raises(StoreExists, match="没有覆盖"):
        make_store(path)
    assert folder_bytes(path.parent) == before
    link = path.with_name("link.ganbu")
    link.symlink_to(path.with_name("nowhere"))
    with pytest.raises(StoreExists):
        make_store(link)


def test_create_that_fails_leaves_nothing(path: Path) -> None:
    path.parent.mkdir()

    def fail(connection: object) -> None:
        raise RuntimeError("no")

    with pytest.raises(Exception, match="没有成功"):
        make_store(path, migrations=(*STEPS, Migration(2, "坏", fail)))
    with pytest.raises(CheckFailed):
        DataFile.create(path, password="", account="a", clock=clock, kdf=CHEAP, migrations=STEPS)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("read_only", [False, True])
def test_a_missing_file_stays_missing(path: Path, read_only: bool) -> None:
    path.parent.mkdir()
    with pytest.raises(StoreMissing, match="不会另建"):
        open_store(path, read_only=read_only)
    assert list(path.parent.iterdir()) == []
    with pytest.raises(StoreMissing):
        open_store(path.parent, read_only=read_only)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("content", [b"", b"x" * 100, b"x" * 20_000, b"SQLite format 3\0" + b"\0" * 5000])
def test_something_else_is_not_touched(path: Path, content: bytes, read_only: bool) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    for keys in ({"password": PASSWORD}, {"recovery_key": "0000-0000-0000-0000-0000-0000-0000"}):
        with pytest.raises((StoreDamaged, KeysMissing, WrongKey)):
            DataFile.open(path, clock=clock, migrations=STEPS, read_only=read_only, **keys)  # type: ignore[arg-type]
    assert folder_bytes(path.parent) == {path.name: content}


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_store_is_refused_untouched(path: Path, read_only: bool) -> None:
    path.parent.mkdir()
    make_store(path, migrations=(*STEPS, Migration(2, "新", lambda connection: None)))[0].close()
    before = folder_bytes(path.parent)
    with pytest.raises(StoreTooNew, match="数据版本 2"):
        open_store(path, read_only=read_only)
    assert folder_bytes(path.parent) == before


def test_second_opener_is_told(path: Path, recovery: str) -> None:
    with open_store(path):
        for read_only in (False, True):
            with pytest.raises(StoreInUse, match="2026-03-02 09:30"):
                open_store(path, read_only=read_only)
    open_store(path).close()


def test_remote_drive_is_refused(path: Path, recovery: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "_system_mounts", lambda: "server:/ / nfs rw 0 0")
    with pytest.raises(RemoteDrive):
        open_store(path)
    with pytest.raises(RemoteDrive):
        make_store(path.with_name("new.ganbu"))
    open_store(path, read_only=True).close()


def test_read_only_writes_nothing_at_all(path: Path, recovery: str) -> None:
    before = folder_bytes(path.parent)
    stamp = path.parent.stat().st_mtime_ns
    with open_store(path, read_only=True) as data_file:
        assert len(names(data_file)) == 3
        assert data_file.digest().rows == {"person": 3, "post": 0}
        with pytest.raises(StoreReadOnly, match="只读"), data_file.writer():
            pass
        with pytest.raises(StoreReadOnly):
            data_file.set_password(ACCOUNT, "x", kdf=CHEAP)
        with pytest.raises(StoreReadOnly), data_file.reader() as connection:
            connection.exec_driver_sql("DELETE FROM person")
    assert folder_bytes(path.parent) == before
    assert path.parent.stat().st_mtime_ns == stamp


@pytest.mark.skipif(os.getuid() == 0, reason="root writes everywhere")
def test_a_read_only_medium_opens_for_reading(path: Path, recovery: str) -> None:
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        with open_store(path, read_only=True) as data_file:
            assert len(names(data_file)) == 3
        with pytest.raises(StoreReadOnly, match="只读"):
            open_store(path)
    finally:
        path.parent.chmod(0o700)


def test_read_only_after_a_crash_sees_everything_and_writes_nothing(path: Path, recovery: str, tmp_path: Path) -> None:
    crashed = crash(path, tmp_path / "crashed")
    before = folder_bytes(crashed.parent)
    with open_store(crashed, read_only=True) as data_file:
        assert len(names(data_file)) == 5
    assert folder_bytes(crashed.parent) == before


def test_reading_only_notices_a_foreign_writer(path: Path, recovery: str) -> None:
    with open_store(path, read_only=True) as viewer:
        with open_store(path) as data_file:
            add_people(data_file, 1, start=10)
        with pytest.raises(StoreBusy, match="重新打开"):
            names(viewer)


def delete_and_stop(data_file: DataFile) -> None:
    with data_file.writer() as connection:
        connection.exec_driver_sql("DELETE FROM person")
        connection.exec_driver_sql("CREATE TABLE half (x)")
        raise ValueError("stop")


def test_a_transaction_is_all_or_nothing(path: Path, recovery: str) -> None:
    with open_store(path) as data_file:
        before = data_file.digest()
        with pytest.raises(ValueError, match="stop"):
            delete_and_stop(data_file)
        assert data_file.digest() == before
        with pytest.raises(IntegrityError), data_file.writer() as connection:
            connection.exec_driver_sql("INSERT INTO post VALUES ('a', 'nobody', '科长')")
        with pytest.raises(OperationalError), data_file.writer() as connection:
            connection.exec_driver_sql("SELECT * FROM no_such_table")
        assert data_file.digest() == before


def test_settings_hold_on_every_connection(path: Path, recovery: str) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "temp_store": 2,
        "cache_size": -65536,
    }
    with open_store(path) as data_file:
        for door, query_only in ((data_file.writer, 0), (data_file.reader, 1)):
            with door() as connection:
                got = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
                assert got == wanted
                assert connection.exec_driver_sql("PRAGMA query_only").scalar_one() == query_only


def test_writers_wait_for_each_other(path: Path, recovery: str) -> None:
    with open_store(path) as data_file:
        with pytest.raises(RuntimeError, match="already inside"), data_file.writer(), data_file.writer():
            pass
        threads = [
            threading.Thread(target=add_people, args=(data_file, 5), kwargs={"start": 100 * n}) for n in range(1, 9)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(names(data_file)) == 43


def test_closed_is_closed(path: Path, recovery: str) -> None:
    data_file = open_store(path)
    data_file.close()
    data_file.close()
    with pytest.raises(RuntimeError, match="closed"), data_file.reader():
        pass
    with pytest.raises(RuntimeError, match="closed"), data_file.writer():
        pass


def test_no_own_code_opens_the_live_file_beside_sqlite(path: Path, recovery: str) -> None:
    """Closing any other descriptor of the file would drop SQLite's locks."""
    opened: list[str] = []
    watching = [False]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching[0] and event == "open":
            opened.append(str(arguments[0]))

    sys.addaudithook(watch)
    data_file = open_store(path)
    watching[0] = True
    add_people(data_file, 3, start=50)
    data_file.set_password("李四", "second", kdf=CHEAP)
    data_file.digest()
    watching[0] = False
    data_file.close()
    assert str(path) not in opened
    assert any(name.endswith(".part") for name in opened)


# --- what a crash, a clumsy hand or a bad disk leaves ----------------------------------------------------------------


def crash(path: Path, folder: Path) -> Path:
    """Return a copy of the store as a killed program leaves it: five people, two of them only in the log."""
    data_file = open_store(path)
    add_people(data_file, 2, start=3)
    folder.mkdir()
    for left in path.parent.iterdir():
        if not left.name.endswith((".lock", "-shm")):
            (folder / left.name).write_bytes(left.read_bytes())
    data_file.close()
    return folder / path.name


def test_after_a_crash_everything_is_there(path: Path, recovery: str, tmp_path: Path) -> None:
    crashed = crash(path, tmp_path / "crashed")
    with open_store(crashed) as data_file:
        assert len(names(data_file)) == 5
    assert [entry.name for entry in crashed.parent.iterdir()] == [path.name]
    open_store(crashed).close()


def test_copied_without_its_keys_only_the_recovery_key_opens(path: Path, recovery: str, tmp_path: Path) -> None:
    crashed = crash(path, tmp_path / "crashed")
    container.keys_path(crashed).unlink()
    with pytest.raises(KeysMissing, match="恢复密钥"):
        open_store(crashed)
    with DataFile.open(crashed, recovery_key=recovery, clock=clock, migrations=STEPS) as data_file:
        assert len(names(data_file)) == 5
        assert data_file.accounts == ()
        data_file.set_password(ACCOUNT, "neu", kdf=CHEAP)
    DataFile.open(crashed, password="neu", clock=clock, migrations=STEPS).close()


@pytest.mark.parametrize("kept", [1, 17, 200, 0.5, 0.99])
def test_a_torn_trailer_with_its_sidecar_opens(path: Path, recovery: str, kept: float) -> None:
    whole = path.read_bytes()
    found = container.read(path)
    assert found.pages_end is not None
    trailer = len(whole) - found.pages_end
    container.store_ring(path, found.rings[0])
    path.write_bytes(whole[: found.pages_end + (int(kept) if kept >= 1 else int(trailer * kept))])
    with open_store(path) as data_file:
        assert len(names(data_file)) == 3
    assert path.read_bytes() == whole


@pytest.mark.parametrize("garbage", [b"\0" * 700, b"\xff" * 4096, b"\x5a" * 9000])
def test_garbage_behind_the_pages_with_a_sidecar_opens(path: Path, recovery: str, garbage: bytes) -> None:
    """A power cut may leave an appended area of any content."""
    found = container.read(path)
    container.store_ring(path, found.rings[0])
    whole = path.read_bytes()
    path.write_bytes(whole[: found.pages_end] + garbage)
    with open_store(path) as data_file:
        assert len(names(data_file)) == 3
    assert path.read_bytes() == whole


def test_a_torn_sidecar_beside_a_whole_trailer_opens(path: Path, recovery: str) -> None:
    container.keys_path(path).write_bytes(b'{"format": 1')
    open_store(path).close()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_the_newer_of_two_key_areas_counts(path: Path, recovery: str) -> None:
    old = path.read_bytes()
    with open_store(path) as data_file:
        data_file.change_password(ACCOUNT, PASSWORD, "neu", kdf=CHEAP)
    newer = container.read(path).rings[0]
    path.write_bytes(old)
    container.store_ring(path, newer)
    with pytest.raises(WrongKey):
        open_store(path)
    DataFile.open(path, password="neu", clock=clock, migrations=STEPS).close()


def test_a_foreign_sidecar_is_recognised(path: Path, recovery: str, tmp_path: Path) -> None:
    other, _ = make_store(tmp_path / "other.ganbu")
    keys = container.keys_path(tmp_path / "other.ganbu").read_bytes()
    other.close()
    container.keys_path(path).write_bytes(keys)
    open_store(path).close()
    whole = path.read_bytes()
    found = container.read(path)
    path.write_bytes(whole[: found.pages_end])
    container.keys_path(path).write_bytes(keys)
    with pytest.raises(StoreDamaged, match="另一个数据文件"):
        open_store(path)
    with DataFile.open(path, recovery_key=recovery, clock=clock, migrations=STEPS) as data_file:
        assert len(names(data_file)) == 3


def test_a_foreign_log_is_never_played_into_the_file(path: Path, recovery: str, tmp_path: Path) -> None:
    crashed = crash(path, tmp_path / "crashed")
    container.wal_path(path).write_bytes(container.wal_path(crashed).read_bytes())
    before = folder_bytes(path.parent)
    for read_only in (False, True):
        with pytest.raises(StoreDamaged, match="不属于它"):
            open_store(path, read_only=read_only)
    assert folder_bytes(path.parent) == before


def test_the_recovery_key_of_another_store_is_said(path: Path, recovery: str, tmp_path: Path) -> None:
    other, other_recovery = make_store(tmp_path / "other.ganbu")
    other.close()
    with pytest.raises(WrongKey, match="不是本数据文件的恢复密钥"):
        DataFile.open(path, recovery_key=other_recovery, clock=clock, migrations=STEPS)


def test_a_damaged_page_is_said_and_the_store_closes(path: Path, recovery: str) -> None:
    with open_store(path) as data_file:
        add_people(data_file, 3000, start=100)
    content = bytearray(path.read_bytes())
    for page in range(20, 60):
        content[page * 4096 + 1000] ^= 1
    path.write_bytes(content)
    with open_store(path) as data_file:
        for _ in range(2):
            with pytest.raises(StoreDamaged, match="未通过校验"):
                data_file.digest()
        with pytest.raises(StoreDamaged, match="备份"), data_file.writer() as connection:
            connection.exec_driver_sql("UPDATE person SET name = name || 'x'")


def test_the_lease_tells_the_clock_that_was_passed_in(path: Path, recovery: str) -> None:
    with open_store(path):
        assert NOW.isoformat() in lease.lock_path(path).read_text(encoding="utf-8")


# --- other names, moved files, readers still inside ------------------------------------------------------------------


HOSTILE = ["a?b#c%20d.ganbu", "q'u\"o te.ganbu", "张三 😀.ganbu", "点.", "[x]*.ganbu", "-x", "a&mode=ro"]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    make_store(tmp_path / name)[0].close()
    with open_store(tmp_path / name) as data_file:
        add_people(data_file, 1)
    with open_store(tmp_path / name, read_only=True) as data_file:
        assert len(names(data_file)) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_a_link_leads_to_the_same_lease(path: Path, recovery: str) -> None:
    link = path.with_name("link.ganbu")
    link.symlink_to(path)
    with open_store(link) as data_file:
        assert data_file.path == path.resolve()
        with pytest.raises(StoreInUse):
            open_store(path)


def test_a_second_hard_name_is_refused(path: Path, recovery: str) -> None:
    os.link(path, path.with_name("second.ganbu"))
    with pytest.raises(DataFileError, match="硬链接"):
        open_store(path)


def test_a_lock_removed_by_hand_lets_nobody_in(path: Path, recovery: str) -> None:
    with open_store(path) as data_file:
        lease.lock_path(path).unlink()
        with pytest.raises(StoreInUse):
            open_store(path)
        add_people(data_file, 1, start=10)
    with open_store(path) as data_file:
        assert len(names(data_file)) == 4


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_moved_while_open_is_noticed(path: Path, recovery: str, replaced: bool) -> None:
    data_file = open_store(path)
    add_people(data_file, 2, start=3)
    moved = path.with_name("moved.ganbu")
    path.rename(moved)
    if replaced:
        path.write_bytes(b"something else")
    with pytest.raises(StoreMoved, match="已停止保存"):
        add_people(data_file, 1, start=10)
    with pytest.raises(StoreMoved):
        data_file.close()
    assert not replaced or path.read_bytes() == b"something else"
    container.keys_path(path).rename(container.keys_path(moved))
    container.wal_path(path).rename(container.wal_path(moved))
    with open_store(moved) as again:
        assert len(names(again)) == 5


def test_closing_waits_for_a_reader(path: Path, recovery: str) -> None:
    data_file = open_store(path)
    inside, go_on = threading.Event(), threading.Event()
    seen: list[int] = []

    def read() -> None:
        with data_file.reader() as connection:
            inside.set()
            go_on.wait(20)
            seen.append(connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one())

    reading = threading.Thread(target=read)
    reading.start()
    inside.wait(20)
    threading.Timer(0.2, go_on.set).start()
    data_file.close()
    reading.join()
    assert seen == [3]
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_closing_inside_a_transaction_is_a_mistake(path: Path, recovery: str) -> None:
    with open_store(path) as data_file, data_file.writer():
        for step in (data_file.close, lambda: data_file.set_password(ACCOUNT, "x", kdf=CHEAP)):
            with pytest.raises(RuntimeError, match="already inside"):
                step()


def test_an_error_of_another_file_inside_a_transaction_stays_what_it_is(path: Path, recovery: str) -> None:
    with open_store(path) as data_file:
        with pytest.raises(FileNotFoundError), data_file.writer():
            Path("/nowhere/at/all").read_bytes()
        with pytest.raises(FileNotFoundError), data_file.reader():
            Path("/nowhere/at/all").read_bytes()


KEY_FIRST = """
import sys
from datetime import datetime
from pathlib import Path
from ganbu_desktop.store import vault
from ganbu_desktop.store.opening import open_session

derive = vault.KdfCost.derive

def told(*arguments):
    print("sqlalchemy" in sys.modules, flush=True)
    return derive(*arguments)

vault.KdfCost.derive = told
open_session(Path(sys.argv[1]), password=sys.argv[2], clock=lambda: datetime(2026, 3, 2), migrations=()).end()
"""


def test_the_key_is_worked_out_before_sqlalchemy_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "干部库.ganbu"
    data_file, _recovery = make_store(path, migrations=())
    data_file.close()
    before = path.read_bytes()
    run = subprocess.run(
        [sys.executable, "-c", KEY_FIRST, str(path), PASSWORD],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3])},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.stdout == "False\n", run.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == before
