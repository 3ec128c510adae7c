"""Asking 100,000 people: thirty conditions, a filter with another order, the number of hits while building.

Ours: conditions as data to the ids of the list. Bare: the same statements by the driver alone. At most twice.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from bench_search import bare, statements_of
from ratios import Measured, demo_office, percentile

from ganbu_desktop import modules
from ganbu_desktop.kernel.list.conditions.catalogue import people_catalogue
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.list.conditions.tree import OR, Condition, Group, Ready
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import person_list
from ganbu_desktop.kernel.people.person_list import ListQuery, Order
from ganbu_desktop.store.sql import raw_connection

SIZES = (20_000, 100_000)
SMALLEST = {"sizes": (40,)}
RUNS, MOST = 5, 2.0
_CODES = ("汉族", "苗族", "回族", "满族", "壮族", "土家族")


def thirty() -> Group:
    """Return thirty conditions of every kind, most of which few people fail."""
    people = [
        Condition("person.ethnicity", "among", _CODES),
        Condition("person.sex", "not_empty"),
        Condition("person.born_on", "between", ("1960", "2005")),
        Condition("person.work_began_on", "after", ("1975",)),
        Condition("person.name", "not_contains", ("某",)),
        Condition("person.current_post", "not_contains", ("协会",)),
        Condition("person.resume", "not_contains", ("股份有限公司",)),
        Condition("person.post_level", "not_empty"),
        Condition("person.id_number", "not_empty"),
        Condition("person.unit_id", "not_empty"),
        Condition("person.health", "not_among", ("残疾",)),
        Condition("reckoned.age", "between", ("20", "63")),
        Condition("reckoned.level_years", "at_most", ("40",)),
        Condition("reckoned.post_years", "at_most", ("40",)),
    ]
    sets = [
        Condition("tenure.post_name", "not_empty", which="current"),
        Condition("tenure.appointed_on", "after", ("1980",), which="any"),
        Condition("education.level", "among", ("大学", "研究生", "大专", "省委党校大学"), which="any"),
        Condition("annual_result.result", "equal", ("不称职",), which="none"),
        Condition("reward.name", "contains", ("撤职",), which="none"),
        Condition("relative.relation", "not_empty", which="any"),
        Condition("level_history.level", "not_empty", which="any"),
        Condition("education.school", "contains", ("大学", "党校", "学校"), which="any"),
    ]
    ready = [
        Ready("affected-before"),
        Ready("retires-within", (("months", "600"),)),
        Ready("under-age", (("age", "62"),)),
        Ready("no-talk", (("months", "6"),)),
    ]
    either = Group(
        OR,
        (
            Ready("excellent-lately"),
            Ready("post-years", (("years", "1"),)),
            Ready("experience"),
            Condition("person.native_place", "not_empty"),
        ),
    )
    return Group(members=(*people, *sets, Group(members=(ready[0],), is_negated=True), *ready[1:], either))


def queries(office: Office) -> dict[str, Callable[[], ListQuery]]:
    """Return what is measured: each makes its query anew from data, as the list does."""
    catalogue, moment, tree = people_catalogue(modules.ready_conditions()), Moment.of(office), thirty()
    assert tree.count() == 30
    filters = (("ethnicity", "非汉族"), ("born_on", "1985–1995"))
    return {
        "30 个条件": lambda: ListQuery(where=catalogue.where(tree, moment)),
        "筛选两列，按姓氏笔画": lambda: ListQuery(filters=filters, order=Order.STROKES),
        "年龄以下，按职务层次": lambda: ListQuery(
            where=catalogue.where(Group(members=(Ready("under-age"),)), moment), order=Order.LEVEL
        ),
    }


def found(office: Office, make: Callable[[], ListQuery]) -> list[str]:
    with office.reading() as connection:
        return person_list.ids(connection, make())


def measure(sizes: tuple[int, ...] = SIZES) -> list[Measured]:
    lines = []
    for size in sizes:
        office = demo_office(size)
        for what, make in queries(office).items():
            lines.append(_measured(office, size, what, make))
        office.file.close()
    return lines


def _measured(office: Office, size: int, what: str, make: Callable[[], ListQuery]) -> Measured:
    with statements_of(office.file._readers) as sent:
        hits = len(found(office, make))
    statements: list[tuple[str, Any]] = [s for s in sent if s[0].lstrip().startswith(("SELECT", "WITH"))]
    ours, plain = [], []
    for _ in range(RUNS):
        begun = time.perf_counter()
        found(office, make)
        ours.append(time.perf_counter() - begun)
        with office.reading() as connection:
            raw = raw_connection(connection)
            begun = time.perf_counter()
            bare(raw, statements)
            plain.append(time.perf_counter() - begun)
    middle, middle_bare = percentile(ours, 0.5), percentile(plain, 0.5)
    return Measured(f"{what} / 裸查询", size, middle, middle_bare, MOST, f"{middle * 1e3:.0f} ms，{hits} 人")


if __name__ == "__main__":
    for line in measure():
        print(f"{line.people}: {line.what}: {line.ratio:.2f}  {line.note}")
    sys.exit()
