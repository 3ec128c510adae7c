"""Set up, run and test Ganbu Desktop from a checkout: ``python3 installer/dev.py {setup,run,test,verbs}``.

Uses the standard library only and is itself readable by older Pythons, so that they can say what is missing.
Exit code 0: done. 1: a check or a step failed. 2: the machine lacks something; the sentence names the command to run.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "ganbu-setup.json"
LOCKS = (ROOT / "installer" / "requirements.lock", ROOT / "installer" / "requirements-dev.lock")
DEMO = ROOT / "demo"
DEMO_PEOPLE = 503
DEMO_PASSWORD = "ganbu-demo-2026"

OLDEST, NEWEST = (3, 11), (3, 13)

# What the Qt wheels load from the system: library, Debian package (12 and 13).
BASE_LIBRARIES = (
    ("libstdc++.so.6", "libstdc++6"),
    ("libz.so.1", "zlib1g"),
    ("libzstd.so.1", "libzstd1"),
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libgthread-2.0.so.0", "libglib2.0-0"),
    ("libdbus-1.so.3", "libdbus-1-3"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libfreetype.so.6", "libfreetype6"),
    ("libEGL.so.1", "libegl1"),
    ("libGL.so.1", "libgl1"),
    ("libX11.so.6", "libx11-6"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
)
WINDOW_LIBRARIES = (
    ("libX11-xcb.so.1", "libx11-xcb1"),
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-image.so.0", "libxcb-image0"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-randr.so.0", "libxcb-randr0"),
    ("libxcb-render.so.0", "libxcb-render0"),
    ("libxcb-render-util.so.0", "libxcb-render-util0"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxcb-shm.so.0", "libxcb-shm0"),
    ("libxcb-sync.so.1", "libxcb-sync1"),
    ("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    ("libxcb-xkb.so.1", "libxcb-xkb1"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libwayland-client.so.0", "libwayland-client0"),
    ("libwayland-cursor.so.0", "libwayland-cursor0"),
    ("libwayland-egl.so.1", "libwayland-egl1"),
    ("libcups.so.2", "libcups2"),
)
TEST_PROGRAMS = (("Xvfb", "xvfb"), ("pdftotext", "poppler-utils"), ("pdftoppm", "poppler-utils"))


class SetupError(Exception):
    """The machine lacks something; the text says what to do."""


def say(text: str) -> None:
    """Print a line at once, so that it stands before what a child process prints."""
    print(text, flush=True)


def version_text(version: tuple[int, ...]) -> str:
    """Return ``3.11`` for ``(3, 11, ...)``."""
    return ".".join(str(part) for part in version[:2])


# --- the machine -----------------------------------------------------------------------------------------------------


def loads(library: str) -> bool:
    """Tell whether the system's loader finds ``library``."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_libraries(wanted: tuple[tuple[str, str], ...]) -> list[str]:
    """Return the packages of those libraries that do not load; empty anywhere but on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    return unique(package for library, package in wanted if not loads(library))


def missing_programs() -> list[str]:
    """Return the packages of the programs that some tests call."""
    if not sys.platform.startswith("linux"):
        return []
    return unique(package for program, package in TEST_PROGRAMS if shutil.which(program) is None)


def unique(names: Iterable[str]) -> list[str]:
    """Return the names in order, each once."""
    return list(dict.fromkeys(names))


def has_display() -> bool:
    """Tell whether a window can be opened."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def apt_get(packages: list[str]) -> list[str]:
    """Return the command that installs ``packages``."""
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def install_packages(packages: list[str]) -> None:
    """Install system packages as root."""
    say("Installing system packages: " + " ".join(packages))
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["apt-get", "update"], apt_get(packages)):
        if subprocess.call(command, env=env, stdout=subprocess.DEVNULL) != 0:
            raise SetupError("The command `{}` failed; see above.".format(" ".join(command)))


def provide_packages(needed: list[str], wished: list[str]) -> None:
    """Install what is missing when root on Debian; else stop for what is needed and mention what is wished for."""
    if not needed and not wished:
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        install_packages(unique(needed + wished))
        return
    command = "sudo apt-get update && sudo " + " ".join(apt_get(unique(needed + wished)))
    if needed:
        raise SetupError(
            "System packages are missing, and only root can install them. Run\n\n    "
            + command
            + "\n\nand start this again (on other systems than Debian: the packages of the same libraries)."
        )
    say(f"Note: not installed, and some things will not work without them: {' '.join(wished)}\n    {command}")


# --- the virtual environment -----------------------------------------------------------------------------------------


