"""The pages about the data itself: recycle bin, parameters, backups, operation log, access log, about."""

from __future__ import annotations

from ganbu_desktop.desktop.window.page import Lazy, PageSpec
from ganbu_desktop.desktop.window.sections import SYSTEM

PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "recycle-bin", "回收站", "bin", Lazy(f"{__name__}.recycle_bin", "RecycleBinPage"), order=910, section=SYSTEM
    ),
    PageSpec(
        "parameters", "参数", "parameters", Lazy(f"{__name__}.parameters", "ParametersPage"), order=920, section=SYSTEM
    ),
    PageSpec("backups", "备份", "backup", Lazy(f"{__name__}.backups", "BackupPage"), order=930, section=SYSTEM),
    PageSpec(
        "operation-log",
        "操作记录",
        "log",
        Lazy(f"{__name__}.operation_log", "OperationLogPage"),
        order=940,
        section=SYSTEM,
    ),
    PageSpec(
        "access-log",
        "查看留痕",
        "eye",
        Lazy(f"{__name__}.access_log", "AccessLogPage"),
        order=945,
        in_navigation=False,
        section=SYSTEM,
    ),
    PageSpec(
        "about",
        "关于",
        "info",
        Lazy(f"{__name__}.about", "AboutPage"),
        order=950,
        in_navigation=False,
        section=SYSTEM,
    ),
)
