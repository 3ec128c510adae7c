"""The worker process: reads one request from its input, calls one parser, writes one answer, ends.

Started as ``python -m ganbu_desktop.exchange.worker`` or, once packed, as the program itself with ``--worker``. Limits
are set after the imports and before the file is touched: memory, and no byte may be written to any file.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from importlib import import_module
from typing import Any, BinaryIO, NoReturn

from ganbu_desktop.foundation.errors import GanbuError

PACKAGE = "ganbu_desktop.exchange."
ARGUMENT = "--worker"
"""What a packed program is started with to be a worker."""
READY = b"ganbu-worker\n"
"""The first that a worker says, before it looks at the file: without it the file has nothing to do with a failure."""
RESULT, SENTENCE, MEMORY, BUG = b"R", b"E", b"M", b"B"
_WAYS_OUT = (
    "socket.",
    "urllib.",
    "ftplib.",
    "smtplib.",
    "webbrowser.",
    "pickle.",
    "subprocess.",
    "shutil.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
)
"""Beginnings of the audit events that no parser needs."""


def main() -> NoReturn:
    """Serve one request; the answer is ``READY``, one letter and a body (JSON, a sentence, or the name of the failure).

    The process lives for one file: it collects no cycles and ends without tidying up what it has read.
    """
    gc.disable()
    answer = _private_output()
    answer.write(READY)
    answer.flush()
    request = json.loads(sys.stdin.buffer.read())
    mark, body = _serve(request)
    answer.write(mark)
    answer.write(body)
    answer.flush()
    os._exit(0)


def _private_output() -> BinaryIO:
    """Keep the answer's channel for ourselves, so that nothing a library prints can get into it."""
    channel = os.fdopen(os.dup(1), "wb")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.close(silent)
    return channel


def _serve(request: dict[str, Any]) -> tuple[bytes, bytes]:
    try:
        module, _, name = request["function"].partition(":")
        function = getattr(import_module(PACKAGE + module), name)
        _limit(request["memory"])
        result = function(*request["arguments"])
        return RESULT, json.dumps(result, ensure_ascii=False, default=_encoder()).encode("utf-8", "surrogatepass")
    except GanbuError as error:
        return SENTENCE, str(error).encode("utf-8", "surrogatepass")
    except MemoryError:
        return MEMORY, b""
    except BaseException as error:  # a reader's panic is no Exception; the process ends here
        return BUG, f"{type(error).__name__}: {_where(error)}".encode("utf-8", "replace")


def _encoder() -> Any:
    from ganbu_desktop.exchange.plain import plain

    return plain


def _where(error: BaseException) -> str:
    """Name the innermost place of our own code; never the message, which may quote the file."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[-1] if places else "?"


def _limit(memory: int) -> None:
    """Close every way out of the process; cap memory where the system can, elsewhere the parsers' own limits hold."""
    sys.addaudithook(refuse_ways_out)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def refuse_ways_out(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse network, other programs and writing to files, whatever a file talks a library into."""
    if event.startswith(_WAYS_OUT):
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        raise PermissionError(event)


if __name__ == "__main__":
    main()
