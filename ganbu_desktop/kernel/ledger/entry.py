"""One entry of a ledger: made fresh, saved, taken away, each through the room's own action as one step."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.editing import Pair, change_title
from ganbu_desktop.kernel.ledger.names import MAIN, is_about_a_person, people_named
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.log.access_log import VIEW, note_access
from ganbu_desktop.kernel.log.sealed import seal_record
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import actions
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE, LimitingRecord
from ganbu_desktop.store.record import Record, make


def blank(cls: type[Record], values: Mapping[str, Any] | None = None) -> Record:
    """Return a record of ``values`` and nothing else, which may still lack what it cannot be saved without."""
    given = dataclasses.fields(cls)
    empty = {f.name: None for f in given if f.default is f.default_factory is dataclasses.MISSING}
    return make(cls, {**empty, **(values or {})})


def fresh(office: Office, spec: LedgerSpec, values: Mapping[str, Any] | None = None) -> Record:
    """Return a new entry of a ledger with the values it begins with."""
    return blank(spec.record, {**spec.new(office), **(values or {})})


def save(office: Office, spec: LedgerSpec, old: Record | None, new: Record) -> None:
    """Write one entry by the room's action; private texts are sealed first."""
    new, whose = seal_record(office, new), name_of(office, spec, new)
    if old is None:
        title = f"新增{spec.record.label}" + (f"：{whose}" if whose else "")
    else:
        title = change_title(f"{whose}的{spec.record.label}" if whose else spec.record.label, old, new)
    spec.save(office, [(old, new)], title=title)


def save_many(office: Office, spec: LedgerSpec, pairs: Sequence[Pair]) -> None:
    """Write many entries as one step; private texts are sealed first."""
    whole = [(old, seal_record(office, new) if new is not None else None) for old, new in pairs]
    spec.save(office, whole, title=f"批量录入{spec.record.label}（{len(whole)} 条）")


def remove(office: Office, spec: LedgerSpec, entries: Sequence[Record]) -> None:
    """Take entries away as one step; of entries that can count against a person only drafts.

    CheckFailed, and nothing written, when one of them counts or is void already. Drafts go with the evidence and
    statements that hang on them.
    """
    standing = [entry for entry in entries if isinstance(entry, LimitingRecord) and entry.state != DRAFT]
    if standing:
        raise CheckFailed(
            f"所选的{spec.record.label}有 {len(standing)} 条已经生效或作废，不能删除；数据未改动。有错误的请发起更正。"
        )
    drafts = [entry for entry in entries if isinstance(entry, LimitingRecord)]
    if drafts:
        title = f"删除{spec.record.label}草稿（{len(drafts)} 条）"
        with office.operation(title, right=actions.RECORD) as current:
            for draft in drafts:
                current.delete(current.get(type(draft), draft.id))
        return
    whose = name_of(office, spec, entries[0]) if len(entries) == 1 else f"{len(entries)} 条"
    title = f"删除{spec.record.label}" + (f"：{whose}" if whose else "")
    spec.save(office, [(entry, None) for entry in entries], title=title)


def stored(office: Office, spec: LedgerSpec, ids: Sequence[str]) -> list[Record]:
    """Return entries as they are stored, whole; those that are gone are left out."""
    found = (office.get(spec.record, entry_id) for entry_id in ids)
    return [entry for entry in found if entry is not None]


def note_seen(office: Office, spec: LedgerSpec, entries: Sequence[Record], purpose: str) -> None:
    """Note in the access log whose guarded parts the acting account is about to be shown; call it before that.

    Entries without such parts, or whose parts this account is not shown, leave no line. Raises what ``note_access``
    raises; nothing private is to be shown then.
    """
    seen = [e for e in entries if any(getattr(e, name) for name in spec.guarded) and spec.seen(office, e) == e]
    if seen:
        whose = [getattr(entry, MAIN, None) for entry in seen]
        note_access(office, VIEW, spec.record.table.name, whose, purpose, record_ids=[entry.id for entry in seen])


def locked_because(office: Office, spec: LedgerSpec, entry: Record) -> str:
    """Return why this account may not edit an entry directly, empty when it may."""
    if spec.seen(office, entry) != entry:
        return "这一条有当前账号无权查看的内容，不能在这里修改。"
    return frozen_because(entry)


def carried(spec: LedgerSpec, office: Office) -> list[str]:
    """Return the fields that the next new entry takes over from the last one, in the order of the form."""
    own = {*spec.key, *spec.carried, *spec.new(office), spec.newest_by}
    return [name for name in spec.fields if name in own and name != MAIN]


def frozen_because(entry: Record) -> str:
    """Return why an entry may not be edited directly, empty when it may."""
    if not isinstance(entry, LimitingRecord) or entry.state == DRAFT:
        return ""
    if entry.state == EFFECTIVE:
        return "这一条已经生效，内容不能直接改。确有错误的，请发起更正：原条目作废保留，另立新条目。"
    return "这一条已经作废，只供查阅。"


def name_of(office: Office, spec: LedgerSpec, entry: Record) -> str:
    """Return whom an entry is about, else its own name, empty when it has neither."""
    if is_about_a_person(spec):
        person_id = getattr(entry, MAIN)
        with office.reading() as connection:
            found = people_named(connection, [person_id]) if person_id else {}
        return found[person_id].name if person_id in found else ""
    named_by = type(entry).named_by
    return str(getattr(entry, named_by) or "") if named_by else ""
