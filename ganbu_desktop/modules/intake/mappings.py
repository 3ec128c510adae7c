"""How columns of home-made rosters were mapped to fields, remembered for each layout."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.intake.records import ColumnMapping
from ganbu_desktop.modules.intake.rights import IMPORT
from ganbu_desktop.store.record import replace


def read(office: Office) -> dict[str, dict[int, str]]:
    """Return every remembered mapping: fingerprint → column number → target key."""
    return {m.fingerprint: {int(k): v for k, v in json.loads(m.columns).items()} for m in office.find(ColumnMapping)}


def remember(office: Office, fingerprint: str, title: str, mapping: Mapping[int, str]) -> None:
    """Keep a mapping for the next file of the same layout."""
    text = json.dumps({str(k): v for k, v in sorted(mapping.items())}, ensure_ascii=False)
    with office.operation(f"记住列对应关系：{title}", right=IMPORT) as current:
        found = current.find(ColumnMapping, ColumnMapping.table.c.fingerprint == fingerprint)
        if found:
            current.update_many([(found[0], replace(found[0], {"columns": text, "title": title}))])
        else:
            current.insert(ColumnMapping(fingerprint=fingerprint, title=title, columns=text))
