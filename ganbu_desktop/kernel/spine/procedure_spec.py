"""Procedures as data: ``resources/procedures/<name>.toml`` says the stages, who does each, by when and on which papers.

A stage's ``limit`` names a rule figure, so that the county's own time limits count; ``legal`` names that of what the
law allows at most, which stands beside it. A figure whose unit is 个工作日 counts working days, any other days. They
count from the stages named by ``since`` and ``legal_since``, else from the stage before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.paths import resource

WORKING_DAYS = "个工作日"
_SPEC_KEYS = {"name": str, "title": str, "version": str, "source": str, "stage": list}
_STAGE_KEYS = {
    **dict.fromkeys(("name", "title", "who", "limit", "since", "legal", "legal_since", "extend"), str),
    "by_person": bool,
    "papers": list,
}
_FIGURES, _EARLIER = ("limit", "legal", "extend"), ("since", "legal_since")
_STAGE_NEEDED = {"name", "title", "who"}


class ProcedureFileError(Exception):
    """A shipped procedure file is wrong: a fault of the program, never of the clerk. Names file and key."""


@dataclass(frozen=True)
class Stage:
    """One stage. ``limit``: the name of a rule figure, empty for none. ``since``: the stage it counts from.

    ``legal``, ``legal_since``: the same of what the law allows at most. ``extend``: the figure of the days by which it
    may be made longer once. ``by_person``: it is the person's own to do, or to leave.
    """

    name: str
    title: str
    who: str
    limit: str = ""
    since: str = ""
    legal: str = ""
    legal_since: str = ""
    extend: str = ""
    by_person: bool = False
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProcedureSpec:
    """One procedure: its stages in order, and where they come from."""

    name: str
    title: str
    version: str
    source: str
    stages: tuple[Stage, ...]

    def stage(self, name: str) -> Stage | None:
        """Return a stage by name, None when this version has none of that name."""
        return next((s for s in self.stages if s.name == name), None)


def load(folder: Path, figures: ParameterSet) -> Mapping[str, ProcedureSpec]:
    """Read every file of a folder; ProcedureFileError names file and key of the first mistake."""
    return {spec.name: spec for spec in (_read(path, figures) for path in sorted(folder.glob("*.toml")))}


@cache
def specs() -> Mapping[str, ProcedureSpec]:
    """Return the shipped procedures by name."""
    return load(resource("procedures"), ParameterSet.load())


def _read(path: Path, figures: ParameterSet) -> ProcedureSpec:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProcedureFileError(f"{path.name}: {error}") from error
    _check(path.name, content, _SPEC_KEYS, set(_SPEC_KEYS))
    if content["name"] != path.stem:
        raise ProcedureFileError(f"{path.name}: name is {content['name']}, not the file's")
    if not content["stage"]:
        raise ProcedureFileError(f"{path.name}: stage is empty")
    stages: list[Stage] = []
    for number, entry in enumerate(content["stage"], 1):
        stages.append(_stage(f"{path.name}: stage {number}", entry, stages, figures))
    return ProcedureSpec(content["name"], content["title"], content["version"], content["source"], tuple(stages))


def _stage(where: str, entry: Any, before: list[Stage], figures: ParameterSet) -> Stage:
    if not isinstance(entry, dict):
        raise ProcedureFileError(f"{where}: is not a table")
    _check(where, entry, _STAGE_KEYS, _STAGE_NEEDED)
    names = [stage.name for stage in before]
    if entry["name"] in names:
        raise ProcedureFileError(f"{where}: name {entry['name']} stands twice")
    for key in _EARLIER:
        if entry.get(key) and entry[key] not in names:
            raise ProcedureFileError(f"{where}: {key} {entry[key]} is no earlier stage")
    for key in _FIGURES:
        if entry.get(key) and entry[key] not in figures.versions:
            raise ProcedureFileError(f"{where}: {key} {entry[key]} is no rule figure")
    papers = entry.get("papers", [])
    if not all(isinstance(paper, str) and paper for paper in papers):
        raise ProcedureFileError(f"{where}: papers is not a list of texts")
    return Stage(**{**entry, "papers": tuple(papers)})


def _check(where: str, table: Mapping[str, Any], kinds: Mapping[str, type], needed: set[str]) -> None:
    if unknown := sorted(set(table) - set(kinds)):
        raise ProcedureFileError(f"{where}: unknown key {', '.join(unknown)}")
    if missing := sorted(needed - set(table)):
        raise ProcedureFileError(f"{where}: missing key {', '.join(missing)}")
    for key, value in table.items():
        if not isinstance(value, kinds[key]):
            raise ProcedureFileError(f"{where}: {key} is not of kind {kinds[key].__name__}")
