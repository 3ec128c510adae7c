"""Spreadsheet archives whose parts stand elsewhere than usual, with their names as office programs write them.

The format lets a file name its parts as it likes, as long as the relations lead to them; some exporters write
backslashes, other folders or other cases. The bulk reader knows the usual names only.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from xml.sax.saxutils import quoteattr

from ganbu_desktop.exchange.parse.number_formats import elements
from ganbu_desktop.exchange.zip_guard import inflate

_MAIN, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHARED, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"


def with_standard_names(archive: zipfile.ZipFile) -> zipfile.ZipFile:
    """Return the archive itself where its names are the usual ones, else a copy in memory that has them.

    What the relations of the workbook do not lead to is left out of the copy.
    """
    names = {_normal(name): name for name in archive.namelist()}
    main = _main_part(archive, names)
    if main is None or (main == _MAIN and all(name == stored for name, stored in names.items())):
        return archive
    folder, file = posixpath.split(main)
    known = {name.lower(): stored for name, stored in names.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as copy:
        root = f'<Relationship Id="main" Type="{_OFFICE}" Target="{_MAIN}"/>'
        copy.writestr("_rels/.rels", f'<Relationships xmlns="{_SPACE}">{root}</Relationships>')
        copy.writestr(_MAIN, inflate(archive, known[main.lower()]))
        lines = []
        relations = known.get(posixpath.join(folder, "_rels", f"{file}.rels").lower())
        for number, (name, attributes) in enumerate(_relations(archive, relations), 1):
            if name != "Relationship" or attributes.get("TargetMode") == "External":
                continue
            stored = known.get(_target(folder, attributes.get("Target", "")).lower())
            if stored is None:
                continue
            part = _standard_part(attributes.get("Type", ""), number)
            if part is None:
                continue
            copy.writestr(part, inflate(archive, stored))
            shown = {**attributes, "Target": part.removeprefix("xl/")}
            lines.append("<Relationship " + " ".join(f"{k}={quoteattr(v)}" for k, v in shown.items()) + "/>")
        copy.writestr(_RELATIONS, f'<Relationships xmlns="{_SPACE}">{"".join(lines)}</Relationships>')
    buffer.seek(0)
    return zipfile.ZipFile(buffer)


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _main_part(archive: zipfile.ZipFile, names: dict[str, str]) -> str | None:
    """Return the workbook's part by the relations of the package, else by its usual name in any case."""
    root = next((stored for name, stored in names.items() if name.lower() == "_rels/.rels"), None)
    for name, attributes in _relations(archive, root):
        if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            target = _target("", attributes.get("Target", ""))
            found = next((n for n in names if n.lower() == target.lower()), None)
            if found is not None:
                return found
    return next((name for name in names if name.lower() == _MAIN), None)


def _relations(archive: zipfile.ZipFile, part: str | None) -> list[tuple[str, dict[str, str]]]:
    return [] if part is None else list(elements(inflate(archive, part)))


def _target(folder: str, target: str) -> str:
    plain = target.replace("\\", "/")
    joined = plain.lstrip("/") if plain.startswith("/") else posixpath.join(folder, plain)
    return posixpath.normpath(joined)


def _standard_part(kind: str, number: int) -> str | None:
    """Return the usual name of a part by its kind; None for kinds that hold no cells."""
    last = kind.rpartition("/")[2]
    if last == "worksheet":
        return f"xl/worksheets/part{number}.xml"
    return {"sharedStrings": _SHARED, "styles": _STYLES}.get(last)
