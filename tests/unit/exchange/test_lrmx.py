from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given, settings
from support.laws import examples
from support.lrmx_samples import V3_VALUES, invented_person, people, picture

from ganbu_desktop.exchange.lrmx import (
    ELEMENTS,
    NEW_EDITOR_ELEMENTS,
    ORDER_NEW,
    ORDER_V3,
    LrmxPerson,
    LrmxRelative,
    UnknownElement,
    digits_date,
    element,
    read_lrmx,
    write_lrmx,
    writing_notices,
)
from ganbu_desktop.foundation.errors import ExchangeError

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples"


def document(inner: str, *, head: str = '<?xml version="1.0" encoding="utf-8"?>\n') -> str:
    return f"{head}<Person>\n{inner}\n</Person>"


def read(inner: str) -> LrmxPerson:
    return read_lrmx(document(inner).encode(), "张三.lrmx")


class TestReading:
    def test_values_are_trimmed_and_line_ends_unified(self) -> None:
        person = read("<XingMing>\n  张三\u3000</XingMing><JianLi>\r\n一\r\n二&#13;\n三&#13;四\n  </JianLi><MinZu />")
        assert person.values["XingMing"] == "张三"
        assert person.values["JianLi"] == "一\n二\n三\n四"
        assert person.values["MinZu"] == ""
        assert person.notices == ()

    def test_every_v3_element_is_there_and_those_of_the_new_editor_only_when_stated(self) -> None:
        old = read("<XingMing>张三</XingMing>")
        assert tuple(old.values) == V3_VALUES
        assert old.present == {"XingMing"}
        new = read(
            "<DaoLingNianYue>203012</DaoLingNianYue><GaiGeQianRenZhiNianLingJieXian></GaiGeQianRenZhiNianLingJieXian>"
        )
        assert set(new.values) - set(old.values) == set(NEW_EDITOR_ELEMENTS)
        assert new.values["DaoLingNianYue"] == "203012"

    def test_any_order_is_read(self) -> None:
        person = read("<Version>3.2</Version><ShenFenZheng>1</ShenFenZheng><XingMing>张三</XingMing>")
        assert (person.version, person.values["ShenFenZheng"], person.values["XingMing"]) == ("3.2", "1", "张三")

    def test_relatives_skip_blank_items(self) -> None:
        item = "<Item><ChengWei>{}</ChengWei><XingMing>{}</XingMing><ChuShengRiQi/></Item>"
        person = read(
            f"<JiaTingChengYuan>{item.format('妻子', '李四')}{item.format(' ', '')}<Item/></JiaTingChengYuan>"
        )
        assert person.relatives == (LrmxRelative("妻子", "李四"),)

    def test_duplicate_elements_are_reported_and_the_first_filled_one_wins(self) -> None:
        person = read("<XingMing></XingMing><XingMing>张三</XingMing><XingMing>李四</XingMing>")
        assert person.values["XingMing"] == "张三"
        assert len(person.notices) == 1
        assert "姓名" in person.notices[0]

    def test_photo_with_blanks_and_prefix(self) -> None:
        photo = picture()
        text = base64.encodebytes(photo).decode()
        assert read(f"<ZhaoPian>\n data:image/jpeg;base64,{text} </ZhaoPian>").photo == photo
        assert read("<ZhaoPian> </ZhaoPian>").photo is None

    @pytest.mark.parametrize("text", ["不是编码", "@@@@", "QUJ", "/9j/4AAQ", "a", "Qk0="[:3] + "!"])
    def test_a_bad_photo_is_a_notice_not_a_failure(self, text: str) -> None:
        person = read(f"<XingMing>张三</XingMing><ZhaoPian>{text}</ZhaoPian>")
        assert person.values["XingMing"] == "张三"
        assert person.photo is None or person.photo.startswith(b"\xff\xd8\xff") or "照片" in person.notices[0]

    def test_bytes_that_are_no_picture_are_noticed(self) -> None:
        person = read(f"<ZhaoPian>{base64.b64encode(b'GIF89a....').decode()}</ZhaoPian>")
        assert "JPEG、PNG 或 BMP" in person.notices[0]

    def test_stray_text_and_nested_elements_are_noticed(self) -> None:
        person = read("散落<JianLi>一<b>二</b></JianLi>")
        assert person.values["JianLi"] == "一二"
        assert len(person.notices) == 2

    def test_attributes_are_noticed_once_each(self) -> None:
        person = read(
            "<JiGuan code='43'>湖南</JiGuan><JiaTingChengYuan><Item id='1'/><Item id='2'/></JiaTingChengYuan>"
        )
        assert person.values["JiGuan"] == "湖南"
        assert len(person.notices) == 2

    def test_two_family_containers_are_joined(self) -> None:
        family = "<JiaTingChengYuan><Item><XingMing>{}</XingMing></Item></JiaTingChengYuan>"
        person = read(family.format("李四") + family.format("王五"))
        assert [relative.name for relative in person.relatives] == ["李四", "王五"]
        assert "都已读入" in person.notices[0]

    @pytest.mark.parametrize(
        "row", ["<Xin/>", "<JiaTingChengYuan><Item><XingMing>a</XingMing></Item></JiaTingChengYuan>"]
    )
    def test_floods_are_refused_and_notices_kept_few(self, row: str) -> None:
        assert len(read(row * 400).notices) <= 1
        with pytest.raises(ExchangeError, match=r"张三\.lrmx.*500"):
            read(row * 501)

    def test_namespaces_are_tolerated(self) -> None:
        source = '<Person xmlns="urn:a" xmlns:i="urn:b"><XingMing i:nil="1">张</XingMing></Person>'
        assert read_lrmx(source.encode()).values["XingMing"] == "张"

    def test_control_characters_do_not_spoil_the_file(self) -> None:
        person = read("<JianLi>一\x0b二&#xB;三&#x1;\x00四&#0;&#65;&#x10FFFF;&#xD800;</JianLi>")
        assert person.values["JianLi"] == "一\n二\n三四A\U0010ffff"
        assert "6 个" in person.notices[0]

    def test_the_blank_sample_files_round_trip(self) -> None:
        if not SAMPLES.is_dir():
            pytest.skip("no sample files here")
        for path in SAMPLES.glob("*.lrmx"):
            person = read_lrmx(path.read_bytes(), path.name)
            assert person.notices == ()
            assert person.relatives == ()
            assert person.present == set(ORDER_V3)
            assert person.version in path.name
            assert read_lrmx(write_lrmx(person)) == person


