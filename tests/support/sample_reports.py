"""A small report over people, for tests of what every report shares; its figures can be counted by hand."""

from __future__ import annotations

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.spec import Figure, Period, Report, ReportSpec, ReportTable, inputs_of, share

RULE = "35岁（2025.01 起，建议值）"


def compute(office: Office, period: Period) -> Report:
    """Count the people by sex; those without a date of birth are left out of the share."""
    people = sorted(office.find(Person), key=lambda person: person.id)
    rows = []
    for label, code in (("男", "1"), ("女", "2")):
        ones = [p for p in people if p.sex == code]
        unknown = tuple((p.id, "没有出生年月") for p in ones if p.born_on is None)
        known = tuple(p.id for p in ones if p.born_on is not None)
        rows.append(
            (
                str(len(rows) + 1),
                label,
                Figure(len(ones), formula=f"性别为{label}的人数", people=tuple(p.id for p in ones)),
                Figure(len(known), rule=RULE, people=known, left_out=unknown),
                share(len(known), len(ones), formula="有出生年月的人数÷人数", people=known, left_out=unknown),
                "",
            )
        )
    table = ReportTable(
        title="",
        header=(("序号", "性别", "人数", "有出生年月", "有出生年月", "备注"), ("", "", "", "人数", "占比", "")),
        rows=tuple(rows),
        widths=(1, 2, 2, 2, 2, 3),
        aligns="ccrrrl",
    )
    return Report(
        title=f"人员基本情况表（{period.chinese()}）",
        tables=(table,),
        left="填报单位：某县委组织部",
        right="填报日期：",
        remarks=("占比为有出生年月的人数除以人数，四舍五入。",),
        boxes=(("主要情况", ""),),
        signatures=("填表人：", "审核人：", "联系电话："),
        rule_versions={"young_age": RULE},
        inputs=inputs_of(people),
    )


PEOPLE = ReportSpec("people-sample", "人员基本情况表", ("month", "year"), compute, is_submitted=True)
