from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.resume import (
    HANGING_INDENT,
    ResumeLine,
    gaps,
    normalised,
    overlaps,
    read,
    write,
)

STRICT = """1991.09--1995.07  某某大学中文系汉语言文学专业学习
1995.07--1999.09  甲县乙镇政府干部
1999.09--2002.03  甲县乙镇党政办主任（其间：1999.09--2002.07  某某大学（函授）法律专业学习）
2002.03--2011.06  甲县县委办公室副主任
                  （其间：2005.09--2008.07  省委党校经济管理专业在职研究生学习）
2011.06--         甲县丙局局长

中共甲县第十二次党代表大会代表"""


def stint(start: str, end: str | None, text: str) -> ResumeLine:
    return ResumeLine(PartialDate.parse(start), PartialDate.parse(end) if end else None, text, "stint")


def test_the_official_shape_is_read_and_written_unchanged() -> None:
    assert write(read(STRICT)) == STRICT
    assert [line.kind for line in read(STRICT)] == [
        "stint",
        "stint",
        "stint",
        "stint",
        "during",
        "stint",
        "gap",
        "paragraph",
    ]


def test_open_and_closed_lines_have_their_width() -> None:
    lines = write([stint("1991.09", "1995.07", "学习"), stint("1995.07", None, "干部")]).split("\n")
    assert lines == ["1991.09--1995.07  学习", "1995.07--         干部"]
    assert all(line[HANGING_INDENT:] in ("学习", "干部") for line in lines)


@pytest.mark.parametrize(
    "spelling",
    [
        "1991.09--1995.07  某校学习",
        "1991.09-1995.07某校学习",
        "1991.09—1995.07 某校学习",
        "1991.09——1995.07　某校学习",
        "1991.09－1995.07  某校学习",
        "1991.09～1995.07  某校学习",
        "1991.09~1995.07 某校学习",
        "1991.09–1995.07 某校学习",
        "1991.09─1995.07 某校学习",
        "1991.09至1995.07  某校学习",
        "1991.09 -- 1995.07  某校学习",
        "1991.9--1995.7  某校学习",
        "199109--199507  某校学习",
        "199109-199507 某校学习",
        "1991年9月--1995年7月  某校学习",
        "1991年09月至1995年07月，某校学习".replace("，", " "),
        "1991年9月—1995年7月：某校学习",
        "1991/09-1995/07 某校学习",
        "1991-09--1995-07  某校学习",
        "1991-9-1995-7 某校学习",
        "1991.09.01-1995.07.15 某校学习",
        "19910901-19950715 某校学习",
        "１９９１．０９－－１９９５．０７　某校学习",
        "　　1991.09--1995.07  某校学习",
    ],
)
def test_shapes_of_a_closed_period(spelling: str) -> None:
    assert read(spelling) == [stint("1991.09", "1995.07", "某校学习")]
    assert normalised(spelling) == "1991.09--1995.07  某校学习"


@pytest.mark.parametrize(
    "spelling",
    [
        "2011.06--         某局局长",
        "2011.06-- 某局局长",
        "2011.06--至今  某局局长",
        "2011.06-至今 某局局长",
        "2011.06至今  某局局长",
        "2011年6月至今 某局局长",
        "2011.06——今  某局局长",
        "2011.06--现在 某局局长",
        "2011.6—  某局局长",
    ],
)
def test_shapes_of_an_open_period(spelling: str) -> None:
    found = read(spelling)
    assert found == [stint("2011.06", None, "某局局长")]
    assert found[0].is_open
    assert normalised(spelling) == "2011.06--         某局局长"


def test_years_without_months_stay_years() -> None:
    assert read("1991--1995  某校学习") == [stint("1991", "1995", "某校学习")]
    assert read("1991年-1995年某校学习") == [stint("1991", "1995", "某校学习")]
    assert normalised("1991--1995  某校学习") == "1991--1995  某校学习"


@pytest.mark.parametrize(
    "verbatim",
    [
        "1991.13--1995.07  某校学习",
        "1991.09--12  某校学习",
        "2001-2002学年获奖学金",
        "1998年被评为先进工作者",
        "张三同志简历",
        "91.09--95.07  某校学习",
    ],
)
def test_what_cannot_be_understood_stays_as_it_is(verbatim: str) -> None:
    assert [(line.kind, line.text) for line in read(verbatim)] == [("paragraph", verbatim)]
    assert normalised(verbatim) == verbatim


def test_an_impossible_period_is_not_swallowed_by_the_line_before() -> None:
    kinds = [line.kind for line in read("1991.09--1995.07  学习\n1995.13--1999.01  干部")]
    assert kinds == ["stint", "paragraph"]


def test_broken_lines_are_joined() -> None:
    text = "1991.09--1995.07  某某大学中文系\r\n                  汉语言文学专业\r\n　　　　学习\r\n1995.07--  干部"
    assert read(text) == [
        stint("1991.09", "1995.07", "某某大学中文系汉语言文学专业学习"),
        stint("1995.07", None, "干部"),
    ]


