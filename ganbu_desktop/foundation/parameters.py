"""Rule figures with their source and the date from which each counts, from resources/rules/*.toml.

A figure is asked for as of a date. An office lays its own decision over a shipped one by an ``Override``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.text import clean_line, half_width
from ganbu_desktop.paths import resource

Value = int | str | bool | tuple[str, ...]
Status = Literal["verified", "suggested"]

STATUS_LABELS: Mapping[str, str] = {"verified": "有据", "suggested": "建议值"}
_ENTRY_KEYS = {"title", "unit", "help", "least", "most", "choices", "second_hand_below", "versions"}
_VERSION_KEYS = {"value", "effective_from", "source", "status"}
_LIST_SEPARATORS = "、，；,;"


class RuleFileError(Exception):
    """A shipped rule file is wrong: a fault of the program, never of the clerk. Names file and key."""


@dataclass(frozen=True)
class Override:
    """The office's own value: ``value`` is the text as decided, ``set_at`` an ISO day or moment."""

    name: str
    value: str
    effective_from: PartialDate
    document: str = ""
    set_by: str = ""
    set_at: str = ""


@dataclass(frozen=True)
class Parameter:
    """One figure as it stands on a date.

    ``value``: int, text, bool or list of texts. ``status``: "verified" (read in the source) or "suggested" (advised, or
    known in general and still to be checked). ``override``: the office's decision, when that is what counts.
    ``second_hand_below``: a lower value protects people less, so that a second person has to sign for it.
    """

    name: str
    title: str
    value: Value
    unit: str
    source: str
    effective_from: PartialDate
    status: Status
    help: str = ""
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()
    override: Override | None = None
    second_hand_below: int | None = None

    def asks_second_hand(self, text: str) -> bool:
        """Return whether a typed value may only be decided by two; FieldError when it cannot be a value."""
        value = self.read_value(text)
        return self.second_hand_below is not None and isinstance(value, int) and value < self.second_hand_below

    def read_value(self, text: str) -> Value:
        """Turn a typed text into a value of this figure's kind; raises FieldError with a sentence when it cannot be."""
        cleaned = clean_line(text)
        if not cleaned:
            raise FieldError(f"“{self.title}”不能为空")
        if isinstance(self.value, bool):
            return self._flag(cleaned)
        if isinstance(self.value, int):
            return self._integer(cleaned)
        if isinstance(self.value, tuple):
            return _words(cleaned)
        if self.choices and cleaned not in self.choices:
            raise FieldError(f"“{self.title}”应为{'、'.join(self.choices)}之一，现为“{cleaned}”")
        return cleaned

    def format_value(self) -> str:
        """Return the value as the clerk reads and types it; ``read_value`` reads it back."""
        if isinstance(self.value, bool):
            return "是" if self.value else "否"
        return "、".join(self.value) if isinstance(self.value, tuple) else str(self.value)

    def _flag(self, text: str) -> bool:
        if text not in ("是", "否"):
            raise FieldError(f"“{self.title}”应填“是”或“否”，现为“{text}”")
        return text == "是"

    def _integer(self, text: str) -> int:
        digits = half_width(text)
        if not (digits.lstrip("-").isascii() and digits.lstrip("-").isdigit()) or len(digits) > 9:
            raise FieldError(f"“{self.title}”应为整数，现为“{text}”")
        number = int(digits)
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            limits = f"{'' if self.least is None else self.least}–{'' if self.most is None else self.most}"
            raise FieldError(f"“{self.title}”应在 {limits} 之间，现为 {number}")
        return number


def _words(text: str) -> tuple[str, ...]:
    for separator in _LIST_SEPARATORS:
        text = text.replace(separator, "\n")
    return tuple(word for word in (clean_line(part) for part in text.split("\n")) if word)


