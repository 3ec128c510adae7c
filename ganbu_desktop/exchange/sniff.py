"""What kind of file this is, judged by its content and not by its name.

``sniff`` reads a few thousand bytes (for archives the directory at the end) and never inflates, parses or executes
anything. Every kind that cannot be read has its own sentence.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ganbu_desktop.exchange.zip_guard import MAX_FILE_BYTES, is_truncated
from ganbu_desktop.foundation.errors import ExchangeError
from ganbu_desktop.foundation.files import cause_of

PACKAGE_MARK = "ganbu-package.json"
"""Manifest of data packages of later versions; this version makes and reads none."""

_HEAD = 65536
_UNTOUCHED = "数据未改动"
_WORKSHEET = re.compile(r"(?:^|/)worksheets/[^/]+\.xml$")
_TITLE_WORDS = ("姓名", "性別", "性别", "單位", "单位", "職務", "职务", "出生")
_MAIL_HEADS = re.compile(r"(?:mime-version|from|subject|date|x-document-type|content-type):", re.I)


class FileKind(Enum):
    """Kinds of file; the value is what the clerk reads."""

    XLSX = "Excel 工作簿"
    XLSM = "带宏的 Excel 工作簿"
    XLSB = "Excel 二进制工作簿"
    ODS = "ODF 电子表格"
    XLS = "旧版 Excel 工作簿"
    XLS_HTML = "网页格式的 .xls"
    XLS_MHT = "网页归档格式的 .xls"
    XLS_TEXT = "文本格式的 .xls"
    CSV = "CSV 文本表"
    LRMX = "任免审批表 .lrmx"
    LRM = "任免审批表 .lrm"
    PIC = "照片"
    ZIP_OF_LRMX = "任免审批表压缩包"
    ENCRYPTED_XLSX = "有打开密码的工作簿"
    ENCRYPTED_ZIP = "有密码的压缩包"
    XLS_XML = "XML 电子表格 2003"
    WORD = "文字文档"
    PDF = "PDF 文档"
    OTHER_ARCHIVE = "其他压缩包"
    OTHER_ZIP = "其他 ZIP 压缩包"
    PACKAGE_NEWER = "较新版本的数据包"
    EMPTY = "空文件"
    TRUNCATED = "不完整的文件"
    TOO_LARGE = "过大的文件"
    UNKNOWN = "不认识的文件"


TABLES = frozenset(
    {FileKind.XLSX, FileKind.XLSM, FileKind.XLSB, FileKind.ODS, FileKind.XLS, FileKind.XLS_HTML, FileKind.XLS_TEXT}
    | {FileKind.XLS_MHT, FileKind.CSV}
)
"""Kinds that ``read_workbook`` reads."""

READABLE = TABLES | {FileKind.LRMX, FileKind.LRM, FileKind.PIC, FileKind.ZIP_OF_LRMX}

_REFUSALS = {
    FileKind.ENCRYPTED_XLSX: "文件有打开密码，请先在 WPS 或 Excel 中取消密码后再导入",
    FileKind.ENCRYPTED_ZIP: "压缩包有密码，请先解压后再导入里面的文件",
    FileKind.XLS_XML: "这是“XML 电子表格 2003”格式，请用 WPS 或 Excel 打开后另存为 .xlsx 再导入",
    FileKind.WORD: "这是文字文档，不是表格，请导入 .xlsx、.xls、.csv 或 .lrmx 文件",
    FileKind.PDF: "这是 PDF 文档，不能导入，请向报送单位要原来的表格或 .lrmx 文件",
    FileKind.OTHER_ARCHIVE: "这是压缩包（RAR 或 7Z），请先解压后再导入里面的文件",
    FileKind.OTHER_ZIP: "压缩包里没有 .lrmx 或 .lrm 文件，请先解压后再导入里面的表格",
    FileKind.PACKAGE_NEWER: "这个数据包由较新版本的程序生成，请先升级本程序后再导入",
    FileKind.EMPTY: "文件是空的，里面没有任何内容，请向报送单位重新索取",
    FileKind.TRUNCATED: "文件不完整，可能没有复制完或已损坏，请重新复制后再导入",
    FileKind.TOO_LARGE: f"文件超过 {MAX_FILE_BYTES // 1024 // 1024} MB，请删去图片等无关内容或分成几个文件后再导入",
    FileKind.UNKNOWN: "不认识这种文件，请导入 .xlsx、.xls、.csv、.lrmx 或 .lrm 文件",
}


@dataclass(frozen=True)
class Sniffed:
    """What was found: the kind and, for text, its encoding (a Python codec name)."""

    kind: FileKind
    encoding: str | None = None


def sniff(path: Path | str) -> FileKind:
    """Return the kind of a file. Raises ExchangeError when it cannot be opened or is a bomb."""
    return inspect(path).kind


def refusal(kind: FileKind) -> str | None:
    """Return the sentence for a kind that cannot be read, None for a readable one."""
    return f"{_REFUSALS[kind]}；{_UNTOUCHED}" if kind in _REFUSALS else None


def inspect(path: Path | str) -> Sniffed:
    """Return kind and encoding. Raises ExchangeError when the file cannot be opened at all."""
    source = Path(path)
    try:
        return _inspect(source)
    except OSError as error:
        cause = "这是文件夹" if source.is_dir() else cause_of(error) if source.exists() else "文件不存在"
        raise ExchangeError(f"未能打开“{source.name}”：{cause}；{_UNTOUCHED}") from error


def _inspect(source: Path) -> Sniffed:
    with source.open("rb") as file:
        head = file.read(_HEAD)
        size = file.seek(0, 2)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return Sniffed(FileKind.EMPTY)
    if size > MAX_FILE_BYTES:
        return Sniffed(FileKind.TOO_LARGE)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Sniffed(_zip_kind(source))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return Sniffed(_compound_kind(source, size))
    return _magic_kind(head) or _text_kind(head, whole=size <= _HEAD, suffix=source.suffix.lower())


def _magic_kind(head: bytes) -> Sniffed | None:
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM")) and b"\0" in head[:64]:
        return Sniffed(FileKind.PIC)
    if head.startswith(b"%PDF-"):
        return Sniffed(FileKind.PDF)
    if head.startswith((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")):
        return Sniffed(FileKind.OTHER_ARCHIVE)
    if head[:4] in {b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00"}:
        return Sniffed(FileKind.XLS)
    return None


def _zip_kind(source: Path) -> FileKind:
    if is_truncated(source):
        return FileKind.TRUNCATED
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeError, EOFError):
        return FileKind.TRUNCATED
    names = {entry.filename.replace("\\", "/").lower() for entry in entries}
    office = _office_kind(names)
    if office:
        return office
    if PACKAGE_MARK in names:
        return FileKind.PACKAGE_NEWER
    if not any(name.endswith((".lrmx", ".lrm")) for name in names):
        return FileKind.OTHER_ZIP
    return FileKind.ENCRYPTED_ZIP if any(entry.flag_bits & 1 for entry in entries) else FileKind.ZIP_OF_LRMX


def _office_kind(names: set[str]) -> FileKind | None:
    if "xl/workbook.bin" in names:
        return FileKind.XLSB
    if "xl/workbook.xml" in names:
        return FileKind.XLSM if "xl/vbaproject.bin" in names else FileKind.XLSX
    if "word/document.xml" in names:
        return FileKind.WORD
    if {"mimetype", "content.xml"} <= names:
        return FileKind.ODS
    if "[content_types].xml" in names and any(_WORKSHEET.search(name) for name in names):
        return FileKind.XLSX
    return None


def _compound_kind(source: Path, size: int) -> FileKind:
    """Judge an OLE compound file by the stream names in its directory, whose entries stand on 128-byte marks."""
    data = source.read_bytes()
    if _has_stream(data, "EncryptedPackage") or _has_stream(data, "EncryptionInfo"):
        return FileKind.ENCRYPTED_XLSX
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return FileKind.XLS
    if _has_stream(data, "WordDocument"):
        return FileKind.WORD
    sector = 1 << min(int.from_bytes(data[30:32], "little"), 20)
    directory = (int.from_bytes(data[48:52], "little") + 1) * sector
    return FileKind.TRUNCATED if directory >= size or size < 1536 else FileKind.UNKNOWN


def _has_stream(data: bytes, name: str) -> bool:
    needle = name.encode("utf-16-le") + b"\0\0"
    at = data.find(needle, 512)
    while at >= 0:
        if at % 128 == 0:
            return True
        at = data.find(needle, at + 2)
    return False


def _text_kind(head: bytes, *, whole: bool, suffix: str) -> Sniffed:
    encoding = _encoding(head, whole=whole)
    if encoding is None:
        return Sniffed(FileKind.UNKNOWN)
    text = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return Sniffed(_markup_kind(text), encoding)
    if _MAIL_HEADS.match(text) and "content-type:" in text[:4096].lower() and "text/html" in text.lower():
        return Sniffed(FileKind.XLS_MHT)
    if _looks_like_lrm(text):
        return Sniffed(FileKind.LRM, encoding)
    if not any(mark in text for mark in ",\t;，\n"):
        return Sniffed(FileKind.UNKNOWN)
    return Sniffed(FileKind.XLS_TEXT if suffix in {".xls", ".xlsx", ".et"} else FileKind.CSV, encoding)


def _markup_kind(text: str) -> FileKind:
    start = text[:4096].lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and "<html" not in start:
        return FileKind.XLS_XML
    if "<person" in start:
        return FileKind.LRMX
    return FileKind.XLS_HTML if "<table" in text.lower() or "<html" in start else FileKind.UNKNOWN


def _looks_like_lrm(text: str) -> bool:
    """A ``.lrm`` record is 33 quoted fields, the second being the sex; a quoted CSV has its headers there."""
    fields = text.split('","')
    return text.startswith('"') and len(fields) >= 20 and fields[1].strip() in {"男", "女", "男性", "女性", ""}


def _encoding(head: bytes, *, whole: bool) -> str | None:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if head.startswith(mark):
            return name
    candidates = ["utf-8", "gb18030"]
    if b"\0" in head:
        odd = sum(1 for byte in head[1:4096:2] if byte == 0)
        candidates = ["utf-16-le" if odd else "utf-16-be"]
    found = next((name for name in candidates if _decodes(head, name, whole=whole)), None)
    return "big5" if found == "gb18030" and _is_big5(head, whole=whole) else found


def _is_big5(head: bytes, *, whole: bool) -> bool:
    """Tell a table of traditional characters: nearly every such file decodes as GB 18030 too, but into nonsense."""
    if not _decodes(head, "big5", whole=whole):
        return False
    as_big5, as_gb = (head.decode(name, "ignore") for name in ("big5", "gb18030"))
    return any(word in as_big5 for word in _TITLE_WORDS) and not any(word in as_gb for word in _TITLE_WORDS)


def _decodes(head: bytes, name: str, *, whole: bool) -> bool:
    try:
        text = codecs.getincrementaldecoder(name)().decode(head, final=whole)
    except UnicodeDecodeError:
        return False
    return not any(mark < " " and mark not in "\t\r\n\x0b\x0c\x1a" for mark in text)
