"""The faults planted in a few invented people, so that there is something to find: one each, named by its check."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from ganbu_desktop.foundation import identity_number
from ganbu_desktop.kernel.people.person import AnnualResult, AppointmentSheet, Education, Relative, Tenure
from ganbu_desktop.modules.people.demo.people import DemoPerson
from ganbu_desktop.modules.people.demo.words import code

SHARE = 0.06
NO_PHOTO = "photo-missing"


def _wrong_digit(made: DemoPerson) -> None:
    number = made.person["id_number"]
    made.person["id_number"] = number[:17] + ("1" if number[17] != "1" else "2")


def _other_birth(made: DemoPerson) -> None:
    made.person["born_on"] = made.person["born_on"].to_month().plus_months(-1)


def _other_sex(made: DemoPerson) -> None:
    number = made.person["id_number"]
    head = number[:16] + str((int(number[16]) + 1) % 10)
    made.person["id_number"] = head + identity_number.check_digit(head)


def _no_health(made: DemoPerson) -> None:
    made.person["health"] = None


def _short_place(made: DemoPerson) -> None:
    made.person["native_place"] = "云溪"


def _dashes(made: DemoPerson) -> None:
    made.person["resume"] = made.person["resume"].replace("--", "—").replace("  ", " ")


def _invisible(made: DemoPerson) -> None:
    post = made.person["current_post"]
    made.person["current_post"] = post[:4] + "\u200b" + post[4:]


def _retired_wording(made: DemoPerson) -> None:
    born_on = made.person["born_on"].to_month().plus_months(-25 * 12)
    made.sets[Relative][-1] |= {"employer_and_post": "青禾县粮食局退休职工", "born_on": born_on}


def _no_status(made: DemoPerson) -> None:
    made.sets[Relative][-1]["political_status"] = None


def _no_major(made: DemoPerson) -> None:
    made.sets[Education][0]["major"] = None


def _no_document(made: DemoPerson) -> None:
    made.sets[Tenure][0]["appointment_document"] = None


def _no_result(made: DemoPerson) -> None:
    made.sets[AnnualResult].pop()
    made.person["annual_text"] = None


def _early_form(made: DemoPerson) -> None:
    appointed = made.sets[Tenure][0]["appointed_on"]
    made.sets[AppointmentSheet] = [{"filled_on": appointed.plus_months(-1), "filled_by": "陈青禾"}]


def _outside_dictionary(made: DemoPerson) -> None:
    made.person["health"] = "良"


def _mode(made: DemoPerson) -> None:
    for row in made.sets[Education]:
        row["mode"] = code("education_mode", "在职")


def _removed_early(made: DemoPerson) -> None:
    row = next(row for row in made.sets[Tenure] if "removed_on" in row)
    row["removed_on"] = row["appointed_on"].plus_months(-1)


def _gap(made: DemoPerson) -> None:
    lines = made.person["resume"].split("\n")
    made.person["resume"] = "\n".join([*lines[:-2], lines[-1]])


def _has_results(made: DemoPerson) -> bool:
    return bool(made.sets[AnnualResult])


def _has_moved(made: DemoPerson) -> bool:
    return any("removed_on" in row for row in made.sets[Tenure])


def _has_moved_twice(made: DemoPerson) -> bool:
    return sum("removed_on" in row for row in made.sets[Tenure]) > 1


def _no_photo(made: DemoPerson) -> None:
    """Leave it to who writes the photos: this person gets none."""


FAULTS: Mapping[str, Callable[[DemoPerson], None]] = {
    "id-check-digit": _wrong_digit,
    "id-birth": _other_birth,
    "id-sex": _other_sex,
    "person-required": _no_health,
    "place-short": _short_place,
    "resume-separator": _dashes,
    "invisible-characters": _invisible,
    "relative-wording": _retired_wording,
    "relative-status-missing": _no_status,
    "education-major": _no_major,
    "document-missing": _no_document,
    "annual-latest-year": _no_result,
    "form-date": _early_form,
    "outside-dictionary": _outside_dictionary,
    "education-mode": _mode,
    "removed-after-appointed": _removed_early,
    "resume-gap": _gap,
    NO_PHOTO: _no_photo,
}
"""Check → what makes somebody show it."""

_POSSIBLE: Mapping[str, Callable[[DemoPerson], bool]] = {
    "annual-latest-year": _has_results,
    "removed-after-appointed": _has_moved,
    "resume-gap": _has_moved_twice,
}
"""Check → who can show it, where not everybody can."""


def plant(made: DemoPerson, rng: random.Random) -> None:
    """Give a small share of the people one fault each; one who cannot have the drawn fault stays as she is."""
    if rng.random() >= SHARE:
        return
    name = rng.choice(tuple(FAULTS))
    if name in _POSSIBLE and not _POSSIBLE[name](made):
        return
    FAULTS[name](made)
    made.planted = name
