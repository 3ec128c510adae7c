"""The worker: plain data or a sentence, within its limits."""

import os
import sys
import time
from datetime import date, datetime

import pytest
from support.workbooks import collection_file

from ganbu_desktop.exchange import sandbox
from ganbu_desktop.exchange.plain import plain
from ganbu_desktop.exchange.sandbox import Limits, run_isolated
from ganbu_desktop.exchange.worker import refuse_ways_out
from ganbu_desktop.foundation.errors import Cancelled, ExchangeError, WorkerError
from ganbu_desktop.paths import import_root, own_command

READ = "parse.tables:read_tables"


def test_plain_data_comes_back(tmp_path):
    path = tmp_path / "表.csv"
    path.write_text("姓名,备注\n赵明,“好”\n", encoding="utf-8")
    assert run_isolated(READ, str(path), "CSV", "utf-8", [])["sheets"][0]["rows"] == [
        ["姓名", "备注"],
        ["赵明", "“好”"],
    ]


def test_sentence_of_the_parser_comes_back(tmp_path):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(ExchangeError, match="文件不完整"):
        run_isolated(READ, str(path), "XLSX", None, [])


def test_bug_in_a_parser_is_a_sentence_with_its_place_but_not_its_words():
    with pytest.raises(ExchangeError, match="不合规范") as caught:
        run_isolated(READ, "/没有/张三.xlsx", "CSV", None, [])
    assert "FileNotFoundError" in caught.value.__notes__[0]
    assert "张三" not in caught.value.__notes__[0]


def test_time_limit_kills(tmp_path):
    path = collection_file(tmp_path / "a.xlsx")
    with pytest.raises(ExchangeError, match="用时过长"):
        run_isolated(READ, str(path), "XLSX", None, [], limits=Limits(seconds=0.0))


def test_memory_limit_becomes_a_sentence(tmp_path):
    path = tmp_path / "大.csv"
    path.write_text("姓名,备注\n" + "赵明,无\n" * 500_000, encoding="utf-8")
    with pytest.raises(ExchangeError, match=r"内存|上限"):
        run_isolated(READ, str(path), "CSV", "utf-8", [], limits=Limits(memory=48 * 1024 * 1024))


def test_answer_limit_becomes_a_sentence(tmp_path):
    path = collection_file(tmp_path / "a.xlsx")
    with pytest.raises(ExchangeError, match="内容太多"):
        run_isolated(READ, str(path), "XLSX", None, [], limits=Limits(answer=100))


def test_cancelling_stops_the_worker(tmp_path):
    path = collection_file(tmp_path / "a.xlsx", 200)
    start = time.monotonic()
    with pytest.raises(Cancelled):
        run_isolated(READ, str(path), "XLSX", None, [], cancelled=lambda: True)
    assert time.monotonic() - start < 5


def test_a_worker_that_does_not_start_is_not_the_fault_of_the_file(monkeypatch, tmp_path):
    path = collection_file(tmp_path / "a.xlsx")
    for command in ([sys.executable, "-c", "raise SystemExit(1)"], [str(tmp_path / "没有这个程序")]):
        monkeypatch.setattr(sandbox, "_command", lambda command=command: command)
        with pytest.raises(WorkerError, match="不是这个文件的问题"):
            run_isolated(READ, str(path), "XLSX", None, [])
    monkeypatch.undo()
    assert run_isolated(READ, str(path), "XLSX", None, [])["sheets"]


def test_a_worker_keeps_what_the_program_was_told_to_find(monkeypatch, tmp_path):
    (tmp_path / "found_by_path.py").write_text("ANSWER = 42\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    seen = []
    monkeypatch.setattr(sandbox.subprocess, "Popen", lambda *_, env, **__: seen.append(env["PYTHONPATH"]))
    sandbox._start()
    assert seen[0].split(os.pathsep) == [str(import_root()), str(tmp_path)]


def test_a_packed_program_starts_itself_as_its_worker(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert sandbox._command() == [sys.executable, "--worker"]
    assert own_command("window", "a.ganbu") == [sys.executable, "window", "a.ganbu"]


def test_file_size_lengthens_the_time(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(2 * 1024 * 1024))
    assert Limits.for_file(path).seconds == pytest.approx(50)
    assert Limits.for_file(tmp_path / "没有").seconds == pytest.approx(30)


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", (None, ("10.0.0.1", 80))),
        ("subprocess.Popen", ("calc", [], None, None)),
        ("os.rename", ("a", "b", -1, -1)),
        ("open", ("a", "w", os.O_WRONLY | os.O_CREAT)),
        ("open", ("a", None, os.O_RDWR)),
    ],
)
def test_every_way_out_of_the_worker_is_refused(event, arguments):
    with pytest.raises(PermissionError):
        refuse_ways_out(event, arguments)


def test_reading_and_importing_stay_possible():
    refuse_ways_out("open", ("a", "r", os.O_RDONLY))
    refuse_ways_out("import", ("csv", None, None, None, None))


def test_only_plain_values_travel():
    assert plain(date(1990, 5, 1)) == ["d", "1990.05.01"]
    assert plain(datetime(1990, 5, 1, 8, 30)) == ["d", "1990.05.01 08:30:00"]
    assert plain(b"\x00\xff") == ["b", "AP8="]
    with pytest.raises(TypeError):
        plain(object())
