"""What the audit promises: every step is one entry, can be taken back whole, and nothing changes without one."""

from __future__ import annotations

import dataclasses
import inspect
import random
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from support.builders import add, clock, make_office, make_person, make_unit
from support.honest_rows import honest_row, ledger_saved_by
from support.lrmx_samples import picture
from support.sanctions import registered

from ganbu_desktop.foundation.errors import CheckFailed, NotFound, PermissionDenied, UndoConflict
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import restore_version, save_changes
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office import opening, recycle_bin, safekeeping
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.office.parameter_deciding import set_override
from ganbu_desktop.kernel.people import service_derive
from ganbu_desktop.kernel.people.person import Education, Person, Photo, Relative, Tenure
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.spine.actions import make_effective
from ganbu_desktop.modules import ledgers, rooms
from ganbu_desktop.modules.checks import checking
from ganbu_desktop.modules.intake import apply, mappings, plan, report
from ganbu_desktop.modules.intake.incoming import Incoming
from ganbu_desktop.modules.paper import export, printing
from ganbu_desktop.modules.paper.job import PrintJob
from ganbu_desktop.modules.people import actions
from ganbu_desktop.modules.statistics.cross import Ask
from ganbu_desktop.modules.statistics.records import CrossTable
from ganbu_desktop.modules.units import actions as unit_actions
from ganbu_desktop.store.audit import Announcement
from ganbu_desktop.store.operations import change_table, operation_table
from ganbu_desktop.store.record import Record, is_derived, record_types

ACTOR = "管理员"
State = dict[tuple[str, str], Record]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def state_of(office: Office) -> State:
    """Return every record of the store by table and id; what is derived from them has to be in step."""
    with office.reading() as connection:
        assert service_derive.differences(connection) == 0
    return {(cls.table.name, r.id): r for cls in record_types() for r in office.find(cls) if not is_derived(r)}


def entries(office: Office) -> int:
    with office.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(operation_table)).scalar_one())


# --- single steps -----------------------------------------------------------------------------------------------------


def test_a_step_leaves_one_entry_with_both_images(office: Office) -> None:
    person = make_person(office)
    actions.save_person(office, person, dataclasses.replace(person, name="王大明", native_place="湖南长沙"))
    (newest, (change,)), _ = office.operations.history(person.id)
    assert (newest.actor, newest.at, newest.kind) == (ACTOR, clock(), "edit")
    assert "姓名" in newest.title
    assert (change.before or {})["name"] == "王小明"
    assert (change.after or {})["native_place"] == "湖南长沙"
    assert "native_place" not in (change.before or {})


def test_a_step_that_changes_nothing_leaves_no_entry(office: Office) -> None:
    person = make_person(office)
    before = entries(office)
    heard: list[Announcement] = []
    office.operations.listen(heard.append)
    actions.save_person(office, person, dataclasses.replace(person))
    with office.operation("看一看", right="test"):
        pass
    assert entries(office) == before
    assert heard == []


