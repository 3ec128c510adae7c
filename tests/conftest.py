"""What holds for every test: no network, no unannounced warning, no file outside the test's own folder."""

from __future__ import annotations

import gc
import logging
import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from support import laws
from support.requirements import Requirements

ROOT = Path(__file__).resolve().parent.parent
NETWORK_EVENTS = frozenset(
    {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
)
MEMORY, LEAST_FREE = Path("/dev/shm"), 4 << 30
ASKED_FOR = {
    "soak": "also the tests marked soak (long runs), and laws with many examples",
    "registry": "also the tests marked registry, which ask a package index",
}
LOG = pytest.StashKey[list[logging.LogRecord]]()
ANNOUNCED = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what can be asked for."""
    for name, what in ASKED_FOR.items():
        parser.addoption(f"--{name}", action="store_true", help=what)
    parser.addoption("--requirements", action="store_true", help="only what proves U1 to U20, and which is which")


def pytest_configure(config: pytest.Config) -> None:
    """Prepare the process: Qt without a screen, files in memory, and a refusal of every network call."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _keep_files_in_memory()
    if sys.platform.startswith("linux") and "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="ganbu-runtime-")
    if not hasattr(sys, "_ganbu_network_guard"):
        sys.addaudithook(_refuse_network)
        sys._ganbu_network_guard = True  # type: ignore[attr-defined]
    laws.choose(soak=config.getoption("--soak"))
    config.pluginmanager.register(Requirements(config), "requirements")


def _keep_files_in_memory() -> None:
    """Lead temporary files into memory where there is room: waiting for a disk is half of a run's time.

    Nothing is tested less: whether a power cut loses anything is asked of recorded writes (``tests/faults``), never of
    the disk. ``TMPDIR=/var/tmp`` runs on the disk.
    """
    free = shutil.disk_usage(MEMORY).free if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else 0
    if "TMPDIR" not in os.environ and free > LEAST_FREE:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what must be asked for."""
    for name in ASKED_FOR:
        if not config.getoption(f"--{name}"):
            for item in items:
                if item.get_closest_marker(name):
                    item.add_marker(pytest.mark.skip(reason=f"only with --{name}"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what is imported by now out of every later search for garbage; it lives to the end and is most of it."""
    import_module("pypinyin")  # 300,000 lists
    gc.collect()
    gc.freeze()


# --- the network -----------------------------------------------------------------------------------------------------

_network_calls: list[str] = []


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: the program is offline. Local (AF_UNIX) sockets pass."""
    if event not in NETWORK_EVENTS:
        return
    first = arguments[0] if arguments else None
    if isinstance(first, socket.socket) and first.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    call = f"{event} {arguments[1:] if isinstance(first, socket.socket) else arguments}"
    _network_calls.append(call)
    raise PermissionError(f"The program is offline; refused: {call}")


@pytest.fixture
def network_calls() -> list[str]:
    """The refused network calls of this test; a test that provokes one clears the list."""
    return _network_calls


# --- the log ---------------------------------------------------------------------------------------------------------


class _Collector(logging.Handler):
    """Keeps the records of WARNING and above that reach the root logger during one test."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.kept: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record)


@pytest.fixture
def expect_log(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Announce a log record of WARNING or above by a regular expression on its text: ``expect_log("disk full")``."""
    return request.node.stash.setdefault(ANNOUNCED, []).append  # type: ignore[no-any-return]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Watch the log for the length of one test."""
    collector = _Collector()
    item.stash[LOG] = collector.kept
    _network_calls.clear()
    logging.getLogger().addHandler(collector)
    try:
        return (yield)
    finally:
        logging.getLogger().removeHandler(collector)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Fail a test that passed but logged a warning nobody announced, or called the network."""
    result = yield
    _judge(item)
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Judge what the closing of windows and files logged."""
    item.stash[LOG].clear()
    result = yield
    _judge(item)
    return result


def _judge(item: pytest.Item) -> None:
    announced = item.stash.get(ANNOUNCED, [])
    texts = [f"{record.name} {record.levelname}: {record.getMessage()}" for record in item.stash[LOG]]
    unannounced = [text for text in texts if not any(re.search(pattern, text) for pattern in announced)]
    missing = [pattern for pattern in announced if not any(re.search(pattern, text) for text in texts)]
    refused = list(_network_calls)
    item.stash[ANNOUNCED] = []
    _network_calls.clear()
    if unannounced:
        pytest.fail("logged without being announced by expect_log:\n" + "\n".join(unannounced), pytrace=False)
    if missing:
        pytest.fail("announced by expect_log but not logged:\n" + "\n".join(missing), pytrace=False)
    if refused:
        pytest.fail("the network was called:\n" + "\n".join(refused), pytrace=False)


# --- files and environment -------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def own_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lead the program's settings, data and log folders into a folder of this test; no password from outside."""
    home = tmp_path_factory.mktemp("home", numbered=True)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.delenv("GANBU_PASSWORD", raising=False)
    return home


@pytest.fixture
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def shared_samples() -> Path:
    """The official sample files, where a machine has them beside the checkout."""
    folder = ROOT.parent / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("the official sample files are not on this machine")
    return folder