def version_of(python: str) -> tuple[int, ...] | None:
    """Return an interpreter's version, or None if it does not run."""
    script = "import sys; print(sys.version_info[0], sys.version_info[1])"
    try:
        done = subprocess.run([python, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return tuple(int(part) for part in done.stdout.split()) if done.returncode == 0 else None


def fits(version: tuple[int, ...] | None) -> bool:
    """Tell whether a version is one that the locked wheels exist for."""
    return version is not None and OLDEST <= tuple(version[:2]) <= NEWEST


def choose_python() -> str:
    """Return the interpreter to use: this one if it fits, else one on the PATH."""
    if fits(sys.version_info[:2]):
        return sys.executable
    for name in ("python3", "python3.13", "python3.12", "python3.11"):
        for path in (shutil.which(name), "/usr/bin/" + name):
            if path and fits(version_of(path)):
                return path
    raise SetupError(
        f"This is Python {version_text(sys.version_info[:2])}; Ganbu Desktop needs {version_text(OLDEST)} to "
        f"{version_text(NEWEST)}, and none was found.\nDebian 12 and 13 bring one: apt-get install python3 python3-venv"
    )


def missing_venv_package(python: str) -> list[str]:
    """Return Debian's package of ``venv`` if the interpreter comes without it."""
    if VENV.exists() and fits(version_of(str(PYTHON))):
        return []
    if subprocess.call([python, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL) == 0:
        return []
    version = version_of(python)
    return [f"python{version_text(version)}-venv"] if version else ["python3-venv"]


def lock_digest() -> str:
    """Return a digest of everything the environment is made from."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (*LOCKS, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(digest: str) -> bool:
    """Tell whether the environment was made from these locks and its interpreter still runs."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return stamp == {"locks": digest} and fits(version_of(str(PYTHON)))


def clean_environment() -> dict[str, str]:
    """Return the environment without what would lead Python or pip elsewhere."""
    dropped = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_NO_DEPS", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in dropped}


def pip_install(*arguments: str) -> None:
    """Run ``pip install`` in the environment, printing only what went wrong."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--no-compile"]
    output = subprocess.PIPE
    done = subprocess.run([*pip, *arguments], cwd=str(ROOT), env=clean_environment(), stdout=output, stderr=output)
    if done.returncode != 0:
        say((done.stdout + done.stderr).decode(errors="replace"))
        raise SetupError("pip could not install what the lock names; see above. Is a package index reachable?")


def make_environment(python: str) -> None:
    """Make ``.venv`` from the hashed locks, or bring it up to them."""
    if not (VENV.exists() and fits(version_of(str(PYTHON)))):
        say(f"Making the virtual environment with {python}")
        if subprocess.call([python, "-m", "venv", "--clear", str(VENV)], env=clean_environment()) != 0:
            raise SetupError("The virtual environment could not be made; see above.")
    say("Installing the locked packages")
    locks = [argument for lock in LOCKS for argument in ("--requirement", str(lock))]
    pip_install("--require-hashes", "--only-binary=:all:", *locks)
    pip_install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def setup(*, window: bool, tests: bool) -> None:
    """Bring the machine to what ``run`` and ``test`` need; quick when nothing changed."""
    python = choose_python()
    needed = missing_venv_package(python) + missing_libraries(BASE_LIBRARIES)
    screen = missing_libraries(WINDOW_LIBRARIES)
    wished = missing_programs() if tests else []
    provide_packages(needed + screen if window else needed, wished if window else screen + wished)
    digest = lock_digest()
    if is_current(digest):
        return
    STAMP.unlink(missing_ok=True)
    make_environment(python)
    STAMP.write_text(json.dumps({"locks": digest}), encoding="utf-8")
    say("Set up: " + str(VENV))


# --- run -------------------------------------------------------------------------------------------------------------


def ganbu(*arguments: str, accept: tuple[int, ...] = (0,)) -> int:
    """Run one action of the command line; stop if its exit code is not among ``accept``."""
    say("\n$ ganbu " + " ".join(arguments))
    env = dict(clean_environment(), GANBU_PASSWORD=DEMO_PASSWORD)
    code = subprocess.call([str(PYTHON), "-m", "ganbu_desktop", *arguments], cwd=str(ROOT), env=env)
    if code not in accept:
        raise SystemExit(f"`ganbu {arguments[0]}` ended with exit code {code}.")
    return code


def run_window() -> int:
    """Open the window on the demo store, making it first if it is not there."""
    store = DEMO / "demo.ganbu"
    if not store.exists():
        DEMO.mkdir(exist_ok=True)
        ganbu("new", str(store), "--demo", str(DEMO_PEOPLE))
    say(f"The demo store's password is {DEMO_PASSWORD}")
    return ganbu("window", str(store))


def run_headless() -> int:
    """Do a clerk's week on the command line: files in, data check, paper out."""
    folder = DEMO / "headless"
    say(f"No display: doing the same job without a window, in {folder}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    source, office = str(folder / "units.ganbu"), str(folder / "office.ganbu")
    workbook, editor_files = str(folder / "collection.xlsx"), str(folder / "lrmx") + os.sep
    findings = (0, 1)
    ganbu("new", source, "--demo", str(DEMO_PEOPLE))
    ganbu("export", source, "collection", "--to", workbook)
    ganbu("export", source, "lrmx", "--to", editor_files)
    ganbu("new", office)
    ganbu("import", office, workbook, "--report", str(folder / "import-workbook.xlsx"), accept=findings)
    ganbu("import", office, editor_files, accept=findings)
    ganbu("check", office, "--report", str(folder / "check.xlsx"), accept=findings)
    ganbu("print", office, "appointment", "--to", str(folder / "appointment.pdf"), accept=findings)
    ganbu("print", office, "roster", "--to", str(folder / "roster.xlsx"), accept=findings)
    ganbu("backup", office, "--to", str(folder / "office.backup"))
    ganbu("verify", office)
    name_files(folder)
    return 0


def name_files(folder: Path) -> None:
    """Print what was written, one line a file; a folder's files are counted."""
    say(f"\nThere was no display, so the job ran without a window (password {DEMO_PASSWORD}). Written:")
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            say(f"  {path}/  {sum(1 for _ in path.iterdir())} files")
        else:
            say(f"  {path}  {path.stat().st_size:,} bytes")


def run() -> int:
    """Set up, then show the demo."""
    window = has_display()
    setup(window=window, tests=False)
    return run_window() if window else run_headless()


# --- test ------------------------------------------------------------------------------------------------------------


def checks() -> list[tuple[str, list[str]]]:
    """Return the checks before the tests, in order."""
    python = str(PYTHON)
    suffix = ".exe" if os.name == "nt" else ""
    return [
        ("ruff", [python, "-m", "ruff", "check", "."]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        ("mypy --strict", [python, "-m", "mypy"]),
        ("import contracts", [str(BIN / ("lint-imports" + suffix))]),
    ]


def run_checks(env: dict[str, str]) -> bool:
    """Run the checks up to the first that fails and print a line each."""
    steps, lines, failed = checks(), [], False
    for name, command in steps:
        if failed:
            lines.append(f"  {name:<18} not run")
            continue
        say(f"\n== {name}")
        started = time.monotonic()
        failed = subprocess.call(command, cwd=str(ROOT), env=env) != 0
        lines.append(f"  {name:<18} {'FAILED' if failed else 'ok'}  {time.monotonic() - started:.1f} s")
    lines.append(f"  {'pytest':<18} {'not run' if failed else 'follows'}")
    say("\nSummary\n" + "\n".join(lines))
    return not failed


def test(arguments: list[str]) -> int:
    """Set up, then everything that CI checks; pytest comes last and its closing line is the last one printed."""
    setup(window=False, tests=True)
    env = dict(clean_environment(), QT_QPA_PLATFORM="offscreen", NO_COLOR="1")
    if not run_checks(env):
        return 1
    say("")
    pytest = [str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments]
    return 1 if subprocess.call(pytest, cwd=str(ROOT), env=env) else 0


def write_verbs() -> int:
    """Set up, then write the table of the command line's verbs."""
    setup(window=False, tests=False)
    script = ROOT / "installer" / "verb_table.py"
    return 1 if subprocess.call([str(PYTHON), str(script)], cwd=str(ROOT), env=clean_environment()) else 0


def main() -> int:
    """Read the verb and do it."""
    parser = argparse.ArgumentParser(description="Set up, run and test Ganbu Desktop from a checkout.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("setup", help="system packages and .venv from the hashed locks")
    verbs.add_parser("run", help="setup, then the demo: the window, or without a display the same job headless")
    tests = verbs.add_parser("test", help="setup, then everything that CI checks")
    tests.add_argument("pytest", nargs=argparse.REMAINDER, help="further arguments for pytest")
    verbs.add_parser("verbs", help="setup, then ganbu_desktop/cli/README.md's table, made from the verbs")
    chosen = parser.parse_args()
    try:
        if chosen.verb == "run":
            return run()
        if chosen.verb == "test":
            return test(chosen.pytest)
        if chosen.verb == "verbs":
            return write_verbs()
        setup(window=has_display(), tests=True)
    except SetupError as error:
        say(str(error))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
