"""Resolve pyproject's dependencies into the hashed lock files: ``.venv/bin/python installer/lock.py``.

Writes ``requirements.lock`` (what an office needs), ``requirements-dev.lock`` (what checks and tests need besides) and
``wheels.json`` (the file of every pin for each platform and Python version). Every pin has a wheel for each target, or
the run stops and names the pin. Asks the package index through pip, as pip is configured on this machine.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "installer"
WINDOWS_MARKER = 'sys_platform == "win32"'


def _linux(machine: str, newest_glibc: int) -> tuple[str, ...]:
    minors = range(17, newest_glibc + 1)
    return (f"manylinux2014_{machine}", f"manylinux_2_5_{machine}", *(f"manylinux_2_{m}_{machine}" for m in minors))


PLATFORMS = {
    "win_amd64": ("win_amd64",),
    "linux_x86_64_glibc_2_28": _linux("x86_64", 28),
    "linux_aarch64_glibc_2_31": _linux("aarch64", 31),
}
PYTHONS = ("3.11", "3.12", "3.13")


@dataclass
class Pin:
    """One locked package: its version, the hashes of all its wheels, and the marker it is installed under."""

    name: str
    version: str
    marker: str = ""
    hashes: set[str] = field(default_factory=set)

    def text(self) -> str:
        """Return the pin as pip's requirements file wants it."""
        head = f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")
        return " \\\n".join([head, *(f"    --hash=sha256:{value}" for value in sorted(self.hashes))])


Wheels = dict[str, dict[str, dict[str, str]]]


def pip_report(requirements: list[str], constraints: list[str], platform: str, python: str) -> list[dict[str, Any]]:
    """Return pip's report of what it would install for a platform and a Python version, from wheels only."""
    with tempfile.TemporaryDirectory() as folder:
        wanted, pinned, report = (Path(folder, name) for name in ("wanted.txt", "pinned.txt", "report.json"))
        wanted.write_text("\n".join(requirements), encoding="utf-8")
        pinned.write_text("\n".join(constraints), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--dry-run"]
        command += ["--ignore-installed", "--only-binary=:all:", "--target", str(Path(folder, "target"))]
        command += [argument for tag in PLATFORMS[platform] for argument in ("--platform", tag)]
        command += ["--implementation", "cp", "--python-version", python, "--report", str(report)]
        command += ["--requirement", str(wanted), "--constraint", str(pinned)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"No set of wheels for {platform}, Python {python}:\n{done.stderr}")
        found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["install"]
        return found


def markers_of(platform: str, python: str) -> dict[str, str]:
    """Return the marker values of a target; pip itself would take those of the running interpreter."""
    windows = platform.startswith("win")
    return {
        "sys_platform": "win32" if windows else "linux",
        "platform_system": "Windows" if windows else "Linux",
        "os_name": "nt" if windows else "posix",
        "platform_machine": {"win_amd64": "AMD64"}.get(platform, "aarch64" if "aarch64" in platform else "x86_64"),
        "python_version": python,
        "python_full_version": python + ".0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }


def unmet(report: list[dict[str, Any]], environment: dict[str, str]) -> list[str]:
    """Return requirements that hold in the target's environment and are not in the report."""
    have = {canonicalize_name(entry["metadata"]["name"]) for entry in report}
    missing = []
    for entry in report:
        for text in entry["metadata"].get("requires_dist", []):
            need = Requirement(text)
            applies = need.marker is None or Marker(str(need.marker)).evaluate(environment)
            if applies and canonicalize_name(need.name) not in have:
                missing.append(f"{need.name}{need.specifier}")
    return missing


def resolve_target(wanted: list[str], constraints: list[str], platform: str, python: str) -> list[dict[str, Any]]:
    """Resolve for one target until nothing that its own markers ask for is missing."""
    requirements = list(wanted)
    while True:
        report = pip_report(requirements, constraints, platform, python)
        missing = unmet(report, markers_of(platform, python))
        if not missing:
            return report
        requirements += missing


def resolve(wanted: list[str]) -> tuple[dict[str, Pin], Wheels]:
    """Resolve for every target, with one version of each package for all of them."""
    pins: dict[str, Pin] = {}
    wheels: Wheels = {}
    for platform in PLATFORMS:
        for python in PYTHONS:
            constraints = [f"{pin.name}=={pin.version}" for pin in pins.values()]
            files: dict[str, str] = {}
            for entry in resolve_target(wanted, constraints, platform, python):
                name = canonicalize_name(entry["metadata"]["name"])
                pin = pins.setdefault(name, Pin(name, entry["metadata"]["version"]))
                pin.hashes.add(entry["download_info"]["archive_info"]["hashes"]["sha256"])
                files[name] = re.split(r"[#?]", entry["download_info"]["url"])[0].rsplit("/", 1)[-1]
            wheels.setdefault(platform, {})[python] = dict(sorted(files.items()))
    mark_windows_only(pins, wheels)
    return pins, wheels


def mark_windows_only(pins: dict[str, Pin], wheels: Wheels) -> None:
    """Give a marker to what only Windows asks for; stop if the targets differ in any other way."""
    for name, pin in pins.items():
        targets = {platform for platform, by_python in wheels.items() for files in by_python.values() if name in files}
        everywhere = all(name in files for platform in targets for files in wheels[platform].values())
        if targets == {"win_amd64"} and everywhere:
            pin.marker = WINDOWS_MARKER
        elif targets != set(PLATFORMS) or not everywhere:
            raise SystemExit(f"{name} is asked for by some targets only: {sorted(targets)}")


def write_lock(path: Path, title: str, pins: list[Pin]) -> None:
    """Write one lock file."""
    head = f"# {title}\n# Written by installer/lock.py from pyproject.toml; do not edit.\n"
    body = "\n".join(pin.text() for pin in sorted(pins, key=lambda pin: pin.name))
    path.write_text(head + body + "\n", encoding="utf-8")


def main() -> None:
    """Resolve and write the three files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime: list[str] = project["dependencies"]
    everything, wheels = resolve(runtime + project["optional-dependencies"]["dev"])
    office, _ = resolve([f"{pin.name}=={pin.version}" for pin in needed_by(runtime, everything)])
    write_lock(FOLDER / "requirements.lock", "What an office needs.", [everything[name] for name in office])
    others = [pin for name, pin in everything.items() if name not in office]
    write_lock(FOLDER / "requirements-dev.lock", "What checks and tests need besides.", others)
    (FOLDER / "wheels.json").write_text(json.dumps(wheels, indent=1) + "\n", encoding="utf-8")
    print(f"{len(office)} packages for offices, {len(others)} more for developers")


def needed_by(requirements: list[str], pins: dict[str, Pin]) -> list[Pin]:
    """Return the pins of the named requirements."""
    return [pins[canonicalize_name(Requirement(text).name)] for text in requirements]


if __name__ == "__main__":
    main()
