"""Cross tables: by hand, and the laws that hold for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.builders import add, make_office, make_person, make_unit
from support.county_statistics import RETIRED, make_statistics_county, shown
from support.laws import examples

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.spec import Figure, Period, Report
from ganbu_desktop.modules.statistics import lines
from ganbu_desktop.modules.statistics.cross import MOST_COLUMNS, SHARES, Ask, Counts, cross_report
from ganbu_desktop.modules.statistics.dimensions import DIMENSIONS, Parting
from ganbu_desktop.modules.statistics.population import TEAMS, Population

MARCH = Period.parse("2026-03")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = make_office(tmp_path_factory.mktemp("cross"))
    make_statistics_county(made)
    return made


def test_age_against_sex_by_hand(office: Office) -> None:
    found = cross_report(office, Ask("age", "sex", "row"), MARCH)
    assert found.tables[0].header[0] == ("年龄", "男", "男", "女", "女", "无记录", "无记录", "合计", "合计")
    rows = {row[0]: row[1:] for row in shown(found)}
    assert " ".join(rows["30岁及以下"]) == "1 50.0% 0 0.0% 1 50.0% 2 100.0%"
    assert " ".join(rows["41—45岁"]) == "0 0.0% 1 100.0% 0 0.0% 1 100.0%"
    assert " ".join(rows["46—50岁"]) == "0 — 0 — 0 — 0 —"
    assert " ".join(rows["无记录"]) == "0 0.0% 1 100.0% 0 0.0% 1 100.0%"
    assert " ".join(rows["合计"]) == "4 57.1% 2 28.6% 1 14.3% 7 100.0%"


def test_shares_of_columns_and_of_everybody(office: Office) -> None:
    columns = {r[0]: r[1:] for r in shown(cross_report(office, Ask("level", "sex", "column"), MARCH))}
    assert " ".join(columns["正科"]) == "2 50.0% 1 50.0% 0 0.0% 3 42.9%"
    total = {r[0]: r[1:] for r in shown(cross_report(office, Ask("level", "sex", "total"), MARCH))}
    assert " ".join(total["正科"]) == "2 28.6% 1 14.3% 0 0.0% 3 42.9%"


def test_somebody_with_several_sources_counts_once(office: Office) -> None:
    rows = {r[0]: r[-1] for r in shown(cross_report(office, Ask("source", "sex"), MARCH))}
    assert rows == {lines.SEVERAL: "1", "五方面人员：第一书记": "1", "无记录": "5", "合计": "7"}


def test_populations(office: Office) -> None:
    def total(population: Population) -> Figure:
        cell = cross_report(office, Ask("age", "sex"), MARCH, population).tables[0].rows[-1][-1]
        assert isinstance(cell, Figure)
        return cell

    people = {p.name: p.id for p in office.find(Person)}
    bureau = next(u for u in _units(office) if u.name == "县财政局")
    assert total(TEAMS).value == 5
    below = total(Population("县财政局及下级", unit_id=bureau.id))
    assert below.value == 2
    assert below.left_out == ((people["辛"], "离退人员"),)
    chosen = total(Population("选中的人", ids=(people["辛"], people["甲"], "没有这个人")))
    assert set(chosen.people) == {people["辛"], people["甲"]}
    assert chosen.left_out == ()


def _units(office: Office) -> list[object]:
    from ganbu_desktop.kernel.people.unit import Unit

    return list(office.find(Unit))


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda d: d.name)
def test_every_dimension_counts_everybody_once(office: Office, dimension: object) -> None:
    name = dimension.name  # type: ignore[attr-defined]
    _sums_hold(cross_report(office, Ask(name, "level" if name != "level" else "sex", "row"), MARCH), 7)


def _sums_hold(report: Report, people: int) -> None:
    """Every cell names as many people as it says; lines and columns add up; everybody stands in one cell."""
    rows = [[c for c in row if isinstance(c, Figure) and "÷" not in c.formula] for row in report.tables[0].rows]
    for row in rows:
        assert all(figure.value == len(set(figure.people)) for figure in row)
        assert sum(figure.value or 0 for figure in row[:-1]) == row[-1].value
    for column in zip(*rows, strict=True):
        assert sum(figure.value or 0 for figure in column[:-1]) == column[-1].value
    inner = [person for row in rows[:-1] for figure in row[:-1] for person in figure.people]
    assert len(inner) == len(set(inner)) == people
    assert rows[-1][-1].value == people


_PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "sex": st.sampled_from(("1", "2", None)),
            "born_on": st.one_of(st.none(), st.builds(PartialDate, st.integers(1950, 2030), st.integers(1, 12))),
            "political_status": st.sampled_from(("01", "05", "12", "13", None, "别的写法")),
            "post_level": st.sampled_from(("1A41", "1A42", "1A50", "自己写的", None)),
            "management_state": st.sampled_from((None, "现职人员", RETIRED)),
        }
    ),
    max_size=25,
)

_ASKED = st.permutations(("sex", "age", "party", "level", "post-level"))


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=_PEOPLE,
    asked=st.permutations(("sex", "age", "party", "level", "post-level")),
    shares=st.sampled_from([*SHARES]),
)
def test_sums_equal_the_population(
    tmp_path: Path, people: list[dict[str, object]], asked: list[str], shares: str
) -> None:
    made = make_office(tmp_path, f"{len(list(tmp_path.iterdir()))}.ganbu")
    if people:
        add(made, *(Person(name="某", **values) for values in people))  # type: ignore[arg-type]
    serving = sum(values["management_state"] != RETIRED for values in people)
    _sums_hold(cross_report(made, Ask(asked[0], asked[1], shares), MARCH), serving)
    made.file.close()


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 5), st.integers(0, 5)), max_size=60))
def test_counting_keeps_the_order_of_people(rows: list[tuple[str, int, int]]) -> None:
    part = Parting(lambda raw: None if raw == 0 else f"{raw % 3}")
    counts = Counts()
    counts.add(rows, part, part)
    for line, found in counts.down.items():
        assert found == [person for person, down, _ in rows if part.line_of(down) == line]


def test_too_many_columns_are_refused_with_what_to_do(tmp_path: Path) -> None:
    made = make_office(tmp_path)
    for number in range(MOST_COLUMNS + 1):
        make_person(made, unit_id=make_unit(made, f"第{number}局").id)
    with pytest.raises(CheckFailed, match="请把它放到“行”"):
        cross_report(made, Ask("sex", "unit"), MARCH)
    assert len(cross_report(made, Ask("unit", "sex"), MARCH).tables[0].rows) == MOST_COLUMNS + 2


def test_units_of_one_name_do_not_share_a_line(tmp_path: Path) -> None:
    made = make_office(tmp_path)
    for parent in ("甲局", "乙局"):
        unit = make_unit(made, f"{parent}办公室", short_name="办公室")
        make_person(made, unit_id=unit.id)
    assert [r[0] for r in shown(cross_report(made, Ask("unit", "sex"), MARCH))] == ["办公室", "办公室（2）", "合计"]


def test_the_same_dimension_twice_and_an_unknown_one(office: Office) -> None:
    with pytest.raises(CheckFailed, match="同一个项目"):
        cross_report(office, Ask("sex", "sex"), MARCH)
    with pytest.raises(CheckFailed, match="没有名为“height”的统计项目"):
        cross_report(office, Ask("height", "sex"), MARCH)


@pytest.mark.parametrize(
    ("text", "line"),
    [("教授", "正高"), ("正高级工程师", "正高"), ("副教授", "副高"), ("高级工程师", "副高"), ("副主任医师", "副高"),
     ("工程师", "中初级"), ("助理研究员", "中初级"), ("无", "其他"), ("副研究员", "副高"), ("主任医师", "正高")],
)  # fmt: skip
def test_technical_titles(text: str, line: str) -> None:
    assert lines.title(text) == line


def test_every_degree_has_its_line() -> None:
    for entry in codes.table("degree").entries:
        assert any(word in entry.label for word in ("博士", "硕士", "学士"))
