"""File names of batches: ``{单位}_{姓名}_{日期}``, safe on every disk, never two the same."""

from __future__ import annotations

import re
from datetime import date

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.file_names import UniqueNames

DEFAULT_PATTERN = "{单位}_{姓名}_{日期}"
_TAGS = ("单位", "姓名", "日期", "身份证号", "表格")


class FileNames:
    """Gives each person of a batch a file name of its own."""

    def __init__(self, pattern: str, suffix: str, today: date) -> None:
        """Raises CheckFailed for a tag that does not exist."""
        for tag in re.findall(r"\{(.*?)\}", pattern):
            if tag not in _TAGS:
                known = "、".join(f"{{{t}}}" for t in _TAGS)
                raise CheckFailed(f"文件名里的“{{{tag}}}”不认识，可用的有：{known}；没有写出任何文件")
        self._pattern, self._today = pattern or DEFAULT_PATTERN, today
        self._names = UniqueNames(suffix)

    def name_for(self, *, unit: str, name: str, id_number: str = "", form: str = "") -> str:
        """Return a file name that no one of this batch has yet; a second one of the same gets a number."""
        values = {"单位": unit, "姓名": name, "日期": f"{self._today:%Y%m%d}", "身份证号": id_number, "表格": form}
        stem = self._pattern
        for tag, value in values.items():
            stem = stem.replace("{" + tag + "}", value)
        return self._names.name_for(stem)
