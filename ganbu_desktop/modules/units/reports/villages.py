"""村干部一肩挑统计表 and 任期届满表."""

from __future__ import annotations

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable, inputs_of
from ganbu_desktop.modules.units import villages
from ganbu_desktop.modules.units.records import VillageCadre
from ganbu_desktop.modules.units.reports.parts import headed
from ganbu_desktop.modules.units.staffing import read_county

_HEADER = (
    ("乡镇（街道）", "村（社区）", "在任干部", *("党组织书记",) * 5, "参保率", "参保率"),
    ("乡镇（街道）", "村（社区）", "在任干部", "人数", "一肩挑", "比例", "体制外", "比例", "养老", "医疗"),
)


def village_figures(office: Office, period: Period) -> Report:
    """Return the figures of each township's village cadres in office on the period's last day."""
    found = villages.townships(office, period.so_far)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            *(t.name, t.villages, t.people, t.secretaries, t.both, t.both_share, t.outside, t.outside_share),
            *(t.pension_share, t.medical_share),
        )
        for t in found
    )
    return Report(
        f"村干部一肩挑统计表（{period.chinese()}）",
        (ReportTable("", _HEADER, rows, (4, *(1.2,) * 9), "l" + "c" * 9),),
        left=headed(office, period),
        right="单位：人",
        remarks=(
            "一肩挑比例＝一肩挑的书记 ÷ 有书记的村。",
            "体制外比例、参保率的分母只数登记了的人，没有登记的不计，也不算未参保。",
            "月报酬加密保存，不在本表。",
        ),
        inputs=inputs_of(office.find(VillageCadre)),
    )


def village_terms(office: Office, period: Period) -> Report:
    """Return the village cadres whose term is over or ends within a year of the period's last day."""
    day = period.so_far
    county = read_county(office, day)
    cadres = [c for c in office.find(VillageCadre) if c.serves(day)]
    ending = [(left, c) for c in cadres if (left := villages.months_left(c, day)) is not None and left <= 12]
    ending.sort(key=lambda pair: (pair[0], pair[1].village, pair[1].id))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            county.name_of(c.unit_id),
            c.village,
            c.name,
            codes.table("village_post").label_for(c.post),
            str(c.term_until),
            Figure(left, formula="期末到任期届满的月数，负数为已届满", records=((VillageCadre.table.name, c.id),)),
        )
        for left, c in ending
    )
    header = (("乡镇（街道）", "村（社区）", "姓名", "职务", "任期届满", "剩余月数"),)
    return Report(
        f"村干部任期届满表（{period.chinese()}）",
        (ReportTable("", header, rows, (3, 3, 2, 3, 2, 1.4), "llclcc"),),
        left=headed(office, period),
        remarks=("列在任、任期已届满或一年内届满的；没有填任期届满日期的不列。",),
        inputs=inputs_of(cadres),
    )
