"""What happens when our own code fails: a report without personal data, the work saved, a restart offered.

Limping on in an undefined state is worse than stopping; the store itself is safe, because every change is one
transaction.
"""

from __future__ import annotations

import logging
import os
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion

from ganbu_desktop import __name__ as _package
from ganbu_desktop.foundation.errors import Cancelled, GanbuError
from ganbu_desktop.paths import own_command

_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def report_text(error: BaseException, at: datetime) -> str:
    """Return where the program failed: kinds of error, files and lines of our code, versions; never a value.

    The error's own text is left out (it may quote a name), as are paths outside the package.
    """
    lines = [
        "干部管理桌面程序 出错报告（不含人员信息）",
        f"时间：{at.isoformat(timespec='seconds')}",
        f"系统：{platform.system()} {platform.release()} {platform.machine()}",
        f"版本：Python {platform.python_version()}，Qt {qVersion()}",
    ]
    current: BaseException | None = error
    while current is not None:
        lines.append(f"错误类别：{type(current).__name__}")
        for frame in traceback.extract_tb(current.__traceback__):
            place = frame.filename.replace("\\", "/")
            _, found, inside = place.rpartition(f"/{_package}/")
            lines.append(f"  {inside if found else place.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}")
        current = current.__cause__ or current.__context__
    return "\n".join(lines) + "\n"


def write_report(folder: Path, error: BaseException, at: datetime) -> Path | None:
    """Write the report; None when even that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"出错报告_{at:%Y%m%d_%H%M%S}.txt"
        path.write_text(report_text(error, at), encoding="utf-8")
    except OSError:
        return None
    return path


class CrashHandler:
    """Takes every exception that nobody else took."""

    def __init__(
        self,
        *,
        folder: Path,
        clock: Callable[[], datetime],
        show_sentence: Callable[[str], None],
        offer_restart: Callable[[str], bool],
        save_drafts: Callable[[], None],
    ) -> None:
        """``show_sentence`` shows an error of our own kind; ``offer_restart`` asks and returns the answer."""
        self._folder = folder
        self._clock = clock
        self._show_sentence = show_sentence
        self._offer_restart = offer_restart
        self._save_drafts = save_drafts
        self._busy = False

    def install(self) -> None:
        """Become the interpreter's last resort."""
        sys.excepthook = self.handle

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None = None) -> None:
        """Show a sentence for the world's errors, report a bug of ours."""
        if isinstance(error, Cancelled):
            return
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if isinstance(error, GanbuError):
            self._show_sentence(str(error))
            return
        _log.critical("unhandled %s", kind.__name__, exc_info=error)
        if not self._busy:
            self._busy = True
            try:
                self._report(error)
            finally:
                self._busy = False

    def _report(self, error: BaseException) -> None:
        try:
            self._save_drafts()
        except Exception:  # the report of the first bug must not be lost to a second
            _log.exception("drafts could not be saved")
        path = write_report(self._folder, error, self._clock())
        where = f"已写入报告（不含人员信息）：{path}" if path else "报告未能写入磁盘。"
        text = (
            "程序遇到了意料之外的错误，刚才这一步没有完成。\n\n"
            "数据文件是安全的：每次改动要么全部写入，要么完全没有写入。\n\n"
            f"{where}\n建议重新启动程序后再做这一步；若再次出现，请把报告交给维护人员。"
        )
        if self._offer_restart(text):
            command = own_command(*sys.argv[1:])
            os.execv(command[0], command)


def log_qt_messages() -> None:
    """Send what Qt itself reports to our log."""
    log = logging.getLogger("qt")

    def handler(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)

    qInstallMessageHandler(handler)
