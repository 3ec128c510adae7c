"""What the program never keeps: no field, ledger, report or code table of it carries any of this.

Scores of a person's loyalty or risk, labels of character made by the program, who reported somebody and what, cases
under inquiry, where someone goes and with whom, health files, what a declaration of property says, ties guessed from
school or army. A word of the list in a label is the sign; a place where the word means something else is named below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ganbu_desktop.foundation import codes
from ganbu_desktop.modules import ledgers, load_records, reports
from ganbu_desktop.store.record import fields_of, record_types

NEVER = {
    "a score of the whole person": r"忠诚度|画像|风险分|总评分|综合得分|综合积分|担当指数|廉政指数|信用分",
    "a rank of all people": r"总排名|全县排名|总名次",
    "a label that the program gives": r"自动标签|担当标签|两面人|假担当类型",
    "who reported somebody, and what": r"举报人|举报内容|举报信|信访人|反映人(?!数)",
    "a case that is not concluded": r"在查案件|未查结|线索内容|案件详情",
    "where someone is": r"行踪|轨迹|定位|车辆位置|监控|人脸|指纹采集|声纹",
    "with whom someone speaks": r"通话|通信记录|短信|社交账号|微信号|朋友圈",
    "a file of body or mind": r"病历|病情|诊断|心理咨询内容|心理测评|基因",
    "what a declaration of property says": r"房产明细|存款|股票|基金账户|银行账号|持有股份|个人有关事项明细",
    "ties that are guessed": r"同学关系|同乡|战友关系|关系图|人脉",
    "a conclusion that the program draws": r"自动否决|自动诫勉|系统结论|机器结论|建议诫勉",
}
_ENGLISH = re.compile(
    r"(loyalty|risk|portrait|trust)_?(score|points|rank)|informant|whistle|location_trace|social_account"
)


def labels() -> Iterator[tuple[str, str]]:
    """Yield where a label stands and the label: tables, fields, codes, ledgers, reports."""
    load_records()
    for cls in record_types():
        yield cls.table.name, cls.label
        for name, field in fields_of(cls).items():
            yield f"{cls.table.name}.{name}", field.label
    for name in codes.names():
        yield f"codes/{name}", codes.table(name).title
        for entry in codes.table(name).entries:
            yield f"codes/{name}/{entry.code}", entry.label
    for spec in ledgers():
        for title in (spec.title, *spec.derived):
            yield f"ledger {spec.name}", title
    for report in reports():
        yield f"report {report.name}", report.title


@pytest.mark.parametrize("what", NEVER)
def test_no_label_of_the_program_carries_it(what: str) -> None:
    never = re.compile(NEVER[what])
    found = {place: label for place, label in labels() if never.search(label)}
    assert found == {}, f"the program never keeps {what}"


def test_no_field_is_named_after_it() -> None:
    load_records()
    names = [f"{cls.table.name}.{name}" for cls in record_types() for name in fields_of(cls)]
    assert len(names) > 300
    assert [name for name in names if _ENGLISH.search(name)] == []


def test_the_lists_find_what_they_name() -> None:
    """The tests above can fail."""
    there = (
        "忠诚度得分",
        "举报人姓名",
        "行踪记录",
        "病历号",
        "在查案件",
        "房产明细",
        "战友关系",
        "自动否决",
        "担当标签",
    )
    assert [any(re.search(words, label) for words in NEVER.values()) for label in there] == [True] * len(there)
    assert _ENGLISH.search("loyalty_score")
    assert sum(1 for _ in labels()) > 1000
