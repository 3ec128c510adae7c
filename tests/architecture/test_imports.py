"""Who may import whom: the contracts of pyproject.toml, and what they cannot say."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from support.source import PACKAGE, ROOT, imports, package_files, place

MENDING = """
How to mend: an arrow runs the wrong way. Move what both rooms need down (a value or a law of the trade to foundation,
a record or an action to kernel), or hand it in from above (app.py and cli build objects and pass them down). A
module never imports another module: what one means for another goes through the kernel. The window shows plain rows
and field descriptions that the kernel gives it. The table stands in ganbu_desktop/README.md, the contracts in
pyproject.toml.
"""
NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx", "PySide6.QtNetwork"}
QT_PLACES = re.compile(r"desktop/.*|modules/[a-z_]+/pages(\.py|/.*)|app\.py")
BROUGHT_BY = {"shiboken6": "pyside6"}  # one release, one version
TAKEN_UP_BY_OPENPYXL = {"lxml", "defusedxml"}  # when installed: faster writing; no entities when reading
OWN = {"ganbu_desktop", "installer", "support", *(path.stem for path in (ROOT / "tests" / "bench").glob("*.py"))}
IMPORTED_AS = {
    "pyside6-essentials": "pyside6",
    "python-calamine": "python_calamine",
    "argon2-cffi": "argon2",
    "pillow": "pil",
    "import-linter": "importlinter",
    "pytest-qt": "pytestqt",
    "msoffcrypto-tool": "msoffcrypto",
}


def test_the_import_contracts_hold() -> None:
    """Every contract of pyproject.toml is kept."""
    lint = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[done.stdout.find("Contracts") :] + done.stderr + MENDING


def test_qt_stays_in_the_window() -> None:
    """PySide6 is imported only in desktop, a module's pages and app.py."""
    strays = [
        place(path, node)
        for path in package_files()
        if not QT_PLACES.fullmatch(path.relative_to(PACKAGE).as_posix())
        for name, node in imports(path)
        if name.split(".")[0] in {"PySide6", "shiboken6"}
    ]
    assert not strays, f"Qt outside the window: {strays}{MENDING}"


def test_no_network_module_is_imported() -> None:
    """The program is offline."""
    strays = [
        place(path, node)
        for path in package_files()
        for name, node in imports(path)
        if name in NETWORK or name.split(".")[0] in NETWORK
    ]
    assert not strays, f"network modules: {strays}"


def test_foundation_imports_the_standard_library_only() -> None:
    """What pyproject's contract says of the known packages holds for any."""
    strays = [
        f"{place(path, node)} {name}"
        for path in (PACKAGE / "foundation").rglob("*.py")
        for name, node in imports(path)
        if (top := name.split(".")[0]) != "ganbu_desktop" and top not in sys.stdlib_module_names
    ]
    assert not strays, strays


def _declared(*, dev: bool = False) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + (project["optional-dependencies"]["dev"] if dev else [])
    names = {re.split(r"[=<>!~ \[;]", text)[0].lower() for text in wanted}
    return {IMPORTED_AS.get(name, name) for name in names}


def _imported(files: Iterable[Path]) -> dict[str, Path]:
    return {
        BROUGHT_BY.get(top, top.lower()): path
        for path in files
        for name, _ in imports(path)
        if (top := name.split(".")[0]) not in OWN and top not in sys.stdlib_module_names
    }


def test_every_imported_package_is_declared() -> None:
    """No import leans on a package that only some other package brings along."""
    declared = _declared()
    strays = {name: place(path) for name, path in _imported(package_files()).items() if name not in declared}
    assert not strays, f"add to dependencies in pyproject.toml and run installer/lock.py: {strays}"


def test_tests_and_tools_import_declared_packages() -> None:
    """A fresh machine has what the lock names and nothing else."""
    files = [path for folder in ("tests", "installer") for path in (ROOT / folder).rglob("*.py")]
    declared = _declared(dev=True)
    strays = {name: place(path) for name, path in _imported(files).items() if name not in declared}
    assert not strays, f"add to the dev dependencies in pyproject.toml and run installer/lock.py: {strays}"


def test_every_declared_package_is_imported() -> None:
    """No dependency outlives its use."""
    idle = _declared() - set(_imported(package_files())) - TAKEN_UP_BY_OPENPYXL
    assert not idle, f"nothing imports these; take them out of pyproject.toml and run installer/lock.py: {idle}"
