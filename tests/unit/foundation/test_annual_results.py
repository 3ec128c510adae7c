from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation import annual_results, codes

LABELS = {
    "优": "优秀",
    "称": "称职",
    "基": "基本称职",
    "不": "不称职",
    "未": "不定等次",
    "合": "合格",
    "免": "不进行考核",
}


def meant(short: dict[int, str]) -> dict[int, str | None]:
    table = codes.table(annual_results.TABLE)
    return {year: table.code_for(LABELS[word]) for year, word in short.items()}


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("2019年、2020年年度考核均为称职；2021年优秀。", {2019: "称", 2020: "称", 2021: "优"}),
        ("2022年、2023年年度考核均为称职，2024年年度考核为优秀。", {2022: "称", 2023: "称", 2024: "优"}),
        ("2021年度不称职，2022年度基本称职，2023年度称职", {2021: "不", 2022: "基", 2023: "称"}),
        ("2019-2021年年度考核均为称职", {2019: "称", 2020: "称", 2021: "称"}),
        ("2019年至2021年均为称职。", {2019: "称", 2020: "称", 2021: "称"}),
        ("2019—2020年优秀", {2019: "优", 2020: "优"}),
        ("优秀：2019年，2021年；称职：2020年", {2019: "优", 2020: "称", 2021: "优"}),
        ("2019、2020、2021年年度考核称职", {2019: "称", 2020: "称", 2021: "称"}),
        ("2020年优秀2021年称职", {2020: "优", 2021: "称"}),
        ("2020年：优秀\n2021年：称职", {2020: "优", 2021: "称"}),
        ("２０２０年称职", {2020: "称"}),
        ("2020年不确定等次", {2020: "未"}),
        ("2020年合格", {2020: "合"}),
        ("2020年未参加考核", {2020: "免"}),
        ("", {}),
        ("无", {}),
    ],
)
def test_sentences_are_read(text: str, results: dict[int, str]) -> None:
    assert annual_results.read(text) == meant(results)
    assert annual_results.unread(text) == (["无"] if text == "无" else [])


@pytest.mark.parametrize(
    ("text", "results", "left"),
    [
        ("近三年均为称职", {}, ["近三年均为称职"]),
        ("2020年优秀，2021年被评为优秀共产党员", {2020: "优"}, ["2020年优秀，2021年被评为优秀共产党员"]),
        ("2020年优秀；2020年称职", {2020: "优"}, ["2020年称职"]),
        ("2020年；2021年称职", {2021: "称"}, ["2020年"]),
    ],
)
def test_what_says_no_result_is_handed_back(text: str, results: dict[int, str], left: list[str]) -> None:
    assert annual_results.read(text) == meant(results)
    assert annual_results.unread(text) == left


def test_the_sentence_of_the_form() -> None:
    results = {year: code for year, code in meant({2024: "优", 2022: "称", 2023: "称"}).items() if code}
    assert annual_results.write(results) == "2022年、2023年年度考核均为称职，2024年年度考核为优秀。"
    assert annual_results.write({}) == ""


offered = st.sampled_from([entry.code for entry in codes.table(annual_results.TABLE).entries])


@given(st.dictionaries(st.integers(min_value=1990, max_value=2050), offered, max_size=8))
def test_what_is_written_is_read_back(results: dict[int, str]) -> None:
    sentence = annual_results.write(results)
    assert annual_results.read(sentence) == results
    assert annual_results.unread(sentence) == []