class TestEncodings:
    TEXT = "<XingMing>张三</XingMing><XianRenZhiWu>某县某局局长</XianRenZhiWu><JiGuan>䶮·湖南</JiGuan>"

    @pytest.mark.parametrize(
        ("declared", "encoding"),
        [
            ("utf-8", "utf-8"),
            ("UTF-8", "utf-8-sig"),
            ("utf-16", "utf-16"),
            ("utf-16", "utf-16-le"),
            ("utf-16", "utf-16-be"),
            ("gb18030", "gb18030"),
            ("GB2312", "gb18030"),
            ("gbk", "gb18030"),
            ("utf-16", "utf-8"),
        ],
    )
    def test_declared_encodings(self, declared: str, encoding: str) -> None:
        source = document(self.TEXT, head=f'<?xml version="1.0" encoding="{declared}"?>')
        person = read_lrmx(source.encode(encoding), "a")
        assert person.values["XingMing"] == "张三"
        assert person.values["JiGuan"] == "䶮·湖南"
        assert person.notices == ()
        assert person.has_bom == (encoding in {"utf-8-sig", "utf-16"})

    @pytest.mark.parametrize(("declared", "encoding"), [("utf-8", "gb18030"), ("gb2312", "utf-8")])
    def test_a_wrong_declaration_is_noticed(self, declared: str, encoding: str) -> None:
        source = document(self.TEXT, head=f'<?xml version="1.0" encoding="{declared}"?>')
        person = read_lrmx(source.encode(encoding), "a")
        assert person.values["XianRenZhiWu"] == "某县某局局长"
        assert "编码" in person.notices[0]

    def test_no_declaration_at_all(self) -> None:
        assert read_lrmx(document(self.TEXT, head="").encode()).values["XingMing"] == "张三"


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "空的"),
            (b"  \r\n", "空的"),
            (b"PK\x03\x04....", "没有导入"),
            (b"\x89PNG\r\n\x1a\n\xff\xff\xff\xff", "没有导入"),
            ("随便写的".encode(), "没有导入"),
            (document("<XingMing>张三").encode(), "没有导入"),
            (document("<XingMing>张三</XingMing>").encode()[:-20], "没有导入"),
            (b"<People><XingMing/></People>", "不是干部任免审批表"),
            (b"<html><body>404</body></html>", "不是干部任免审批表"),
            (b"<!DOCTYPE Person><Person/>", "文档类型"),
            (b'<!DOCTYPE p [<!ENTITY a "b">]><Person>&a;</Person>', "文档类型"),
            (b'<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><Person>&a;</Person>', "文档类型"),
            (b"<Person>&xxe;</Person>", "没有导入"),
            (b"<?php echo 1 ?><Person/>", "处理指令"),
            (b'<?xml version="1.0"?><?xml-stylesheet href="a"?><Person/>', "处理指令"),
            (b'<?xml version="1.0" encoding="utf-7"?><Person/>', "utf-7"),
            (b"<Person>" + b"<a>" * 100 + b"</a>" * 100 + b"</Person>", "嵌套"),
            (b"<Person>" + b"<a/>" * 100_001 + b"</Person>", "元素超过"),
            (
                b"<Person><XingMing>\xe5\xbc\xa0\xe4\xb8\x89\xff</XingMing></Person>",
                "编码",
            ),
            ("<Person/>".encode("utf-16")[:-1], "编码"),
        ],
    )
    def test_a_sentence_naming_the_file(self, data: bytes, reason: str) -> None:
        with pytest.raises(ExchangeError) as refusal:
            read_lrmx(data, "李四.lrmx")
        assert "李四.lrmx" in str(refusal.value)
        assert reason in str(refusal.value)

    def test_the_size_cap(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ganbu_desktop.exchange.safe_xml.MAX_BYTES", 100)
        with pytest.raises(ExchangeError, match="超过"):
            read_lrmx(document("<XingMing/>" * 20).encode())

    def test_billions_of_laughs_in_utf16_are_refused_too(self) -> None:
        bomb = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Person>&b;</Person>'
        with pytest.raises(ExchangeError, match="文档类型"):
            read_lrmx(bomb.encode("utf-16"))

    def test_names_outside_the_format_are_a_programming_error(self) -> None:
        with pytest.raises(ValueError, match="ZhengZhiMianMao"):
            LrmxPerson({"ZhengZhiMianMao": "群众"})


class TestWriting:
    def test_canonical_shape(self) -> None:
        relative = LrmxRelative("妻子", "李四", "197311", "群众", "某校教师")
        person = LrmxPerson({"XingMing": "张<三>", "JianLi": "一\n二"}, (relative,), b"BMx", "3.2.1.16")
        text = write_lrmx(person).decode("utf-8")
        assert text.startswith(
            '\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<Person>\r\n  <XingMing>张&lt;三&gt;</XingMing>\r\n'
        )
        assert "  <JianLi>一\r\n二</JianLi>\r\n" in text
        assert "  <MinZu></MinZu>\r\n" in text
        assert "    <Item>\r\n      <ChengWei>妻子</ChengWei>\r\n" in text
        assert text.endswith("  <Version>3.2.1.16</Version>\r\n</Person>")
        names = [line.strip()[1:].split(">")[0] for line in text.split("\r\n") if line.startswith("  <")]
        assert tuple(name for name in names if not name.startswith("/")) == ORDER_V3

    def test_the_new_editors_elements_stand_in_their_place(self) -> None:
        text = write_lrmx(LrmxPerson(dict.fromkeys(NEW_EDITOR_ELEMENTS, "1"))).decode()
        places = [text.index(f"<{name}>") for name in ORDER_NEW]
        assert places == sorted(places)

    def test_unknown_elements_come_back_in_place(self) -> None:
        source = (
            "<Tou>0</Tou><XingMing>张三</XingMing><Xin a='1'><Zi>2 &lt; 3</Zi></Xin><Xin2/>"
            "<JiaTingChengYuan><Item><ChengWei>妻子</ChengWei><Guo>中国</Guo></Item><ZongShu>1</ZongShu></JiaTingChengYuan>"
            "<Version>4.0</Version><Wei/>"
        )
        person = read(source)
        assert [item.after for item in person.unknown] == [None, "XingMing", "XingMing", "Version", None]
        text = write_lrmx(person).decode()
        order = [
            "<Tou>",
            "<XingMing>张三",
            '<Xin a="1"><Zi>2 &lt; 3</Zi></Xin>',
            "<Xin2>",
            "<XingBie>",
            "<ChengWei>妻子",
            "<Guo>中国",
        ]
        order += ["<ZhengZhiMianMao>", "</Item>", "<ZongShu>1", "<Version>4.0", "<Wei>"]
        places = [text.index(part) for part in order]
        assert places == sorted(places)
        assert read_lrmx(write_lrmx(person)) == person

    def test_an_unknown_element_after_one_no_longer_written_moves_up(self) -> None:
        person = LrmxPerson({}, unknown=(UnknownElement("DaoLingNianYue", "<Xin></Xin>"),))
        assert person.unknown[0].after == "CanJiaGongZuoShiJian"

    @pytest.mark.parametrize(
        "xml", ["<a>", "", "<a/><b/>", "<!DOCTYPE a><a/>", "<XingMing/>", "<a>" * 70 + "</a>" * 70]
    )
    def test_a_broken_unknown_element_is_refused_before_it_can_break_a_file(self, xml: str) -> None:
        with pytest.raises(ExchangeError):
            UnknownElement(None, xml)

    def test_notices_for_what_a_file_cannot_carry(self) -> None:
        notices = writing_notices({"XingMing": "长" * 19, "XingBie": "男", "JianLi": "长" * 9999, "MinZu": "汉\x01族"})
        assert len(notices) == 2
        assert "最多 18" in notices[0]
        assert "U+0001" in notices[1]

    @pytest.mark.parametrize(
        ("text", "digits"),
        [
            ("1972.04", "197204"),
            ("1972年4月", "197204"),
            ("1972.04.05", "19720405"),
            ("197204", "197204"),
            ("", ""),
            ("民建", "民建"),
        ],
    )
    def test_digits_date(self, text: str, digits: str) -> None:
        assert digits_date(text) == digits


class TestLaws:
    def test_500_invented_people_come_back_equal(self) -> None:
        for seed in range(500):
            person = invented_person(seed)
            back = read_lrmx(write_lrmx(person), "x")
            assert back == person
            assert back.notices == ()
            assert write_lrmx(back) == write_lrmx(person)

    @given(people())
    @settings(max_examples=examples(60))
    def test_reading_what_was_written_gives_the_same_person(self, person: LrmxPerson) -> None:
        assert read_lrmx(write_lrmx(person)) == person

    @given(people())
    def test_plain_data_gives_the_same_person(self, person: LrmxPerson) -> None:
        assert LrmxPerson.from_plain(person.to_plain()) == person

    def test_every_element_is_described_once(self) -> None:
        assert len({item.name for item in ELEMENTS}) == len(ELEMENTS) == 36
        assert len(ORDER_V3) == 34
        assert element("XianRenZhiWu").max_length == 324
        assert element("JianLi").max_length is None
        assert all(item.title for item in ELEMENTS)
