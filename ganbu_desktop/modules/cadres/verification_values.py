"""The finished strings of the 干部信息核对单, which the person reads, corrects and signs."""

from __future__ import annotations

from typing import Any

from ganbu_desktop.foundation import person_name
from ganbu_desktop.kernel.dossier import Dossier
from ganbu_desktop.kernel.person import Relative
from ganbu_desktop.modules.cadres.form_values import (
    FULL_TIME,
    IN_SERVICE,
    FormContext,
    annual_text,
    birth_and_age,
    education_lines,
    is_deceased,
    month_text,
    party_text,
    rewards_text,
    shown,
)

_SHOWN = ("sex", "ethnicity", "health", "political_status", "post_level", "rank")
_TEXTS = ("native_place", "birthplace", "id_number", "technical_title", "expertise", "current_post", "resume")


def verification_values(dossier: Dossier, context: FormContext, photo: bytes | None) -> dict[str, Any]:
    """Return every binding of the sheet; the identity number stands in full, because its owner checks it."""
    person = dossier.person
    as_of = context.age_date(dossier)
    full_time, in_service = education_lines(dossier, FULL_TIME), education_lines(dossier, IN_SERVICE)
    return {
        **{name: shown(person, name) for name in _SHOWN},
        **{name: getattr(person, name) or "" for name in _TEXTS},
        "name": person_name.padded(person.name or ""),
        "birth_and_age": birth_and_age(person.born_on, as_of),
        "photo": photo,
        "party_joined": party_text(person),
        "work_began": month_text(person.work_began_on),
        "post_level_since": month_text(person.post_level_since),
        "rank_since": month_text(person.rank_since),
        "unit": dossier.unit_name(person.unit_id),
        "full_time_education": full_time.levels,
        "full_time_school": full_time.schools,
        "in_service_education": in_service.levels,
        "in_service_school": in_service.schools,
        "rewards": rewards_text(dossier) or "无",
        "annual_results": annual_text(dossier),
        "relatives": [_relative(r, context) for r in dossier.rows(Relative)],
        "checked_by": "",
        "as_of": as_of.as_chinese(),
    }


def _relative(relative: Relative, context: FormContext) -> dict[str, str]:
    deceased = is_deceased(relative, context.parameters)
    return {
        "relation": shown(relative, "relation"),
        "name": person_name.padded(relative.name or ""),
        "birth": "" if deceased else month_text(relative.born_on),
        "political_status": shown(relative, "political_status"),
        "employer_and_post": relative.employer_and_post or "",
    }
