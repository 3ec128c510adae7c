"""A term of the trade has one owner: who else reckons it, by the columns or words it would need, is found here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from support.source import PACKAGE, package_files, tree

_ASKS = {
    *("is_", "is_not", "has_begun", "is_past", "is_over_by", "first_day", "last_day", "plus_months", "month_index"),
    *("between", "in_", "not_in", "any_", "agrees_with"),
}
"""Methods that ask something of a date or value."""
_REDUCES = {
    *("has_begun", "is_past", "is_over_by", "first_digits", "last_digits", "month_index", "months_until"),
    *("full_months", "full_years", "coalesce", "min", "max", "case", "count"),
}
"""Functions that work something out of a date or value."""


def _people(*names: str) -> tuple[str, ...]:
    return tuple(f"kernel/people/{name}.py" for name in names)


@dataclass(frozen=True)
class Term:
    """``functions`` of ``kernel/`` answer it. To reckon it again one needs ``columns``, ``names`` or ``words``.

    ``owners``: the files or folders that may. ``besides``: function elsewhere → why what it asks is not this term.
    """

    functions: tuple[str, ...]
    columns: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    owners: tuple[str, ...] = ()
    besides: dict[str, str] = field(default_factory=dict)


TERMS = {
    "a post is held on a day": Term(
        (
            *("people.posts.held_on", "people.posts.holds", "people.posts.lasts", "people.seats.seats"),
            *("people.post_texts.posts_then", "people.principal.principals_on"),
        ),
        columns=frozenset({"removed_on"}),
        words=frozenset({"已免"}),
        owners=_people("posts", "seats", "post_texts", "principal", "grassroots"),
        besides={
            "modules/checks/rules/posts.py::removal_state": "compares the two fields of one record, with no day",
            "modules/checks/rules/posts.py::documents": "asks for the document of a date that is there, with no day",
            "modules/units/records.py::SuccessionCandidate.stands": "a place on a list of candidates is no post",
        },
    ),
    "tenure in post": Term(
        ("people.posts.in_post_since", "people.posts.post_since", "people.posts.main_post"),
        columns=frozenset({"appointed_on"}),
        owners=_people("posts", "seats", "post_texts", "principal", "grassroots", "service_derive"),
        besides={
            "modules/checks/rules/posts.py::documents": "asks for the document of a date that is there",
            "modules/people/reminders.py::_probations": "a time of trial ends so long after its post's own date",
            "modules/people/reminders.py::long_in_post": "of the post that posts.main_post answered",
            "modules/units/quotas.py::vacant_since": "when a seat fell empty: changes of all who held it",
            "modules/units/succession.py::_expected": "the end of a term is reckoned from each post's own date",
        },
    ),
    "level and rank": Term(
        (
            "people.levels.levels_on",
            "people.levels.level_on",
            "people.levels.level_since_on",
            "people.posts.level_since",
        ),
        columns=frozenset({"approved_on"}),
        owners=_people("levels", "posts"),
        besides={
            "modules/checks/rules/assessment.py::_rises": "a reward's or a rise's own date against a punishment",
            "modules/checks/rules/assessment.py::counts_until": "the date of a reward or punishment, not of a level",
            "modules/checks/rules/posts.py::_steps": "years between two recorded levels",
            "modules/checks/rules/posts.py::level_step": "years between two recorded levels",
            "modules/training/reminders/people.py::_promoted": "each rise owes its own training, past ones too",
            "modules/training/reports/classes.py::_newly_appointed": "each rise owes its own training, past ones too",
            "modules/training/rules/levels.py::division_since": "since when in a group of levels, over all of them",
        },
    ),
    "at the grassroots": Term(
        (
            "people.grassroots.grassroots_months",
            "people.grassroots.grassroots_table",
            "people.grassroots.is_grassroots",
        ),
        columns=frozenset({"subordination", "grassroots_two_years"}),
        owners=_people("grassroots"),
    ),
    "away on a day": Term(
        ("people.attendance.states_on", "people.attendance.lawful_absences"),
        columns=frozenset({"returned_on"}),
        owners=_people("attendance"),
        besides={"modules/units/rows.py::_standing_of": "says that a return was recorded; the day is attendance's"},
    ),
    "retirement": Term(
        ("people.retirement.retirement_of", "people.retirement.reaches_between", "people.retirement.why_unknown"),
        columns=frozenset({"retirement_category", "pre_reform_limit"}),
        owners=_people("retirement"),
    ),
    "what hangs on an entry": Term(
        ("spine.entry.hanging", "spine.entry.hanging_on"),
        columns=frozenset({"entry_table"}),
        owners=("kernel/spine/", "kernel/row/gathering.py"),
        besides={
            "modules/corrections/forms.py::_asked": "what a correction is about, not what hangs on it",
            "modules/corrections/actions.py::_placed": "what a correction is about, not what hangs on it",
            "modules/political/queries.py::loops": "the loops of one kind of entry, whosesoever",
            "modules/supervision/reminders.py::complaints": "the running procedures about one kind of entry",
            "modules/talks/reminders.py::promises": "the open loops of one kind of entry, whosesoever",
            "modules/units/following.py::_items": "the loops of one kind of entry, of many at once",
        },
    ),
    "what may be shown of an entry": Term(
        (
            *("spine.showing.shown_as", "spine.showing.shown_to", "spine.showing.may_leave"),
            *("spine.showing.standings", "spine.showing.standing_marks", "spine.limiting.in_force"),
        ),
        names=frozenset({"EFFECTIVE", "VOID", "DRAFT"}),
        owners=("kernel/spine/", "kernel/ledger/", "desktop/ledger/"),
        besides={
            "modules/political/actions/archive.py::_carried_once": "whether an act is allowed, no output",
            "modules/political/actions/judging.py::decide_veto": "whether an act is allowed, no output",
            "modules/political/actions/judging.py::release_veto": "whether an act is allowed, no output",
            "modules/political/actions/judging.py::review_veto": "whether an act is allowed, no output",
            "modules/political/actions/negative_list.py::_hits_on": "whether an act is allowed, no output",
            "modules/political/actions/negative_list.py::save_clauses": "whether an act is allowed, no output",
            "modules/political/pages/veto_panel.py::VetoPanel.show_entry": "which acts are offered",
            "modules/political/rules.py::note_end": "until when a new note counts",
            "modules/supervision/actions.py::_on_probation": "whether an act is allowed, no output",
            "modules/supervision/pages/sanction_panel.py::SanctionPanel.show_entry": "which acts are offered",
            "modules/units/absences.py::absent": "an absence found to have its ground counts against nobody",
        },
    ),
    "small samples": Term(
        ("report.samples.shown", "report.samples.least_of"),
        words=frozenset({"smallest_sample"}),
        owners=("kernel/report/samples.py",),
    ),
    "serving": Term(
        (
            *("people.service.serving", "people.service.serving_on", "people.service.serves", "people.service.unit_on"),
            "people.service.staffing_on",
        ),
        columns=frozenset({"management_state", "from_on", "until_on", "from_last", "until_last"}),
        words=frozenset({"现职人员"}),
        names=frozenset({"SERVING"}),
        owners=_people("service", "service_change", "service_derive", "service_guard", "service_inference"),
        besides={
            "modules/checks/rules/service.py::undated": "a check of the spells themselves",
            "modules/checks/rules/service.py::gaps": "a check of the spells themselves",
            "modules/checks/rules/service.py::against_record": "a check of the spells themselves",
            "modules/checks/rules/service.py::_is_within": "a check of the spells themselves",
        },
    ),
}


@cache
def _functions(path: Path) -> tuple[tuple[str, ast.AST], ...]:
    """Return what a file defines at the top, methods apart, by ``file.py::name``; the rest as ``file.py``."""
    name = path.relative_to(PACKAGE).as_posix()
    found: list[tuple[str, ast.AST]] = []
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef):
            found += [(f"{name}::{node.name}.{getattr(part, 'name', '')}".rstrip("."), part) for part in node.body]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append((f"{name}::{node.name}", node))
        else:
            found.append((name, node))
    return tuple(found)


def _own(node: ast.expr) -> str:
    """Return the value itself: ``x.removed_on`` and ``at.c.removed_on`` are ``.removed_on``, ``REMOVED`` is a name."""
    return f".{node.attr}" if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _asked_of(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the values of which something is asked: compared, or handed to what works something out of them."""
    for part in ast.walk(node):
        if isinstance(part, ast.Compare):
            yield from (part.left, *part.comparators)
        elif isinstance(part, ast.Call):
            if isinstance(part.func, ast.Attribute) and part.func.attr in _ASKS:
                yield part.func.value
            name = part.func.attr if isinstance(part.func, ast.Attribute) else getattr(part.func, "id", "")
            if name in _REDUCES:
                yield from part.args


