from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.parameters import Override, ParameterSet, RuleFileError
from ganbu_desktop.foundation.partial_date import PartialDate

FIGURE = """
[gap]
title = "断档"
unit = "个月"
least = 0
most = 60
versions = [
  { value = 3, effective_from = "2015.01", source = "甲", status = "verified" },
  { value = 6, effective_from = "2025.03", source = "乙", status = "suggested" },
]
"""


def load(folder: Path, text: str = FIGURE, *, overrides: tuple[Override, ...] = ()) -> ParameterSet:
    (folder / "own.toml").write_text(text, "utf-8")
    return ParameterSet.load(overrides, folder=folder)


def override(value: str, since: str, name: str = "gap") -> Override:
    return Override(name, value, PartialDate.parse(since), "县组发〔2025〕1号", "李某", "2025-01-01")


def test_shipped_figures_load_and_are_complete() -> None:
    shipped = ParameterSet.load()
    assert len(shipped.names()) > 70
    for name in shipped.names():
        figure = shipped.get(name)
        assert figure.title
        assert figure.source
        assert figure.status in ("verified", "suggested")
        assert figure.read_value(figure.format_value()) == figure.value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("resume_gap_months", 3),
        ("work_age_min", 16),
        ("party_age_min", 18),
        ("long_in_post_hint_years", 5),
        ("long_in_post_warning_years", 8),
        ("long_in_post_limit_years", 10),
        ("rank_years_first_class_consultant", 3),
        ("rank_years_fourth_class_principal_clerk", 2),
        ("promotion_years_township_deputy", 3),
        ("probation_months", 12),
        ("retirement_notice_months", ("12", "6", "3", "1")),
        ("backup_keep_last", 10),
        ("backup_keep_daily", 7),
        ("backup_keep_weekly", 4),
        ("backup_keep_monthly", 12),
        ("backup_keep_verified_min", 3),
        ("idle_lock_minutes", 5),
        ("recycle_bin_days", 90),
    ],
)
def test_shipped_values(name: str, value: object) -> None:
    assert ParameterSet.load().value(name, date(2026, 11, 1)) == value


def test_the_version_in_force_counts(tmp_path: Path) -> None:
    figures = load(tmp_path)
    assert figures.value("gap", PartialDate(2020, 1)) == 3
    assert figures.value("gap", PartialDate(2025, 2)) == 3
    assert figures.value("gap", PartialDate(2025, 3)) == 6
    assert figures.value("gap", date(2025, 2, 28)) == 3
    assert figures.value("gap") == 6


def test_before_the_first_version_the_first_counts(tmp_path: Path) -> None:
    assert load(tmp_path).value("gap", PartialDate(2000, 1)) == 3


def test_an_override_beats_a_version_of_the_same_or_an_earlier_date(tmp_path: Path) -> None:
    figures = load(tmp_path, overrides=(override("4", "2025.03"),))
    assert figures.value("gap", PartialDate(2025, 2)) == 3
    assert figures.value("gap", PartialDate(2025, 3)) == 4
    assert figures.get("gap", PartialDate(2026, 1)).source == "县组发〔2025〕1号"


def test_a_later_shipped_version_beats_an_earlier_override(tmp_path: Path) -> None:
    figures = load(tmp_path, overrides=(override("4", "2020.01"),))
    assert figures.value("gap", PartialDate(2024, 1)) == 4
    assert figures.value("gap", PartialDate(2025, 6)) == 6


def test_overrides_can_be_given_for_one_question(tmp_path: Path) -> None:
    figures = load(tmp_path)
    assert figures.value("gap", PartialDate(2026, 1), overrides=[override("9", "2026.01")]) == 9
    assert figures.value("gap", PartialDate(2026, 1)) == 6


def test_an_unreadable_override_does_not_count_and_is_named(tmp_path: Path) -> None:
    wrong, unknown = override("很多", "2026.01"), override("1", "2026.01", name="gone")
    figures = load(tmp_path, overrides=(wrong, unknown))
    assert figures.value("gap", PartialDate(2026, 6)) == 6
    assert figures.unreadable_overrides() == (wrong, unknown)


@pytest.mark.parametrize("text", ["", "三", "3.5", "-1", "61", "9999999999"])
def test_values_outside_the_figure_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FieldError, match="断档"):
        load(tmp_path).get("gap").read_value(text)


def test_values_are_read_by_their_kind(tmp_path: Path) -> None:
    text = """
[flag]
title = "开关"
unit = ""
versions = [{ value = true, effective_from = "2020.01", source = "甲", status = "verified" }]
[words]
title = "字样"
unit = ""
versions = [{ value = ["去世", "已故"], effective_from = "2020.01", source = "甲", status = "verified" }]
[chosen]
title = "方法"
unit = ""
choices = ["按月", "按日"]
versions = [{ value = "按月", effective_from = "2020.01", source = "甲", status = "verified" }]
"""
    figures = load(tmp_path, text)
    assert figures.get("flag").read_value("否") is False
    assert figures.get("words").read_value("去世，病故；已故") == ("去世", "病故", "已故")
    assert figures.get("words").format_value() == "去世、已故"
    assert figures.get("chosen").read_value("按日") == "按日"
    assert figures.flag("flag")
    assert figures.words("words") == ("去世", "已故")
    for name, wrong in (("flag", "也许"), ("chosen", "按年")):
        with pytest.raises(FieldError):
            figures.get(name).read_value(wrong)
    with pytest.raises(TypeError):
        figures.integer("flag")
    with pytest.raises(TypeError):
        figures.flag("words")
    with pytest.raises(TypeError):
        figures.words("chosen")


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (("least = 0", "smallest = 0"), "smallest"),
        (('source = "甲", ', ""), "source"),
        (('unit = "个月"', ""), "unit"),
        (('source = "甲"', 'source = "甲", note = "x"'), "note"),
        (("verified", "certain"), "certain"),
        (("2015.01", "2030.01"), "order"),
        (("2015.01", "2015.13"), "effective_from"),
        (("value = 3", "value = 99"), "gap"),
        (("value = 3", 'value = "3"'), "kind"),
        (("value = 3", "value = 3.5"), "3.5"),
        (('title = "断档"', "title = "), "own.toml"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, damage: tuple[str, str], named: str) -> None:
    with pytest.raises(RuleFileError) as caught:
        load(tmp_path, FIGURE.replace(*damage, 1))
    assert "own.toml" in str(caught.value)
    assert named in str(caught.value)


def test_a_figure_stands_in_one_file_only(tmp_path: Path) -> None:
    (tmp_path / "another.toml").write_text(FIGURE, "utf-8")
    with pytest.raises(RuleFileError, match="twice"):
        load(tmp_path)


def test_an_unknown_figure_is_a_fault() -> None:
    with pytest.raises(KeyError):
        ParameterSet.load().value("nothing")
