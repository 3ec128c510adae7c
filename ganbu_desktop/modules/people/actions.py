"""The verbs of the cadres room: the only writers of people and what hangs on them."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path

from ganbu_desktop.exchange.sandbox import run_isolated
from ganbu_desktop.foundation.errors import CheckFailed, NotFound
from ganbu_desktop.foundation.files import cause_of
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair, change_title
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Attachment, Person, Photo
from ganbu_desktop.kernel.people.service_change import Said, save_said
from ganbu_desktop.modules.people.rights import DELETE, EDIT
from ganbu_desktop.store.record import Record, replace

MAX_ATTACHMENT_BYTES = 20 * 1024 * 1024


def register_person(office: Office, person: Person) -> Person:
    """Add one person; only the name is needed, everything else may follow (待完善)."""
    if not person.name:
        raise CheckFailed("请先填写姓名；其他内容可以以后补充")
    with office.operation(f"新增干部：{person.name}", right=EDIT) as current:
        return current.insert(person)


def save_person(office: Office, old: Person, new: Person, *, said: Said | None = None) -> None:
    """Save changed fields of a person; ``said``: whether another state, unit or 编制 is a change or a correction."""
    if not new.name:
        raise CheckFailed("姓名不能为空；没有保存，您的输入还在屏幕上")
    save_said(office, [(old, new)], said, title=change_title(new.name, old, new), right=EDIT)


def save_people(
    office: Office,
    pairs: Sequence[tuple[Person, Person]],
    *,
    title: str,
    said: Said | None = None,
) -> None:
    """Save changed fields of several people as one step called ``title``; ``said``: as in ``save_person``."""
    nameless = [old for old, new in pairs if not new.name]
    if nameless:
        raise CheckFailed("姓名不能为空；没有保存")
    save_said(office, pairs, said, title=title, right=EDIT)


def save_rows(
    office: Office,
    person: Person,
    pairs: Sequence[Pair],
    *,
    said: Said | None = None,
) -> None:
    """Save new, changed and deleted rows of one person's sets as one step."""
    labels = "、".join(dict.fromkeys(record.label for old, new in pairs if (record := new or old)))
    title = f"修改{person.name or '干部'}的{labels}"
    save_said(office, pairs, said, title=title, right=EDIT)


def delete_people(office: Office, person_ids: Sequence[str]) -> int:
    """Move people with all that hangs on them to the recycle bin; returns how many."""
    people = [p for p in (office.get(Person, i) for i in person_ids) if p is not None]
    if not people:
        raise NotFound("所选人员已不存在；数据未改动")
    names = "、".join(p.name or "" for p in people[:3]) + (f"等 {len(people)} 人" if len(people) > 3 else "")
    with office.operation(f"删除干部：{names}", right=DELETE) as current:
        for person in people:
            current.delete(person)
    return len(people)


def set_photo(
    office: Office,
    person: Person,
    source: Path,
    *,
    crop: tuple[int, int, int, int] | None = None,
) -> None:
    """Take a picture file as the person's photo: judged and re-encoded in the worker process, 4:5, no metadata."""
    plain = run_isolated("photo:prepare_file", str(source), list(crop) if crop else None)
    with office.operation(f"更换照片：{person.name or '干部'}", right=EDIT) as current:
        blob = current.put_blob(b64decode(plain["jpeg"]))
        for old in current.find(Photo, Photo.table.c.person_id == person.id):
            current.delete(old)
        current.insert(Photo(person_id=person.id, blob=blob, taken_on=PartialDate.of(office.today())))


def remove_photo(office: Office, person: Person) -> None:
    """Take the person's photo away; undo brings it back."""
    with office.operation(f"删除照片：{person.name or '干部'}", right=EDIT) as current:
        for old in current.find(Photo, Photo.table.c.person_id == person.id):
            current.delete(old)


def attach_file(office: Office, person: Person, source: Path, *, note: str = "") -> None:
    """Keep a file inside the store with the person's record."""
    try:
        content = source.read_bytes()
    except OSError as error:
        raise CheckFailed(f"“{source.name}”读不出来（{cause_of(error)}），没有存入；数据未改动") from error
    if len(content) > MAX_ATTACHMENT_BYTES:
        raise CheckFailed(f"“{source.name}”超过 {MAX_ATTACHMENT_BYTES // 1024 // 1024} MB，没有存入；数据未改动")
    with office.operation(f"存入附件：{source.name}", right=EDIT) as current:
        position = len(current.find(Attachment, Attachment.table.c.person_id == person.id)) + 1
        current.insert(
            Attachment(
                person_id=person.id,
                position=position,
                file_name=source.name,
                note=note or None,
                added_on=PartialDate.of(office.today()),
                blob=current.put_blob(content),
            )
        )


def reorder_people(office: Office, person_ids: Sequence[str]) -> None:
    """Set 班子内序 of one unit's people by their order in ``person_ids``."""
    with office.operation("调整班子内排序", right=EDIT) as current:
        pairs: list[tuple[Record, Record]] = []
        for position, person_id in enumerate(person_ids, 1):
            person = current.get(Person, person_id)
            pairs.append((person, replace(person, {"position": position})))
        current.update_many(pairs)


def save_dossier(
    office: Office,
    person: Person,
    pairs: Sequence[Pair],
    *,
    said: Said | None = None,
) -> None:
    """Save everything changed on a person's page (the person, the form's texts, rows of sets) as one step."""
    changed = [(old, new) for old, new in pairs if isinstance(old, Person) and isinstance(new, Person)]
    if any(not new.name for _, new in changed):
        raise CheckFailed("姓名不能为空；没有保存，您的输入还在屏幕上")
    if len(changed) == len(pairs) == 1:
        save_person(office, *changed[0], said=said)
    elif pairs:
        save_rows(office, person, pairs, said=said)
