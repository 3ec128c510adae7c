from __future__ import annotations

import json
import multiprocessing
import os
import signal
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from ganbu_desktop.store import lease
from ganbu_desktop.store.errors import RemoteDrive, StoreInUse

NOW = datetime(2026, 3, 2, 9, 31)

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/sdb1 /media/u盘 vfat rw 0 0
//server/share /mnt/share cifs rw 0 0
server:/export /mnt/nfs nfs4 rw 0 0
user@host:/ /mnt/ssh fuse.sshfs rw 0 0
share /media/sf_share vboxsf rw 0 0
host /mnt/9p 9p rw 0 0
/dev/fuse /home/a/local fuse.ntfs-3g rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
//server/two /mnt/with\\040blank smb3 rw 0 0
/dev/sdc1 /mnt/share/local ext4 rw 0 0
/dev/sdd1 /over ext4 rw 0 0
server:/x /over nfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/home/a/县.ganbu", False),
        ("/tmp/x.ganbu", False),
        ("/media/u盘/x.ganbu", False),
        ("/mnt/share/x.ganbu", True),
        ("/mnt/share/deep/er/x.ganbu", True),
        ("/mnt/shared/x.ganbu", False),
        ("/mnt/share/local/x.ganbu", False),
        ("/mnt/nfs/x.ganbu", True),
        ("/mnt/ssh/x.ganbu", True),
        ("/media/sf_share/x.ganbu", True),
        ("/mnt/9p/x.ganbu", True),
        ("/home/a/local/x.ganbu", False),
        ("/run/user/1000/gvfs/smb/x.ganbu", True),
        ("/mnt/with blank/x.ganbu", True),
        ("/over/x.ganbu", True),
    ],
)
def test_mounts_decide(path: str, remote: bool) -> None:
    assert lease.is_remote(PurePosixPath(path), mounts=MOUNTS) is remote


@pytest.mark.parametrize(
    ("path", "kind", "remote"),
    [
        (r"C:\数据\x.ganbu", 3, False),
        (r"D:\x.ganbu", 2, False),
        (r"Z:\组织部\x.ganbu", 4, True),
        (r"\\server\share\x.ganbu", 3, True),
        (r"\\?\UNC\server\share\x.ganbu", 3, True),
        (r"\\?\C:\x.ganbu", 3, False),
    ],
)
def test_windows_drives_decide(path: str, kind: int, remote: bool) -> None:
    assert lease.is_remote(PureWindowsPath(path), drive_type=lambda root: kind) is remote


def test_remote_drive_is_explained(tmp_path: Path) -> None:
    with pytest.raises(RemoteDrive, match="复制到本机硬盘"):
        lease.refuse_remote_drive(tmp_path / "x.ganbu", mounts="server:/ / nfs rw 0 0")
    lease.refuse_remote_drive(tmp_path / "x.ganbu", mounts="")


def test_second_opener_learns_who_where_and_when(tmp_path: Path) -> None:
    store = tmp_path / "县.ganbu"
    first = lease.acquire(store, account="王五", now=NOW, host="组织科-PC2")
    with pytest.raises(StoreInUse, match=r"王五（电脑 组织科-PC2，2026-03-02 09:31 打开）") as caught:
        lease.acquire(store, account="张三", now=NOW, host="组织科-PC2")
    assert caught.value.holder == first.holder
    with pytest.raises(StoreInUse):
        lease.refuse_if_held(store)
    first.release()
    first.release()
    assert list(tmp_path.iterdir()) == []
    lease.refuse_if_held(store)
    lease.acquire(store, account="张三", now=NOW).release()


def test_break_lock_never_ousts_a_living_program(tmp_path: Path) -> None:
    first = lease.acquire(tmp_path / "s", account="王五", now=NOW)
    with pytest.raises(StoreInUse):
        lease.acquire(tmp_path / "s", account="张三", now=NOW, break_lock=True)
    first.release()


def test_what_another_computer_left_needs_an_explicit_break(tmp_path: Path) -> None:
    left = {"account": "王五", "user": "u", "host": "PC-9", "pid": 1, "started_at": "2026-01-01T08:00:00", "token": "t"}
    lease.lock_path(tmp_path / "s").write_text(json.dumps(left), encoding="utf-8")
    with pytest.raises(StoreInUse, match="PC-9"):
        lease.acquire(tmp_path / "s", account="张三", now=NOW, host="PC-1")
    taken = lease.acquire(tmp_path / "s", account="张三", now=NOW, host="PC-1", break_lock=True)
    assert json.loads(taken.path.read_text(encoding="utf-8"))["account"] == "张三"
    taken.release()


@pytest.mark.parametrize("content", [b"", b'{"account": "', b"\xff\xfe", b"[]"])
def test_a_torn_lock_file_does_not_stand_in_the_way(tmp_path: Path, content: bytes) -> None:
    lease.lock_path(tmp_path / "s").write_bytes(content)
    lease.acquire(tmp_path / "s", account="张三", now=NOW).release()
    assert list(tmp_path.iterdir()) == []


def _hold(store: Path, pipe: Connection) -> None:
    lease.acquire(store, account="王五", now=NOW)
    pipe.send("held")
    pipe.recv()


def test_a_dead_holder_of_this_computer_is_taken_over_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=_hold, args=(tmp_path / "s", there))
    child.start()
    assert here.recv() == "held"
    with pytest.raises(StoreInUse, match="王五"):
        lease.acquire(tmp_path / "s", account="张三", now=NOW)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert lease.lock_path(tmp_path / "s").exists()
    lease.acquire(tmp_path / "s", account="张三", now=NOW).release()


def _compete(store: Path, rounds: int, pipe: Connection) -> None:
    """Count under the lease, reading and writing a plain file: lost counts show two holders at once."""
    done = 0
    while done < rounds:
        try:
            held = lease.acquire(store, account="x", now=NOW)
        except StoreInUse:
            continue
        store.write_text(str(int(store.read_text(encoding="utf-8")) + 1), encoding="utf-8")
        held.release()
        done += 1
    pipe.send(done)


def test_never_two_holders(tmp_path: Path) -> None:
    store = tmp_path / "count"
    store.write_text("0", encoding="utf-8")
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in range(3)]
    children = [context.Process(target=_compete, args=(store, 100, there)) for _, there in pipes]
    for child in children:
        child.start()
    assert [here.recv() for here, _ in pipes] == [100, 100, 100]
    for child in children:
        child.join()
    assert store.read_text(encoding="utf-8") == "300"
