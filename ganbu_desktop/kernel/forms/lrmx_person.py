"""One person as the appointment form's exchange file states it: what export writes and import compares with."""

from __future__ import annotations

from typing import Any

from ganbu_desktop.exchange.lrmx import NEW_EDITOR_ELEMENTS, LrmxPerson, LrmxRelative
from ganbu_desktop.foundation import party
from ganbu_desktop.foundation.fields import Date, Field
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.lrmx_mapping import PERSON_ELEMENTS, SHEET_ELEMENTS, unknown_from_text
from ganbu_desktop.kernel.forms.person_values import FULL_TIME, IN_SERVICE, annual_text, education_lines, rewards_text
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person, Relative
from ganbu_desktop.store.record import fields_of

DEFAULT_VERSION = "3.2.1.16"
_EDUCATION_ELEMENTS = ("XueLi", "XueWei", "XueLi_BiYeYuanXiaoXi", "XueWei_BiYeYuanXiaoXi")


def lrmx_person(dossier: Dossier, photo: bytes | None, month: PartialDate) -> LrmxPerson:
    """Return one person as the exchange file states it: dates as digits, everything else as the form prints it.

    ``month`` is the 计算年龄时间 of somebody who has no form yet. A file that came from the newer editor keeps that
    editor's elements.
    """
    person, sheet = dossier.person, dossier.sheet
    values = {e: _file_text(fields_of(Person)[n], getattr(person, n)) for e, n in PERSON_ELEMENTS.items()}
    sheet_fields = fields_of(type(sheet))
    values |= {e: _file_text(sheet_fields[n], getattr(sheet, n)) for e, n in SHEET_ELEMENTS.items()}
    values |= _education(dossier, FULL_TIME, "QuanRiZhiJiaoYu_") | _education(dossier, IN_SERVICE, "ZaiZhiJiaoYu_")
    values["RuDangShiJian"] = _party(person)
    values["JiangChengQingKuang"] = rewards_text(dossier)
    values["NianDuKaoHeJieGuo"] = annual_text(dossier)
    if not dossier.rows(AppointmentSheet):
        values["JiSuanNianLingShiJian"] = month.digits()
    unknown, newer = unknown_from_text(sheet.unknown_elements)
    for name in NEW_EDITOR_ELEMENTS:
        if not values[name] and name not in newer:
            del values[name]
    relatives = tuple(_relative(r) for r in dossier.rows(Relative))
    return LrmxPerson(values, relatives, photo, sheet.editor_version or DEFAULT_VERSION, unknown)


def _file_text(entry: Field, value: Any) -> str:
    if isinstance(entry, Date) and value is not None:
        return str(value.digits())
    return entry.format(value)


def _education(dossier: Dossier, mode: str, prefix: str) -> dict[str, str]:
    lines = education_lines(dossier, mode)
    texts = (lines.level, lines.degree, lines.level_school, lines.degree_school)
    return {prefix + name: text for name, text in zip(_EDUCATION_ELEMENTS, texts, strict=True)}


def _party(person: Person) -> str:
    if person.party_text:
        membership = party.read(person.party_text)
        return person.party_text if membership.unread else party.write(membership, digits=True)
    if person.party_joined_on is not None:
        return person.party_joined_on.digits()
    return ""


def _relative(relative: Relative) -> LrmxRelative:
    described = fields_of(Relative)
    names = ("relation", "name", "born_on", "political_status", "employer_and_post")
    unknown, _ = unknown_from_text(relative.unknown_elements)
    return LrmxRelative.of([_file_text(described[n], getattr(relative, n)) for n in names], unknown)
