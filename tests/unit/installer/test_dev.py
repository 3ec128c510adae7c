"""The set-up script: what it chooses, and what it says when the machine lacks something."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from support.source import ROOT


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, with an environment folder of this test."""
    spec = importlib.util.spec_from_file_location("ganbu_dev", ROOT / "installer" / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    return module


def test_a_python_that_fits_is_kept(dev: ModuleType) -> None:
    """No search when the running interpreter will do."""
    assert dev.choose_python() == sys.executable


def test_without_a_fitting_python_the_sentence_names_one(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old machine learns what to install."""
    monkeypatch.setattr(dev, "fits", lambda version: False)
    with pytest.raises(dev.SetupError, match=r"needs 3\.11 to 3\.13.*\n.*apt-get install python3 python3-venv"):
        dev.choose_python()


@pytest.mark.parametrize(("version", "fitting"), [((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False)])
def test_versions_that_fit(dev: ModuleType, version: tuple[int, int], fitting: bool) -> None:
    """Both ends of requires-python."""
    assert dev.fits(version) is fitting


def test_without_root_the_exact_command_is_named(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is installed by somebody who may not."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(dev, "install_packages", lambda packages: pytest.fail("not root"))
    with pytest.raises(dev.SetupError, match="apt-get install -y --no-install-recommends libegl1 xvfb\n"):
        dev.provide_packages(["libegl1"], ["xvfb"])


def test_root_installs_once_what_is_missing(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list is refreshed first: a fresh machine has none."""
    commands: list[list[str]] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(dev.shutil, "which", lambda name: "/usr/bin/" + name)
    monkeypatch.setattr(dev.subprocess, "call", lambda command, **_: commands.append(command) or 0)
    dev.provide_packages(["libegl1", "libegl1"], ["xvfb"])
    assert [command[1] for command in commands] == ["update", "install"]
    assert commands[1][-2:] == ["libegl1", "xvfb"]


def test_a_library_that_does_not_load_names_its_package(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Qt would only say as "could not load the platform plugin"."""
    monkeypatch.setattr(sys, "platform", "linux")
    assert dev.missing_libraries((("libganbu-nowhere.so.9", "libganbu9"),)) == ["libganbu9"]


def test_an_unchanged_lock_needs_no_second_set_up(dev: ModuleType) -> None:
    """The stamp holds the digest of the locks."""
    dev.STAMP.parent.mkdir()
    dev.STAMP.write_text(json.dumps({"locks": dev.lock_digest()}), encoding="utf-8")
    assert dev.is_current(dev.lock_digest())
    assert not dev.is_current("another digest")


def test_a_failing_check_stops_the_rest(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The summary says what failed and what was not run."""
    failing = [
        ("first", [sys.executable, "-c", "raise SystemExit(3)"]),
        ("second", [sys.executable, "-c", "print('ran')"]),
    ]
    monkeypatch.setattr(dev, "checks", lambda: failing)
    assert not dev.run_checks(dict(os.environ))
    out = capfd.readouterr().out
    assert "first              FAILED" in out
    assert "second             not run" in out
    assert "ran" not in out.replace("not run", "")


@pytest.mark.skipif(os.name == "nt", reason="the CI machine runs bash")
def test_ci_calls_the_test_verb() -> None:
    """CI and a developer run the same thing."""
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").rstrip().endswith("exec python3 installer/dev.py test")
    assert subprocess.run(["bash", "-n", str(script)]).returncode == 0


def _pretend_program(commands: list[list[str]]) -> Callable[..., int]:
    """Stand in for the program: note each command and write what it would write."""

    def call(command: list[str], *, env: dict[str, str], **_: object) -> int:
        assert env["GANBU_PASSWORD"]
        arguments = command[command.index("ganbu_desktop") + 1 :]
        commands.append(arguments)
        if arguments[0] == "new":
            Path(arguments[1]).write_bytes(b"store")
        return 1 if arguments[0] in {"check", "import"} else 0

    return call


def test_without_a_display_the_job_runs_headless(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Findings do not stop the demo, and what was written is named."""
    commands: list[list[str]] = []
    monkeypatch.setattr(dev, "DEMO", tmp_path / "demo")
    monkeypatch.setattr(dev, "setup", lambda **_: None)
    monkeypatch.setattr(dev, "has_display", lambda: False)
    monkeypatch.setattr(dev.subprocess, "call", _pretend_program(commands))
    assert dev.run() == 0
    verbs = " ".join(arguments[0] for arguments in commands)
    assert verbs == "new export export new import import check print print backup verify"
    assert "office.ganbu  5 bytes" in capfd.readouterr().out


def test_with_a_display_the_demo_store_is_made_once(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody tried in the demo is still there the next day."""
    commands: list[list[str]] = []
    monkeypatch.setattr(dev, "DEMO", tmp_path / "demo")
    monkeypatch.setattr(dev, "setup", lambda **_: None)
    monkeypatch.setattr(dev, "has_display", lambda: True)
    monkeypatch.setattr(dev.subprocess, "call", _pretend_program(commands))
    assert dev.run() == 0
    assert dev.run() == 0
    assert [arguments[0] for arguments in commands] == ["new", "window", "window"]


def test_a_failing_action_stops_the_demo(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code is not swallowed."""
    monkeypatch.setattr(dev.subprocess, "call", lambda *_, **__: 2)
    with pytest.raises(SystemExit, match="`ganbu verify` ended with exit code 2"):
        dev.ganbu("verify", "x.ganbu")
