"""Every kind of file is told by its content and has its own sentence."""

import io
import struct
import zipfile

import pytest
from support.workbooks import ROSTER_ROWS, collection_file, edit_parts, make_xlsx

from ganbu_desktop.exchange.sniff import READABLE, FileKind, inspect, refusal, sniff
from ganbu_desktop.foundation.errors import ExchangeError


def compound(*streams: str) -> bytes:
    """A compound file of one header, one FAT sector and one directory sector."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 48, 1)
    directory = b""
    for name in ("Root Entry", *streams):
        encoded = name.encode("utf-16-le") + b"\0\0"
        directory += encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded)) + bytes(62)
    return bytes(header) + bytes(512) + directory.ljust(1024, b"\0")


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


CSV = "姓名,性别\n赵明,男\n"
HTML = "<html><body><table><tr><td>姓名</td></tr></table></body></html>"
LRM = ",".join(f'"{field}"' for field in ["赵明", "男", *[""] * 31])

SPECIMENS = [
    ("空.xlsx", b"", FileKind.EMPTY, None),
    ("空白.csv", b"\xef\xbb\xbf \r\n", FileKind.EMPTY, None),
    ("全零.xlsx", bytes(4096), FileKind.EMPTY, None),
    ("加密.xlsx", compound("EncryptionInfo", "EncryptedPackage"), FileKind.ENCRYPTED_XLSX, None),
    ("真旧.xls", compound("Workbook"), FileKind.XLS, None),
    ("改名.xlsx", compound("Workbook"), FileKind.XLS, None),
    ("旧旧.xls", compound("Book"), FileKind.XLS, None),
    ("金山.et", compound("Workbook"), FileKind.XLS, None),
    ("公文.wps", compound("WordDocument"), FileKind.WORD, None),
    ("别的.msi", compound("别的"), FileKind.UNKNOWN, None),
    ("断了.xls", compound("Workbook")[:600], FileKind.TRUNCATED, None),
    ("网页.xls", HTML.encode(), FileKind.XLS_HTML, "utf-8"),
    ("网页.xls", HTML.encode("gb18030"), FileKind.XLS_HTML, "gb18030"),
    ("文本.xls", CSV.replace(",", "\t").encode("gb18030"), FileKind.XLS_TEXT, "gb18030"),
    ("表.csv", CSV.encode(), FileKind.CSV, "utf-8"),
    ("表.csv", b"\xef\xbb\xbf" + CSV.encode(), FileKind.CSV, "utf-8-sig"),
    ("表.csv", CSV.encode("gb18030"), FileKind.CSV, "gb18030"),
    ("表.csv", CSV.encode("utf-16"), FileKind.CSV, "utf-16"),
    ("表.csv", CSV.encode("utf-16-le"), FileKind.CSV, "utf-16-le"),
    ("表.csv", CSV.encode("utf-16-be"), FileKind.CSV, "utf-16-be"),
    ("人.lrmx", b"<?xml version='1.0' encoding='utf-8'?><Person><XingMing/></Person>", FileKind.LRMX, "utf-8"),
    ("人.xml", b"\xef\xbb\xbf<Person></Person>", FileKind.LRMX, "utf-8-sig"),
    ("人.lrm", LRM.encode("gb18030"), FileKind.LRM, "gb18030"),
    ("人.pic", b"\xff\xd8\xff\xe0\x00\x10JFIF", FileKind.PIC, None),
    ("人.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", FileKind.PIC, None),
    ("包.zip", zipped(a_dot_lrmx=b"<Person/>"), FileKind.ZIP_OF_LRMX, None),
    ("包.zip", zipped(a_dot_xlsx=b"PK"), FileKind.OTHER_ZIP, None),
    ("新版.zip", zipped(**{"ganbu-package_dot_json": b"{}", "a_dot_lrmx": b""}), FileKind.PACKAGE_NEWER, None),
    ("公文.docx", zipped(word__document_dot_xml=b"<w/>"), FileKind.WORD, None),
    ("二进制.xlsb", zipped(xl__workbook_dot_bin=b"x"), FileKind.XLSB, None),
    ("开放.ods", zipped(mimetype=b"m", content_dot_xml=b"<o/>"), FileKind.ODS, None),
    ("带宏.xlsm", zipped(xl__workbook_dot_xml=b"<w/>", xl__vbaProject_dot_bin=b"x"), FileKind.XLSM, None),
    ("断了.xlsx", zipped(xl__workbook_dot_xml=b"<w/>")[:-10], FileKind.TRUNCATED, None),
    ("只有头.xlsx", b"PK\x03\x04" + bytes(30), FileKind.TRUNCATED, None),
    ("报告.pdf", b"%PDF-1.7\n", FileKind.PDF, None),
    ("包.rar", b"Rar!\x1a\x07\x01\x00", FileKind.OTHER_ARCHIVE, None),
    ("包.7z", b"7z\xbc\xaf\x27\x1c\x00\x04", FileKind.OTHER_ARCHIVE, None),
    (
        "旧式.xls",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        FileKind.XLS_XML,
        None,
    ),
    ("程序.bin", b"MZ\x90\x00\x03\x00\x00\x00" * 10, FileKind.UNKNOWN, None),
    ("一句话.txt", "今天开会".encode(), FileKind.UNKNOWN, None),
]


@pytest.mark.parametrize(("name", "content", "kind", "encoding"), SPECIMENS, ids=lambda value: str(value)[:20])
def test_specimen_is_told_by_its_content(tmp_path, name, content, kind, encoding):
    path = tmp_path / name
    path.write_bytes(content)
    found = inspect(path)
    assert found.kind is kind
    assert encoding is None or found.encoding == encoding


def test_real_workbooks_are_told(tmp_path):
    assert sniff(collection_file(tmp_path / "a.xlsx", 1)) is FileKind.XLSX
    assert sniff(make_xlsx(tmp_path / "b.xls", ROSTER_ROWS)) is FileKind.XLSX


@pytest.mark.parametrize("kind", list(FileKind))
def test_every_kind_is_readable_or_has_a_sentence_saying_that_data_is_safe(kind):
    sentence = refusal(kind)
    assert (sentence is None) == (kind in READABLE)
    assert sentence is None or sentence.endswith("；数据未改动")


def test_password_has_its_own_sentence():
    assert "取消密码" in (refusal(FileKind.ENCRYPTED_XLSX) or "")


def test_folder_and_missing_file_are_said(tmp_path):
    with pytest.raises(ExchangeError, match="文件夹"):
        sniff(tmp_path)
    with pytest.raises(ExchangeError, match="文件不存在"):
        sniff(tmp_path / "没有.xlsx")


def test_too_large_file_is_not_read(tmp_path):
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(51 * 1024 * 1024)
    assert sniff(path) is FileKind.TOO_LARGE


def test_directory_of_a_hundred_thousand_entries_is_refused_unread(tmp_path):
    path = tmp_path / "多.zip"
    path.write_bytes(b"PK\x03\x04" + bytes(26) + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 60000, 60000, 100, 0, 0))
    with pytest.raises(ExchangeError, match="超过 2000 个文件"):
        sniff(path)


def test_sniffing_does_not_inflate(tmp_path):
    path = edit_parts(collection_file(tmp_path / "a.xlsx", 1), {"sheet1": lambda _: bytes(200 * 1024 * 1024)})
    assert sniff(path) is FileKind.XLSX
