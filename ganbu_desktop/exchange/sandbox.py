"""Parsing in a process of its own, so that no file from outside can stop, fill or lead astray the program.

The answer is plain data as JSON; nothing is ever unpickled. A worker over its time is killed, one over its memory ends
itself; both become a sentence.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ganbu_desktop.exchange import worker
from ganbu_desktop.exchange.plain import building_in_bulk
from ganbu_desktop.foundation.errors import Cancelled, ExchangeError, WorkerError
from ganbu_desktop.paths import import_root, is_packed, own_command

_MEGABYTE = 1024 * 1024
_NOT_STARTED = (
    "读取文件的后台程序没有启动成功，不是这个文件的问题；数据未改动。请重新启动本程序再试；仍不行的，可能是安全软件"
    "拦截或安装不完整，请重新安装"
)
_TOO_SLOW = "读取文件用时过长，已停止；请用 WPS 或 Excel 打开后另存一份再导入；数据未改动"


@dataclass(frozen=True)
class Limits:
    """What one worker may use: address space in bytes, wall time in seconds, answer in bytes."""

    memory: int = 1024 * _MEGABYTE
    seconds: float = 30.0
    answer: int = 400 * _MEGABYTE

    @classmethod
    def for_file(cls, path: Path | str) -> Limits:
        """30 seconds and 10 more for every megabyte of the file."""
        size = os.stat(path).st_size if os.path.exists(path) else 0  # noqa: PTH110, PTH116 - one call for str and Path
        return cls(seconds=30.0 + 10.0 * size / _MEGABYTE)


def run_isolated(
    function: str,
    *arguments: Any,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Any:
    """Call ``module:name`` of this package in a worker process and return its plain result.

    ``arguments`` and the result must be JSON values (dates and bytes come back as ``["d", text]`` and ``["b",
    base64]``). Raises ExchangeError with the parser's sentence or for a worker that broke a limit or broke down,
    WorkerError when it did not start at all, Cancelled when ``cancelled`` says so.
    """
    allowed = limits or Limits()
    request = {"function": function, "arguments": arguments, "memory": allowed.memory}
    with _start() as process:
        answer = _Answer(process, json.dumps(request).encode(), allowed.answer)
        try:
            _wait(answer, time.monotonic() + allowed.seconds, cancelled)
        finally:
            process.kill()
            answer.join()
    return _judge(answer.data, allowed.answer)


def _command() -> list[str]:
    if is_packed():
        return own_command(worker.ARGUMENT)
    return own_command(module="ganbu_desktop.exchange.worker")


def _start() -> subprocess.Popen[bytes]:
    """Start a worker that finds this very package, and whatever else this process was told to find."""
    found = [str(import_root()), os.environ.get("PYTHONPATH", "")]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in found if path),
        "PYTHONIOENCODING": "utf-8",
    }
    try:
        return subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise WorkerError(_NOT_STARTED) from error


class _Answer(threading.Thread):
    """Sends the request and collects the answer, never more than the limit."""

    def __init__(self, process: subprocess.Popen[bytes], request: bytes, limit: int) -> None:
        super().__init__(daemon=True)
        self._process, self._request, self._limit = process, request, limit
        self.data = b""
        self.start()

    def run(self) -> None:
        """Write, close, read to the end."""
        try:
            self._exchange(_pipe(self._process.stdin), _pipe(self._process.stdout))
        except (OSError, ValueError):
            self.data = b""

    def _exchange(self, to_worker: IO[bytes], from_worker: IO[bytes]) -> None:
        to_worker.write(self._request)
        to_worker.close()
        self.data = from_worker.read(self._limit + 1)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("worker started without pipes")
    return pipe


def _wait(answer: _Answer, deadline: float, cancelled: Callable[[], bool] | None) -> None:
    while answer.is_alive():
        answer.join(0.1)
        if not answer.is_alive():
            return
        if cancelled is not None and cancelled():
            raise Cancelled
        if time.monotonic() > deadline:
            raise ExchangeError(_TOO_SLOW)


def _judge(data: bytes, limit: int) -> Any:
    """Turn a worker's answer into its result; one that never said it was there says nothing about the file."""
    if not data.startswith(worker.READY):
        raise WorkerError(_NOT_STARTED)
    answered = len(worker.READY)
    mark, body = data[answered : answered + 1], data[answered + 1 :]
    if mark == worker.RESULT and len(data) <= limit:
        with building_in_bulk():
            return json.loads(body.decode("utf-8", "surrogatepass"))
    if mark == worker.SENTENCE:
        raise ExchangeError(body.decode("utf-8", "replace"))
    if mark == worker.BUG:
        error = ExchangeError("文件内容不合规范，无法读取，请用 WPS 或 Excel 打开后另存一份再导入；数据未改动")
        error.add_note(body.decode("utf-8", "replace"))
        raise error
    raise ExchangeError("文件内容太多，超出了允许使用的内存，请分成几个文件后再导入；数据未改动")
