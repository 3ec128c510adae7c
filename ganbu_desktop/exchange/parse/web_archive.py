"""Web archives (MHT) that spreadsheets save: the pages in them, read like web pages saved as ``.xls``."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from ganbu_desktop.exchange.parse.html_table import read_html
from ganbu_desktop.foundation.errors import ExchangeError

_UNREADABLE = "网页归档（MHT）里没有能读的表格，请用 WPS 或 Excel 打开后另存为 .xlsx 再导入；数据未改动"
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}


def read_web_archive(data: bytes) -> dict[str, Any]:
    """Return the tables of every page in the archive as sheets, in the plain form of ``spreadsheet``.

    Raises ExchangeError when no page holds a table.
    """
    message = message_from_bytes(data, policy=policy.default)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    sheets = [sheet for page in pages for sheet in read_html(_text(page))["sheets"]]
    if not sheets:
        raise ExchangeError(_UNREADABLE)
    if len(sheets) > 1:
        sheets = [{**sheet, "name": f"网页表格{number}"} for number, sheet in enumerate(sheets, 1)]
    return {"sheets": sheets}


def _text(page: EmailMessage) -> str:
    content = page.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    stated = (page.get_content_charset() or "utf-8").lower()
    try:
        text = content.decode(_WIDER.get(stated, stated))
    except (UnicodeDecodeError, LookupError):
        text = content.decode("gb18030", "replace")
    if "\ufffd" in text:
        raise ExchangeError("网页归档里有不能辨认的字符，请用 WPS 或 Excel 打开后另存为 .xlsx 再导入；数据未改动")
    return text
