from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrmx_samples import lrm_record, picture

from ganbu_desktop.exchange.lrm import read_lrm
from ganbu_desktop.exchange.lrmx import LrmxRelative, read_lrmx, write_lrmx
from ganbu_desktop.foundation.errors import ExchangeError


def test_a_whole_record() -> None:
    person = read_lrm(lrm_record().encode("gbk"), picture(), "张三.lrm")
    values = person.values
    assert values["XingMing"] == "张　三"
    assert (values["JiGuan"], values["ChuShengDi"]) == ("湖南长沙", "湖南株洲")
    assert (values["RuDangShiJian"], values["JianKangZhuangKuang"]) == ("199806", "健康")
    assert values["CanJiaGongZuoShiJian"] == "199407"
    assert values["QuanRiZhiJiaoYu_XueLi"] == "大学"
    assert values["QuanRiZhiJiaoYu_XueWei"] == "工学学士"
    assert values["ZaiZhiJiaoYu_XueLi"] == "省委党校研究生"
    assert values["ZaiZhiJiaoYu_XueWei"] == ""
    assert values["ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi"] == "某省委党校某专业"
    assert values["ShuXiZhuanYeYouHeZhuanChang"] == "熟悉土地管理"
    assert values["JianLi"] == "1990.09--1994.07  某大学某专业学习\n1994.07--         某县某局局长"
    assert values["NiRenZhiWu"] == "某乡乡长"
    assert (values["ChengBaoDanWei"], values["TianBiaoRen"]) == ("某县委组织部", "赵六")
    assert (values["JiSuanNianLingShiJian"], values["TianBiaoShiJian"]) == ("202501", "20250118")
    assert person.relatives == (
        LrmxRelative("妻子", "李四", "197311", "中共党员", "某校"),
        LrmxRelative("女儿", "张五", "", "", "某厂"),
    )
    assert person.photo == picture()
    assert "ShenFenZheng" not in person.present
    assert person.notices == ()
    assert read_lrmx(write_lrmx(person)) == person


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "gb18030", "utf-8", "utf-8-sig"])
def test_encodings(encoding: str) -> None:
    assert read_lrm(lrm_record().encode(encoding)).values["JiGuan"] == "湖南长沙"


def test_rare_characters_of_gb18030() -> None:
    assert read_lrm(lrm_record({0: "䶮㙦𠮷"}).encode("gb18030")).values["XingMing"] == "䶮㙦𠮷"


def test_a_damaged_character_is_noticed() -> None:
    person = read_lrm(lrm_record().encode("gbk").replace("某县委".encode("gbk"), b"\xff\xff\xff"))
    assert "编码损坏" in person.notices[0]
    assert person.values["XingMing"] == "张　三"


@pytest.mark.parametrize("count", [30, 31, 32, 34, 35])
def test_records_of_other_lengths_are_read_with_a_notice(count: int) -> None:
    person = read_lrm(lrm_record(count=count).encode("gbk"))
    assert person.values["RenMianLiYou"] == "工作需要"
    assert f"{count} 个字段" in person.notices[0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0",
        b'"',
        b'""',
        lrm_record(count=29).encode("gbk"),
        lrm_record(count=36).encode("gbk"),
        lrm_record().encode("gbk")[:-1],
        lrm_record().encode("gbk")[:200],
        lrm_record().encode("gbk")[:-30],
        "姓名,性别\r\n张三,男".encode("gbk"),
        b"PK\x03\x04",
    ],
)
def test_what_is_no_whole_record_is_refused_with_its_name(data: bytes) -> None:
    with pytest.raises(ExchangeError, match=r"张三\.lrm"):
        read_lrm(data, name="张三.lrm")


def test_trailing_line_ends_and_blanks_between_fields() -> None:
    text = lrm_record().replace('","', '" ,\r\n"') + "\r\n\x1a"
    assert read_lrm(text.encode("gbk")).values["TianBiaoShiJian"] == "20250118"


def test_uneven_columns_and_too_many_marks() -> None:
    person = read_lrm(lrm_record({9: "大学#学士#硕士#博士#再一个", 20: "妻子@父亲@母亲", 21: "李四"}).encode("gbk"))
    assert [item.relation for item in person.relatives] == ["妻子", "父亲", "母亲"]
    assert person.values["ZaiZhiJiaoYu_XueWei"] == "博士#再一个"
    assert "#" in person.notices[0]
    short = read_lrm(lrm_record({9: "大学", 10: ""}).encode("gbk"))
    assert short.values["QuanRiZhiJiaoYu_XueLi"] == "大学"
    assert short.values["ZaiZhiJiaoYu_XueLi"] == ""
    assert short.notices == ()


def test_an_xml_file_with_the_old_suffix_is_read_as_what_it_is() -> None:
    data = write_lrmx(read_lrm(lrm_record().encode("gbk")))
    assert read_lrm(data).values["XingMing"] == "张　三"


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("gb18030", "replace")))
def test_anything_is_read_or_refused(data: bytes) -> None:
    with suppress(ExchangeError):
        read_lrm(b'"' + data + b'"', name="a")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("大学#工学学士@省委党校研究生#", ["大学", "工学学士", "省委党校研究生", ""]),
        ("大专@大学#管理学学士", ["大专", "", "大学", "管理学学士"]),
        ("@中央党校大学#", ["", "", "中央党校大学", ""]),
    ],
)
def test_an_at_sign_parts_full_time_from_in_service_education(text: str, parts: list[str]) -> None:
    person = read_lrm(lrm_record({9: text}).encode("gbk"))
    names = ("QuanRiZhiJiaoYu_XueLi", "QuanRiZhiJiaoYu_XueWei", "ZaiZhiJiaoYu_XueLi", "ZaiZhiJiaoYu_XueWei")
    assert [person.values[name] for name in names] == parts
    assert person.notices == ()