@cache
def asked(path: Path) -> dict[str, frozenset[str]]:
    """Return, by function, the attributes (``.name``), names and strings (``'text'``) that it works with."""
    found: dict[str, frozenset[str]] = {}
    for where, node in _functions(path):
        texts = {
            repr(part.value)
            for part in ast.walk(node)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        }
        found[where] = found.get(where, frozenset()) | {_own(value) for value in _asked_of(node)} | texts
    return found


def strays(term: Term, files: tuple[Path, ...]) -> Iterator[str]:
    """Yield the functions outside the owners that ask what the term's owner answers."""
    needed = {f".{name}" for name in term.columns} | term.names | {repr(word) for word in term.words}
    for path in files:
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith((*term.owners, "store/migrations/")) or "/demo" in name:
            continue
        yield from (where for where, found in asked(path).items() if needed & found)


@pytest.mark.parametrize("name", TERMS)
def test_a_term_is_reckoned_by_its_owner_alone(name: str) -> None:
    term = TERMS[name]
    found = set(strays(term, package_files()))
    assert found - set(term.besides) == set(), f"{name}: ask {', '.join(term.functions)}"
    assert set(term.besides) - found == set(), "excused, and not needed any more"


@pytest.mark.parametrize("name", TERMS)
def test_the_owner_of_a_term_is_there(name: str) -> None:
    for function in TERMS[name].functions:
        module, _, called = function.rpartition(".")
        assert callable(getattr(import_module(f"ganbu_desktop.kernel.{module}"), called))
    for owner in TERMS[name].owners:
        assert (PACKAGE / owner).exists(), owner
