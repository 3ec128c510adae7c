"""Judging and filling: the two things that are done with a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganbu_desktop.exchange.sandbox import Limits, run_isolated
from ganbu_desktop.exchange.template.marks import Known, Problem, Report, Scope, Values
from ganbu_desktop.exchange.template.package import DOCX, TemplatePackage
from ganbu_desktop.exchange.template.sheet import fill_sheets
from ganbu_desktop.exchange.template.word import fill_word
from ganbu_desktop.foundation.errors import ExchangeError

_SHOWN = 12


@dataclass(frozen=True)
class Judged:
    """What a template is (``docx`` or ``xlsx``) and what is wrong with its marks."""

    kind: str
    problems: tuple[Problem, ...]


def judge(path: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return kind and problems of a template as plain values; ``known`` as ``Known.to_plain`` gives it.

    Raises ExchangeError for a file that must not be a template at all. Writes nothing.
    """
    package, report = TemplatePackage(Path(path)), Report()
    _fill(package, Scope(Known.from_plain(known), None), report)
    return {"kind": package.kind, "problems": [[found.place, found.text] for found in report.problems]}


def judge_isolated(path: Path, known: Known) -> Judged:
    """Judge a template in a process of its own, as every file from outside is read."""
    found = run_isolated("template.filling:judge", str(path), known.to_plain(), limits=Limits.for_file(path))
    return Judged(found["kind"], tuple(Problem(place, text) for place, text in found["problems"]))


def fill_template(source: Path, target: Path, known: Known, values: Values) -> None:
    """Write a template filled with values; nothing is written when any of its marks is broken or unknown.

    Raises ExchangeError that names the first of them with their places.
    """
    package, report = TemplatePackage(source), Report()
    _fill(package, Scope(known, values), report)
    if report.problems:
        told = "；".join(str(found) for found in report.problems[:_SHOWN])
        more = f"；另有 {len(report.problems) - _SHOWN} 处" if len(report.problems) > _SHOWN else ""
        raise ExchangeError(f"模板有 {len(report.problems)} 处要改，没有写出文件：{told}{more}")
    package.write(target)


def _fill(package: TemplatePackage, scope: Scope, report: Report) -> None:
    if package.kind == DOCX:
        fill_word(package, scope, report)
    else:
        fill_sheets(package, scope, report)