@dataclass(frozen=True)
class ParameterSet:
    """All figures: the shipped versions (oldest first by name) and the overrides laid over them."""

    versions: Mapping[str, tuple[Parameter, ...]]
    overrides: tuple[Override, ...] = ()
    _found: dict[tuple[str, PartialDate | date | None], Parameter] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def load(cls, overrides: Iterable[Override] = (), *, folder: Path | None = None) -> ParameterSet:
        """Read every rule file; raises RuleFileError naming file and key when one is wrong."""
        found: dict[str, tuple[Parameter, ...]] = {}
        for path in sorted((folder or resource("rules")).glob("*.toml")):
            for name, entry in _read_file(path).items():
                if name in found:
                    raise RuleFileError(f"{path.name}: {name} stands twice")
                found[name] = _versions(path.name, name, entry)
        return cls(found, tuple(overrides))

    def with_overrides(self, overrides: Iterable[Override]) -> ParameterSet:
        """Return the same figures under other overrides."""
        return replace(self, overrides=tuple(overrides))

    def names(self) -> tuple[str, ...]:
        """Return the names of all figures in the order of the files."""
        return tuple(self.versions)

    def get(self, name: str, as_of: PartialDate | date | None = None) -> Parameter:
        """Return the figure as it stands on a date (without one: its latest); before its first version, that one.

        The version that came into effect last wins; on the same date an override wins over the shipped one. An override
        whose text cannot be read is passed over. Raises KeyError for an unknown name.
        """
        known = self._found.get((name, as_of))
        if known is None:
            known = self._found[name, as_of] = self._search(name, as_of)
        return known

    def _search(self, name: str, as_of: PartialDate | date | None) -> Parameter:
        day = None if as_of is None else _partial(as_of)
        candidates = [*self.versions[name], *self._overridden(name)]
        in_force = [c for c in candidates if day is None or c.effective_from <= day]
        if not in_force:
            return self.versions[name][0]
        return max(in_force, key=lambda c: (c.effective_from, c.override is not None))

    def begins(self, name: str) -> PartialDate:
        """Return since when there is any such figure: the earliest date from which one of its versions counts."""
        return min(c.effective_from for c in (*self.versions[name], *self._overridden(name)))

    def value(
        self, name: str, as_of: PartialDate | date | None = None, overrides: Iterable[Override] | None = None
    ) -> Value:
        """Return the value on a date; ``overrides``, when given, stand in for those of the set."""
        chosen = self if overrides is None else self.with_overrides(overrides)
        return chosen.get(name, as_of).value

    def integer(self, name: str, as_of: PartialDate | date | None = None) -> int:
        """Return a whole-number figure; raises TypeError for one of another kind."""
        value = self.value(name, as_of)
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{name} is not a number")
        return value

    def flag(self, name: str, as_of: PartialDate | date | None = None) -> bool:
        """Return a yes-or-no figure; raises TypeError for one of another kind."""
        value = self.value(name, as_of)
        if not isinstance(value, bool):
            raise TypeError(f"{name} is not a yes-or-no figure")
        return value

    def words(self, name: str, as_of: PartialDate | date | None = None) -> tuple[str, ...]:
        """Return a figure that is a list of texts; raises TypeError for one of another kind."""
        value = self.value(name, as_of)
        if not isinstance(value, tuple):
            raise TypeError(f"{name} is not a list of texts")
        return value

    def unreadable_overrides(self) -> tuple[Override, ...]:
        """Return the overrides that do not count: of an unknown figure, or with a text it cannot take."""
        return tuple(o for o in self.overrides if o.name not in self.versions or not list(self._readable(o)))

    def _overridden(self, name: str) -> list[Parameter]:
        return [laid for o in self.overrides if o.name == name for laid in self._readable(o)]

    def _readable(self, override: Override) -> Iterable[Parameter]:
        shipped = self.versions[override.name][-1]
        try:
            value = shipped.read_value(override.value)
        except FieldError:
            return
        yield replace(
            shipped,
            value=value,
            source=override.document,
            effective_from=override.effective_from,
            status="verified",
            override=override,
        )


def _partial(moment: PartialDate | date) -> PartialDate:
    return moment if isinstance(moment, PartialDate) else PartialDate.of(moment)


def _read_file(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleFileError(f"{path.name}: {error}") from error
    for name, entry in content.items():
        if not isinstance(entry, dict):
            raise RuleFileError(f"{path.name}: {name} is not a table")
    return content


def _check_keys(where: str, table: Mapping[str, Any], allowed: set[str], required: set[str]) -> None:
    unknown, missing = sorted(set(table) - allowed), sorted(required - set(table))
    if unknown:
        raise RuleFileError(f"{where}: unknown key {', '.join(unknown)}")
    if missing:
        raise RuleFileError(f"{where}: missing key {', '.join(missing)}")


def _versions(file: str, name: str, entry: dict[str, Any]) -> tuple[Parameter, ...]:
    where = f"{file}: {name}"
    _check_keys(where, entry, _ENTRY_KEYS, {"title", "unit", "versions"})
    if not isinstance(entry["versions"], list) or not entry["versions"]:
        raise RuleFileError(f"{where}: versions is not a list of tables")
    found = [_version(where, name, entry, version) for version in entry["versions"]]
    if len({type(version.value) for version in found}) != 1:
        raise RuleFileError(f"{where}: versions differ in kind")
    dates = [version.effective_from for version in found]
    if dates != sorted(set(dates)):
        raise RuleFileError(f"{where}: versions are not in order of effective_from")
    return tuple(found)


def _version(where: str, name: str, entry: dict[str, Any], version: dict[str, Any]) -> Parameter:
    _check_keys(where, version, _VERSION_KEYS, _VERSION_KEYS)
    if version["status"] not in STATUS_LABELS:
        raise RuleFileError(f"{where}: status {version['status']} is neither verified nor suggested")
    try:
        effective_from = PartialDate.parse(version["effective_from"])
    except FieldError as error:
        raise RuleFileError(f"{where}: effective_from: {error}") from error
    parameter = Parameter(
        name=name,
        title=entry["title"],
        value=_shipped_value(where, version["value"]),
        unit=entry["unit"],
        source=version["source"],
        effective_from=effective_from,
        status=version["status"],
        help=entry.get("help", ""),
        least=entry.get("least"),
        most=entry.get("most"),
        choices=tuple(entry.get("choices", ())),
        second_hand_below=entry.get("second_hand_below"),
    )
    return _checked(where, parameter)


def _shipped_value(where: str, value: Any) -> Value:
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return tuple(value)
    if isinstance(value, bool | int | str):
        return value
    raise RuleFileError(f"{where}: value {value!r} is neither number, text, yes-or-no nor list of texts")


def _checked(where: str, parameter: Parameter) -> Parameter:
    try:
        parameter.read_value(parameter.format_value())
    except FieldError as error:
        raise RuleFileError(f"{where}: {error}") from error
    return parameter