def test_a_failing_step_leaves_nothing(office: Office) -> None:
    person = make_person(office)
    before = office.file.digest().value

    def half() -> None:
        with office.operation("一半", right="test") as current:
            current.change(person, name="改了")
            current.insert(Person(name="多一个"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert office.file.digest().value == before


def test_undo_and_redo_of_each_kind_of_change(office: Office) -> None:
    person = make_person(office)
    add(office, Relative(person_id=person.id, name="李四", relation="妻子"))
    made = state_of(office)
    changed = dataclasses.replace(person, name="王大明")
    actions.save_person(office, person, changed)
    actions.delete_people(office, [person.id])
    gone = state_of(office)
    assert gone == {}
    assert office.operations.undo(actor=ACTOR).title.startswith("删除干部")
    assert office.operations.undo(actor=ACTOR).title.startswith("修改王大明")
    assert state_of(office) == made
    assert office.operations.redo(actor=ACTOR).title.startswith("修改王大明")
    assert office.get(Person, person.id) == changed
    office.operations.redo(actor=ACTOR)
    assert state_of(office) == gone
    assert office.operations.redoable() is None


def test_an_edit_after_an_undo_leaves_nothing_to_redo(office: Office) -> None:
    person = make_person(office)
    actions.save_person(office, person, dataclasses.replace(person, name="甲"))
    office.operations.undo(actor=ACTOR)
    actions.save_person(office, person, dataclasses.replace(person, name="乙"))
    with pytest.raises(NotFound):
        office.operations.redo(actor=ACTOR)


def test_nothing_to_undo_is_a_sentence(office: Office) -> None:
    with pytest.raises(NotFound, match="没有可以撤销"):
        office.operations.undo(actor=ACTOR)


def test_an_older_step_whose_record_changed_since_is_not_undone(office: Office) -> None:
    person = make_person(office)
    first = dataclasses.replace(person, name="第一次")
    actions.save_person(office, person, first)
    (step, _), *_ = office.operations.history(person.id)
    actions.save_person(office, first, dataclasses.replace(first, name="第二次"))
    before = office.file.digest().value
    with pytest.raises(UndoConflict, match="数据未改动"):
        office.operations.reverse(step, actor=ACTOR)
    assert office.file.digest().value == before


def test_somebody_elses_change_is_never_overwritten(office: Office) -> None:
    person = make_person(office)
    actions.save_person(office, person, dataclasses.replace(person, name="别人改的"))
    before = office.file.digest().value
    with pytest.raises(UndoConflict, match="没有保存"):
        actions.save_person(office, person, dataclasses.replace(person, name="我改的"))
    with pytest.raises(UndoConflict):
        save_changes(office, [(None, Person(name="一起写的")), (person, None)], title="两件事", right="test")
    assert office.file.digest().value == before


def test_three_hundred_people_are_undone_in_one_step(office: Office) -> None:
    with office.operation("导入 300 人", right="test", kind="import") as current:
        people = [Person(name=f"赵{n}") for n in range(300)]
        current.insert_many(people)
        current.insert_many([Relative(person_id=p.id, name="孙", relation="妻子") for p in people for _ in range(3)])
    full = state_of(office)
    assert len(full) == 1200
    office.operations.undo(actor=ACTOR)
    assert state_of(office) == {}
    office.operations.redo(actor=ACTOR)
    assert state_of(office) == full


def test_listeners_hear_what_was_touched(office: Office) -> None:
    heard: list[Announcement] = []
    stop = office.operations.listen(heard.append)
    person = actions.register_person(office, Person(name="钱一"))
    add(office, Relative(person_id=person.id, name="孙", relation="妻子"))
    actions.delete_people(office, [person.id])
    stop()
    make_person(office)
    assert [a.tables for a in heard] == [{"person"}, {"relative"}, {"person", "relative"}]
    assert heard[0].entry.title == "新增干部：钱一"


# --- history, recycle bin, purge --------------------------------------------------------------------------------------


def test_an_earlier_version_is_brought_back_as_a_new_step(office: Office) -> None:
    person = make_person(office, native_place="湖南长沙")
    changed = dataclasses.replace(person, name="错名", native_place=None)
    actions.save_person(office, person, changed)
    (_, (change,)), *_ = office.operations.history(person.id)
    restore_version(office, change, right=actions.EDIT)
    assert office.get(Person, person.id) == person
    assert office.operations.undo(actor=ACTOR).kind == "restore"
    assert office.get(Person, person.id) == changed


def test_a_version_of_a_deleted_record_is_written_again(office: Office) -> None:
    person = make_person(office)
    relative = Relative(person_id=person.id, name="李四", relation="妻子")
    add(office, relative)
    actions.save_rows(office, person, [(relative, None)])
    change = next(c for _, found in office.operations.history(person.id) for c in found if c.after is None)
    restore_version(office, change, right=actions.EDIT)
    assert office.find(Relative) == [relative]


def test_deleted_people_come_back_whole_from_the_bin(office: Office) -> None:
    unit = make_unit(office, "试验县第一局")
    person = make_person(office, unit_id=unit.id)
    add(office, Tenure(person_id=person.id, unit_id=unit.id, post_name="局长"))
    add(office, Education(person_id=person.id, school="某大学"))
    before = state_of(office)
    actions.delete_people(office, [person.id])
    (entry,) = recycle_bin.deleted(office)
    assert (entry.title, entry.actor, entry.record_label, entry.days_left) == ("王小明", ACTOR, "干部", 90)
    recycle_bin.restore(office, entry)
    assert state_of(office) == before
    assert recycle_bin.deleted(office) == []
    with pytest.raises(UndoConflict):
        recycle_bin.restore(office, entry)


def test_a_person_whose_unit_is_gone_too_waits_for_the_unit(office: Office) -> None:
    unit = make_unit(office, "试验县第一局")
    person = make_person(office, unit_id=unit.id)
    actions.delete_people(office, [person.id])
    unit_actions.delete_unit(office, unit)
    of_unit, of_person = recycle_bin.deleted(office)
    before = office.file.digest().value
    with pytest.raises(CheckFailed, match="先恢复"):
        recycle_bin.restore(office, of_person)
    assert office.file.digest().value == before
    recycle_bin.restore(office, of_unit)
    recycle_bin.restore(office, of_person)
    assert office.get(Person, person.id) == person


def test_purged_records_leave_no_trace_of_their_content_and_no_undo(office: Office) -> None:
    person = make_person(office, name="欧阳测试", id_number="990000198001010017")
    add(office, Relative(person_id=person.id, name="独孤测试", relation="妻子"))
    actions.delete_people(office, [person.id])
    (entry,) = recycle_bin.deleted(office)
    with pytest.raises(CheckFailed, match="完整输入"):
        recycle_bin.purge(office, entry, typed="欧阳")
    assert recycle_bin.deleted(office) == [entry]
    recycle_bin.purge(office, entry, typed="欧阳测试")
    assert recycle_bin.deleted(office) == []
    with office.reading() as connection:
        images = connection.execute(sa.select(change_table.c.before, change_table.c.after)).all()
    assert all(image == (None, None) for image in images)
    before = state_of(office)
    with pytest.raises(UndoConflict, match="彻底删除"):
        office.operations.undo(actor=ACTOR)
    with pytest.raises(NotFound):
        recycle_bin.restore(office, entry)
    assert state_of(office) == before
    assert office.operations.recent()[0].kind == "purge"


# --- random histories against a model ---------------------------------------------------------------------------------


class Model:
    """What the store must hold, kept by plain dictionaries."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.rng = office, random.Random(seed)
        self.state: State = {}
        self.done: list[tuple[State, State]] = []
        self.undone: list[tuple[State, State]] = []
        self.lost: dict[str, State] = {}

    def step(self, after: State) -> None:
        if after != self.state:
            self.done.append((self.state, after))
            self.undone.clear()
            self.move(after)

    def move(self, after: State) -> None:
        for key in [k for k in self.state if k[0] == "person" and k not in after]:
            self.lost[key[1]] = {k: r for k, r in self.state.items() if key[1] in (k[1], getattr(r, "person_id", ""))}
        self.state = after

    def people(self) -> list[Any]:
        return [r for (table, _), r in sorted(self.state.items()) if table == "person"]

    def with_records(self, *records: Record) -> State:
        return self.state | {(type(r).table.name, r.id): r for r in records}

    def without(self, owner: str) -> State:
        return {k: r for k, r in self.state.items() if owner not in (k[1], getattr(r, "person_id", ""))}


def _register(model: Model) -> None:
    person = Person(name=model.rng.choice("赵钱孙李") + model.rng.choice("明华强"), born_on=PartialDate(1970, 3))
    actions.register_person(model.office, person)
    model.step(model.with_records(person))


def _edit(model: Model) -> None:
    if people := model.people():
        old = model.rng.choice(people)
        new = dataclasses.replace(
            old,
            name=model.rng.choice(["周一", "吴二", "郑三"]),
            native_place=model.rng.choice([None, "湖南长沙"]),
            work_began_on=model.rng.choice([None, PartialDate(1990), PartialDate(1991, 7, 2)]),
        )
        actions.save_person(model.office, old, new)
        model.step(model.with_records(new))


def _rows(model: Model) -> None:
    if people := model.people():
        person = model.rng.choice(people)
        own = [r for r in model.state.values() if getattr(r, "person_id", None) == person.id]
        pairs: list[tuple[Any, Any]] = [(None, Education(person_id=person.id, school="某大学", position=len(own)))]
        after = model.with_records(pairs[0][1])
        if own:
            old = model.rng.choice(own)
            if model.rng.random() < 0.5:
                pairs.append((old, None))
                del after[type(old).table.name, old.id]
            else:
                new = dataclasses.replace(old, school=model.rng.choice(["甲校", None]))  # type: ignore[type-var]
                pairs.append((old, new))
                after[type(old).table.name, old.id] = new
        actions.save_rows(model.office, person, pairs)
        model.step(after)


def _delete(model: Model) -> None:
    if people := model.people():
        person = model.rng.choice(people)
        actions.delete_people(model.office, [person.id])
        model.step(model.without(person.id))


def _restore(model: Model) -> None:
    found = recycle_bin.deleted(model.office)
    assert {e.record_id for e in found} == {i for i in model.lost if ("person", i) not in model.state}
    if found:
        entry = model.rng.choice(found)
        recycle_bin.restore(model.office, entry)
        model.step(model.state | model.lost[entry.record_id])


def _undo(model: Model) -> None:
    if model.done:
        before, after = model.done.pop()
        model.office.operations.undo(actor=ACTOR)
        model.undone.append((before, after))
        model.move(before)
    else:
        assert model.office.operations.undoable() is None


def _redo(model: Model) -> None:
    if model.undone:
        before, after = model.undone.pop()
        model.office.operations.redo(actor=ACTOR)
        model.done.append((before, after))
        model.move(after)
    else:
        assert model.office.operations.redoable() is None


STEPS: list[tuple[Callable[[Model], None], int]] = [
    (_register, 20),
    (_edit, 20),
    (_rows, 25),
    (_delete, 8),
    (_restore, 5),
    (_undo, 14),
    (_redo, 8),
]


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.soak), pytest.param(3, marks=pytest.mark.soak)])
def test_random_histories_agree_with_a_model(office: Office, seed: int) -> None:
    model = Model(office, seed)
    kinds, weights = zip(*STEPS, strict=True)
    for number in range(500):
        model.rng.choices(kinds, weights)[0](model)
        if number % 20 == 0:
            assert state_of(office) == model.state, number
    assert state_of(office) == model.state
    assert_audit_is_one_to_one(office)
    while model.done:
        _undo(model)
    assert state_of(office) == {} == model.state
    assert safekeeping.verify(office).problems == ()


def assert_audit_is_one_to_one(office: Office) -> None:
    """Replaying the images from nothing gives the store; no operation without changes, no change without operation."""
    replayed: dict[tuple[str, str], dict[str, Any]] = {}
    with office.reading() as connection:
        numbers = set(connection.execute(sa.select(operation_table.c.seq)).scalars())
        used = set(connection.execute(sa.select(change_table.c.operation)).scalars())
    assert numbers == used
    for number in sorted(numbers):
        for change in office.operations.changes_of(number):
            key = change.record_table, change.record_id
            assert replayed.get(key) == change.before, key
            if change.after is None:
                del replayed[key]
            else:
                replayed[key] = change.after
    assert replayed.keys() == state_of(office).keys()


# --- rights -----------------------------------------------------------------------------------------------------------


def _public_actions() -> list[Callable[..., Any]]:
    found = []
    for room in rooms():
        if find_spec(f"ganbu_desktop.modules.{room}.actions") is None:
            continue  # a room of described rows alone has no verbs of its own
        module = import_module(f"ganbu_desktop.modules.{room}.actions")
        for _, function in inspect.getmembers(module, inspect.isfunction):
            takes_office = next(iter(inspect.signature(function).parameters), "") == "office"
            if function.__module__ == module.__name__ and takes_office and not function.__name__.startswith("_"):
                found.append(function)
    return found


def _stored(office: Office, ledger: str, **values: Any) -> Record:
    """Return a row of a ledger as it stands in the store."""
    row = honest_row(office, next(spec for spec in ledgers() if spec.name == ledger))
    made = dataclasses.replace(cast("Any", row), **values)
    add(office, made)
    return cast("Record", made)


def _arguments(office: Office, function: Callable[..., Any], folder: Path) -> tuple[list[Any], dict[str, Any]]:
    """Return honest values for an action's parameters; an action with a parameter not known here fails the test."""
    person, unit = office.find(Person)[0], office.find(Unit)[0]
    image = folder / "照片.jpg"
    image.write_bytes(picture())
    units = function.__module__.endswith("units.actions")
    spec = ledger_saved_by(function)
    relative = Relative(person_id=person.id, name="李四", relation="妻子")
    values = {
        "person": dataclasses.replace(person, id="f" * 32) if function is actions.register_person else person,
        "old": unit if units else person,
        "new": dataclasses.replace(unit if units else person, name="改名"),
        "unit": Unit(name="新单位") if function is unit_actions.register_unit else unit,
        "pairs": [(None, honest_row(office, spec) if spec else relative)],
        "person_ids": [person.id],
        "unit_id": unit.id,
        "parent_id": None,
        "sibling_ids": [unit.id],
        "source": image,
        "title": "登记",
        "what": "解决住房",
        "responsible": "张三",
        "closed_by": "李四",
        "due_on": PartialDate(2026, 6),
        "ask": Ask("sex", "ethnicity-each"),
        "restored_on": PartialDate(2026, 3, 1),
        "until": PartialDate(2027, 6, 1),
        "document": "县委〔2026〕9号",
    }
    required = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty][1:]
    for name in {"talk", "need"} & {p.name for p in required}:
        done = {"responsible": "张三", "result": "已办", "finished_on": PartialDate(2026, 2)} if name == "need" else {}
        values[name] = _stored(office, f"{name}s", **done)
    if "entry" in {p.name for p in required}:
        values["entry"] = make_effective(office, registered(office, kind="14"))
    if "table" in {p.name for p in required}:
        values["table"] = CrossTable(title="性别", down="sex", across="ethnicity-each", shares="none", made_by="管理员")
        add(office, values["table"])
    by_name = {p.name: values[p.name] for p in required if p.kind is p.KEYWORD_ONLY}
    return [values[p.name] for p in required if p.name not in by_name], by_name


@pytest.mark.parametrize("function", _public_actions(), ids=lambda f: f"{f.__module__.split('.')[-2]}.{f.__name__}")
def test_an_account_without_the_right_changes_nothing(
    office: Office, function: Callable[..., Any], tmp_path: Path
) -> None:
    unit = make_unit(office, "试验县第一局", position=5)
    person = make_person(office, position=7)
    add(office, Photo(person_id=person.id, blob="0" * 64))
    arguments, by_name = _arguments(office, function, tmp_path)
    before = office.file.digest().value
    weak = Office(office.file, Account("查询员", frozenset({"look"})), clock=clock)
    with pytest.raises(PermissionDenied, match=r"没有这项操作的权限.*数据未改动"):
        function(weak, *arguments, **by_name)
    assert office.file.digest().value == before
    if function is unit_actions.delete_unit:
        arguments = [unit]
    function(office, *arguments, **by_name)
    assert office.file.digest().value != before, "the honest call must change something, or the test proves nothing"


@pytest.mark.parametrize("spec", ledgers(), ids=lambda spec: spec.name)
def test_no_ledger_is_written_without_the_right(office: Office, spec: LedgerSpec) -> None:
    make_unit(office, "试验县第一局")
    make_person(office)
    row = honest_row(office, spec)
    before = office.file.digest().value
    weak = Office(office.file, Account("查询员", frozenset({"look"})), clock=clock)
    with pytest.raises((PermissionDenied, CheckFailed)):
        spec.save(weak, [(None, row)], title="登记")
    assert office.file.digest().value == before


def test_every_other_verb_asks_for_its_right_too(office: Office, tmp_path: Path) -> None:
    person = make_person(office)
    actions.delete_people(office, [person.id])
    (entry,) = recycle_bin.deleted(office)
    make_person(office)
    (_, (change,)), *_ = office.operations.history(person.id)
    weak = Office(office.file, Account("查询员", frozenset()), clock=clock)
    ids = [p.id for p in office.find(Person)]
    nothing = plan.ImportPlan(Incoming(), [], [], [])
    verbs: list[Callable[[], object]] = [
        lambda: recycle_bin.restore(weak, entry),
        lambda: recycle_bin.purge(weak, entry, typed=entry.title),
        lambda: restore_version(weak, change, right=actions.EDIT),
        lambda: apply.apply_plan(weak, nothing),
        lambda: report.write_report(weak, nothing, [], tmp_path / "返回.xlsx"),
        lambda: mappings.remember(weak, "x", "表", {1: "A01.姓名"}),
        lambda: export.export_collection(weak, ids, tmp_path / "表.xlsx"),
        lambda: list(export.iterate_lrmx(weak, ids)),
        lambda: printing.run(weak, PrintJob("appointment", ids, tmp_path / "表.pdf")),
        lambda: checking.write_report(weak, checking.check_everyone(weak), tmp_path / "校核.xlsx"),
        weak.undo,
        weak.redo,
        lambda: opening.change_password(weak, "旧口令 Correct-1", "新口令 Correct-2"),
        lambda: opening.set_password(weak, "新口令 Correct-2"),
        lambda: safekeeping.confirm_restore(weak),
        lambda: safekeeping.backup_now(weak),
        lambda: safekeeping.backup_to(weak, tmp_path / "备份.ganbu"),
        lambda: set_override(
            weak, name="recycle_bin_days", value="30", effective_from=PartialDate(2026), document="某文"
        ),
    ]
    before = office.file.digest().value
    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()
    assert office.file.digest().value == before
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file() and "测试" not in p.name) == []
