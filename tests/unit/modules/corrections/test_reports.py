"""14.03 time limits and the share granted; F12 the spread of entries that count, both worked out by hand."""

from __future__ import annotations

from pathlib import Path

from support.builders import add, make_office, make_person
from support.political_samples import effective_entry, forward, reverse

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.parameter_deciding import set_override
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.kernel.report.spec import Figure, Period
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.modules.corrections.reports import challenges, restrictions
from ganbu_desktop.modules.political import actions


def test_entries_in_force_are_spread_over_groups_that_are_large_enough(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    people = [make_person(office, f"男{n}", sex="1") for n in range(8)]
    people += [make_person(office, f"女{n}", sex="2") for n in range(6)]
    for person in people[:2]:
        effective_entry(office, reverse(person.id, ends_on=PartialDate(2027, 1, 1)))
    effective_entry(office, forward(people[3].id))
    actions.save_entries(office, [(None, reverse(people[4].id))], title="草稿")
    rows = {(row[0], row[1]): row[2:] for row in restrictions(office, Period.parse("2026")).tables[0].rows}

    def shown(sex: str) -> list[int | None]:
        return [cell.value for cell in rows["性别", sex] if isinstance(cell, Figure)]

    assert (shown("男"), shown("女")) == ([8, 2, 250], [6, 0, 0])
    over = {r[1]: r[3] for r in restrictions(office, Period.parse("2027")).tables[0].rows}
    assert isinstance(over["男"], Figure)
    assert over["男"].value == 0


def test_challenges_are_counted_with_their_time_limits_and_what_was_granted(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    assert [c.shown() for c in challenges(office, Period.parse("2026")).tables[0].rows[0] if isinstance(c, Figure)][
        2::2
    ] == ["无记录", "无记录", "无记录"]

    def asked(accepted: int | None, concluded: int | None, conclusion: str | None) -> Correction:
        return Correction(
            entry_table="t",
            entry_id="e",
            asked="有误",
            asked_on=PartialDate(2026, 1, 5),
            accepted_on=PartialDate(2026, 1, accepted) if accepted else None,
            concluded_on=PartialDate(2026, 1, concluded) if concluded else None,
            conclusion=conclusion,
        )

    with office.file.writer() as connection:
        for row in (asked(6, 20, "1"), asked(20, 28, "3"), asked(None, None, None)):
            connection.execute(Correction.table.insert(), row.__dict__)
    (row,) = challenges(office, Period.parse("2026")).tables[0].rows
    shown = [cell.shown() for cell in row if isinstance(cell, Figure)]
    assert shown == ["3", "2", "50.0%", "2", "100.0%", "1", "50.0%", "0"]


def test_two_of_139_and_four_of_364_do_not_read_the_same(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    people = [Person(name=f"女{n}", sex="2") for n in range(139)] + [Person(name=f"男{n}", sex="1") for n in range(364)]
    add(office, *people)
    for person in (*people[:2], *people[139:143]):
        effective_entry(office, reverse(person.id))
    report = restrictions(office, Period.parse("2026"))
    told = {row[1]: row[2:] for row in report.tables[0].rows if row[0] == "性别"}
    said = {title: [c.shown() for c in row if isinstance(c, Figure)] for title, row in told.items()}
    assert said == {"女": ["139", "2", "1.4"], "男": ["364", "4", "1.1"]}


def test_sums_are_rounded_where_the_office_asks_for_it(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    people = [Person(name=f"男{n}", sex="1") for n in range(50)]
    add(office, *people)
    for person in people[:2]:
        effective_entry(office, reverse(person.id))
    set_override(office, name="self_check_rounding", value="5", effective_from=PartialDate(2026), document="会议纪要")
    (row, *_) = restrictions(office, Period.parse("2026")).tables[0].rows
    shown = [cell.shown() for cell in row if isinstance(cell, Figure)]
    assert shown in (["50", "0", "0.0"], ["50", "5", "10.0"])


def test_who_left_before_the_day_is_not_counted(tmp_path: Path) -> None:
    """Whoever retired within the period is gone from it with the entries; a retirement after it changes nothing."""
    office = make_office(tmp_path)
    people = [Person(name=f"男{n}", sex="1", management_state="现职人员") for n in range(12)]
    add(office, *people)
    for person in people[:3]:
        effective_entry(office, reverse(person.id))
    for person, left in ((people[0], PartialDate(2026, 5, 1)), (people[1], PartialDate(2027, 1, 1))):
        served = ServiceSpell(person_id=person.id, state="现职人员", from_on=PartialDate(2010), until_on=left)
        add(office, served, ServiceSpell(person_id=person.id, state="离退人员", from_on=left))
    (row, *_) = restrictions(office, Period.parse("2026")).tables[0].rows
    assert [cell.shown() for cell in row if isinstance(cell, Figure)] == ["11", "2", "18.2"]
