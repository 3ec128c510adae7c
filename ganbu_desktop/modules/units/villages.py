"""Village cadres in figures: one person as secretary and director (一肩挑), outside the service, insured, term left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Figure, share
from ganbu_desktop.modules.units.records import VillageCadre
from ganbu_desktop.modules.units.staffing import read_county

SECRETARY, OUTSIDE = "1", "2"
"""The code of ``village_post`` for 党组织书记, of ``village_system`` for 体制外."""


@dataclass(frozen=True)
class Township:
    """The village cadres of one township in figures; ``unit_id`` None: of all."""

    name: str
    unit_id: str | None
    villages: Figure
    people: Figure
    secretaries: Figure
    both: Figure
    both_share: Figure
    outside: Figure
    outside_share: Figure
    pension_share: Figure
    medical_share: Figure


def townships(office: Office, day: date) -> list[Township]:
    """Return the figures of each township that has village cadres in office, and of all together at the end."""
    county = read_county(office, day)
    serving = [cadre for cadre in office.find(VillageCadre) if cadre.serves(day)]
    serving.sort(key=lambda cadre: (cadre.village, cadre.id))
    by_unit: dict[str, list[VillageCadre]] = {}
    for cadre in serving:
        by_unit.setdefault(cadre.unit_id, []).append(cadre)
    rows = [_township(county.name_of(u.id), u.id, by_unit[u.id]) for u in county.units if u.id in by_unit]
    return [*rows, _township("合计", None, serving)] if rows else []


def _township(name: str, unit_id: str | None, cadres: Sequence[VillageCadre]) -> Township:
    secretaries = [c for c in cadres if c.post == SECRETARY]
    villages = {(c.unit_id, c.village) for c in secretaries}
    both = [c for c in secretaries if c.is_both]
    known = [c for c in secretaries if c.system is not None]
    outside = [c for c in known if c.system == OUTSIDE]
    return Township(
        name,
        unit_id,
        Figure(len({(c.unit_id, c.village) for c in cadres}), formula="有在任干部的村（社区）数", records=_ids(cadres)),
        Figure(len(cadres), formula="在任村（社区）干部", records=_ids(cadres)),
        Figure(len(secretaries), formula="在任党组织书记", records=_ids(secretaries)),
        Figure(len(both), formula="党组织书记中登记为一肩挑的", records=_ids(both)),
        share(len(both), len(villages), formula="一肩挑人数 ÷ 有书记的村（社区）数", records=_ids(both)),
        Figure(len(outside), formula="党组织书记中登记为体制外的", records=_ids(outside)),
        share(len(outside), len(known), formula="体制外书记 ÷ 登记了体制内外的书记", records=_ids(outside)),
        _insured(cadres, lambda c: c.has_pension, "养老"),
        _insured(cadres, lambda c: c.has_medical, "医疗"),
    )


def _insured(cadres: Sequence[VillageCadre], holds: Callable[[VillageCadre], bool | None], kind: str) -> Figure:
    known = [c for c in cadres if holds(c) is not None]
    insured = [c for c in known if holds(c)]
    formula = f"{kind}参保人数 ÷ 登记了{kind}参保情况的人数（没有登记的不计）"
    return share(len(insured), len(known), formula=formula, records=_ids(insured))


def _ids(cadres: Sequence[VillageCadre]) -> tuple[tuple[str, str], ...]:
    return tuple((VillageCadre.table.name, cadre.id) for cadre in cadres)


def months_left(cadre: VillageCadre, day: date) -> int | None:
    """Return the months until the last that the term can end in, negative once over, None where no end is known."""
    if cadre.term_until is None:
        return None
    last = cadre.term_until.last_day()
    return (last.year - day.year) * 12 + last.month - day.month
