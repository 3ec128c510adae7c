"""Stores as each released version of the tables wrote them, kept in ``tests/data`` to be opened for ever.

A version is released when a program that stops at it goes out to offices; those that came between two releases were
never in an office's hands and have no file. Steps above the newest released version may still be changed, merged and
renumbered. Run this once when the newest version is released; it writes the store of that version by the program as it
stands, and freezes the steps up to it in ``ganbu_desktop/store/migrations/released.py``::

    PYTHONPATH=tests:. .venv/bin/python tests/support/old_store.py
"""

from __future__ import annotations

import hashlib
import inspect
import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from support.builders import add, make_office, make_person, make_unit

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import PERSON_SETS, Attachment, Photo
from ganbu_desktop.modules.people.actions import save_person
from ganbu_desktop.store.migrations import Migration, installed, newest_version, released
from ganbu_desktop.store.record import needed_fields, replace
from ganbu_desktop.store.shape import fingerprint, shape_after

FOLDER = Path(__file__).resolve().parent.parent / "data"
NAME = "王小明"
_ABOUT_RELEASED = '"""The versions a released program stopped at; ``tests/data`` keeps a store of each."""'
_ABOUT_STEPS = '"""SHA-256 of the source of every step up to the newest released version."""'
_ABOUT_TABLES = '"""Fingerprint (``store.shape``) of the tables a store has after that step."""'


def path_of(version: int) -> Path:
    """Return where the store of a version is kept."""
    return FOLDER / f"store-v{version}.ganbu"


def kept_versions() -> tuple[int, ...]:
    """Return the versions whose store is kept, which are the released ones, oldest first."""
    return tuple(sorted(int(path.stem.removeprefix("store-v")) for path in FOLDER.glob("store-v*.ganbu")))


def hash_of(step: Migration) -> str:
    """Return the SHA-256 of a step's source, whatever ends its lines on this machine."""
    source = Path(inspect.getfile(step.upgrade)).read_text(encoding="utf-8")
    return hashlib.sha256(source.encode()).hexdigest()


def frozen(steps: tuple[Migration, ...]) -> str:
    """Return the text of ``released.py`` when ``steps`` are all released, the last of them as a version of its own."""
    about = inspect.getdoc(released)
    versions = tuple(sorted({*released.RELEASED, newest_version(steps)}))
    hashes = {step.version: hash_of(step) for step in steps}
    tables = {step.version: fingerprint(shape_after(steps[: step.version])) for step in steps}
    parts = (
        f'"""{about}\n"""',
        f"RELEASED = {versions}\n{_ABOUT_RELEASED}",
        f"STEPS = {_listed(hashes)}\n{_ABOUT_STEPS}",
        f"TABLES = {_listed(tables)}\n{_ABOUT_TABLES}",
    )
    return "\n\n".join(parts) + "\n"


def _listed(values: dict[int, str]) -> str:
    return "{\n" + "".join(f'    {key}: "{value}",\n' for key, value in values.items()) + "}"


def fill(office: Office) -> None:
    """Put in one unit and one person with a row of every set, changed once, so that there is history."""
    unit = make_unit(office, "县财政局", code="A01")
    person = make_person(office, NAME, unit_id=unit.id, work_began_on=PartialDate(2002, 7), note="第一行\n第二行")
    for cls in PERSON_SETS:
        texts = {name: "2" for name in needed_fields(cls) if name not in ("person_id", "position", "blob")}
        if cls not in (Photo, Attachment):
            add(office, cls(person_id=person.id, **texts))
    picture = BytesIO()
    Image.new("RGB", (40, 50), "white").save(picture, "JPEG")
    with office.operation("照片", right="test") as current:
        blob = current.put_blob(picture.getvalue())
        current.insert(Photo(person_id=person.id, blob=blob))
        current.insert(Attachment(person_id=person.id, blob=blob, file_name="附件.jpg"))
    save_person(office, person, replace(person, {"native_place": "云溪柳川"}))


def write() -> Path:
    """Write the store of the newest version, freeze its steps and return its path; one that is there already stays."""
    target = path_of(newest_version(installed()))
    if target.exists():
        raise FileExistsError(f"{target} was written by a released version and is never written again")
    with tempfile.TemporaryDirectory() as folder:
        office = make_office(Path(folder))
        fill(office)
        office.file.close()
        shutil.copy(office.path, target)
    Path(inspect.getfile(released)).write_text(frozen(installed()), encoding="utf-8")
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{write()}\n")
