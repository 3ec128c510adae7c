"""Exports of a selection: appointment form files, the collection workbook, a roster.

The list page stands on this module; what writes a kind of file is imported when the first one is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.files import safe_write
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.modules.paper.naming import DEFAULT_PATTERN, FileNames

KINDS = {"lrmx": "任免审批表文件（.lrmx）", "collection": "信息采集表（.xlsx）", "roster": "花名册（.xlsx）"}


def export(
    office: Office,
    kind: str,
    ids: Sequence[str],
    target: Path,
    progress: Progress | None = None,
    *,
    name_pattern: str = DEFAULT_PATTERN,
    pads_names: bool = True,
) -> dict[str, Any]:
    """Write people out; returns how many and the files. ``target``: a folder or one ``.lrmx`` for a single person,
    an ``.xlsx`` for the others. ``pads_names``: as in a print job. A cancelled export leaves whole files only.
    """
    progress = progress or SilentProgress()
    if kind == "lrmx":
        files = _export_lrmx(office, ids, target, progress, name_pattern)
        return {"people": len(files), "files": [str(f) for f in files]}
    if target.suffix.lower() != ".xlsx":
        raise CheckFailed(f"{KINDS[kind]}请写到以 .xlsx 结尾的文件；没有写出任何文件")
    if kind == "collection":
        from ganbu_desktop.modules.paper.export import export_collection

        return {"people": export_collection(office, ids, target, progress), "files": [str(target)]}
    from ganbu_desktop.modules.paper.job import PrintJob
    from ganbu_desktop.modules.paper.printing import run

    outcome = run(office, PrintJob("roster", list(ids), target, pads_names=pads_names), progress)
    return {"people": outcome.people, "files": [str(f) for f in outcome.files]}


def _export_lrmx(office: Office, ids: Sequence[str], target: Path, progress: Progress, pattern: str) -> list[Path]:
    from ganbu_desktop.modules.paper.export import iterate_lrmx

    single = target.suffix.lower() == ".lrmx"
    if single and len(ids) != 1:
        raise CheckFailed(f"共 {len(ids)} 人，一人一个文件：请把 --to 写成文件夹；没有写出任何文件")
    if not single:
        target.mkdir(parents=True, exist_ok=True)
    names = FileNames(pattern, ".lrmx", office.today())
    written: list[Path] = []
    for number, (dossier, data) in enumerate(iterate_lrmx(office, ids), 1):
        progress.step(number, len(ids), f"写出 {dossier.person.name or ''}")
        unit = dossier.unit
        name = names.name_for(
            unit=(unit.short_name or unit.name or "") if unit else "",
            name=dossier.person.name or "",
            id_number=dossier.person.id_number or "",
            form="任免表",
        )
        path = target if single else target / name
        with safe_write(path) as temporary:
            temporary.write_bytes(data)
        written.append(path)
    return written
