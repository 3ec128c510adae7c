"""Files that are written only to be looked at: in a folder beside the store that nobody else may read.

They hold what a person's form holds, so they are wiped when the store is closed, and when it is next opened if the
program was killed before.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ganbu_desktop.kernel.office.office import Office

_SUFFIX = "-试打"
PREFIX = "试打_"
"""How the files in it begin that are the program's own."""


def _folder(office: Office) -> Path:
    return office.path.with_name(office.path.stem + _SUFFIX)


def trial_folder(office: Office) -> Path:
    """Return the folder, made if it is not there."""
    folder = _folder(office)
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    return folder


def wipe(office: Office) -> None:
    """Delete what was written to be looked at; a file that another program holds open stays until the next time.

    What somebody else put into a folder of that name is left alone, and the folder with it.
    """
    with suppress(OSError):
        for path in _folder(office).glob(f"{PREFIX}*"):
            path.unlink()
        _folder(office).rmdir()
