"""The archive of a template: opened under the limits for files from outside, searched for anything that could act.

Refused are macros, embedded objects, links to other files or the net, DDE, and parts that are not well-formed; the
sentence names what was found and how to take it out.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath

from lxml import etree

from ganbu_desktop.exchange import zip_guard
from ganbu_desktop.exchange.safe_xml import decode_xml, parse_xml
from ganbu_desktop.foundation.errors import ExchangeError
from ganbu_desktop.foundation.files import safe_write

DOCX, XLSX = "docx", "xlsx"
_MAIN_PART = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MOST_BYTES = 20 * 1024 * 1024
_ACTIVE_TYPES = re.compile(
    r"macroenabled|vbaproject|vbadata|oleobject|activex|\.package|ms-office\.activex|externallink", re.I
)
_ACTIVE_RELATIONS = {
    "oleobject": "嵌入的对象",
    "package": "嵌入的文件",
    "control": "ActiveX 控件",
    "vbaproject": "宏",
    "attachedtemplate": "链接的 Word 模板",
    "externallink": "指向其他工作簿的链接",
    "externallinkpath": "指向其他工作簿的链接",
    "afchunk": "嵌入的网页或文档",
    "frame": "框架网页",
    "subdocument": "子文档",
    "connections": "数据连接",
    "querytable": "数据查询",
    "xlmacrosheet": "宏表",
    "xlintlmacrosheet": "宏表",
    "ctrlprop": "窗体控件",
    "mailmergesource": "邮件合并数据源",
    "recipientdata": "邮件合并数据源",
    "extensibility": "自定义功能区",
    "webextension": "加载项",
    "taskpanes": "加载项",
}
_UNTOUCHED = "模板没有存入，数据没有改动"
_RELATIONS = ".rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class TemplatePackage:
    """The parts of a judged template: XML parts as trees once they are asked for, all others as they are."""

    def __init__(self, path: Path) -> None:
        """Raises ExchangeError with a sentence for anything that a template must not be or hold."""
        self.parts = _read(path)
        self.kind = next((kind for name, kind in _MAIN_PART.items() if name in self.parts), "")
        if not self.kind:
            raise ExchangeError(f"这不是 Word（.docx）或 Excel（.xlsx）文件，{_UNTOUCHED}；请另存为这两种格式之一")
        self._trees: dict[str, etree._Element] = {}
        self._added = 0
        self._refuse_active()

    def names(self, pattern: str) -> list[str]:
        """Return the names of the parts that match, in a fixed order."""
        found = [name for name in self.parts if re.fullmatch(pattern, name)]
        return sorted(found, key=lambda name: (len(name), name))

    def tree(self, name: str) -> etree._Element:
        """Return the root of an XML part; what is changed in it is written out."""
        if name not in self._trees:
            self._trees[name] = parsed(self.parts[name], name)
        return self._trees[name]

    def drop(self, name: str) -> None:
        """Take a part out, with what names it in the list of content types and in relations."""
        self.parts.pop(name, None)
        self._trees.pop(name, None)
        types = self.tree("[Content_Types].xml")
        for entry in [e for e in types if e.get("PartName", "").lstrip("/") == name]:
            types.remove(entry)
        for relations in self.names(r".*\.rels"):
            root = self.tree(relations)
            for entry in [e for e in root if _target(relations, e.get("Target", "")) == name]:
                root.remove(entry)

    def add_picture(self, part: str, data: bytes) -> str:
        """Add a JPEG or PNG and return its relation's id in ``part``."""
        self._added += 1
        kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
        name = f"media/ganbu{self._added}.{kind}"
        folder = PurePosixPath(part).parent
        self.parts[f"{folder}/{name}"] = data
        types = self.tree("[Content_Types].xml")
        if not any(entry.get("Extension", "").lower() == kind for entry in types):
            types.insert(
                0,
                types.makeelement(f"{{{_PACKAGE}/content-types}}Default", Extension=kind, ContentType=f"image/{kind}"),
            )
        relations = self._relations_of(part)
        relation_id = f"rIdGanbu{self._added}"
        relations.append(
            relations.makeelement(
                f"{{{_PACKAGE}/relationships}}Relationship", Id=relation_id, Type=f"{_OFFICE}/image", Target=name
            )
        )
        return relation_id

    @property
    def pictures(self) -> int:
        """Return how many pictures were added."""
        return self._added

    def _relations_of(self, part: str) -> etree._Element:
        path = PurePosixPath(part)
        name = f"{path.parent}/_rels/{path.name}{_RELATIONS}"
        if name not in self.parts:
            self.parts[name] = f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()
        return self.tree(name)

    def write(self, target: Path) -> None:
        """Write the package; the same values give the same bytes."""
        with safe_write(target) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.parts.items():
                if name in self._trees:
                    data = etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)

    # ---- what must not be in it

    def _refuse_active(self) -> None:
        for name in self.names(r".*\.rels"):
            for entry in self.tree(name):
                kind = entry.get("Type", "").rpartition("/")[2].lower()
                if kind in _ACTIVE_RELATIONS:
                    raise _refused(_ACTIVE_RELATIONS[kind])
                if entry.get("TargetMode", "").lower() == "external":
                    raise _refused("指向文件以外的链接（超链接、链接的图片等）")
        for entry in self.tree("[Content_Types].xml"):
            if _ACTIVE_TYPES.search(entry.get("ContentType", "")):
                raise _refused("宏或嵌入的对象")
        for name in self.parts:
            if re.search(r"vbaproject|macrosheets/|activex/|externallinks/|customui/", name, re.I):
                raise _refused("宏、控件或外部链接")


