"""What several checks ask: dates of unequal precision, codes by their names, the lines of a résumé."""

from __future__ import annotations

from functools import cache, lru_cache

from ganbu_desktop.foundation import codes, resume
from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.resume import ResumeLine
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import Person, Relative, Tenure
from ganbu_desktop.kernel.people.posts import holds
from ganbu_desktop.kernel.people.service import serves
from ganbu_desktop.modules.checks.rules.model import CheckContext

PARTY_MEMBERS = ("01", "02")
_MIN_EDUCATION = "1234"


@cache
def code(table: str, label: str) -> str:
    """Return the code of a label that the table has."""
    found = codes.table(table).code_for(label)
    if found is None:
        raise KeyError(f"{table}: {label}")
    return found


def before(first: PartialDate | None, second: PartialDate | None) -> bool:
    """Tell whether one date certainly lies before another, as far as both are known."""
    if first is None or second is None:
        return False
    for mine, theirs in ((first.year, second.year), (first.month, second.month), (first.day, second.day)):
        if mine is None or theirs is None:
            return False
        if mine != theirs:
            return mine < theirs
    return False


def same_month(first: PartialDate | None, second: PartialDate | None) -> bool:
    """Tell whether two dates agree to the month, as far as both are known."""
    return first is not None and second is not None and first.to_month().agrees_with(second.to_month())


def age(born_on: PartialDate | None, moment: PartialDate | None) -> int | None:
    """Return the age in full years at a moment; None where it cannot be known."""
    return None if moment is None else age_at(born_on, moment)


def years_apart(first: PartialDate, second: PartialDate) -> int:
    """Return the full years from one birth to another; by the years alone where a month is missing."""
    if first.month is None or second.month is None:
        return second.year - first.year
    months = second.month_index() - first.month_index()
    return months // 12 if months >= 0 else -(-months // 12)


@lru_cache(maxsize=64)
def _lines(text: str) -> tuple[ResumeLine, ...]:
    return tuple(resume.read(text))


def resume_lines(person: Person) -> tuple[ResumeLine, ...]:
    """Return the lines of a person's résumé."""
    return _lines(person.resume or "")


def stints(person: Person) -> list[ResumeLine]:
    """Return the periods of a person's résumé, in the order they are written."""
    return [line for line in resume_lines(person) if line.kind == "stint"]


def in_office(dossier: Dossier, as_of: PartialDate) -> list[Tenure]:
    """Return the posts held at the end of the month that counts as now."""
    return [tenure for tenure in dossier.rows(Tenure) if holds(tenure, as_of.last_day())]


def is_serving(person: Person) -> bool:
    """Tell whether somebody counts as serving: 现职人员, or nothing said."""
    return serves(person.management_state)


def is_on_probation(person: Person) -> bool:
    """Tell whether somebody's level is that of people in their first, probationary year."""
    return person.post_level is not None and person.post_level.startswith("试用期人员")


def is_schooled(level: str | None) -> bool:
    """Tell whether a level of education is 中专 or above."""
    return level is not None and level[:1] in _MIN_EDUCATION


def is_deceased(relative: Relative, context: CheckContext) -> bool:
    """Tell whether the relative's work-unit text says that the relative has died."""
    text = relative.employer_and_post or ""
    return any(word in text for word in context.words("deceased_words"))


def called(relative: Relative) -> str:
    """Return how a sentence names a relative: ``父亲张三``."""
    relation = codes.table("family_relation").label_for(relative.relation) if relative.relation else "家庭成员"
    return f"{relation}{relative.name or ''}"


def post_of(dossier: Dossier, tenure: Tenure) -> str:
    """Return how a sentence names a post: unit and post."""
    return f"{dossier.unit_name(tenure.unit_id)}{tenure.post_name or ''}" or "这条任职"
