"""Texts in boxes: shrinking, hanging indent, vertical labels, what is lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from ganbu_desktop.paper.cells import POINTS_PER_MM, CellFrame
from ganbu_desktop.paper.form_spec import Style
from ganbu_desktop.paper.text_fit import fit, vertical_rows

SIZES = (14.0, 12.0, 10.5, 9.0, 7.5, 6.5, 5.5)
SHRINK = Style(SIZES, 16 / 14, "shrink", keep_lines=False)


def width_em(text: str) -> float:
    return sum(0.5 if ord(character) < 0x2000 else 1.0 for character in text)


def frame(width_pt: float, height_pt: float, **more: object) -> CellFrame:
    base = CellFrame(0, 0, 1, 1, 0.0, 0.0, width_pt / POINTS_PER_MM, height_pt / POINTS_PER_MM)
    return replace(base, **more)  # type: ignore[arg-type]


def texts(text: str, box: CellFrame, style: Style = SHRINK) -> list[str]:
    return [line.text for line in fit(text, box, style, width_em).lines]


def test_a_short_text_keeps_the_first_size() -> None:
    fitted = fit("汉族", frame(60, 20), SHRINK, width_em)
    assert (fitted.size_pt, fitted.lost, [line.text for line in fitted.lines]) == (14.0, 0, ["汉族"])


def test_the_largest_size_that_holds_everything_is_taken() -> None:
    fitted = fit("清河县人民政府办公室", frame(60, 20), SHRINK, width_em)
    assert fitted.size_pt == 7.5
    assert "".join(line.text for line in fitted.lines) == "清河县人民政府办公室"


def test_what_finds_no_room_is_counted() -> None:
    fitted = fit("字" * 100, frame(60, 20), SHRINK, width_em)
    assert fitted.size_pt == 5.5
    assert (len(fitted.lines), fitted.rows, fitted.lost) == (3, 3, 7)


def test_own_lines_are_kept_whole_before_they_are_broken() -> None:
    style = replace(SHRINK, keep_lines=True)
    fitted = fit("2031.11\n（56岁8个月）", frame(66, 34), style, width_em)
    assert [line.text for line in fitted.lines] == ["2031.11", "（56岁8个月）"]
    assert fitted.size_pt == 9.0


def test_lines_that_cannot_be_kept_are_broken_at_the_largest_size() -> None:
    style = replace(SHRINK, keep_lines=True)
    fitted = fit("很长很长的一行字放不下这个小格子", frame(40, 50), style, width_em)
    assert fitted.lost == 0
    assert len(fitted.lines) > 1


def test_wrap_does_not_shrink() -> None:
    fitted = fit("字" * 20, frame(60, 20), Style((14.0,), 16 / 14, "wrap", keep_lines=False), width_em)
    assert (fitted.size_pt, fitted.rows, fitted.lost) == (14.0, 1, 4)


def test_clip_cuts_and_says_so() -> None:
    fitted = fit("字" * 20, frame(60, 20), Style((14.0,), 16 / 14, "clip", keep_lines=False), width_em)
    assert [line.text for line in fitted.lines] == ["字字字字"]
    assert fitted.lost > 0


def test_clip_of_a_text_that_fits_loses_nothing() -> None:
    assert fit("字字", frame(60, 20), Style((14.0,), 16 / 14, "clip", keep_lines=False), width_em).lost == 0


def test_centred_lines_are_of_even_length() -> None:
    assert texts("中共党员", frame(43, 34)) == ["中共", "党员"]


def test_the_period_hangs_and_continuations_are_indented_by_18_half_widths() -> None:
    box = frame(14 * 20, 200, align="left", hanging=18)
    fitted = fit("2010.12--2015.08  清河县柳林镇党委副书记、镇长", box, SHRINK, width_em)
    period, *rest = fitted.lines
    assert period.text == "2010.12--2015.08  "
    assert period.start_pt == 0
    assert {line.start_pt for line in rest} == {9 * 14.0}
    assert rest[0].row == period.row


def test_an_open_period_and_a_bracketed_line_stand_under_the_text() -> None:
    box = frame(14 * 40, 200, align="left", hanging=18)
    fitted = fit("2023.10--         现任职务\n（其间：2024.01--2024.06学习）", box, SHRINK, width_em)
    assert [(line.text.strip(), line.start_pt) for line in fitted.lines] == [
        ("2023.10--", 0.0),
        ("现任职务", 126.0),
        ("（其间：2024.01--2024.06学习）", 126.0),
    ]


def test_a_paragraph_after_an_empty_line_starts_at_the_margin() -> None:
    box = frame(14 * 40, 200, align="left", hanging=18)
    fitted = fit("2023.10--         现任\n\n清河县第九届党代会代表", box, SHRINK, width_em)
    assert fitted.lines[-1].start_pt == 0
    assert fitted.lines[-1].row == 2


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("奖惩", ["奖", "惩"]),
        ("年度考\n核结果", ["年核", "度结", "考果"]),
        ("审批机关\n意见", ["审\u3000", "批意", "机见", "关\u3000"]),
    ],
)
def test_vertical_rows(text: str, rows: list[str]) -> None:
    assert vertical_rows(text) == rows


def test_a_vertical_label_is_drawn_column_by_column() -> None:
    fitted = fit("审批机关\n意见", frame(37, 100, vertical=True), SHRINK, width_em)
    assert "".join(line.text for line in fitted.lines) == "审批机关意见"
    assert [line.row for line in fitted.lines] == [0, 1, 2, 3, 1, 2]


def test_a_title_is_spread_over_equal_boxes() -> None:
    box = frame(500, 40, align="spread", pitch_mm=12.4)
    lines = fit("审批表", box, Style((24.0,), 1.2, "clip", keep_lines=False), width_em).lines
    steps = {round((b.start_pt - a.start_pt) / POINTS_PER_MM, 3) for a, b in pairwise(lines)}
    assert steps == {12.4}
