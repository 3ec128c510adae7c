"""The words and numbers by which a table says whom it counts as of a day, whom not, and of whom that cannot be told.

Who came into the service only later is not left out of an earlier day: a table of last year must not change, in any of
its words, with those who were recruited since.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import NOT_YET, Serving
from ganbu_desktop.kernel.report.spec import Figure, ReportTable

NOT_CERTAIN = "不能确定"
FORMULA = "当日在职：管理状态为现职人员或没有填，按服务经历；调出、离退、去世以后不再是"
_MOST_NAMES = 20


def left_out(served: Serving) -> tuple[tuple[str, str], ...]:
    """Return everybody who does not count, with the reason; those of whom it cannot be told are said to be such."""
    return (*_gone(served), *((person, f"{NOT_CERTAIN}：{reason}") for person, reason in served.unknown))


def _gone(served: Serving) -> tuple[tuple[str, str], ...]:
    return tuple((person, reason) for person, reason in served.left_out if not reason.startswith(NOT_YET))


def population_remarks(connection: sa.Connection, served: Serving, day: date) -> tuple[str, ...]:
    """Return what stands under a table of who served on a day; those of whom it cannot be told are named."""
    inferred = sum(stay.is_inferred for stay in served.people.values())
    said = f"统计范围：{day:%Y.%m.%d} 在职的 {len(served.people)} 人"
    said += f"（其中 {inferred} 人按推断的服务经历）" if inferred else ""
    gone = _gone(served)
    reasons = Counter(reason.partition("（")[0] for _, reason in gone)
    out = "、".join(f"{reason} {number} 人" for reason, number in sorted(reasons.items()))
    said += f"；不计 {len(gone)} 人（{out}）" if out else "；库内没有不计的人"
    found = [f"{said}。"]
    if served.unknown:
        found.append(f"{NOT_CERTAIN}是否在职、没有计入的 {len(served.unknown)} 人：{_named(connection, served)}。")
    return tuple(found)


def _named(connection: sa.Connection, served: Serving) -> str:
    at, some = Person.table.c, served.unknown[:_MOST_NAMES]
    statement = sa.select(at.id, at.name).where(at.id.in_([person for person, _ in some]))
    names = {row.id: row.name for row in connection.execute(statement)}
    said = "、".join(f"{names.get(person) or '未命名'}（{reason}）" for person, reason in some)
    return said + (" 等" if len(served.unknown) > len(some) else "")


def population_table(served: Serving, day: date) -> ReportTable:
    """Return one row whose numbers open who counts, who does not, and of whom it cannot be told."""
    people, gone = tuple(served.people), _gone(served)
    inferred = tuple(person for person, stay in served.people.items() if stay.is_inferred)
    header = (("截至", "在职", "其中按推断的经历", "不在职", NOT_CERTAIN),)
    row = (
        f"{day:%Y.%m.%d}",
        Figure(len(people), formula=FORMULA, people=people, left_out=left_out(served)),
        Figure(len(inferred), formula="服务经历由任职、流动和入库时的状态推得，还没有人确认", people=inferred),
        Figure(len(gone), formula="当日已不在职，逐人写明原因；以后才进入的不列", left_out=gone),
        Figure(len(served.unknown), formula="起止时间不全，当日是否在职说不准，逐人写明原因", left_out=served.unknown),
    )
    return ReportTable("统计范围", header, (row,), (2, 1, 2, 1, 1), "ccccc")
