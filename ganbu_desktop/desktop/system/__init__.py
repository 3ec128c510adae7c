"""The pages about the data itself: recycle bin, parameters, backups, operation log, about."""

from ganbu_desktop.desktop.page import PageSpec
from ganbu_desktop.desktop.system.about import AboutPage
from ganbu_desktop.desktop.system.backups import BackupPage
from ganbu_desktop.desktop.system.operation_log import OperationLogPage
from ganbu_desktop.desktop.system.parameters import ParametersPage
from ganbu_desktop.desktop.system.recycle_bin import RecycleBinPage

SECTION = "系统"

PAGES: tuple[PageSpec, ...] = (
    PageSpec("recycle-bin", "回收站", "bin", RecycleBinPage, order=910, section=SECTION),
    PageSpec("parameters", "参数", "parameters", ParametersPage, order=920, section=SECTION),
    PageSpec("backups", "备份", "backup", BackupPage, order=930, section=SECTION),
    PageSpec("operation-log", "操作记录", "log", OperationLogPage, order=940, section=SECTION),
    PageSpec("about", "关于", "info", AboutPage, order=950, section=SECTION),
)
