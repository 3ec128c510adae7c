"""A warm process that forks one child per fault, so that a fault costs milliseconds; started under the shim.

Arguments name further modules of jobs. Reads one JSON order a line:
``{"job", "folder", "at", "errno", "mode", "seconds"}`` and answers with
``{"acks", "kind", "text", "killed", "count"}``. ``at`` 0 arms nothing; ``seconds`` kills the child by SIGKILL after
that time; ``trace`` names a file that gets every call on a file instead.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from support import fault_jobs  # noqa: E402 - the path is set above

from ganbu_desktop.foundation.errors import GanbuError  # noqa: E402

SHIM = ctypes.CDLL(None)


def serve() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


def run(order: dict[str, Any]) -> dict[str, Any]:
    ack_end, acks = os.pipe()
    result_end, results = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ack_end)
        os.close(result_end)
        _work(order, acks, results)
    os.close(acks)
    os.close(results)
    if order["seconds"] is not None:
        time.sleep(order["seconds"])
        os.kill(child, signal.SIGKILL)
    acknowledged, result = _drain(ack_end), _drain(result_end)
    _, status = os.waitpid(child, 0)
    answer = json.loads(result) if result else {"kind": "", "text": "", "count": 0}
    return answer | {"acks": acknowledged.split(), "killed": not result, "status": status}


def _drain(descriptor: int) -> str:
    with os.fdopen(descriptor, "rb") as pipe:
        return pipe.read().decode()


def _work(order: dict[str, Any], acks: int, results: int) -> None:
    """Do the job in the child and say how it ended; never returns."""
    signal.alarm(60)

    def arm() -> None:
        if order["at"]:
            SHIM.fault_arm(os.fsencode(order["folder"]), order["at"], order["errno"], order["mode"])

    def acknowledge(said: str) -> None:
        SHIM.fault_note(said.encode())
        _say(acks, f"{said}\n")

    if order["trace"]:
        _trace(Path(order["folder"]), Path(order["trace"]))
    kind, text = "", ""
    try:
        fault_jobs.JOBS[order["job"]](Path(order["folder"]), arm, acknowledge)
    except GanbuError as error:
        kind, text = type(error).__name__, str(error)
    except BaseException as error:
        kind, text = "BUG", repr(error)
    count = SHIM.fault_disarm() if order["at"] else 0
    _say(results, json.dumps({"kind": kind, "text": text, "count": count}))
    os._exit(0)


def _trace(folder: Path, trace: Path) -> None:
    """Begin a trace with the files that are there and their inodes."""
    there = [path for path in folder.rglob("*") if path.is_file()]
    trace.write_text("".join(f"I\t{path.stat().st_ino}\t{path}\n" for path in there), encoding="utf-8")
    SHIM.fault_trace(os.fsencode(folder), os.fsencode(trace))


def _say(descriptor: int, text: str) -> None:
    os.write(descriptor, text.encode())


if __name__ == "__main__":
    for name in sys.argv[1:]:
        import_module(name)
    serve()