def _refused(what: str) -> ExchangeError:
    return ExchangeError(f"模板里有{what}，{_UNTOUCHED}；请在 WPS 或 Office 中删去后另存，再存入")


def _target(relations: str, target: str) -> str:
    """Return the name of the part that a relation leads to."""
    if target.startswith("/"):
        return target[1:]
    parts: list[str] = []
    for piece in (PurePosixPath(relations).parent.parent / target).parts:
        if piece == ".." and parts:
            parts.pop()
        elif piece not in (".", ".."):
            parts.append(piece)
    return "/".join(parts)


def _read(path: Path) -> dict[str, bytes]:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise ExchangeError(f"未能打开“{path.name}”，{_UNTOUCHED}") from error
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ExchangeError(f"这是旧格式（.doc、.xls）或有打开密码的文件，{_UNTOUCHED}；请另存为 .docx 或 .xlsx")
    if not head.startswith(b"PK"):
        raise ExchangeError(f"这不是 Word（.docx）或 Excel（.xlsx）文件，{_UNTOUCHED}")
    if size > _MOST_BYTES:
        raise ExchangeError(f"文件超过 {_MOST_BYTES >> 20} MB，{_UNTOUCHED}；请删去图片等无关内容")
    with zip_guard.open_archive(path) as archive:
        found = {}
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            name = entry.filename
            if name.startswith("/") or ".." in PurePosixPath(name).parts or "\\" in name:
                raise ExchangeError(f"压缩内容里有不正常的路径，{_UNTOUCHED}")
            found[name] = zip_guard.inflate(archive, name)
    if "[Content_Types].xml" not in found:
        raise ExchangeError(f"这不是 Word（.docx）或 Excel（.xlsx）文件，{_UNTOUCHED}")
    return found


def parsed(data: bytes, name: str) -> etree._Element:
    """Return the root of an XML part, after the guarded reader has passed it: no document types, entities, floods."""
    try:
        text = decode_xml(data, name).text
        parse_xml(text, name)
    except ExchangeError as error:
        raise ExchangeError(
            f"模板里的 {name} 内容不合规范或过大，{_UNTOUCHED}；请用 WPS 或 Office 打开后另存一份再存入"
        ) from error
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(text.encode("utf-8"), reader)
    except etree.XMLSyntaxError as error:
        raise ExchangeError(f"模板里的 {name} 读不懂，{_UNTOUCHED}；请用 WPS 或 Office 打开后另存一份再存入") from error
