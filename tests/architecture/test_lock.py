"""The lock: every pin has a wheel for the offices' machines, and the package index agrees with its hashes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from support.source import ROOT

INSTALLER = ROOT / "installer"
OFFICE_PYTHON = "3.11"
NEWEST_GLIBC = {"linux_x86_64_glibc_2_28": 28, "linux_aarch64_glibc_2_31": 31}
PLATFORMS = ("win_amd64", *NEWEST_GLIBC)
UNREACHABLE = re.compile(r"NewConnectionError|ConnectTimeout|ReadTimeout|Name or service|name resolution|ProxyError")


def _pins(file: str) -> dict[str, tuple[str, set[str]]]:
    """Return version and hashes of every pin of a lock file."""
    text = (INSTALLER / file).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {
        words[0].split("==")[0]: (words[0].split("==")[1], {w[14:] for w in words if w.startswith("--hash=sha256:")})
        for words in lines
    }


def _wheels() -> dict[str, dict[str, dict[str, str]]]:
    wheels: dict[str, dict[str, dict[str, str]]] = json.loads((INSTALLER / "wheels.json").read_text(encoding="utf-8"))
    return wheels


def _fits(file: str, platform: str) -> bool:
    """Tell whether one of a wheel's tags runs on the platform at its newest glibc."""
    for tag in parse_wheel_filename(file)[3]:
        if tag.platform in {"any", platform}:
            return True
        found = re.fullmatch(r"manylinux_2_(\d+)_(\w+)", tag.platform.replace("manylinux2014_", "manylinux_2_17_"))
        if found and found[2] in platform and int(found[1]) <= NEWEST_GLIBC.get(platform, -1):
            return True
    return False


@pytest.mark.parametrize(("group", "file"), [("runtime", "requirements.lock"), ("dev", "requirements-dev.lock")])
def test_the_lock_holds_what_pyproject_asks_for(group: str, file: str) -> None:
    """Whoever changes pyproject.toml runs installer/lock.py."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] if group == "runtime" else project["optional-dependencies"]["dev"]
    pins = _pins("requirements.lock") | _pins(file)
    for text in wanted:
        need = Requirement(text)
        version = pins.get(canonicalize_name(need.name), ("nothing", set()))[0]
        assert version != "nothing", f"{text} is not locked: run installer/lock.py"
        assert need.specifier.contains(version), f"{text} is locked at {version}: run installer/lock.py"


def test_the_lock_holds_hashes_only_of_exact_versions() -> None:
    """A pin without a hash would let anything in."""
    for file in ("requirements.lock", "requirements-dev.lock"):
        bare = [name for name, (_, hashes) in _pins(file).items() if not hashes]
        assert not bare, bare


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", [OFFICE_PYTHON, "3.12", "3.13"])
def test_every_pin_has_a_wheel(platform: str, python: str) -> None:
    """What an office installs runs on Windows 10, glibc 2.28 (x86-64) and glibc 2.31 (aarch64)."""
    files = _wheels()[platform][python]
    for name, (version, _) in _pins("requirements.lock").items():
        assert name in files, f"{name} has no wheel for {platform}, Python {python}"
        assert str(parse_wheel_filename(files[name])[1]) == version
        assert _fits(files[name], platform), f"{files[name]} does not run on {platform}"


def _platform_arguments(platform: str) -> list[str]:
    if platform == "win_amd64":
        return ["--platform", platform]
    machine = "aarch64" if "aarch64" in platform else "x86_64"
    tags = [f"manylinux2014_{machine}", *(f"manylinux_2_{m}_{machine}" for m in range(5, NEWEST_GLIBC[platform] + 1))]
    return [argument for tag in tags for argument in ("--platform", tag)]


@pytest.mark.registry
@pytest.mark.timeout(300)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_index_resolves_the_lock(platform: str, tmp_path: Path) -> None:
    """pip finds every pin as a wheel for the platform, with a hash that the lock names; without an index: skipped."""
    pins = _pins("requirements.lock")
    wanted, report = tmp_path / "wanted.txt", tmp_path / "report.json"
    wanted.write_text("\n".join(f"{name}=={version}" for name, (version, _) in pins.items()), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--dry-run", "--ignore-installed"]
    command += ["--quiet", "--no-deps", "--only-binary=:all:", "--target", str(tmp_path / "t"), "--report", str(report)]
    command += [*_platform_arguments(platform), "--implementation", "cp", "--python-version", OFFICE_PYTHON]
    command += ["--retries", "1", "--timeout", "15", "--requirement", str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode and UNREACHABLE.search(done.stderr):
        pytest.skip("no package index reachable: judged by the file names in installer/wheels.json only")
    assert done.returncode == 0, done.stderr
    for entry in json.loads(report.read_text(encoding="utf-8"))["install"]:
        name = canonicalize_name(entry["metadata"]["name"])
        found = entry["download_info"]["archive_info"]["hashes"]["sha256"]
        assert found in pins[name][1], f"the index gives {entry['download_info']['url']}, which the lock does not name"