def test_a_hanging_line_may_begin_with_a_year() -> None:
    text = "1991.09--1995.07  在校期间\n                  1993年被评为三好学生"
    assert read(text) == [stint("1991.09", "1995.07", "在校期间1993年被评为三好学生")]


def test_foreign_words_keep_a_blank_when_joined() -> None:
    assert read("1991.09--1995.07  MIT\nLab")[0].text == "MIT Lab"


def test_entries_on_their_own_line() -> None:
    lines = read("1999.09--2002.03  主任\n(其间：2000.09—2003.07 某校\n学习)\n2002.03--  局长")
    assert [line.kind for line in lines] == ["stint", "during", "stint"]
    assert lines[1].text == "(其间：2000.09—2003.07 某校学习)"
    assert (lines[1].start, lines[1].end) == (PartialDate(2000, 9), PartialDate(2003, 7))


def test_terms_after_an_empty_line_are_no_periods() -> None:
    text = "1991.09--1995.07  学习\n1995.07--         干部\n\n2006.11--2011.10  甲县党代表\n2011.10--  甲县县委委员"
    lines = read(text)
    assert [line.kind for line in lines] == ["stint", "stint", "gap", "paragraph", "paragraph"]
    assert gaps(lines, 0) == []
    assert overlaps(lines) == []
    assert normalised(text).endswith("2006.11--2011.10  甲县党代表\n2011.10--         甲县县委委员")


def test_empty_lines_between_periods_do_not_end_them() -> None:
    lines = read("1991.09--1995.07  学习\n\n1995.07--  干部")
    assert [line.kind for line in lines] == ["stint", "gap", "stint"]


def test_raw_keeps_what_was_read() -> None:
    assert read("1991.9-1995.7学习\n    于甲地")[0].raw == "1991.9-1995.7学习\n    于甲地"


def test_nothing_gives_nothing() -> None:
    assert read("") == []
    assert read(" \r\n　\n") == []
    assert write([]) == ""


def test_gaps_count_from_the_end_of_everything_before() -> None:
    lines = [
        stint("1991.09", "1995.07", "学习"),
        stint("1995.11", "1999.09", "甲"),
        stint("1996.01", "1997.01", "乙"),
        stint("2000.02", None, "丙"),
    ]
    assert [(g.before.text, g.after.text, g.months) for g in gaps(lines, 3)] == [("学习", "甲", 4), ("甲", "丙", 5)]
    assert [g.months for g in gaps(lines, 4)] == [5]


def test_a_year_alone_counts_to_its_december() -> None:
    assert gaps([stint("1991", "1995", "甲"), stint("1996.02", None, "乙")], 3) == []


def test_overlaps_are_neighbours_that_share_more_than_a_month() -> None:
    first, second, third = (
        stint("1991.09", "1995.07", "甲"),
        stint("1995.07", "1999.09", "乙"),
        stint("1999.08", None, "丙"),
    )
    assert overlaps([first, second, third]) == [(second, third)]
    assert overlaps([stint("1991", "1995", "甲"), stint("1995.01", None, "乙")]) == []
    still = stint("1990.01", None, "甲")
    assert overlaps([still, first]) == [(still, first)]


months = st.builds(PartialDate, st.integers(min_value=1900, max_value=2099), st.integers(min_value=1, max_value=12))
years = st.builds(PartialDate, st.integers(min_value=1900, max_value=2099))
texts = st.text(alphabet="某校学习甲乙局长（）()：:；;0123456789 .-—至今年月Ax", max_size=12).map(str.strip)
stints = st.builds(ResumeLine, months, st.none() | months, texts, st.just("stint"))


@given(st.lists(stints, max_size=6))
def test_what_is_written_is_read_back(lines: list[ResumeLine]) -> None:
    assert read(write(lines)) == lines


@given(st.builds(ResumeLine, years, st.none() | years, texts, st.just("stint")))
def test_years_are_read_back(line: ResumeLine) -> None:
    assert read(write([line])) == [line]


DATES = ["1991.09", "199507", "2001年3月", "1999", "1991.13", "9"]
MARKS = ["--", "—", "至", "至今", " ", "  ", "\u3000", "\n", "\n\n", "（其间：", "）", "；"]
fragments = st.sampled_from([*DATES, *MARKS, "某校学习", "局长", "x1"])


@given(st.lists(fragments, max_size=14).map("".join))
def test_writing_settles_after_one_pass(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert read(once) == read(write(read(once)))


@given(st.lists(fragments, max_size=14).map("".join))
def test_no_word_is_lost(text: str) -> None:
    written = "".join(normalised(text).split())
    for word in ("某校学习", "局长"):
        assert written.count(word) == text.count(word)
